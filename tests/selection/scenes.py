"""Competitions on their way through results, ranking and release, for the tests of selection."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from accounts.models import User
from applications.models import Application
from competitions.models import Competition
from notifications.models import LetterBatch
from notifications.services import approve_batch
from notifications.tasks import release_letters
from selection.models import RankingRun
from selection.services import compute_ranking, prepare_result_letters, release_ranking
from tests.factories import make_candidate, make_competition, make_staff, make_submitted_application
from tests.selection.results_files import take_in

NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
PERIODS = {
    "administrative_complaint_months": 3,
    "court_months": 3,
    "court_distance_days": 10,
    "technical_complaint_days": 3,
}


def four_test_competition(**values: Any) -> Competition:
    """One field, two sought; NR + AR together 10 of 20, then EUK, and an essay marked for the best 3."""
    from competitions.models import TestGroup

    competition: Competition = make_competition(
        now=NOW,
        fields=[{"number_sought": 2, "code": "1"}],
        tests=[
            {"code": "NR", "questions": 10, "maximum": 10, "pass_mark": None, "weight_preliminary": 20,
             "weight_final": 10},
            {"code": "AR", "questions": 10, "maximum": 10, "pass_mark": None, "weight_preliminary": 20,
             "weight_final": 10},
            {"code": "EUK", "part": 2, "language": "L2", "questions": 30, "maximum": 30, "pass_mark": 15,
             "weight_preliminary": 60, "weight_final": 50},
            {"code": "EUFTE", "part": 2, "language": "L2", "kind": "POINTS", "questions": None, "maximum": 10,
             "pass_mark": 5, "weight_preliminary": None, "weight_final": 30, "marked_for": "BEST_MULTIPLE",
             "marked_multiplier": "1.5"},
        ],
        **{**PERIODS, **values},
    )  # fmt: skip
    group = TestGroup.objects.create(competition=competition, code="NR+AR", pass_mark=10)
    competition.tests.filter(code__in=["NR", "AR"]).update(group=group)
    return competition


def add_application(
    competition: Competition, number: str, *, language: str = "en", **values: Any
) -> Application:
    """A submitted application with this number, of a candidate who reads letters in `language`."""
    application: Application = make_submitted_application(
        candidate=make_candidate(language=language), competition=competition, now=NOW, **values
    )
    Application.objects.filter(pk=application.pk).update(number=number)
    application.number = number
    return application


def lines_of(number: str, **marks: str) -> list[str]:
    """Lines of a file: NR="7" correct answers, EUFTE="7.5p" points, "absent", or "sat" without a mark."""
    return [f"{number},{test},{_cells(mark)}" for test, mark in marks.items()]


def _cells(mark: str) -> str:
    if mark == "absent":
        return "no,,,"
    if mark == "sat":
        return "yes,,,"
    return f"yes,,{mark[:-1]}," if mark.endswith("p") else f"yes,{mark},,"


# The example of docs/ranking.md in small: by application number, results in part 1 and in part 2.
FIELD_OF_EIGHT = {
    "101": ({"NR": "9", "AR": "9"}, {"EUK": "30", "EUFTE": "10p"}),
    "102": ({"NR": "8", "AR": "8"}, {"EUK": "27", "EUFTE": "7.5p"}),
    "103": ({"NR": "8", "AR": "8"}, {"EUK": "27", "EUFTE": "4p"}),
    "104": ({"NR": "7", "AR": "7"}, {"EUK": "20", "EUFTE": "sat"}),
    "105": ({"NR": "6", "AR": "6"}, {"EUK": "14", "EUFTE": "sat"}),
    "106": ({"NR": "4", "AR": "5"}, {}),
    "107": ({"NR": "absent", "AR": "9"}, {}),
    "108": ({"NR": "8", "AR": "8"}, {"EUK": "27", "EUFTE": "7.5p"}),
}
"""101 leads, 102 and 108 tie behind her, 103 fails the essay, 104 is not among the best, 105 fails EUK."""


def take_in_part(competition: Competition, part: int, field: Any = None) -> None:
    """Import the results of one part of FIELD_OF_EIGHT."""
    field = field or FIELD_OF_EIGHT
    lines = [line for number, parts in field.items() for line in lines_of(number, **parts[part - 1])]
    take_in(competition, lines, now=NOW)


def staff_of_two() -> tuple[User, User]:
    """Who prepares, and who approves and releases."""
    return make_staff(), make_staff()


def release_latest(competition: Competition, *, now: datetime = NOW) -> RankingRun:
    """Compute, prepare letters, approve by a second person, release, and publish the letters."""
    preparer, approver = staff_of_two()
    run = compute_ranking(competition=competition, by=preparer, now=now).run
    batch = prepare_result_letters(run=run, by=preparer, now=now)
    approve_batch(batch=batch, by=approver, now=now)
    released = release_ranking(run=run, by=approver, now=now)
    release_letters(batch.pk)
    LetterBatch.objects.get(pk=batch.pk, state="RELEASED")
    return released
