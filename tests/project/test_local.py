"""`make run`: the supervisor's parts alone, and the whole of it once, for real."""

from __future__ import annotations

import contextlib
import http.client
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from epso_site import embedded, local
from epso_site.embedded import NOT_STARTED, Server
from epso_site.local import CannotRunError, Child, Console, Site
from tests.conftest import wait_until

FOREVER = "import time; print('up', flush=True); time.sleep(600)"


def _site(var: Path, *, host: str = "127.0.0.1", port: int = 8000) -> Site:
    return Site(host=host, port=port, var=var, servers=())


# --- What was asked for ---------------------------------------------------------------------------


def test_without_variables_the_site_is_local_with_both_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "PORT", "VAR_DIR", "DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)

    assert Site.from_environment() == Site(
        host="127.0.0.1", port=8000, var=embedded.VAR, servers=(Server.POSTGRES, Server.VALKEY)
    )


def test_the_environment_names_host_port_and_servers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/site")
    monkeypatch.delenv("REDIS_URL", raising=False)

    site = Site.from_environment()

    assert site == Site(host="0.0.0.0", port=9001, var=tmp_path, servers=(Server.VALKEY,))
    assert site.address == "http://127.0.0.1:9001"


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)

    with pytest.raises(CannotRunError, match="PORT must be a number from 1 to 65535"):
        Site.from_environment()


def test_an_ipv6_address_is_written_in_brackets(tmp_path: Path) -> None:
    assert _site(tmp_path, host="::", port=80).address == "http://[::1]:80"


def test_a_taken_port_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CannotRunError, match=f"Port {port} of 127.0.0.1 cannot be used"):
            local.refuse_taken_port(_site(tmp_path, port=port))


def test_a_free_port_is_accepted(tmp_path: Path) -> None:
    local.refuse_taken_port(_site(tmp_path, port=embedded.free_port()))


# --- One at a time --------------------------------------------------------------------------------


def test_a_second_run_of_the_same_folder_is_refused_and_names_the_first(tmp_path: Path) -> None:
    with (
        local.running_alone(tmp_path),
        pytest.raises(CannotRunError, match=rf"already running \(process {os.getpid()}\)"),
        local.running_alone(tmp_path),
    ):
        pytest.fail("two at a time")


def test_the_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from epso_site import local\n"
        "with local.running_alone(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, cwd=embedded.PROJECT
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.communicate()

    with local.running_alone(tmp_path):
        assert (tmp_path / "run" / "lock").read_text() == str(os.getpid())


def test_programs_left_by_a_killed_run_are_stopped(tmp_path: Path) -> None:
    left = subprocess.Popen(
        [sys.executable, "-c", FOREVER], start_new_session=True, stdout=subprocess.DEVNULL
    )
    _record(tmp_path, {str(left.pid): str(local._started(left.pid))})

    local.stop_leftovers(tmp_path, Console(io.StringIO()))

    assert left.wait(timeout=5) == -signal.SIGKILL


def test_a_stranger_who_got_the_number_of_a_program_is_left_alone(tmp_path: Path) -> None:
    stranger = subprocess.Popen(
        [sys.executable, "-c", FOREVER], start_new_session=True, stdout=subprocess.DEVNULL
    )
    _record(tmp_path, {str(stranger.pid): "1"})

    local.stop_leftovers(tmp_path, Console(io.StringIO()))

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def _record(var: Path, children: dict[str, str]) -> None:
    (var / "run").mkdir()
    (var / "run" / "children.json").write_text(json.dumps(children))


# --- A program of the site ------------------------------------------------------------------------


def test_the_output_of_a_program_carries_its_name() -> None:
    stream = io.StringIO()
    child = Child(
        "web", [sys.executable, "-c", "print('one'); print('two')"], Console(stream), dict(os.environ)
    )
    child.process.wait()
    child.stop(threading.Event())

    assert stream.getvalue() == "web     | one\nweb     | two\n"


def test_stopping_a_program_stops_what_it_started_too() -> None:
    stream = io.StringIO()
    program = (
        "import subprocess, sys, time\n"
        "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid, flush=True)\n"
        "time.sleep(600)"
    )
    child = Child("web", [sys.executable, "-c", program], Console(stream), dict(os.environ))
    wait_until(lambda: stream.getvalue().endswith("\n"))
    grandchild = int(stream.getvalue().split()[-1])

    child.stop(threading.Event())

    wait_until(lambda: local._started(grandchild) is None)
    assert child.process.returncode == -signal.SIGTERM


def test_a_program_that_does_not_want_to_end_is_ended_at_once_in_a_hurry() -> None:
    stream = io.StringIO()
    program = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FOREVER}"
    child = Child("worker", [sys.executable, "-c", program], Console(stream), dict(os.environ))
    wait_until(lambda: "up" in stream.getvalue())
    hurry = threading.Event()
    hurry.set()

    child.stop(hurry)

    assert child.process.returncode == -signal.SIGKILL


# --- The whole ------------------------------------------------------------------------------------


class Run:
    """A real `python -m epso_site.local` in a folder of its own."""

    def __init__(self, var: Path, log: Path, port: int) -> None:
        self.var, self.log, self.port = var, log, port
        own = {
            "VAR_DIR": str(var),
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "epso_site.settings.development",
        }
        given = ("DATABASE_URL", "REDIS_URL", "HOST", "SITE_URL")
        environment = {name: value for name, value in os.environ.items() if name not in given}
        with log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "epso_site.local"],
                stdout=output,
                stderr=output,
                cwd=embedded.PROJECT,
                env=environment | own,
            )

    def output(self) -> str:
        return self.log.read_text()

    def wait_until_ready(self) -> None:
        wait_until(lambda: "Ready: " in self.output() or self.process.poll() is not None, seconds=180)
        assert self.process.poll() is None, self.output()

    def children(self) -> list[int]:
        return [int(pid) for pid in json.loads((self.var / "run" / "children.json").read_text())]

    def health(self) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            connection.request("GET", "/health/ready")
            return connection.getresponse().status


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    var = tmp_path / "a folder with spaces" / "var"
    var.mkdir(parents=True)
    yield var
    local.stop_leftovers(var, Console(io.StringIO()))
    embedded.stop(var)


@pytest.mark.slow
def test_the_whole_site_starts_refuses_a_second_survives_a_kill_and_stops(
    folder: Path, tmp_path: Path
) -> None:
    port = embedded.free_port()
    first = Run(folder, tmp_path / "first.log", port)
    first.wait_until_ready()
    assert first.health() == 200

    second = Run(folder, tmp_path / "second.log", port)
    assert second.process.wait(timeout=20) == 1
    assert f"already running (process {first.process.pid})" in second.output()
    assert first.health() == 200

    orphans = first.children()
    first.process.kill()
    first.process.wait()
    third = Run(folder, tmp_path / "third.log", port)
    third.wait_until_ready()
    assert "left programs behind" in third.output()
    assert [local._started(pid) for pid in orphans] == [None, None, None]

    children = third.children()
    third.process.send_signal(signal.SIGTERM)
    assert third.process.wait(timeout=60) == 0, third.output()
    _assert_nothing_is_left(folder, port, children)


@pytest.mark.slow
def test_when_one_program_dies_all_is_stopped_and_the_command_fails(folder: Path, tmp_path: Path) -> None:
    port = embedded.free_port()
    run = Run(folder, tmp_path / "run.log", port)
    run.wait_until_ready()
    children = run.children()

    os.kill(children[-1], signal.SIGKILL)

    assert run.process.wait(timeout=60) == 1
    assert "worker has ended (killed by SIGKILL); stopping the rest." in run.output()
    _assert_nothing_is_left(folder, port, children)


def _assert_nothing_is_left(var: Path, port: int, children: list[int]) -> None:
    assert [local._started(pid) for pid in children] == [None, None, None]
    assert embedded.endpoints(var) == NOT_STARTED
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
