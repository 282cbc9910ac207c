"""To which institutions a reserve list is open."""

from datetime import datetime
from typing import Any

from django.db import transaction

from careers.models import Institution
from core.services import record_audit
from recruitment.models import ListOpening, ReserveList


@transaction.atomic
def open_list(*, reserve_list: ReserveList, institution: Institution, by: Any, now: datetime) -> ListOpening:
    """Let an institution see and download the list; once is enough."""
    opening, is_new = ListOpening.objects.get_or_create(
        reserve_list=reserve_list, institution=institution, defaults={"opened_at": now}
    )
    if is_new:
        _record("open_reserve_list", opening, by, now)
    return opening


@transaction.atomic
def close_list(*, opening: ListOpening, by: Any, now: datetime) -> None:
    """Take an institution's access to the list away; what it downloaded stays on record."""
    _record("close_reserve_list", opening, by, now)
    opening.delete()


def _record(verb: str, opening: ListOpening, by: Any, now: datetime) -> None:
    details = {"institution": opening.institution.code}
    record_audit(now=now, by=by, verb=verb, subject=opening.reserve_list, details=details)
