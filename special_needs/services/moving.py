"""What every move of a request shares: the lock, the row that records it, the letter that says nothing."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.states import move_locked
from notifications.services import post_letter
from special_needs import emails
from special_needs.models import AccommodationRequest, AccommodationTransition
from special_needs.states import REQUEST_MOVES


class RequestClosed(ValidationError):
    """The request cannot be changed now."""

    def __init__(self) -> None:
        super().__init__(_("This request cannot be changed now."), code="closed")


def lock_request(request: AccommodationRequest) -> AccommodationRequest:
    """Lock the row until the end of the transaction, and read it with its application."""
    rows = AccommodationRequest.objects.select_for_update(of=("self",))
    locked: AccommodationRequest = rows.select_related(
        "application__competition", "application__candidate"
    ).get(pk=request.pk)
    return locked


def take(action: str, request: AccommodationRequest, *, by: Any, now: datetime, **changes: Any) -> None:
    """Move a locked request."""
    move_locked(
        request,
        table=REQUEST_MOVES,
        transition_model=AccommodationTransition,
        action=action,
        by=by,
        now=now,
        changes=changes,
    )


def tell_candidate(request: AccommodationRequest, *, now: datetime) -> None:
    """Post the letter that there is something to read."""
    application = request.application
    post_letter(
        recipient=application.candidate,
        event="private_message",
        key=f"application:{application.number}:{request.transitions.count()}",
        about=f"application:{application.number}",
        build=lambda: emails.private_message(application),
        now=now,
    )
