"""How long the real tests are: read from the newest published notice that says it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import F

from competitions.models import Competition, Test
from core.kept import kept
from practice.kinds import TEST_CODES, Kind
from practice.scoring import RealTest

_COLUMNS = (
    *("code", "questions", "minutes", "maximum", "pass_mark", "group_id", "group__pass_mark"),
    *("competition_id", "competition__reference", "competition__slug"),
)


def real_tests() -> Mapping[Kind, RealTest]:
    """For each sample test, the real one in the newest notice that has it; others are missing."""
    return kept("practice:real_tests", _read)


def _read() -> dict[Kind, RealTest]:
    notices = Competition.objects.published().filter(is_demonstration=False).order_by()
    rows = list(
        Test.objects.filter(competition__in=notices, field=None)
        .order_by(F("competition__publication_date").desc(nulls_last=True), "-competition_id", "sequence")
        .values(*_COLUMNS)
    )
    found = ((kind, _newest(TEST_CODES[kind], rows)) for kind in Kind)
    return {kind: _real_test(row, rows) for kind, row in found if row}


def _newest(code: str, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((row for row in rows if row["code"] == code and row["questions"] and row["minutes"]), None)


def _real_test(row: dict[str, Any], rows: list[dict[str, Any]]) -> RealTest:
    group = [other for other in rows if row["group_id"] and other["group_id"] == row["group_id"]]
    return RealTest(
        reference=row["competition__reference"],
        slug=row["competition__slug"],
        questions=row["questions"],
        minutes=row["minutes"],
        maximum=_sum(group or [row]),
        pass_mark=row["group__pass_mark"] if group else row["pass_mark"],
        together=tuple(other["code"] for other in group),
    )


def _sum(rows: list[dict[str, Any]]) -> Decimal | None:
    """The maxima added up; None where one is not known."""
    maxima = [row["maximum"] for row in rows]
    return None if None in maxima else sum(maxima, Decimal(0))
