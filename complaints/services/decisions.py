"""Deciding on complaints, one or a group of similar ones, and bringing about what follows.

What follows goes through the doors that exist: a question is cancelled by `neutralise_questions`, a file is
decided on anew by `decide_eligibility`; rankings take both up when they are next computed. Nothing is ever
written into a result by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from complaints import emails
from complaints.models import Complaint
from complaints.openings import COMPLAINT_DECIDED
from complaints.permissions import can_decide_complaint
from complaints.services.handling import lock_complaint, make_move
from complaints.states import DECIDING, EFFECTS, GRANTED, Effect
from core.states import StateMoveRefused
from notifications.services import post_letter
from selection.models import EligibilityDecision, Neutralisation
from selection.services.eligibility import decide_eligibility
from selection.services.neutralisation import neutralise_questions
from selection.services.rules import Cancelled
from selection.states import Eligibility


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A decision as the competent role makes it. `language`: only papers in it lose the questions."""

    outcome: str
    reasons: str
    effect: str = ""
    effect_note: str = ""
    language: str = ""


@transaction.atomic
def decide_complaint(*, complaint: Complaint, ruling: Ruling, by: Any, now: datetime) -> Complaint:
    """Decide with reasons, bring about the effect, and write the letter: all of it or nothing.

    Raises PermissionDenied for who is not competent, StateMoveRefused for what is decided or withdrawn, and
    ValidationError for a ruling that makes no sense or whose effect the other room refuses.
    """
    locked = lock_complaint(complaint)
    action = DECIDING.get(ruling.outcome, "")
    if not can_decide_complaint(by, locked):
        if by.has_perm("complaints.view_complaint") and locked.decided_at is not None:
            raise StateMoveRefused(action, locked.state)
        raise PermissionDenied
    _check(locked, ruling)
    changes = {
        "decided_at": now,
        "decided_by": by,
        "decision_reasons": ruling.reasons.strip(),
        "effect": ruling.effect,
        "effect_note": ruling.effect_note.strip(),
        **_bring_about(locked, ruling, by, now),
    }
    make_move(locked, action, by=by, now=now, changes=changes)
    post_letter(
        recipient=locked.application.candidate,
        event=COMPLAINT_DECIDED,
        key=f"complaint:{locked.number}",
        about=f"application:{locked.application.number}",
        build=lambda: emails.complaint_decided(locked),
        now=now,
    )
    return locked


@transaction.atomic
def decide_complaints(
    *, complaints: Sequence[Complaint], ruling: Ruling, by: Any, now: datetime
) -> list[Complaint]:
    """Decide similar cases in one go, each with a letter of its own: all of them or none."""
    ordered = sorted(complaints, key=lambda complaint: complaint.pk)
    return [decide_complaint(complaint=each, ruling=ruling, by=by, now=now) for each in ordered]


def _check(complaint: Complaint, ruling: Ruling) -> None:
    if ruling.outcome not in DECIDING:
        raise ValidationError(_("Choose a decision."), code="outcome")
    if not ruling.reasons.strip():
        raise ValidationError(_("A decision has reasons."), code="no_reasons")
    if ruling.outcome not in GRANTED:
        if ruling.effect:
            raise ValidationError(_("Only a complaint that is upheld has an effect."), code="effect")
        return
    if ruling.effect not in EFFECTS[complaint.route_kind]:
        raise ValidationError(_("Choose an effect that this kind of complaint can have."), code="effect")


def _bring_about(complaint: Complaint, ruling: Ruling, by: Any, now: datetime) -> dict[str, Any]:
    """Do what the effect says, and return the columns that point to what was done."""
    if ruling.effect == Effect.NEUTRALISED:
        return {"neutralisation": _neutralise(complaint, ruling, by, now)}
    if ruling.effect == Effect.READMITTED:
        return {"eligibility_decision": _readmit(complaint, ruling, by, now)}
    return {}


def _neutralise(complaint: Complaint, ruling: Ruling, by: Any, now: datetime) -> Neutralisation:
    """Cancel the questions that are not cancelled yet; where all are, point to what cancelled them."""
    test = complaint.test
    assert test is not None, "a complaint about a question is about a test"
    rows = Neutralisation.objects.filter(test=test)
    wanted = set(complaint.question_numbers)
    missing = wanted - Cancelled(rows).questions(test.pk, ruling.language)
    if missing:
        return neutralise_questions(
            test=test,
            question_numbers=missing,
            language=ruling.language,
            reason=ruling.reasons,
            by=by,
            now=now,
        )
    return rows.filter(question_numbers__overlap=sorted(wanted)).latest("decided_at")


def _readmit(complaint: Complaint, ruling: Ruling, by: Any, now: datetime) -> EligibilityDecision | None:
    """Where the file was refused, decide on it anew; other steps are reckoned by the next ranking."""
    refused = EligibilityDecision.objects.current().filter(
        application=complaint.application_id, decision=Eligibility.NOT_ELIGIBLE
    )
    if not refused.exists():
        return None
    return decide_eligibility(
        application=complaint.application,
        decision=Eligibility.ELIGIBLE,
        reason=ruling.reasons,
        by=by,
        now=now,
    )
