"""The outbox when broker and cache are away, and the tasks that work it off."""

from __future__ import annotations

from typing import Any

import pytest
import redis
from celery import Celery
from django.conf import settings as site_settings
from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from epso_site.embedded import free_port
from notifications import tasks
from notifications.models import Letter, LetterBatch, OutgoingEmail
from notifications.services import BatchLetter, add_letters, outbox, prepare_batch, queue_email
from notifications.states import BatchState, EmailState

from .conftest import SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)


def queue(count: int) -> None:
    for number in range(count):
        queue_email(
            to_address=f"person{number}@example.eu",
            language="en",
            event="result",
            subject="You have a message",
            body_text="You have a message\n",
            now=timezone.now(),
        )


def waiting_tasks() -> int:
    client: Any = redis.Redis.from_url(site_settings.CELERY_BROKER_URL)
    return int(client.llen("celery"))


def batch_being_released(count: int) -> LetterBatch:
    now = timezone.now()
    clerk, chief = (User.objects.create_user(f"{name}@example.eu") for name in ("clerk", "chief"))
    batch = prepare_batch(event="result", title="Results", about="", expected=count, by=clerk, now=now)
    people = [User.objects.create_user(f"person{number}@example.eu") for number in range(count)]
    letters = [BatchLetter(person, "en", "result", "1", "", "Results", "Text") for person in people]
    add_letters(batch=batch, letters=letters, now=now)
    LetterBatch.objects.update(state=BatchState.RELEASING, approved_by=chief, approved_at=now)
    return batch


def test_mail_is_written_though_the_broker_is_away(settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    }
    queue(1)
    outbox.take_hint()

    assert OutgoingEmail.objects.count() == 1
    assert [record.message for record in caplog.records if record.name == outbox.logger.name] == [
        "No hint of waiting mail could be sent; beat will find it.",
        "The hint of waiting mail could not be taken down.",
    ]


def test_a_task_that_cannot_be_sent_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    nowhere = Celery(broker=f"redis://127.0.0.1:{free_port()}/0", set_as_current=False)
    nowhere.conf.broker_transport_options = site_settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(outbox, "current_app", nowhere)
    outbox.send_task_on_commit("notifications.tasks.resume_releases")

    assert [record.message for record in caplog.records if record.name == outbox.logger.name] == [
        "The task notifications.tasks.resume_releases could not be sent; beat will find its work."
    ]


@pytest.mark.parametrize(
    "headers",
    [{"Bcc": "everybody@example.eu"}, {"List-Unsubscribe": "<https://example.eu>\r\nBcc: x@example.eu"}],
)
def test_no_header_is_sent_that_the_outbox_does_not_know_or_that_hides_another(headers: Any) -> None:
    with pytest.raises(ValueError, match="does not send the header"):
        queue_email(
            to_address="person@example.eu",
            language="en",
            event="result",
            subject="You have a message",
            body_text="You have a message\n",
            headers=headers,
            now=timezone.now(),
        )
    assert OutgoingEmail.objects.count() == 0


def test_one_task_sends_all_batches(smtp: SmtpServer, settings: Any) -> None:
    settings.MAIL_BATCH_SIZE = 2
    queue(5)
    tasks.deliver_waiting_mail()

    assert OutgoingEmail.objects.filter(state=EmailState.SENT).count() == len(smtp.received) == 5


def test_a_task_that_begins_lets_later_mail_ask_again(smtp: SmtpServer) -> None:
    queue(1)
    before = cache.get(outbox.HINT_KEY)
    tasks.deliver_waiting_mail()

    assert (before, cache.get(outbox.HINT_KEY)) == (1, None)


def test_a_delivery_that_lasts_yields_and_asks_for_another(
    smtp: SmtpServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_BATCH_SIZE = 1
    monkeypatch.setattr(tasks, "YIELD_SECONDS", 0)
    queue(2)
    asked_before = waiting_tasks()
    tasks.deliver_waiting_mail()

    assert (asked_before, waiting_tasks(), smtp.received) == (1, 2, [])


def test_a_delivery_ends_when_the_server_is_away(smtp: SmtpServer, settings: Any) -> None:
    settings.MAIL_BATCH_SIZE = 1
    smtp.stop()
    queue(3)
    asked_before = waiting_tasks()
    tasks.deliver_waiting_mail()

    assert (asked_before, waiting_tasks()) == (1, 1)


def test_one_task_publishes_all_slices(settings: Any) -> None:
    settings.LETTERS_A_SLICE = 2
    batch = batch_being_released(5)
    tasks.release_letters(batch.pk)
    batch.refresh_from_db()

    assert (batch.state, Letter.objects.published().count()) == (BatchState.RELEASED, 5)


def test_a_release_that_lasts_yields_and_asks_for_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "YIELD_SECONDS", 0)
    tasks.release_letters(batch_being_released(1).pk)

    assert (waiting_tasks(), Letter.objects.published().count()) == (1, 0)


def test_releases_that_were_begun_are_taken_up_again_and_others_are_not() -> None:
    batch = batch_being_released(1)
    tasks.resume_releases()
    after_one = waiting_tasks()
    LetterBatch.objects.filter(pk=batch.pk).update(state=BatchState.RELEASED)
    tasks.resume_releases()

    assert (after_one, waiting_tasks()) == (1, 1)
