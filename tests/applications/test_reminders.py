"""Letters before and after the deadline: each once, to whom it concerns, whatever the clocks do."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from applications import services
from applications.tasks import write_of_deadlines
from notifications.models import Letter
from tests.factories import (
    make_application,
    make_candidate,
    make_competition,
    make_submitted_application,
)

pytestmark = pytest.mark.django_db
DEADLINE = datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
BEGUN = DEADLINE - timedelta(days=20)


def competition(deadline=DEADLINE, **values):
    values.setdefault("application_open_at", BEGUN - timedelta(days=1))
    return make_competition(application_deadline=deadline, **values)


def remind(before: timedelta, deadline=DEADLINE) -> int:
    return services.send_reminders(now=deadline - before)


def letters(event="application_reminder"):
    return Letter.objects.filter(event=event).order_by("pk")


@pytest.mark.parametrize(
    "before", [timedelta(days=7), timedelta(hours=72), timedelta(hours=24), timedelta(hours=3)]
)
def test_a_draft_is_reminded_at_each_mark_and_not_a_second_earlier(before):
    make_application(competition=competition(), now=BEGUN)
    remind(before + timedelta(seconds=1))
    earlier = letters().count()
    assert (remind(before), letters().count()) == (1, earlier + 1)
    assert remind(before - timedelta(minutes=1)) == 0


def test_all_four_come_each_once():
    make_application(competition=competition(), now=BEGUN)
    for hours in range(200, 0, -1):
        remind(timedelta(hours=hours))
    assert letters().count() == 4


def test_who_was_away_gets_the_reminder_of_today_alone():
    make_application(competition=competition(), now=BEGUN)
    assert (remind(timedelta(hours=2)), letters().count()) == (1, 1)


def test_the_letter_says_in_her_language_what_is_missing():
    dutch = make_candidate(language="nl")
    application = make_application(
        candidate=dutch, competition=competition(), now=BEGUN, has_declared_on_honour=False
    )
    remind(timedelta(hours=24))
    letter = letters().get()
    assert (letter.recipient, letter.language) == (dutch, "nl")
    assert application.number in letter.subject + letter.body
    assert "\n- Verklaringen: " in letter.body


def test_whoever_has_submitted_everything_is_not_reminded():
    make_submitted_application(competition=competition(), now=BEGUN)
    assert remind(timedelta(hours=24)) == 0


def test_changes_that_are_not_submitted_are_reminded_of_with_the_version_that_counts():
    application = make_submitted_application(competition=competition(), now=BEGUN)
    services.keep_unfinished(
        application=application, place="personal", typed={"city": ["Gent"]}, now=BEGUN + timedelta(days=1)
    )
    assert remind(timedelta(hours=24)) == 1
    assert "Version 1" in letters().get().body


def test_whoever_submits_between_two_looks_is_not_reminded(monkeypatch):
    application = make_application(competition=competition(), now=BEGUN)
    seen = list(services.reminders._due(DEADLINE - timedelta(hours=24)))
    services.submit_application(
        application=application, revision=application.revision, arrived_at=DEADLINE - timedelta(hours=24)
    )
    monkeypatch.setattr("applications.services.reminders._due", lambda now: iter(seen))
    assert remind(timedelta(hours=24)) == 0


@pytest.mark.parametrize("state", ["SUSPENDED", "CANCELLED", "ANNULLED", "CLOSED"])
def test_where_nothing_can_be_submitted_nobody_is_reminded(state):
    make_application(competition=competition(state=state), now=BEGUN)
    assert remind(timedelta(hours=24)) == 0


def test_an_application_begun_after_a_mark_waits_for_the_next_one():
    make_application(competition=competition(), now=DEADLINE - timedelta(hours=20))
    assert remind(timedelta(hours=19)) == 0
    assert remind(timedelta(hours=3)) == 1


def test_a_deadline_that_is_moved_has_reminders_of_its_own():
    contest = competition()
    make_application(competition=contest, now=BEGUN)
    assert remind(timedelta(hours=24)) == 1
    later = DEADLINE + timedelta(days=30)
    type(contest).objects.filter(pk=contest.pk).update(application_deadline=later)
    assert remind(timedelta(hours=23)) == 0
    assert remind(timedelta(hours=24), later) == 1


@pytest.mark.parametrize("month, day", [(3, 29), (10, 25)])
def test_the_hours_before_a_deadline_are_hours_also_when_the_clocks_change(month, day):
    deadline = datetime(2026, month, day, 12, tzinfo=ZoneInfo("Europe/Brussels")).astimezone(UTC)
    make_application(competition=competition(deadline), now=BEGUN)
    assert remind(timedelta(hours=24, seconds=1), deadline) == 1  # the one of 72 hours
    assert remind(timedelta(hours=24), deadline) == 1
    assert letters().last().published_at == deadline - timedelta(hours=24)


def test_after_the_deadline_everybody_reads_once_what_counts():
    contest = competition()
    submitted = make_submitted_application(competition=contest, now=BEGUN)
    draft = make_application(competition=contest, now=BEGUN)
    changed = make_submitted_application(competition=contest, now=BEGUN)
    services.keep_unfinished(application=changed, place="personal", typed={}, now=BEGUN + timedelta(days=1))
    gone = make_submitted_application(competition=contest, now=BEGUN)
    services.withdraw_application(application=gone, now=BEGUN + timedelta(days=1))
    later = DEADLINE + timedelta(minutes=10)
    assert services.tell_of_passed_deadlines(now=later) == 3
    assert services.tell_of_passed_deadlines(now=later + timedelta(hours=1)) == 0
    said = {letter.recipient: letter.body for letter in letters("application_deadline_passed")}
    assert "counts in version 1" in said[submitted.candidate]
    assert "Your later changes were not submitted" in said[changed.candidate]
    assert "was not submitted" in said[draft.candidate]


def test_requests_that_arrived_in_time_are_waited_for():
    make_application(competition=competition(), now=BEGUN)
    assert services.tell_of_passed_deadlines(now=DEADLINE + timedelta(minutes=9)) == 0


def test_a_letter_that_fails_leaves_nothing_and_does_not_keep_the_others_waiting(monkeypatch):
    contest = competition()
    bad, good = (make_application(competition=contest, now=BEGUN) for _time in range(2))
    write = services.reminders.emails.application_reminder

    def fail_for_one(application: Any, gaps: Any) -> Any:
        if application.pk == bad.pk:
            raise OSError("the disk is full")
        return write(application, gaps)

    monkeypatch.setattr("applications.emails.application_reminder", fail_for_one)
    assert remind(timedelta(hours=24)) == 1
    assert [letter.recipient for letter in Letter.objects.all()] == [good.candidate]


def test_the_clock_writes_both():
    assert write_of_deadlines() == {"reminded": 0, "told": 0}
