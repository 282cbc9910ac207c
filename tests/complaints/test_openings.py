"""What may be contested now, until when, and whether what came was in time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competitions.models import Competition
from complaints.openings import openings_for, timing_of
from complaints.states import Timeliness
from core.working_days import is_working_day
from notifications.services import LetterText, post_letter
from selection.contesting import time_limit
from selection.states import RouteKind
from tests.complaints.scenes import NOW, TEST_DAY, add_candidate, held_competition, tell_result

BRUSSELS = ZoneInfo("Europe/Brussels")
FIRST, LAST = datetime(2024, 1, 1), datetime(2034, 12, 31)  # noqa: DTZ001 -- `timezones` gives the zone
INSTANTS = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
NOTICE = Competition(item_complaint_days=3, review_days=5, administrative_complaint_months=3)


def _slow_last_day(event: date, days: int) -> date:
    """Day by day, as one would on a paper calendar."""
    for _ in range(days):
        event += timedelta(days=1)
    return event


@given(event_at=INSTANTS, kind=st.sampled_from([RouteKind.ITEM, RouteKind.REVIEW]))
def test_days_of_a_notice_are_calendar_days_that_end_at_midnight_in_brussels(event_at, kind):
    limit = time_limit(NOTICE, kind, event_at)
    days = {RouteKind.ITEM: 3, RouteKind.REVIEW: 5}[kind]
    last = _slow_last_day(event_at.astimezone(BRUSSELS).date(), days)
    midnight = datetime.combine(last + timedelta(days=1), time.min, tzinfo=BRUSSELS)
    assert (limit.last_day, limit.first_too_late) == (last, midnight.astimezone(UTC))


@given(event_at=INSTANTS)
def test_months_of_the_staff_regulations_end_on_a_working_day_and_not_a_day_later_than_they_must(event_at):
    event = event_at.astimezone(BRUSSELS).date()
    last = time_limit(NOTICE, RouteKind.ADMINISTRATIVE, event_at).last_day
    month = (event.month + 2) % 12 + 1
    plain = [day for day in range(31, 27, -1) if _exists(event, month, min(event.day, day))]
    nominal = date(event.year + (event.month > 9), month, min(event.day, plain[0]))
    skipped = [nominal + timedelta(days=days) for days in range((last - nominal).days)]
    assert (is_working_day(last), [day for day in skipped if is_working_day(day)]) == (True, [])


def _exists(event: date, month: int, day: int) -> bool:
    try:
        date(event.year + (event.month > 9), month, day)
    except ValueError:
        return False
    return True


@given(event_at=INSTANTS, seconds=st.integers(-3, 3))
def test_the_last_second_is_in_time_and_the_next_is_late(event_at, seconds):
    limit = time_limit(NOTICE, RouteKind.REVIEW, event_at)
    timing = timing_of(
        limit=limit, limit_by_reading=None, received_at=limit.first_too_late + timedelta(seconds=seconds)
    )
    assert timing.timeliness == (Timeliness.IN_TIME if seconds < 0 else Timeliness.LATE)


@given(event_at=INSTANTS, read_after=st.integers(0, 30), received_after=st.integers(0, 60))
def test_the_reading_counts_only_where_the_publication_would_make_it_late(
    event_at, read_after, received_after
):
    read_at, received_at = event_at + timedelta(days=read_after), event_at + timedelta(days=received_after)
    limit = time_limit(NOTICE, RouteKind.REVIEW, event_at)
    by_reading = time_limit(NOTICE, RouteKind.REVIEW, read_at)
    timing = timing_of(limit=limit, limit_by_reading=by_reading, received_at=received_at)
    expected = Timeliness.LATE
    if received_at < by_reading.first_too_late:
        expected = Timeliness.BY_READING
    if received_at < limit.first_too_late:
        expected = Timeliness.IN_TIME
    assert timing.timeliness == expected


def test_three_days_over_the_night_that_summer_time_begins_end_at_midnight_in_brussels():
    limit = time_limit(NOTICE, RouteKind.ITEM, datetime(2026, 3, 27, 9, tzinfo=UTC))
    assert limit.first_too_late == datetime(2026, 3, 30, 22, tzinfo=UTC)


@pytest.mark.django_db
def test_a_candidate_may_contest_the_tests_held_and_the_decisions_told():
    application = add_candidate(held_competition())
    letter = tell_result(application)
    openings = openings_for(application, now=NOW)
    assert [(opening.kind, opening.key, str(opening.limit.last_day)) for opening in openings] == [
        ("REVIEW", str(letter.number), "2026-05-10"),
        ("ADMINISTRATIVE", str(letter.number), "2026-08-05"),
        ("ITEM", "NR", "2026-05-07"),
        ("TECHNICAL", "NR", "2026-05-07"),
    ]


@pytest.mark.django_db
def test_what_is_over_is_still_offered():
    application = add_candidate(held_competition())
    openings = openings_for(application, now=TEST_DAY + timedelta(days=30))
    assert [(opening.kind, opening.is_over) for opening in openings] == [("ITEM", True), ("TECHNICAL", True)]


@pytest.mark.django_db
def test_the_answer_to_a_complaint_is_not_reviewed_once_more():
    application = add_candidate(held_competition())
    post_letter(
        recipient=application.candidate,
        event="complaint_decided",
        key="complaint:K-1",
        about=f"application:{application.number}",
        build=lambda: LetterText("Your complaint K-1", "Rejected."),
        now=NOW,
    )
    assert [each.kind for each in openings_for(application, now=NOW)][:2] == ["ADMINISTRATIVE", "ITEM"]


@pytest.mark.django_db
def test_before_any_test_or_decision_there_is_nothing_to_contest():
    application = add_candidate(held_competition())
    assert openings_for(application, now=TEST_DAY - timedelta(hours=1)) == []
