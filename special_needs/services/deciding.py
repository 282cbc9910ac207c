"""What the accessibility officer does with a request."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from special_needs.models import AccommodationRequest, GrantedMeasure, Measure
from special_needs.permissions import can_handle_requests
from special_needs.sealed import seal_values
from special_needs.services.moving import lock_request, take, tell_candidate


@transaction.atomic
def ask_more(*, request: AccommodationRequest, text: str, by: User, now: datetime) -> AccommodationRequest:
    """Ask the candidate for more; she can change her request again. Raises StateMoveRefused."""
    _refuse_others(by)
    if not text.strip():
        raise ValidationError(_("This field is required."), code="empty")
    locked = lock_request(request)
    take("ask_more", locked, by=by, now=now, sealed_question=seal_values({"text": text.strip()}))
    tell_candidate(locked, now=now)
    return locked


@transaction.atomic
def decide_request(
    *,
    request: AccommodationRequest,
    measures: Collection[str],
    extra_time: int | None,
    reasons: str,
    by: User,
    now: datetime,
) -> AccommodationRequest:
    """Decide which measures are granted, and why; each becomes a line of the checklist of each test.

    Raises ValidationError without reasons, or for extra time without how much; StateMoveRefused.
    """
    _refuse_others(by)
    granted = [Measure(measure) for measure in measures]
    if not reasons.strip():
        raise ValidationError(_("This field is required."), code="reasons")
    if (Measure.EXTRA_TIME in granted) != bool(extra_time):
        raise ValidationError(_("Extra time needs a percentage, and nothing else does."), code="extra_time")
    locked = lock_request(request)
    decision = {"measures": list(granted), "extra_time": extra_time, "reasons": reasons.strip()}
    take(
        "decide",
        locked,
        by=by,
        now=now,
        sealed_decision=seal_values(decision),
        sealed_question=b"",
        decided_at=now,
        decided_by=by,
    )
    _write_checklist(locked, granted)
    tell_candidate(locked, now=now)
    return locked


def _refuse_others(by: User) -> None:
    if not can_handle_requests(by):
        raise PermissionDenied


def _write_checklist(request: AccommodationRequest, granted: Collection[Measure]) -> None:
    """A line for each measure at each test; what stood for an earlier decision and still holds stays."""
    tests = list(request.tests.all())
    request.measures.exclude(measure__in=granted, test__in=tests).delete()
    lines = [
        GrantedMeasure(request=request, test=test, measure=measure) for test in tests for measure in granted
    ]
    GrantedMeasure.objects.bulk_create(lines, ignore_conflicts=True)
