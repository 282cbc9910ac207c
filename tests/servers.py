"""A pytest plugin that gives each session a PostgreSQL and a Valkey of its own, and the browser its files.

Named in pyproject.toml (``-p tests.servers``), because the settings are loaded before any conftest.py.
A session takes the first folder ``var/test/<n>`` that no other session holds, so several may run side
by side; a folder is kept for the next session, and what a killed session left running in it is taken
over. Where TEST_DATABASE_URL and TEST_REDIS_URL are set, those servers are used and nothing is started.
"""

from __future__ import annotations

import atexit
import fcntl
import itertools
import os
from collections.abc import Generator
from pathlib import Path
from typing import IO

import pytest

from epso_site import assets, embedded
from epso_site.embedded import Purpose

FOLDER = Path(os.environ.get("VAR_DIR") or embedded.VAR) / "test"


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    # The workers of pytest-xdist inherit the addresses from the session that started them.
    if not (os.environ.get("TEST_DATABASE_URL") and os.environ.get("TEST_REDIS_URL")):
        _start()
        assets.ensure_built(with_tools=True)
    _use_own_valkey_database()
    return (yield)


def _start() -> None:
    folder, lock = _take_folder()
    endpoints = embedded.ensure_running(folder, purpose=Purpose.TEST)
    os.environ["TEST_DATABASE_URL"] = endpoints.database_url
    os.environ["TEST_REDIS_URL"] = endpoints.redis_url
    atexit.register(_stop, folder, lock, os.getpid())


def _stop(folder: Path, lock: IO[str], owner: int) -> None:
    if os.getpid() == owner:  # a forked child runs the same exit functions
        embedded.stop(folder)
        lock.close()


def _take_folder() -> tuple[Path, IO[str]]:
    for number in itertools.count(1):
        folder = FOLDER / str(number)
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "session.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
        else:
            return folder, lock
    raise AssertionError("counting does not end")


def _use_own_valkey_database() -> None:
    """Workers of pytest-xdist (gw0, gw1, …) share the server, each with a database number of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if worker.startswith("gw"):
        server = os.environ["TEST_REDIS_URL"].rpartition("/")[0]
        os.environ["TEST_REDIS_URL"] = f"{server}/{int(worker[2:]) + 1}"
