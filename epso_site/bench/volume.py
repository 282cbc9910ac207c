"""A whole competition at volume: applications, results, import and ranking, by the commands people use."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from epso_site.bench.figures import Row, limit_row
from epso_site.bench.processes import Finished, run_to_end
from epso_site.bench.scene import REFERENCE_OF_SIX_TESTS, load_competition_of_six_tests
from selection.models import TestResult

FULL: Final = 250_000
DEFAULT: Final = 10_000
SEED: Final = "1"
# Of the full volume; a smaller one must keep its share, and a few seconds are for the start of a command.
GENERATING_SECONDS: Final = 600
IMPORTING_SECONDS: Final = 180
START_SECONDS: Final = 5


def measure(*, is_full: bool, count: int | None = None) -> list[Row]:
    """Four rows; each command runs in a process of its own, its start included."""
    candidates = count or (FULL if is_full else DEFAULT)
    load_competition_of_six_tests(timezone.now())
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        results = str(Path(folder) / "results.csv")
        done = {
            "generate_applications": _run(
                folder, "generate_applications", "--count", str(candidates), "--seed", SEED
            ),
            "generate_results": _run(folder, "generate_results", "--out", results, "--seed", SEED),
            "import_results": _run(folder, "import_results", results),
            "rank": _run(folder, "rank"),
        }
    return _rows(done, candidates, TestResult.objects.count())


def _run(folder: str, command: str, *arguments: str) -> Finished:
    log = Path(folder) / f"{command}.log"
    return run_to_end(["manage.py", command, REFERENCE_OF_SIX_TESTS, *arguments], log=log)


def _rows(done: dict[str, Finished], candidates: int, results: int) -> list[Row]:
    people, lines = f"{candidates} candidates", f"{results} results"
    plan = (
        ("generate_applications", f"generate_applications, {people}", GENERATING_SECONDS),
        ("generate_results", f"generate_results, {lines}", None),
        ("import_results", f"import_results, {lines}", IMPORTING_SECONDS),
        ("rank", f"rank, read, computed and stored, {people} × 6 tests", None),
    )
    return [_row(what, done[name], seconds, candidates / FULL) for name, what, seconds in plan]


def _row(what: str, finished: Finished, full_seconds: int | None, share: float) -> Row:
    measured = f"{finished.seconds:.1f} s, {finished.peak_mebibytes:.0f} MiB"
    if full_seconds is None:
        return Row(what, measured)
    under = full_seconds * share + START_SECONDS
    return limit_row(what, measured=measured, value=finished.seconds, under=under, aim=f"under {under:.0f} s")
