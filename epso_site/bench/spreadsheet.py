"""Downloading a reserve list as a workbook, against the library that writes it alone on the same cells."""

from __future__ import annotations

import tempfile
import time
from datetime import datetime, timedelta
from typing import Any, Final

import xlsxwriter
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from applications.models import Application
from applications.services.synthetic import generate_applications
from careers.models import Institution
from competitions.models import Competition, CompetitionField
from core.formats import BRUSSELS
from epso_site.bench.figures import ROUNDS, Row, cost_row, limit_row, lowest_of_rounds
from epso_site.bench.processes import forget_peak, peak_mebibytes
from epso_site.bench.scene import make_candidate, open_competition
from recruitment.downloads.rows import rows_of
from recruitment.downloads.words import COLUMNS
from recruitment.models import Laureate, ReserveList
from recruitment.services import download_list
from selection.models import RankingRun

LAUREATES: Final = 10_000
AT_MOST: Final = 1.3
LONGEST_SECONDS: Final = 3
MOST_GROWTH_MEBIBYTES: Final = 20
"""More than this from a tenth of the list to the whole of it, and memory is not flat."""


def measure(*, is_full: bool, count: int = LAUREATES, rounds: int = ROUNDS) -> list[Row]:
    """Three rows: against the library alone, how long one download takes, and what memory grows by."""
    now = timezone.now()
    competition = open_competition()
    people = count + count // 10
    generate_applications(competition=competition, count=people, seed=1, now=now, report=lambda done: None)
    small, whole = _make_lists(competition, count, now)
    download = _Download(make_candidate(), _institution(), now)
    growth = _growth(download, small, whole)
    with transaction.atomic():
        cells = [[getattr(row, column.name) for column in COLUMNS] for row in rows_of(whole)]
    costs = lowest_of_rounds(
        {"ours": lambda: download.seconds(whole), "alone": lambda: _write_alone(cells)}, rounds=rounds
    )
    what = f"XLSX of {len(cells)} laureates"
    return [
        cost_row(
            f"{what}, from the database",
            ours=f"{costs['ours']:.2f} s",
            peer=f"xlsxwriter alone {costs['alone']:.2f} s",
            ratio=costs["ours"] / costs["alone"],
            at_most=AT_MOST,
        ),
        limit_row(
            f"{what}, in all",
            measured=f"{costs['ours']:.2f} s",
            value=costs["ours"],
            under=LONGEST_SECONDS,
            aim=f"under {LONGEST_SECONDS} s",
        ),
        limit_row(
            f"{what}, memory above a list a tenth as long",
            measured=f"{growth:.0f} MiB",
            value=growth,
            under=MOST_GROWTH_MEBIBYTES,
            aim=f"flat: under {MOST_GROWTH_MEBIBYTES} MiB",
        ),
    ]


class _Download:
    """The service as the view calls it, by one recruiter."""

    def __init__(self, user: User, institution: Institution, now: datetime) -> None:
        self.user, self.institution, self.now = user, institution, now

    def seconds(self, reserve_list: ReserveList) -> float:
        """Write the file and its trace, and read the file to its end as the response does."""
        started = time.perf_counter()
        file = download_list(
            reserve_list=reserve_list,
            user=self.user,
            institution=self.institution,
            purpose="measuring",
            file_format="XLSX",
            now=self.now,
        )
        with file.content:
            while file.content.read(65536):
                pass
        return time.perf_counter() - started


def _growth(download: _Download, small: ReserveList, whole: ReserveList) -> float:
    """MiB that the whole list takes at its peak above the small one; both after all modules are loaded."""
    held = []
    download.seconds(small)
    for reserve_list in (small, whole):
        forget_peak()
        download.seconds(reserve_list)
        held.append(peak_mebibytes())
    return held[1] - held[0]


def _institution() -> Institution:
    institution: Institution | None = Institution.objects.order_by("pk").first()
    return institution or Institution.objects.create(code="BENCH", slug="bench", kind="BODY", name_en="Bench")


def _make_lists(competition: Competition, count: int, now: datetime) -> tuple[ReserveList, ReserveList]:
    """A list of a tenth of the applicants in one field, and of all others in another."""
    first, second = competition.fields.order_by("order")[:2]
    applications = list(
        Application.objects.filter(competition=competition, is_demonstration=True)
        .exclude(current_submission=None)
        .order_by("pk")[: count + count // 10]
    )
    run = _make_run(competition, len(applications), now)
    return (
        _make_list(first, run, applications[: count // 10], now),
        _make_list(second, run, applications[count // 10 :], now),
    )


def _make_list(
    field: CompetitionField, run: RankingRun, applications: list[Any], now: datetime
) -> ReserveList:
    today = now.astimezone(BRUSSELS).date()
    reserve_list = ReserveList.objects.create(
        field=field, run=run, established_at=now, valid_from=today, valid_until=today + timedelta(days=365)
    )
    Laureate.objects.bulk_create(
        Laureate(reserve_list=reserve_list, application=application, added_at=now)
        for application in applications
    )
    return reserve_list


def _make_run(competition: Competition, candidates: int, now: datetime) -> RankingRun:
    return RankingRun.objects.create(
        competition=competition,
        number=1,
        state="COMPUTED",
        is_final=True,
        rules={},
        rules_digest="0" * 64,
        inputs_digest="0" * 64,
        result_digest="0" * 64,
        summary={},
        candidates=candidates,
        computed_at=now,
    )


def _write_alone(cells: list[list[Any]]) -> float:
    """Seconds to write the same cells, in memory already, with the same options."""
    started = time.perf_counter()
    with tempfile.TemporaryFile() as target:
        book = xlsxwriter.Workbook(target, {"constant_memory": True})
        sheet = book.add_worksheet()
        for line, row in enumerate(cells):
            for index, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(line, index, value)
                elif value:
                    sheet.write_string(line, index, value)
        book.close()
    return time.perf_counter() - started
