"""Every state times every action; who moved a competition, when and why; what the clock does by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from careers.models import Opportunity
from competitions.models import Competition
from competitions.services import change_state
from competitions.states import ACTION_LABELS, COMPETITION_MOVES, CompetitionState
from competitions.tasks import advance_competitions
from core.models import AuditRecord
from core.states import StateMoveRefused

pytestmark = pytest.mark.usefixtures("shipped")

S = CompetitionState

# Written out a second time on purpose: the table is read by people, and this is how they read it.
EXPECTED = {
    S.DRAFT: {"announce": S.UPCOMING, "open": S.OPEN},
    S.UPCOMING: {"open": S.OPEN, "suspend": S.SUSPENDED, "cancel": S.CANCELLED},
    S.OPEN: {"close": S.CLOSED, "suspend": S.SUSPENDED, "cancel": S.CANCELLED, "annul": S.ANNULLED},
    S.REOPENED: {"close": S.CLOSED, "suspend": S.SUSPENDED, "cancel": S.CANCELLED, "annul": S.ANNULLED},
    S.CLOSED: {
        "start_testing": S.TESTING,
        "reopen": S.REOPENED,
        "suspend": S.SUSPENDED,
        "cancel": S.CANCELLED,
        "annul": S.ANNULLED,
    },
    S.TESTING: {
        "start_scoring": S.SCORING,
        "reopen": S.REOPENED,
        "suspend": S.SUSPENDED,
        "cancel": S.CANCELLED,
        "annul": S.ANNULLED,
    },
    S.SCORING: {
        "start_testing": S.TESTING,
        "start_eligibility": S.ELIGIBILITY,
        "publish_list": S.LIST_PUBLISHED,
        "reopen": S.REOPENED,
        "suspend": S.SUSPENDED,
        "cancel": S.CANCELLED,
        "annul": S.ANNULLED,
    },
    S.ELIGIBILITY: {
        "publish_list": S.LIST_PUBLISHED,
        "suspend": S.SUSPENDED,
        "cancel": S.CANCELLED,
        "annul": S.ANNULLED,
    },
    S.LIST_PUBLISHED: {"extend_list": S.LIST_EXTENDED, "expire_list": S.LIST_EXPIRED, "annul": S.ANNULLED},
    S.LIST_EXTENDED: {"extend_list": S.LIST_EXTENDED, "expire_list": S.LIST_EXPIRED, "annul": S.ANNULLED},
    S.LIST_EXPIRED: {"annul": S.ANNULLED},
    S.SUSPENDED: {
        "reopen": S.REOPENED,
        "resume_closed": S.CLOSED,
        "resume_testing": S.TESTING,
        "resume_scoring": S.SCORING,
        "resume_eligibility": S.ELIGIBILITY,
        "cancel": S.CANCELLED,
        "annul": S.ANNULLED,
    },
    S.CANCELLED: {},
    S.ANNULLED: {},
}
STAGES = {
    S.DRAFT: "UPCOMING",
    S.UPCOMING: "UPCOMING",
    S.OPEN: "OPEN",
    S.REOPENED: "OPEN",
    S.CLOSED: "IN_PROGRESS",
    S.TESTING: "IN_PROGRESS",
    S.SCORING: "IN_PROGRESS",
    S.ELIGIBILITY: "IN_PROGRESS",
    S.SUSPENDED: "IN_PROGRESS",
    S.LIST_PUBLISHED: "RESERVE_LIST",
    S.LIST_EXTENDED: "RESERVE_LIST",
    S.LIST_EXPIRED: "CLOSED",
    S.CANCELLED: "CLOSED",
    S.ANNULLED: "CLOSED",
}


def demonstration(state: str) -> tuple[Any, datetime]:
    """The demonstration competition in `state`, and an instant at which it takes applications."""
    competition: Any = Competition.objects.get(is_demonstration=True)
    Competition.objects.filter(pk=competition.pk).update(state=state)
    competition.refresh_from_db()
    assert competition.application_deadline is not None
    return competition, competition.application_deadline - timedelta(days=1)


def change(competition: Competition, action: str, now: datetime, **options: Any) -> Any:
    return change_state(competition=competition, action=action, by=None, now=now, **options)


def test_every_action_has_a_label_and_every_state_is_expected() -> None:
    assert set(ACTION_LABELS) == set(COMPETITION_MOVES.moves)
    assert set(EXPECTED) == set(S)


@pytest.mark.parametrize("state", list(S))
def test_each_action_leads_where_the_table_says_or_is_refused(state: CompetitionState) -> None:
    for action in ACTION_LABELS:
        competition, now = demonstration(state)
        if action not in EXPECTED[state]:
            with pytest.raises(StateMoveRefused):
                change(competition, action, now, note={"en": "Note"})
            competition.refresh_from_db()
            assert competition.state == state
            continue
        moved = change(competition, action, now, note={"en": "Note"})
        target = EXPECTED[state][action]
        row = Opportunity.objects.get(path=f"competitions/{competition.slug}/")
        assert (moved.state, row.stage) == (target, STAGES[target])
        assert row.is_closed_early == (target not in {S.UPCOMING, S.OPEN, S.REOPENED})
        last = moved.transitions.latest("pk")
        assert (last.action, last.from_state, last.to_state) == (action, state, target)


def test_a_move_is_kept_with_who_when_and_why_and_changes_the_note() -> None:
    competition, now = demonstration(S.OPEN)
    person = User.objects.create_user("manager@example.eu")
    note = {"en": "Suspended.", "nl": "Geschorst."}
    moved: Any = change_state(
        competition=competition, action="suspend", by=person, now=now, reason="Faults", note=note
    )
    assert (moved.status_note_en, moved.status_note_nl, moved.status_note_de) == (
        "Suspended.",
        "Geschorst.",
        "",
    )
    last = moved.transitions.latest("pk")
    assert (last.made_by, last.made_at, last.reason) == (person, now, "Faults")
    record = AuditRecord.objects.get(verb="competition_suspend")
    assert (record.by, record.object_key, record.purpose) == (person, competition.reference, "Faults")


def test_without_a_note_the_present_one_stays() -> None:
    competition, now = demonstration(S.OPEN)
    assert change(competition, "close", now).status_note_en == competition.status_note_en != ""


@pytest.mark.parametrize("action", ["suspend", "cancel", "annul"])
def test_a_stop_needs_a_note_for_the_public(action: str) -> None:
    competition, now = demonstration(S.OPEN)
    with pytest.raises(ValidationError) as refused:
        change(competition, action, now, note={})
    assert [message.partition(":")[0] for message in refused.value.messages] == ["status_note"]
    competition.refresh_from_db()
    assert competition.state == S.OPEN


def test_a_competition_is_not_reopened_past_its_deadline() -> None:
    competition, _now = demonstration(S.CLOSED)
    deadline = competition.application_deadline
    assert deadline is not None
    with pytest.raises(ValidationError):
        change(competition, "reopen", deadline)
    assert change(competition, "reopen", deadline - timedelta(microseconds=1)).state == S.REOPENED


def test_a_draft_is_not_published_before_its_titles_are_there_in_every_language() -> None:
    competition, now = demonstration(S.DRAFT)
    del competition.document["title"]["mt"]
    competition.save(update_fields=["document"])
    with pytest.raises(ValidationError) as refused:
        change(competition, "open", now)
    assert [message.partition(":")[0] for message in refused.value.messages] == ["title.mt"]


# The clock


@pytest.mark.parametrize(
    ("state", "offset", "expected"),
    [
        (S.OPEN, -timedelta(microseconds=1), S.OPEN),
        (S.OPEN, timedelta(0), S.CLOSED),
        (S.REOPENED, timedelta(days=1), S.CLOSED),
        (S.SUSPENDED, timedelta(days=1), S.SUSPENDED),
    ],
)
def test_a_competition_closes_at_its_deadline(state: str, offset: timedelta, expected: str) -> None:
    competition, _now = demonstration(state)
    deadline = competition.application_deadline
    assert deadline is not None
    with patch("django.utils.timezone.now", return_value=deadline + offset):
        moved = advance_competitions()
        again = advance_competitions()
    competition.refresh_from_db()
    assert competition.state == expected
    assert moved == {"opened": 0, "closed": int(state != expected)}
    assert again == {"opened": 0, "closed": 0}
    if state != expected:
        last = competition.transitions.latest("pk")
        assert (last.made_by, last.reason, last.action) == (None, "deadline", "close")


@pytest.mark.parametrize(
    ("offset", "expected"), [(-timedelta(microseconds=1), S.UPCOMING), (timedelta(0), S.OPEN)]
)
def test_an_announced_competition_opens_at_its_time(offset: timedelta, expected: str) -> None:
    competition, _now = demonstration(S.UPCOMING)
    opens = competition.application_open_at
    assert opens is not None
    with patch("django.utils.timezone.now", return_value=opens + offset):
        advance_competitions()
    competition.refresh_from_db()
    assert competition.state == expected


def test_one_that_cannot_be_moved_does_not_keep_the_others_from_moving(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stuck, _now = demonstration(S.OPEN)
    del stuck.document["title"]["mt"]
    stuck.save(update_fields=["document"])
    other = Competition.objects.get(reference="EPSO/AD/429/26")
    Competition.objects.filter(pk=other.pk).update(state=S.OPEN)
    with patch("django.utils.timezone.now", return_value=datetime(2099, 1, 1, tzinfo=UTC)):
        assert advance_competitions() == {"opened": 0, "closed": 1}
    assert [stuck.reference in record.getMessage() for record in caplog.records] == [True]
    other.refresh_from_db()
    assert other.state == S.CLOSED
