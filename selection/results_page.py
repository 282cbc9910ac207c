"""What the page of a result shows: the outcome with its reckoning, what may be contested, earlier results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from competitions.models import Competition, CompetitionField
from notifications.models import Letter
from selection.contesting import Route, routes_against_result, routes_against_tests
from selection.models import RankingOutcome, RankingRun
from selection.reading import Reader, Reading
from selection.services.release import EVENT, letter_key
from selection.services.rules import tests_of, unit_key
from selection.states import Outcome


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """A result that was told and has been replaced since, or the one that stands."""

    run: RankingRun
    label: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class ResultPage:
    """One result of one application."""

    number: str
    run: RankingRun
    competition: Competition
    field: CompetitionField
    reading: Reading
    letter: Letter | None
    routes: Sequence[Route]
    test_routes: Sequence[Route]
    history: Sequence[EarlierResult]
    is_current: bool


def read_results(user: Any, number: str) -> list[RankingOutcome]:
    """The results told to this person about this application, newest first, without their figures."""
    rows = RankingOutcome.objects.told_to(user).filter(application__number=number)
    return list(rows.select_related("run").defer("explanation", "run__rules", "run__summary"))


def result_page(
    *, outcomes: Sequence[RankingOutcome], shown: RankingOutcome, number: str, user: Any, now: datetime
) -> ResultPage:
    """The page of one of these results. Time limits run from the letter that told it."""
    outcome = RankingOutcome.objects.select_related("run").get(pk=shown.pk)
    run: RankingRun = outcome.run
    competition = Competition.objects.in_language().defer("document").get(pk=run.competition_id)
    field = CompetitionField.objects.in_language().get(pk=outcome.field_id)
    tests = tests_of(field)
    key = unit_key(field)
    summary = next(part for part in run.summary["fields"] if part["key"] == key)
    letter = _letter_of(outcomes, shown, number, user)
    held = [test for test in tests if test.part in summary["parts_held"]]
    return ResultPage(
        number=number,
        run=run,
        competition=competition,
        field=field,
        reading=Reader(rules=run.rules[key], summary=summary, tests=tests).read(outcome.explanation),
        letter=letter,
        routes=routes_against_result(
            competition, published_at=None if letter is None else letter.published_at, now=now
        ),
        test_routes=routes_against_tests(competition, held, now=now),
        history=[_earlier(row, shown) for row in outcomes],
        is_current=shown.pk == outcomes[0].pk,
    )


def _earlier(row: RankingOutcome, shown: RankingOutcome) -> EarlierResult:
    return EarlierResult(row.run, str(Outcome(row.outcome).label), row.pk == shown.pk)


def _letter_of(
    outcomes: Sequence[RankingOutcome], shown: RankingOutcome, number: str, user: Any
) -> Letter | None:
    """The last letter about this result: an outcome that did not change was told by an earlier one."""
    keys = [letter_key(row.run, number) for row in outcomes if row.run.number <= shown.run.number]
    letters = Letter.objects.visible_to(user).filter(event=EVENT, key__in=keys)
    letter: Letter | None = letters.newest_first().defer("body").first()
    return letter
