"""Web servers to measure, and the simplest client that asks them."""

from __future__ import annotations

import contextlib
import http.client
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.db import connection

from epso_site.bench.processes import running, tree
from epso_site.embedded import LOOPBACK, free_port

READY_SECONDS: Final = 60
OPTIONS: Final = ("--interface=wsgi", "--workers=1", "--blocking-threads=4", "--no-ws", "--log-level=warning")
SITE: Final = "epso_site.wsgi:application"
BARE: Final = "epso_site.bench.bare.wsgi:application"
BARE_PAGE: Final = "/notices/"


@dataclass(frozen=True, slots=True)
class WebServer:
    """A server that answers: its port and the process that started it."""

    port: int
    pid: int

    @property
    def worker_pid(self) -> int:
        """The process that runs Django: the one below the supervisor that granian is."""
        return tree(self.pid)[-1]

    def request_often(self, path: str, count: int, headers: Mapping[str, str], *, status: int = 200) -> int:
        """Ask for `path` so often over one connection; return the bytes of one answer.

        Raises ValueError for an answer of another status: an error page must not pass for a fast page.
        """
        client = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        with contextlib.closing(client):
            size = 0
            for _ in range(count):
                client.request("GET", path, headers=dict(headers))
                response = client.getresponse()
                size = len(response.read())
                if response.status != status:
                    raise ValueError(f"{path} answered {response.status}, not {status}.")
            return size

    def header(self, path: str, name: str) -> str:
        """A header of the answer to `path`."""
        client = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        with contextlib.closing(client):
            client.request("GET", path)
            return client.getresponse().getheader(name) or ""


@contextlib.contextmanager
def serving(application: str, *, env: Mapping[str, str]) -> Iterator[WebServer]:
    """Serve a WSGI application with granian, as production does, for as long as the body runs."""
    port = free_port()
    arguments = ["-m", "granian", f"--host={LOOPBACK}", f"--port={port}", *OPTIONS, application]
    with (
        tempfile.TemporaryFile("w+") as log,
        running(arguments, env={**env, "LOG_LEVEL": "WARNING"}, output=log) as process,
    ):
        deadline = time.monotonic() + READY_SECONDS
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                log.seek(0)
                raise RuntimeError(f"{application} does not answer:\n{log.read()[-2000:]}")
            time.sleep(0.05)
        yield WebServer(port, process.pid)


def answers(port: int, path: str = "/health/live") -> bool:
    """Whether something speaks HTTP at the port, whatever it says."""
    client = http.client.HTTPConnection(LOOPBACK, port, timeout=30)
    with contextlib.closing(client):
        try:
            client.request("GET", path)
            client.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
    return True


def environment_of_bare() -> dict[str, str]:
    """What the bare Django must be told: the database this process uses."""
    values = connection.settings_dict
    user = f"{quote(values['USER'])}:{quote(values['PASSWORD'])}"
    url = f"postgresql://{user}@{values['HOST']}:{values['PORT']}/{quote(values['NAME'])}"
    settings_module = "epso_site.bench.bare.settings"
    return {"BENCH_DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings_module}


def environment_of_site(*, page_seconds: int) -> dict[str, str]:
    """What the site must be told: how long public pages are kept."""
    settings_module = os.environ["DJANGO_SETTINGS_MODULE"]
    return {"BENCH_PUBLIC_PAGE_SECONDS": str(page_seconds), "DJANGO_SETTINGS_MODULE": settings_module}
