"""What every test may ask for. The servers themselves are started by tests/servers.py."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import redis
from django.apps import apps
from django.conf import settings
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as property_settings

from accounts.role_operations import set_roles
from accounts.roles import PERMISSIONS

# Property-based tests try the same examples on every run, so that a red run can be repeated;
# HYPOTHESIS_PROFILE=explore looks for new ones instead.
property_settings.register_profile(
    "repeatable",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
property_settings.register_profile(
    "explore", property_settings.get_profile("repeatable"), derandomize=False, max_examples=1000
)
property_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def valkey_url() -> str:
    """The address of this session's Valkey, the same that cache and broker use."""
    return str(settings.REDIS_URL)


@pytest.fixture(autouse=True)
def _an_empty_valkey(valkey_url: str) -> None:
    """Each test begins without cached values and without waiting tasks.

    The broker's own bindings stay: an open producer connection declares its queue only once.
    """
    with contextlib.closing(redis.Redis.from_url(valkey_url)) as client:
        doomed = [key for key in client.scan_iter() if not key.startswith(b"_kombu.binding.")]
        if doomed:
            client.delete(*doomed)


@pytest.fixture(autouse=True)
def _begin_in_english() -> Iterator[None]:
    """A request leaves its language active, so that streamed answers keep it; the next test starts afresh."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _keep_roles() -> Iterator[None]:
    """A test that commits empties every table afterwards; write the roles of the migrations again."""
    empty = TransactionTestCase._fixture_teardown

    def empty_and_restore(case: TransactionTestCase) -> None:
        empty(case)
        set_roles(apps, {role.value: held for role, held in PERMISSIONS.items()})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_and_restore)
        yield


class WorkerProcess:
    """A Celery worker in a process of its own, on the test database, with its output in a file."""

    def __init__(self, folder: Path, *, concurrency: int = 1) -> None:
        self.log = folder / f"worker-{time.monotonic_ns()}.log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "--app=epso_site", "--quiet", "worker"),
                    *("--loglevel=INFO", f"--concurrency={concurrency}", f"--hostname=test@{self.log.stem}"),
                    *("--without-gossip", "--without-mingle", "--without-heartbeat"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                env={**os.environ, **_environment_of_the_test_database()},
            )

    def wait_until_ready(self, *, seconds: float = 30) -> None:
        """Return once the worker takes tasks; fail with its output where it does not within *seconds*."""
        wait_until(lambda: "ready." in self.output() or not self.is_running(), seconds=seconds)
        assert self.is_running(), self.output()

    def output(self) -> str:
        return self.log.read_text(errors="replace")

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """End as a deployment does: finish the task at hand, then go."""
        self.process.terminate()
        self.process.wait(timeout=30)

    def kill(self) -> None:
        """End as a power cut does: the worker and its pool, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def start_worker(tmp_path: Path, transactional_db: None) -> Iterator[Callable[..., WorkerProcess]]:
    """A function that starts a real Celery worker and returns it ready; all are killed after the test."""
    workers: list[WorkerProcess] = []

    def start(**options: Any) -> WorkerProcess:
        worker = WorkerProcess(tmp_path, **options)
        workers.append(worker)
        worker.wait_until_ready()
        return worker

    yield start
    for worker in workers:
        worker.kill()


@pytest.fixture
def worker(start_worker: Callable[..., WorkerProcess]) -> WorkerProcess:
    """One real Celery worker, ready."""
    return start_worker()


def wait_until(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    """Return when *condition* holds; fail where it does not within *seconds*."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"still not so after {seconds} seconds"
        time.sleep(0.05)


def _environment_of_the_test_database() -> dict[str, str]:
    name = settings.DATABASES["default"]["NAME"]  # pytest-django has put the test database's name here
    server = os.environ["TEST_DATABASE_URL"].rpartition("/")[0]
    return {"DJANGO_SETTINGS_MODULE": "epso_site.settings.test", "TEST_DATABASE_URL": f"{server}/{name}"}


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser for the journeys; without one the test fails and says what to install."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail(
            "No Chromium was found, and the browser journeys need one. On Debian, as root: "
            "apt-get install chromium. Elsewhere install Chromium or Google Chrome.",
            pytrace=False,
        )
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One Chromium for the session, without a window."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, and Django would refuse its own queries beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        # The sandbox of Chromium cannot be had by root, in containers above all.
        launched = playwright.chromium.launch(
            executable_path=chromium, chromium_sandbox=os.geteuid() != 0, args=["--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()
