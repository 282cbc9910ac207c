"""A laureate leaves a reserve list: by decision, with a reason, and she is told."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.services import record_audit
from notifications.services import post_letter
from recruitment import emails
from recruitment.models import Laureate


@transaction.atomic
def remove_laureate(*, laureate: Laureate, reason: str, by: Any, now: datetime) -> Laureate:
    """Take a laureate off the list; the row stays with who, when and why. Removing twice changes nothing.

    Raises ValidationError without a reason: it is what the laureate reads.
    """
    if not reason.strip():
        raise ValidationError(_("Give the reason why the laureate leaves the list."), code="reason_missing")
    locked: Laureate = Laureate.objects.select_for_update(of=("self",)).get(pk=laureate.pk)
    if locked.removed_at is not None:
        return locked
    locked.removed_at, locked.removal_reason = now, reason
    locked.save(update_fields=["removed_at", "removal_reason"])
    _tell(locked, now)
    record_audit(
        now=now, by=by, verb="remove_laureate", subject=locked, key=str(locked), purpose=reason[:300]
    )
    return locked


def _tell(laureate: Laureate, now: datetime) -> None:
    application, reserve_list = laureate.application, laureate.reserve_list
    post_letter(
        recipient=application.candidate,
        event="reserve_list_removal",
        key=f"list:{reserve_list.pk}",
        about=f"application:{application.number}",
        build=lambda: emails.reserve_list_removal(application, reserve_list, laureate.removal_reason),
        now=now,
    )
