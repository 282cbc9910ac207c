"""What a candidate may contest now: each test held and each decision told, by which route and until when.

The periods are those of the notice, reckoned as everywhere (`selection.contesting`). A limit that has passed
closes nothing: what comes late is taken, marked, and passed on to who decides (T-587/16, epso 13.6).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q

from applications.models import Application
from competitions.models import Test
from competitions.tables import test_name
from complaints.states import ABOUT_TESTS, Timeliness
from notifications.models import Letter
from selection.contesting import DECIDED_BY, is_over, time_limit, until_the_end_of
from selection.models import TestResult
from selection.periods import TimeLimit
from selection.services.rules import tests_of
from selection.states import RouteKind

COMPLAINT_DECIDED: Final = "complaint_decided"
DECISIONS: Final = (
    *("result", "stage_result", "eligibility", "reserve_list_entry", "reserve_list_removal"),
    COMPLAINT_DECIDED,
)
"""Events of letters that tell a decision."""
AGAINST_DECISIONS: Final = (RouteKind.REVIEW, RouteKind.ADMINISTRATIVE)
QUESTIONS: Final = "QUESTIONS"


@dataclass(frozen=True, slots=True)
class Opening:
    """One way to contest one thing."""

    kind: RouteKind
    about: str
    key: str
    event_at: datetime | None
    limit: TimeLimit | None
    is_over: bool
    language: str = ""

    @property
    def decided_by(self) -> str:
        return str(DECIDED_BY[self.kind])

    @property
    def until(self) -> str:
        """The last day, with the zone named; nothing while it is not known."""
        return "" if self.limit is None else until_the_end_of(self.limit.last_day)


def openings_for(application: Application, *, now: datetime) -> list[Opening]:
    """All that this candidate may contest, decisions first, the newest of them on top."""
    return [*_against_decisions(application, now), *_against_tests(application, now)]


def decisions_told(application: Application) -> list[Letter]:
    """The letters in the candidate's account that tell a decision on this application."""
    letters = Letter.objects.visible_to(application.candidate_id).filter(
        about=f"application:{application.number}", event__in=DECISIONS
    )
    return list(letters.newest_first().defer("body"))


def tests_held(application: Application, *, now: datetime) -> list[Test]:
    """The tests of the candidate's field that have taken place, or for which she has a result."""
    field = application.field
    if field is None:
        return []
    sat = set(TestResult.objects.filter(Q(application=application)).values_list("test", flat=True))
    tests = tests_of(field)
    return [test for test in tests if test.pk in sat or (test.scheduled_at and test.scheduled_at <= now)]


def routes_against(letter: Letter) -> tuple[RouteKind, ...]:
    """What can be done about a decision: the answer to a complaint is not reviewed once more."""
    return (RouteKind.ADMINISTRATIVE,) if letter.event == COMPLAINT_DECIDED else AGAINST_DECISIONS


def routes_about(test: Test) -> tuple[RouteKind, ...]:
    """What can be contested about a test: single questions only where it has some."""
    return ABOUT_TESTS if test.kind == QUESTIONS else (RouteKind.TECHNICAL,)


def _against_decisions(application: Application, now: datetime) -> Iterator[Opening]:
    for letter in decisions_told(application):
        for kind in routes_against(letter):
            limit = time_limit(application.competition, kind, letter.published_at)
            yield Opening(
                kind=kind,
                about=letter.subject,
                key=str(letter.number),
                event_at=letter.published_at,
                limit=limit,
                is_over=is_over(limit, now),
                language=letter.language,
            )


def _against_tests(application: Application, now: datetime) -> Iterator[Opening]:
    for test in tests_held(application, now=now):
        for kind in routes_about(test):
            limit = time_limit(application.competition, kind, test.scheduled_at)
            yield Opening(kind, test_name(test), test.code, test.scheduled_at, limit, is_over(limit, now))


@dataclass(frozen=True, slots=True)
class Timing:
    """When a complaint had to come, and whether it did."""

    first_too_late: datetime | None
    timeliness: Timeliness


def timing_of(
    *, limit: TimeLimit | None, limit_by_reading: TimeLimit | None, received_at: datetime
) -> Timing:
    """Judge what arrived at `received_at` by the limit from the publication, then by that from the reading.

    A limit is not known where the notice gives no period or the test has no date; then nothing is late.
    """
    if limit is None:
        return Timing(None, Timeliness.UNKNOWN)
    if not is_over(limit, received_at):
        return Timing(limit.first_too_late, Timeliness.IN_TIME)
    if limit_by_reading is not None and not is_over(limit_by_reading, received_at):
        return Timing(limit.first_too_late, Timeliness.BY_READING)
    return Timing(limit.first_too_late, Timeliness.LATE)
