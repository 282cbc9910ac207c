"""Where a competition stands at an instant, in every state."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from competitions.models import Competition, CompetitionTransition, PlanningRow, Test
from competitions.page import read_page
from competitions.states import CompetitionState
from competitions.timeline import Step, status_at, steps_at

pytestmark = pytest.mark.usefixtures("shipped")

OPENS, DEADLINE = datetime(2026, 2, 4, 23, tzinfo=UTC), datetime(2026, 3, 10, 11, tzinfo=UTC)
DURING, LATER = DEADLINE - timedelta(days=1), DEADLINE + timedelta(days=200)
SLUG = "epso-ad-427-26"


def steps(now: datetime = LATER, **columns: Any) -> list[Step]:
    Competition.objects.filter(slug=SLUG).update(**columns)
    return steps_at(read_page(SLUG), now)


def states(found: list[Step]) -> str:
    return " ".join(step.state for step in found)


@pytest.mark.parametrize(
    ("state", "now", "expected"),
    [
        ("UPCOMING", DURING, "next next next next next next"),
        ("OPEN", DURING, "past now next next next next"),
        ("REOPENED", DURING, "past now next next next next"),
        ("OPEN", DEADLINE, "past past next next next next"),
        ("OPEN", OPENS - timedelta(seconds=1), "next next next next next next"),
        ("CLOSED", LATER, "past past next next next next"),
        ("TESTING", LATER, "past past now next next next"),
        ("SCORING", LATER, "past past past now next next"),
        ("ELIGIBILITY", LATER, "past past past past now next"),
        ("LIST_PUBLISHED", LATER, "past past past past past now"),
        ("LIST_EXTENDED", LATER, "past past past past past now"),
        ("LIST_EXPIRED", LATER, "past past past past past past"),
        ("SUSPENDED", LATER, "past past now next next next next"),
        ("CANCELLED", LATER, "past past now"),
        ("ANNULLED", LATER, "past past now"),
        ("SUSPENDED", DURING, "past past now next next next next"),
    ],
)
def test_each_state_has_its_steps_behind_it_and_before_it(state: str, now: datetime, expected: str) -> None:
    assert states(steps(now, state=state)) == expected


def test_every_state_that_the_public_sees_has_steps_and_a_label() -> None:
    for state in set(CompetitionState) - {CompetitionState.DRAFT}:
        assert steps(state=state)
        page = read_page(SLUG)
        assert status_at(page.competition, DURING).label == str(state.label)


@pytest.mark.parametrize(
    ("state", "now", "label", "kind"),
    [
        ("OPEN", DURING, "Open for application", "open"),
        ("OPEN", DEADLINE, "Closed for application", "progress"),
        ("OPEN", OPENS - timedelta(seconds=1), "Upcoming", "upcoming"),
        ("TESTING", LATER, "Tests in progress", "progress"),
        ("LIST_PUBLISHED", LATER, "Reserve list published", "closed"),
        ("SUSPENDED", LATER, "Suspended", "stopped"),
    ],
)
def test_the_label_follows_the_clock(state: str, now: datetime, label: str, kind: str) -> None:
    Competition.objects.filter(slug=SLUG).update(state=state)
    status = status_at(read_page(SLUG).competition, now)
    assert (status.label, status.kind) == (label, kind)


def test_dates_of_the_notice_are_fixed_and_the_stages_of_the_planning_indicative() -> None:
    found = steps(DURING, state="OPEN")
    assert (found[0].when, found[0].sure) == ("5 February 2026", "")
    assert found[1].when == "5 February 2026 to 10 March 2026, 12:00 (Brussels time)"
    assert found[1].sure == "Fixed"
    assert found[2].text.startswith("Part 1: reasoning tests: October/November 2026 (Indicative); Part 2: EU")
    assert found[2].sure == "Planned, may change"
    assert [step.sure for step in found[3:]] == ["Date not known yet"] * 3


@pytest.mark.parametrize(
    ("columns", "when"),
    [
        ({"application_open_at": None}, "Up to 10 March 2026, 12:00 (Brussels time)"),
        ({"application_deadline": None, "state": "CLOSED"}, "From 5 February 2026"),
        ({"application_open_at": None, "application_deadline": None, "state": "CLOSED"}, ""),
    ],
)
def test_applications_say_what_is_known_of_their_dates(columns: dict[str, Any], when: str) -> None:
    assert steps(DURING, **columns)[1].when == when


@pytest.mark.parametrize(
    ("announced", "when", "sure"),
    [
        ("2026-09-08", "8 September 2026", "Announced, may change"),
        ("2026-09", "September 2026", "Announced, may change"),
        ("", "", "Date not known yet"),
    ],
)
def test_an_announced_notice_says_how_sure_its_date_is(announced: str, when: str, sure: str) -> None:
    first = steps(DURING, state="UPCOMING", publication_date=None, announced_for=announced)[0]
    assert (first.when, first.sure) == (when, sure)


def test_planned_tests_and_the_end_of_the_list_are_dated() -> None:
    competition = Competition.objects.get(slug=SLUG)
    first = Test.objects.filter(competition=competition).order_by("sequence")[0]
    Test.objects.filter(pk=first.pk).update(scheduled_at=datetime(2026, 10, 5, 8, tzinfo=UTC))
    found = steps(DURING, state="OPEN", reserve_list_valid_until=date(2028, 1, 31))
    assert (found[2].when, found[2].sure) == ("5 October 2026", "Planned, may change")
    assert (found[5].when, found[5].sure) == ("Valid until 31 January 2028", "Fixed")
    Test.objects.filter(competition=competition).exclude(pk=first.pk).update(
        scheduled_at=datetime(2026, 11, 6, 8, tzinfo=UTC)
    )
    assert steps(DURING)[2].when == "5 October 2026 to 6 November 2026"


def move(from_state: str, to_state: str, made_at: datetime) -> None:
    competition = Competition.objects.get(slug=SLUG)
    CompetitionTransition.objects.create(
        subject=competition, action="x", from_state=from_state, to_state=to_state, made_at=made_at
    )


def test_a_recorded_move_says_since_when() -> None:
    move("TESTING", "SCORING", datetime(2026, 9, 1, 22, 30, tzinfo=UTC))
    assert steps(state="SCORING")[3].when == "Since 2 September 2026"


def test_a_stopped_competition_keeps_the_steps_of_the_state_it_was_stopped_in() -> None:
    move("TESTING", "SUSPENDED", LATER)
    move("SUSPENDED", "CANCELLED", LATER)
    assert states(steps(state="SUSPENDED")) == "past past past now next next next"
    found = steps(state="CANCELLED")
    assert states(found) == "past past past now"
    assert (found[3].title, found[3].when) == ("Cancelled", "Since 26 September 2026")


def test_without_any_date_nothing_is_behind_a_stopped_competition() -> None:
    found = steps(state="CANCELLED", publication_date=None, application_deadline=None)
    assert states(found) == "now"


def test_stages_without_a_date_or_already_over_are_not_announced() -> None:
    PlanningRow.objects.filter(competition__slug=SLUG).update(period_en="", period_nl="", starts_at=None)
    assert steps(DURING, state="OPEN")[2].text == ""
