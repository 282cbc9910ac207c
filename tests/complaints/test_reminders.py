"""A right to contest that lapses unread is told of, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from complaints.services.reminders import remind_of_lapsing_rights
from notifications.models import Letter, OutgoingEmail
from tests.complaints.scenes import NOW, add_candidate, held_competition, tell_result

pytestmark = pytest.mark.django_db
# A review of what was published on 5 May can be asked for until the end of 10 May in Brussels.
FIRST_TOO_LATE = datetime(2026, 5, 10, 22, tzinfo=UTC)


def reminders() -> list[tuple[str, str]]:
    return list(Letter.objects.filter(event="right_lapses").order_by("pk").values_list("about", "key"))


def test_who_has_not_opened_a_decision_is_told_two_days_before_the_limit_and_once():
    tell_result(add_candidate(held_competition()))
    assert remind_of_lapsing_rights(now=FIRST_TOO_LATE - timedelta(days=2, seconds=1)) == 0
    assert remind_of_lapsing_rights(now=FIRST_TOO_LATE - timedelta(days=2)) == 1
    assert remind_of_lapsing_rights(now=FIRST_TOO_LATE - timedelta(days=1)) == 0
    assert reminders() == [("application:101", "REVIEW:ranking:1:101")]


def test_the_reminder_names_the_last_day_and_the_e_mail_does_not_name_the_decision():
    tell_result(add_candidate(held_competition()))
    remind_of_lapsing_rights(now=FIRST_TOO_LATE - timedelta(days=1))
    letter = Letter.objects.get(event="right_lapses")
    assert "until the end of 10 May 2026 (Brussels time)" in letter.body
    assert "did not pass" not in letter.body + OutgoingEmail.objects.latest("pk").body_text


def test_who_has_opened_it_and_whose_limit_is_over_are_not_told():
    competition = held_competition()
    read = tell_result(add_candidate(competition))
    read.first_opened_at = NOW
    read.save()
    tell_result(add_candidate(competition, "102"), at=NOW - timedelta(days=20))
    assert remind_of_lapsing_rights(now=FIRST_TOO_LATE - timedelta(days=1)) == 0


def test_the_limit_for_an_administrative_complaint_is_told_of_too():
    tell_result(add_candidate(held_competition()))
    remind_of_lapsing_rights(now=datetime(2026, 8, 4, 12, tzinfo=UTC))
    assert reminders() == [("application:101", "ADMINISTRATIVE:ranking:1:101")]
