"""The arithmetic of `make bench`, and that each measurement runs, at a tiny size, on real servers."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from competitions.services.files import load_shipped_catalogues, load_shipped_demonstration
from epso_site.bench import __main__ as bench
from epso_site.bench import (
    crowd,
    deadline,
    front,
    mail,
    pages,
    processes,
    ranking,
    search,
    spreadsheet,
    volume,
    web,
    writing,
)
from epso_site.bench.bare.models import create_notices
from epso_site.bench.figures import Row, cost_row, limit_row, lowest_of_rounds, rate_row, table
from epso_site.bench.measure import MEASUREMENTS
from epso_site.bench.sink import sinking
from tests.conftest import _environment_of_the_test_database


def test_each_round_runs_every_task_and_every_second_round_runs_them_backwards() -> None:
    calls: list[str] = []

    def task(name: str) -> Callable[[], float]:
        def run() -> float:
            calls.append(name)
            return 1.0

        return run

    lowest_of_rounds({"a": task("a"), "b": task("b")}, rounds=3)

    assert calls == ["a", "b", "b", "a", "a", "b"]


def test_the_lowest_cost_of_each_task_counts() -> None:
    costs = {"a": iter([3.0, 1.0, 2.0]), "b": iter([5.0, 6.0, 4.0])}
    lowest = lowest_of_rounds({name: values.__next__ for name, values in costs.items()}, rounds=3)

    assert lowest == {"a": 1.0, "b": 4.0}


@pytest.mark.parametrize("ratio, also, is_met", [(1.0, True, True), (1.01, True, False), (0.5, False, False)])
def test_a_cost_meets_its_aim_at_the_ratio_exactly_and_with_what_else_is_asked(
    ratio: float, also: bool, is_met: bool
) -> None:
    row = cost_row("page", ours="5 ms", peer="5 ms", ratio=ratio, at_most=1, also=also)

    assert (row.ratio, row.aim, row.is_met) == (ratio, "at most 1×", is_met)


def test_a_rate_is_the_peers_time_over_ours() -> None:
    row = rate_row("mail", seconds=0.005, peer_seconds=0.004, unit="mails", at_least=0.8)

    assert row == Row("mail", "200 mails/s", "250 mails/s", 0.8, "at least 0.8×", True)


def test_a_rate_below_its_aim_is_missed() -> None:
    assert rate_row("mail", seconds=0.01, peer_seconds=0.004, unit="mails", at_least=0.8).is_met is False


def test_a_limit_is_met_below_it() -> None:
    rows = [limit_row("x", measured="", value=value, under=3, aim="under 3 s") for value in (2.9, 3)]

    assert [row.is_met for row in rows] == [True, False]


def test_the_table_aligns_its_columns() -> None:
    rows = [Row("a page", "5 ms", "10 ms", 0.5, "at most 1×", True), Row("b", "7 s")]

    assert table(rows).splitlines() == [
        "what    measured  peer in the same run  ratio  aim",
        "------  --------  --------------------  -----  ----------  ---",
        "a page  5 ms      10 ms                 0.50×  at most 1×  met",
        "b       7 s",
    ]


def test_only_names_of_measurements_are_taken() -> None:
    assert bench._names("mail,pages") == ["mail", "pages"]
    with pytest.raises(bench.argparse.ArgumentTypeError):
        bench._names("mail,nothing")


def test_every_measurement_names_a_module_that_measures() -> None:
    modules = [crowd, deadline, front, mail, pages, ranking, search, spreadsheet, volume, writing]

    assert sorted(MEASUREMENTS.values()) == sorted(module.__name__ for module in modules)


def test_the_processor_time_of_a_process_and_its_children_is_counted() -> None:
    spin = "import subprocess, sys, time\nwhile time.process_time() < 0.3: pass\n"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {spin + 'input()'!r}])"
    process = subprocess.Popen([sys.executable, "-c", parent], stdin=subprocess.PIPE)
    deadline = timezone.now().timestamp() + 20
    while processes.cpu_seconds(process.pid) < 0.3 and timezone.now().timestamp() < deadline:
        pass
    counted = processes.cpu_seconds(process.pid)
    process.communicate(b"\n")

    assert counted >= 0.3


def test_a_command_is_timed_with_its_own_peak_of_memory(tmp_path: Path) -> None:
    code = "import time; kept = bytearray(60_000_000); time.sleep(0.3); print('done')"
    finished = processes.run_to_end(["-c", code], log=tmp_path / "log")

    assert (finished.output, finished.seconds > 0.3, 57 < finished.peak_mebibytes < 120) == (
        "done\n",
        True,
        True,
    )


def test_a_command_that_fails_is_not_a_figure(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        processes.run_to_end(["-c", "raise SystemExit(3)"], log=tmp_path / "log")


def test_what_was_started_is_gone_after_an_interruption() -> None:
    started: list[int] = []

    def be_interrupted() -> None:
        with sinking():
            started.extend(pid for pid in processes.tree(os.getpid()) if pid != os.getpid())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        be_interrupted()

    assert started
    assert [pid for pid in started if Path(f"/proc/{pid}").exists()] == []


def test_the_ranking_can_be_measured() -> None:
    [row] = ranking.measure(is_full=False, count=200)

    assert (row.what, row.ratio is not None) == ("ranking, 200 candidates × 6 tests", True)


def load_data() -> None:
    now = timezone.now()
    list(load_shipped_catalogues(now=now))
    load_shipped_demonstration(now=now)


@pytest.mark.django_db
def test_submitting_and_saving_can_be_measured() -> None:
    load_data()
    rows = writing.measure(is_full=False, count=2, rounds=1)

    assert [row.aim for row in rows] == ["at least 0.6×", "at least 0.5×"]


@pytest.mark.django_db
def test_delivery_can_be_measured() -> None:
    [row] = mail.measure(is_full=False, count=3, rounds=1)

    assert row.measured.endswith("mails/s")


@pytest.mark.django_db
def test_a_download_can_be_measured() -> None:
    load_data()
    rows = spreadsheet.measure(is_full=False, count=20, rounds=1)

    assert [row.what for row in rows] == [
        "XLSX of 20 laureates, from the database",
        "XLSX of 20 laureates, in all",
        "XLSX of 20 laureates, memory above a list a tenth as long",
    ]


@pytest.fixture
def _commands_use_the_test_database(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in _environment_of_the_test_database().items():
        monkeypatch.setenv(name, value)


@pytest.mark.slow
@pytest.mark.usefixtures("_commands_use_the_test_database")
def test_a_competition_at_volume_can_be_measured(settings: Any, tmp_path: Path) -> None:
    load_data()
    settings.VAR_DIR = tmp_path
    rows = volume.measure(is_full=False, count=30)

    assert [row.what for row in rows] == [
        "generate_applications, 30 candidates",
        "generate_results, 180 results",
        "import_results, 180 results",
        "rank, read, computed and stored, 30 candidates × 6 tests",
    ]


@pytest.mark.slow
@pytest.mark.usefixtures("_commands_use_the_test_database")
def test_pages_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    load_data()
    # The settings of the tests keep no page, so none has a tag to ask with.
    monkeypatch.setattr(pages, "_unchanged", lambda server, path: lambda: 0.001)
    try:
        rows = pages.measure(is_full=False, round_seconds=0.01, rounds=1)
    finally:
        drop_notices()

    assert [row.what for row in rows] == [
        "home, not kept",
        "job opportunities, not kept",
        "competition, not kept",
        "vacancy, not kept",
        "start of an application, not kept",
        "first step of an application, not kept",
        "home, kept",
        "job opportunities, kept",
        "competition, kept",
        "vacancy, kept",
        "home, kept, not changed (304)",
        "memory of a web worker",
    ]


def test_the_front_cache_is_measured_with_the_configuration_that_is_deployed(tmp_path: Path) -> None:
    text = front.configuration(front.CONFIGURATION.read_text(), tmp_path, 81, 82)

    assert "listen 127.0.0.1:81;" in text
    assert "server 127.0.0.1:82;" in text
    assert "proxy_cache pages;" in text
    assert "ssl" not in text
    if front.PLACES:
        (tmp_path / "nginx.conf").write_text(text)
        command = [front.PLACES, "-t", "-p", str(tmp_path), "-e", str(tmp_path / "log")]
        done = subprocess.run(
            [*command, "-c", str(tmp_path / "nginx.conf")], capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("_commands_use_the_test_database")
def test_a_crowd_is_kept_whole() -> None:
    load_data()
    [row] = crowd.measure(is_full=False, count=4)

    assert row.measured.startswith("4 of 4 kept once")


@pytest.mark.slow
@pytest.mark.usefixtures("_commands_use_the_test_database")
def test_the_hour_before_a_deadline_can_be_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    load_data()
    monkeypatch.setattr(deadline, "MULTIPLES", (1,))
    monkeypatch.setattr(deadline, "SUBMISSIONS", 2)
    monkeypatch.setattr(deadline, "DRAFTS", 2)
    monkeypatch.setattr(deadline, "PAGES", 4)
    [row] = deadline.measure(is_full=False, seconds=1)

    assert " 0 errors" in row.measured


@pytest.mark.slow
@pytest.mark.usefixtures("_commands_use_the_test_database")
def test_searching_can_be_measured() -> None:
    load_data()
    try:
        rows = search.measure(is_full=False, many=120, languages=("nl", "en"), round_seconds=0.01, rounds=1)
    finally:
        drop_notices()

    assert [row.measured.split(", ")[1] for row in rows[:3]] == ["1 hits", "7 hits", "120 hits"]
    assert [row.what for row in rows[3:5]] == ["list, 120 notices", "list, 120 notices against 100"]
    assert len(rows) == 13


@pytest.mark.slow
@pytest.mark.usefixtures("_commands_use_the_test_database")
def test_an_error_page_does_not_pass_for_a_fast_page() -> None:
    create_notices(connection, count=20)
    try:
        with web.serving(web.BARE, env=web.environment_of_bare()) as server:
            size = server.request_often(web.BARE_PAGE, 2, {})
            with pytest.raises(ValueError, match="answered 404"):
                server.request_often("/nothing/", 1, {})
    finally:
        drop_notices()

    assert 15_000 < size < 30_000


def drop_notices() -> None:
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists bench_notice")
