"""One door for every change of a competition's state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from careers.services import text_columns
from careers.services.opportunities import texts_of
from competitions.models import Competition, CompetitionTransition
from competitions.notice import Document, find_faults
from competitions.services.opportunities import publish_competition
from competitions.states import ACCEPTING, COMPETITION_MOVES, CompetitionState
from core.services import record_audit
from core.states import StateMoveRefused, move


@transaction.atomic
def change_state(
    *,
    competition: Competition,
    action: str,
    by: Any,
    now: datetime,
    reason: str = "",
    note: Mapping[str, str] | None = None,
) -> Competition:
    """Take `action` (competitions.states) and bring the index into step; return the competition as it is now.

    `note` is the text by language that the page shows beside the state: None keeps the present one, {} takes
    it away. `reason` is for the history. Raises StateMoveRefused where the table does not permit it, and
    ValidationError where the notice lacks what the new state needs.
    """
    locked = Competition.objects.select_for_update(of=("self",)).get(pk=competition.pk)
    if not COMPETITION_MOVES.permits(action, locked.state):
        raise StateMoveRefused(action, locked.state)
    texts = texts_of(locked, "status_note") if note is None else dict(note)
    check_state(locked, COMPETITION_MOVES.moves[action].target, texts, now)
    moved = make_move(locked, action, by, now, reason, text_columns("status_note", texts))
    record_audit(
        now=now, by=by, verb=f"competition_{action}", subject=moved, key=moved.reference, purpose=reason[:300]
    )
    publish_competition(competition=moved)
    return moved


def make_move(
    competition: Competition, action: str, by: Any, now: datetime, reason: str, changes: Mapping[str, Any]
) -> Competition:
    """Take the action and leave the transition row."""
    return move(
        competition,
        table=COMPETITION_MOVES,
        transition_model=CompetitionTransition,
        action=action,
        by=by,
        now=now,
        reason=reason,
        changes=changes,
    )


def check_state(competition: Competition, state: str, note: Mapping[str, str], now: datetime) -> None:
    """Say whether the notice has what `state` needs. Raises ValidationError with every fault."""
    faults = find_faults(document_in_state(competition.document, state, note))
    if faults:
        raise ValidationError([str(fault) for fault in faults])
    deadline = competition.application_deadline
    if state in ACCEPTING and deadline is not None and deadline <= now:
        raise ValidationError(
            _("The deadline for application has passed. Load an amendment with a new deadline first.")
        )


def document_in_state(document: Document, state: str, note: Mapping[str, str]) -> Document:
    """The document as it would stand in `state`, with `note` beside it."""
    return {**document, "status": str(CompetitionState(state)), "status_note": dict(note)}
