"""What ``make run`` starts: the whole site on one machine, until Ctrl-C.

One supervisor starts PostgreSQL and Valkey (unless ``DATABASE_URL`` and ``REDIS_URL`` name others),
prepares the database, and runs the web server, the Celery worker and Celery beat as children, each at
the head of a process group of its own. It ends when it is told to (SIGINT, SIGTERM, SIGHUP) or when
one of them dies, and stops all it started, in order. A supervisor that was killed outright leaves its
children's names in ``var/run/children.json``; the next one stops them before it begins.
"""

# ruff: noqa: S603 -- every command is written here; only paths of this project are filled in

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

from epso_site import assets, embedded
from epso_site.embedded import PROJECT, Purpose, Server

READY_SECONDS = 120
GRACE_SECONDS = 15
POLL_SECONDS = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
COLOURS = {"site": "1", "prepare": "36", "web": "32", "worker": "33", "beat": "35"}


class CannotRunError(Exception):
    """The site cannot be started; the message is a sentence for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Site:
    """What this run was asked for."""

    host: str
    port: int
    var: Path
    servers: tuple[Server, ...]

    @classmethod
    def from_environment(cls) -> Site:
        port = os.environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CannotRunError(f"PORT must be a number from 1 to 65535, and it is {port!r}.")
        given = {Server.POSTGRES: "DATABASE_URL", Server.VALKEY: "REDIS_URL"}
        return cls(
            host=os.environ.get("HOST") or "127.0.0.1",
            port=int(port),
            var=Path(os.environ.get("VAR_DIR") or embedded.VAR),
            servers=tuple(server for server, name in given.items() if not os.environ.get(name)),
        )

    @property
    def visited_host(self) -> str:
        """The host to write in an address: who listens everywhere is visited on the loopback."""
        name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 -- a comparison
        return f"[{name}]" if ":" in name else name

    @property
    def address(self) -> str:
        return f"http://{self.visited_host}:{self.port}"


class Console:
    """Lines on the terminal, each with the name of who speaks, in colour unless NO_COLOR is set."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._coloured = stream.isatty() and "NO_COLOR" not in os.environ
        self._lock = threading.Lock()

    def say(self, sentence: str, *, name: str = "site") -> None:
        prefix = f"{name:<8}|"
        if self._coloured:
            prefix = f"\033[{COLOURS[name]}m{prefix}\033[0m"
        # A terminal that was closed (SIGHUP) must not keep the servers from being stopped.
        with self._lock, contextlib.suppress(OSError):
            self._stream.write(f"{prefix} {sentence}\n")
            self._stream.flush()


class Child:
    """A program of the site, leader of its own session and process group; its output goes to the console."""

    def __init__(self, name: str, command: Sequence[str], console: Console, env: dict[str, str]) -> None:
        self.name = name
        self.process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._forward, args=(console,), daemon=True)
        self._reader.start()

    def _forward(self, console: Console) -> None:
        for line in self.process.stdout or ():
            console.say(line.rstrip("\n"), name=self.name)

    def is_running(self) -> bool:
        return self.process.poll() is None

    def stop(self, hurry: threading.Event) -> None:
        """Ask the leader to end, wait GRACE_SECONDS or until *hurry*, then end what is left of the group."""
        if self.is_running():
            self.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        while self.is_running() and time.monotonic() < deadline and not hurry.is_set():
            time.sleep(POLL_SECONDS / 2)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join(timeout=1)


class Supervisor:
    """The run itself. `stop_asked` is set by the first signal, `hurry` by the second."""

    def __init__(self, site: Site, console: Console) -> None:
        self.site = site
        self.console = console
        self.children: list[Child] = []
        self.stop_asked = threading.Event()
        self.hurry = threading.Event()

    def run(self) -> int:
        """Run until told to stop (0) or until a child dies (1)."""
        for number in SIGNALS:
            # Under nohup the end of the terminal is not to be heard.
            if number is not signal.SIGHUP or signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._on_signal)
        try:
            self._start_servers()
            self._build_assets()
            return self._prepare() or self._serve()
        finally:
            self._stop_everything()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        (self.hurry if self.stop_asked.is_set() else self.stop_asked).set()

    def _start_servers(self) -> None:
        if self.site.servers:
            names = " and ".join(_SERVER_NAMES[server] for server in self.site.servers)
            self.console.say(f"Starting {names} in {self.site.var}.")
            embedded.ensure_running(self.site.var, purpose=Purpose.RUN, servers=self.site.servers)
        for server in set(Server) - set(self.site.servers):
            self.console.say(f"Using the {_SERVER_NAMES[server]} that the environment names.")

    def _build_assets(self) -> None:
        if not self.stop_asked.is_set():
            self.console.say("Building what the browser loads, where it changed.")
            assets.ensure_built()

    def _prepare(self) -> int:
        _sign_ins(self.site).unlink(missing_ok=True)
        (self.site.var / "static").mkdir(exist_ok=True)  # WhiteNoise warns where it is missing
        child = self._start("prepare", ["-m", "epso_site.prepare"])
        while child.is_running() and not self.stop_asked.is_set():
            time.sleep(POLL_SECONDS)
        if self.stop_asked.is_set():
            return 0
        self.children.remove(child)
        child.stop(self.hurry)
        if child.process.returncode != 0:
            self.console.say("The database could not be prepared; the reason is above.")
        return child.process.returncode

    def _serve(self) -> int:
        if self.stop_asked.is_set():
            return 0
        self.console.say("Starting the web server, the worker and the scheduler.")
        for name, command in _programs(self.site).items():
            self._start(name, command)
        announced = False
        deadline = time.monotonic() + READY_SECONDS
        while not self.stop_asked.wait(POLL_SECONDS):
            dead = next((child for child in self.children if not child.is_running()), None)
            if dead is not None:
                self.console.say(f"{dead.name} has ended ({_manner_of_death(dead)}); stopping the rest.")
                return 1
            if not announced and _is_ready(self.site):
                announced = True
                self._announce()
            if not announced and time.monotonic() > deadline:
                self.console.say(f"The site is not ready after {READY_SECONDS} seconds; stopping.")
                return 1
        return 0

    def _start(self, name: str, arguments: Sequence[str]) -> Child:
        child = Child(name, [sys.executable, *arguments], self.console, _child_environment(self.site))
        self.children.append(child)
        _record_children(self.site.var, self.children)
        return child

    def _announce(self) -> None:
        self.console.say(f"Ready: {self.site.address}/")
        with contextlib.suppress(FileNotFoundError):
            for line in _sign_ins(self.site).read_text(encoding="utf-8").splitlines():
                self.console.say(line)
        self.console.say("Press Ctrl-C to stop.")

    def _stop_everything(self) -> None:
        if self.stop_asked.is_set():
            self.console.say("Stopping.")
        for child in self.children:
            child.stop(self.hurry)
        embedded.stop(self.site.var, servers=self.site.servers)
        _children_file(self.site.var).unlink(missing_ok=True)
        self.console.say("Everything that was started has stopped.")


_SERVER_NAMES = {Server.POSTGRES: "PostgreSQL", Server.VALKEY: "Valkey"}


def _programs(site: Site) -> dict[str, list[str]]:
    """The arguments of Python for each program, in the order in which they start and stop."""
    celery = ["-m", "celery", "--app=epso_site", "--quiet"]
    schedule = site.var / "run" / "beat"
    return {
        "web": [
            *("-m", "granian", "--interface=wsgi", f"--host={site.host}", f"--port={site.port}"),
            *("--workers=1", "--blocking-threads=4", "--no-ws", "epso_site.wsgi:application"),
        ],
        "beat": [*celery, "beat", "--loglevel=WARNING", f"--schedule={schedule}", "--pidfile="],
        "worker": [
            *celery,
            "worker",
            "--loglevel=INFO",
            "--concurrency=2",
            "--without-gossip",
            "--without-mingle",
        ],
    }


def _child_environment(site: Site) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "epso_site.settings.development",
        "SITE_URL": site.address,
        **os.environ,
        "PYTHONUNBUFFERED": "1",
        # Celery warns root at length; on one's own machine, and with no pickled messages, that is noise.
        "PYTHONWARNINGS": "ignore:You're running the worker",
    }


def _is_ready(site: Site) -> bool:
    connection = http.client.HTTPConnection(site.visited_host.strip("[]"), site.port, timeout=5)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _manner_of_death(child: Child) -> str:
    code = child.process.returncode
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _sign_ins(site: Site) -> Path:
    """Lines to show with the address; `prepare` writes them where a demonstration is asked for."""
    return site.var / "run" / "sign-ins.txt"


# --- One run at a time, and what a killed one left ------------------------------------------------


@contextlib.contextmanager
def running_alone(var: Path) -> Iterator[None]:
    """Hold ``var/run/lock`` for as long as the body runs; the system frees it when this process dies.

    Raises CannotRunError where another process holds it.
    """
    folder = var / "run"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / "lock").open("a+")
    except PermissionError as error:
        raise CannotRunError(
            f"{folder} cannot be written by this user: remove {var}, or run as its owner."
        ) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise CannotRunError(
                f"The site of this folder is already running (process {file.read().strip() or 'unknown'}). "
                "Stop that one first, with Ctrl-C where it runs."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def stop_leftovers(var: Path, console: Console) -> None:
    """End the children of a supervisor that was killed; their starting time tells them from strangers."""
    try:
        recorded: dict[str, str] = json.loads(_children_file(var).read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return
    left = [int(pid) for pid, started in recorded.items() if _started(int(pid)) == started]
    if left:
        console.say("The last run was killed and left programs behind; stopping them.")
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(_started(pid) == recorded[str(pid)] for pid in left) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    _children_file(var).unlink(missing_ok=True)


def _record_children(var: Path, children: Sequence[Child]) -> None:
    started = {str(child.process.pid): _started(child.process.pid) for child in children}
    _children_file(var).write_text(json.dumps(started))


def _children_file(var: Path) -> Path:
    return var / "run" / "children.json"


def _started(pid: int) -> str | None:
    """When process *pid* started, in clock ticks since boot; None where it does not run (or is a zombie)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The second field is the program's name in brackets and may itself hold brackets and spaces.
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else fields[19]


def refuse_taken_port(site: Site) -> None:
    """Raise CannotRunError where the port cannot be listened on."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(site.host, site.port, type=socket.SOCK_STREAM)[
            0
        ]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise CannotRunError(
            f"Port {site.port} of {site.host} cannot be used ({error.strerror or error}). Stop the program "
            f"that uses it, or choose another, for example: make run PORT={site.port % 65535 + 1}"
        ) from error


def stop_all(var: Path, console: Console) -> None:
    """Stop what killed runs, of the site and of the tests, left running in *var*."""
    with running_alone(var):
        stop_leftovers(var, console)
        for folder in (var, *(var / "test").glob("*/")):
            embedded.stop(folder)


def main(arguments: Sequence[str]) -> int:
    """``python -m epso_site.local`` runs the site; with ``stop`` it stops what a killed run left."""
    console = Console(sys.stdout)
    try:
        site = Site.from_environment()
        if arguments == ["stop"]:
            stop_all(site.var, console)
            return 0
        with running_alone(site.var):
            stop_leftovers(site.var, console)
            refuse_taken_port(site)
            return Supervisor(site, console).run()
    except (CannotRunError, assets.AssetsError, embedded.EmbeddedServerError) as error:
        console.say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
