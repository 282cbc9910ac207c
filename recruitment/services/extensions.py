"""How long a reserve list is valid: extended by decision, ended by the clock (epso 6.1, message 17)."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from competitions.models import Competition
from competitions.services import change_state
from competitions.states import LISTED
from core.formats import BRUSSELS
from core.services import record_audit
from notifications.services import post_letter
from recruitment import emails
from recruitment.models import Laureate, ListExtension, ReserveList


@transaction.atomic
def extend_list(
    *, reserve_list: ReserveList, until: date, reason: str, by: Any, now: datetime
) -> ListExtension:
    """Keep a list valid until and including the day `until`, and tell its laureates.

    Raises ValidationError when the list has ended already, `until` is no later than now, or there is no
    reason; StateMoveRefused when the competition has no list in force, as after a judgment that annulled it.
    """
    locked = _lock(reserve_list)
    _check_extension(locked, until, reason, now)
    extension = ListExtension.objects.create(
        reserve_list=locked,
        valid_until_before=locked.valid_until,
        valid_until_after=until,
        reason=reason,
        decided_at=now,
        decided_by=by,
    )
    locked.valid_until = until
    locked.save(update_fields=["valid_until"])
    change_state(competition=locked.field.competition, action="extend_list", by=by, now=now, reason=reason)
    _tell_laureates(locked, extension, now)
    _record(locked, extension, by, now)
    return extension


def _lock(reserve_list: ReserveList) -> ReserveList:
    locked: ReserveList = (
        ReserveList.objects.select_for_update(of=("self",))
        .select_related("field__competition")
        .get(pk=reserve_list.pk)
    )
    return locked


def _check_extension(reserve_list: ReserveList, until: date, reason: str, now: datetime) -> None:
    if reserve_list.valid_until < now.astimezone(BRUSSELS).date():
        raise ValidationError(_("A reserve list that has ended cannot be extended."), code="list_ended")
    if until <= reserve_list.valid_until:
        raise ValidationError(_("The new end must be later than the old one."), code="not_later")
    if not reason.strip():
        raise ValidationError(_("Say why the list is extended."), code="reason_missing")


def _tell_laureates(reserve_list: ReserveList, extension: ListExtension, now: datetime) -> None:
    laureates = Laureate.objects.present().filter(reserve_list=reserve_list)
    for laureate in laureates.select_related("application__candidate").iterator(chunk_size=1000):
        _tell(laureate, reserve_list, extension, now)


def _tell(laureate: Laureate, reserve_list: ReserveList, extension: ListExtension, now: datetime) -> None:
    application = laureate.application
    post_letter(
        recipient=application.candidate,
        event="reserve_list_extended",
        key=f"extension:{extension.pk}",
        about=f"application:{application.number}",
        build=lambda: emails.reserve_list_extended(application, reserve_list),
        now=now,
    )


def _record(reserve_list: ReserveList, extension: ListExtension, by: Any, now: datetime) -> None:
    details = {
        "before": extension.valid_until_before.isoformat(),
        "after": extension.valid_until_after.isoformat(),
    }
    record_audit(
        now=now,
        by=by,
        verb="extend_reserve_list",
        subject=reserve_list,
        purpose=extension.reason[:300],
        details=details,
    )


def expire_lists(*, now: datetime) -> list[str]:
    """Note each competition whose lists have all ended; return their reference numbers.

    A list itself needs no change: whether it is valid is asked of the day, every time.
    """
    today = now.astimezone(BRUSSELS).date()
    lists = ReserveList.objects.filter(field__competition=OuterRef("pk"))
    ended = Competition.objects.in_language().filter(
        Exists(lists), ~Exists(lists.filter(valid_until__gte=today)), state__in=LISTED
    )
    return [
        change_state(competition=competition, action="expire_list", by=None, now=now).reference
        for competition in ended.order_by("pk")
    ]
