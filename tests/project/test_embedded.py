"""The embedded PostgreSQL and Valkey, started for real in folders of their own."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from epso_site import embedded
from epso_site.embedded import NOT_STARTED, Endpoints, Purpose, Server


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A folder with a space in its path, deeper than a socket's path may be."""
    folder = tmp_path / "a folder with spaces" / ("deep" * 30) / "var"
    yield folder
    embedded.stop(folder)


def _ask(endpoints: Endpoints, query: str) -> str:
    with psycopg.connect(endpoints.database_url) as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])


def _port(url: str) -> int:
    return urlsplit(url).port or 0


def test_nothing_answers_at_the_addresses_of_servers_that_were_not_started(var: Path) -> None:
    assert embedded.endpoints(var) == NOT_STARTED
    assert [embedded.is_running(var, server) for server in Server] == [False, False]


def test_both_servers_run_below_a_long_path_with_spaces(var: Path) -> None:
    endpoints = embedded.ensure_running(var, purpose=Purpose.RUN)

    assert _ask(endpoints, "show server_version").startswith("18.")
    assert redis.Redis.from_url(endpoints.redis_url).ping() is True
    assert embedded.endpoints(var) == endpoints


def test_the_database_is_utf8_in_utc_and_knows_the_letters_of_three_scripts(var: Path) -> None:
    endpoints = embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.POSTGRES])

    assert _ask(endpoints, "show server_encoding") == "UTF8"
    assert _ask(endpoints, "show timezone") == "UTC"
    assert _ask(endpoints, "select lower('ĊĠĦ ΔΉ ЩЪ')") == "ċġħ δή щъ"


@pytest.mark.parametrize(("purpose", "fsync"), [(Purpose.RUN, "on"), (Purpose.TEST, "off")])
def test_only_a_test_server_does_not_wait_for_the_disk(var: Path, purpose: Purpose, fsync: str) -> None:
    endpoints = embedded.ensure_running(var, purpose=purpose, servers=[Server.POSTGRES])

    assert _ask(endpoints, "show fsync") == fsync
    assert _ask(endpoints, "show full_page_writes") == fsync


def test_what_was_written_is_there_after_a_stop_and_a_start(var: Path) -> None:
    first = embedded.ensure_running(var, purpose=Purpose.RUN)
    with psycopg.connect(first.database_url) as connection:
        connection.execute("create table kept as select 'here' as word")
    redis.Redis.from_url(first.redis_url).set("kept", "here")

    embedded.stop(var)
    stopped = [embedded.is_running(var, server) for server in Server]
    second = embedded.ensure_running(var, purpose=Purpose.RUN)

    assert stopped == [False, False]
    assert _ask(second, "select word from kept") == "here"
    assert redis.Redis.from_url(second.redis_url).get("kept") == b"here"


def test_after_a_stop_nothing_listens_and_no_address_is_recorded(var: Path) -> None:
    endpoints = embedded.ensure_running(var, purpose=Purpose.TEST)

    embedded.stop(var)

    assert embedded.endpoints(var) == NOT_STARTED
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(endpoints.database_url)
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(endpoints.redis_url).ping()


def test_starting_twice_changes_nothing(var: Path) -> None:
    first = embedded.ensure_running(var, purpose=Purpose.TEST)

    assert embedded.ensure_running(var, purpose=Purpose.TEST) == first


def test_a_server_that_was_killed_is_started_again_with_its_data(var: Path) -> None:
    first = embedded.ensure_running(var, purpose=Purpose.RUN, servers=[Server.POSTGRES])
    with psycopg.connect(first.database_url) as connection:
        connection.execute("create table kept as select 'here' as word")
    _kill_postmaster(var)

    second = embedded.ensure_running(var, purpose=Purpose.RUN, servers=[Server.POSTGRES])

    assert _ask(second, "select word from kept") == "here"


def test_a_server_whose_address_was_lost_is_taken_over(var: Path) -> None:
    first = embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.POSTGRES])
    (var / "postgres.url").unlink()

    assert embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.POSTGRES]) == first


def test_a_process_number_that_now_belongs_to_another_program_is_not_taken_for_the_server(var: Path) -> None:
    embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.POSTGRES])
    pid_file = var / "postgres" / "data" / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    embedded.stop(var)
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")

    endpoints = embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.POSTGRES])

    assert _ask(endpoints, "select 1") == "1"


def test_a_server_without_the_password_of_the_folder_is_a_stranger(var: Path, tmp_path: Path) -> None:
    ours = embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.VALKEY])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "valkey.url").write_text(f"redis://:another@127.0.0.1:{_port(ours.redis_url)}/0")

    assert embedded.is_running(elsewhere, Server.VALKEY) is False


def test_only_the_owner_can_read_the_recorded_addresses(var: Path) -> None:
    embedded.ensure_running(var, purpose=Purpose.TEST)

    modes = {name: (var / name).stat().st_mode & 0o777 for name in ("postgres.url", "valkey.url")}

    assert modes == {"postgres.url": 0o600, "valkey.url": 0o600}


def test_no_server_runs_as_root(var: Path) -> None:
    embedded.ensure_running(var, purpose=Purpose.TEST)

    pids = [(var / file).read_text().split()[0] for file in ("postgres/data/postmaster.pid", "valkey/pid")]

    assert [os.stat(f"/proc/{pid}").st_uid == 0 for pid in pids] == [False, False]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can hand a server to another user")
def test_root_may_keep_the_project_where_no_other_user_can_enter(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    try:
        endpoints = embedded.ensure_running(closed / "var", purpose=Purpose.TEST)

        assert _ask(endpoints, "select 1") == "1"
        assert redis.Redis.from_url(endpoints.redis_url).ping() is True
        assert closed.stat().st_mode & 0o777 == 0o700
    finally:
        embedded.stop(closed / "var")


def test_data_of_another_major_version_is_refused_with_a_sentence(var: Path) -> None:
    embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.POSTGRES])
    embedded.stop(var)
    (var / "postgres" / "data" / "PG_VERSION").write_text("17\n")

    with pytest.raises(
        embedded.EmbeddedServerError, match=r"written by PostgreSQL 17, and this is PostgreSQL 18"
    ):
        embedded.ensure_running(var, purpose=Purpose.TEST, servers=[Server.POSTGRES])


def _kill_postmaster(var: Path) -> None:
    pid = int((var / "postgres" / "data" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while embedded.is_running(var, Server.POSTGRES):
        assert time.monotonic() < deadline
        time.sleep(0.05)
