"""Mail with everything real: database, broker, SMTP server, and Celery workers that are killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from epso_site import embedded
from notifications.models import Letter, OutgoingEmail
from notifications.services import (
    BatchLetter,
    add_letters,
    approve_batch,
    finish_preparing,
    prepare_batch,
    queue_email,
    release_batch,
)
from notifications.services.outbox import DELIVER_TASK, send_task_on_commit
from notifications.states import BatchState, EmailState
from tests.conftest import WorkerProcess, _environment_of_the_test_database, wait_until

from .conftest import SmtpServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

StartWorker = Callable[..., WorkerProcess]


def queue(count: int) -> list[str]:
    """Queue so many e-mails in one transaction; return their Message-IDs."""
    now = timezone.now()
    with transaction.atomic():
        return [
            queue_email(
                to_address=f"person{number}@example.eu",
                language="en",
                event="result",
                subject="You have a message",
                body_text="You have a message\n",
                now=now,
            ).message_id
            for number in range(count)
        ]


def all_are_sent() -> bool:
    return not OutgoingEmail.objects.exclude(state=EmailState.SENT).exists()


def test_mail_is_sent_after_the_commit_without_waiting_for_beat(
    smtp: SmtpServer, worker: WorkerProcess
) -> None:
    with transaction.atomic():
        queue_email(
            to_address="anna@example.eu",
            language="en",
            event="result",
            subject="You have a message",
            body_text="You have a message\n",
            now=timezone.now(),
        )
        time.sleep(0.5)
        before_the_commit = len(smtp.received)
    wait_until(all_are_sent)

    assert (before_the_commit, len(smtp.received)) == (0, 1)


def test_nothing_is_sent_for_a_transaction_that_rolled_back(smtp: SmtpServer, worker: WorkerProcess) -> None:
    with transaction.atomic():
        queue(1)
        transaction.set_rollback(True)
    [kept] = queue(1)
    wait_until(all_are_sent)

    assert smtp.message_ids == [kept]


def test_a_worker_killed_amid_a_batch_loses_nothing(
    smtp: SmtpServer, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_MAIL_LEASE_SECONDS", "3")
    smtp.seconds_a_mail = 0.02
    victim = start_worker()
    queued = queue(60)
    wait_until(lambda: len(smtp.received) >= 10)
    victim.kill()
    sent_before = len(smtp.received)
    smtp.seconds_a_mail = 0.0
    start_worker()
    wait_until(_all_are_sent_after_a_look, seconds=30)

    times = Counter(smtp.message_ids)
    assert 10 <= sent_before < 60
    assert set(times) == set(queued)
    # The one whose acceptance the victim could not mark any more may have come twice.
    assert sum(times.values()) - len(times) <= 1


def _all_are_sent_after_a_look() -> bool:
    """Have a worker look for mail, as beat does every 30 seconds."""
    send_task_on_commit(DELIVER_TASK)
    time.sleep(0.2)
    return all_are_sent()


def test_two_workers_at_once_send_everything_once(smtp: SmtpServer, start_worker: StartWorker) -> None:
    workers = [start_worker(), start_worker()]
    smtp.seconds_a_mail = 0.005
    queued = queue(400)
    send_task_on_commit(DELIVER_TASK)
    wait_until(all_are_sent, seconds=60)

    assert sorted(smtp.message_ids) == sorted(queued)
    assert [DELIVER_TASK in worker.output() for worker in workers] == [True, True]
    assert smtp.connection_count >= 2


def test_a_server_that_refuses_and_recovers_gets_everything(smtp: SmtpServer, worker: WorkerProcess) -> None:
    smtp.on_mail = lambda envelope: "421 4.3.2 Shutting down"
    queued = queue(20)
    wait_until(lambda: len(smtp.peers) > 0 and OutgoingEmail.objects.filter(attempts=1).exists())
    smtp.on_mail = lambda envelope: "250 OK"
    OutgoingEmail.objects.update(due_at=timezone.now())  # as if the pauses were over
    wait_until(_all_are_sent_after_a_look, seconds=30)

    assert sorted(smtp.message_ids) == sorted(queued)


def test_a_thousand_emails_ask_for_one_task(valkey_url: str) -> None:
    import redis

    for _ in range(10):
        queue(1)
    client = redis.Redis.from_url(valkey_url)

    assert client.llen("celery") == 1
    client.delete("celery")


class Broker:
    """A Valkey of its own on one port, that can be stopped and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = embedded.free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = str(embedded._valkey_program())
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self.process = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
        wait_until(lambda: embedded._valkey_answers(self.url))

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    broker = Broker(tmp_path)
    broker.start()
    monkeypatch.setenv("TEST_REDIS_URL", broker.url)
    yield broker
    broker.stop()


WRITE_AN_EMAIL = """
import django; django.setup()
from django.utils import timezone
from notifications.services import queue_email
queue_email(to_address="anna@example.eu", language="en", event="result", subject="A message",
            body_text="A message", now=timezone.now())
"""


def _write_an_email_in_another_process() -> None:
    environment = {**os.environ, **_environment_of_the_test_database()}
    command = [sys.executable, "-c", WRITE_AN_EMAIL]
    subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, timeout=30)


def test_a_broker_that_is_stopped_and_started_loses_nothing(
    smtp: SmtpServer, broker: Broker, start_worker: StartWorker
) -> None:
    worker = start_worker()
    _write_an_email_in_another_process()
    wait_until(lambda: len(smtp.received) == 1)
    broker.stop()
    _write_an_email_in_another_process()
    while_away = (OutgoingEmail.objects.filter(state=EmailState.WAITING).count(), len(smtp.received))
    broker.start()
    _write_an_email_in_another_process()
    wait_until(all_are_sent, seconds=30)

    assert while_away == (1, 1)
    assert worker.is_running() is True
    assert sorted(smtp.message_ids) == sorted(OutgoingEmail.objects.values_list("message_id", flat=True))
    assert len(smtp.received) == 3


def _prepare_release(count: int) -> Any:
    now = timezone.now()
    clerk, chief = (User.objects.create_user(f"{name}@example.eu") for name in ("clerk", "chief"))
    people = User.objects.bulk_create(
        User(email=f"person{number}@example.eu", language="nl", password="!") for number in range(count)
    )
    batch = prepare_batch(event="result", title="Results", about="", expected=count, by=clerk, now=now)
    letters = [BatchLetter(person, "nl", "result", "ranking:1", "", "Uitslag", "Tekst") for person in people]
    add_letters(batch=batch, letters=letters, now=now)
    finish_preparing(batch=batch, now=now)
    approve_batch(batch=batch, by=chief, now=now)
    return batch, chief


def test_a_release_cut_off_by_a_kill_is_resumed_and_reaches_everybody_once(
    smtp: SmtpServer, start_worker: StartWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_MAIL_LEASE_SECONDS", "3")
    monkeypatch.setenv("TEST_LETTERS_A_SLICE", "10")
    count = 400
    batch, chief = _prepare_release(count)
    victim = start_worker()
    release_batch(batch=batch, by=chief, now=timezone.now())
    wait_until(lambda: Letter.objects.published().count() >= 10)
    victim.kill()
    published_before = Letter.objects.published().count()
    start_worker()
    send_task_on_commit("notifications.tasks.resume_releases")
    wait_until(lambda: _all_are_sent_after_a_look() and _is_released(batch), seconds=60)

    assert 10 <= published_before < count
    assert Letter.objects.published().count() == OutgoingEmail.objects.count() == count
    times = Counter(message["To"] for message in smtp.received)
    assert len(times) == count
    assert sum(times.values()) - count <= 1


def _is_released(batch: Any) -> bool:
    batch.refresh_from_db()
    return bool(batch.state == BatchState.RELEASED)
