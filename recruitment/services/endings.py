"""Laureates read when their reserve list ends soon, and when it has ended (message 17 of epso 9.1)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef

from applications.models import Application
from competitions.states import LISTED, CompetitionState
from core.formats import BRUSSELS
from notifications.models import Letter
from notifications.services import LetterText, post_letter
from recruitment import emails
from recruitment.models import Laureate, ReserveList

Writer = Callable[[Application, ReserveList], LetterText]

WRITERS: Final[dict[str, Writer]] = {
    "reserve_list_ends_soon": emails.reserve_list_ends_soon,
    "reserve_list_ended": emails.reserve_list_ended,
}


def tell_of_list_ends(*, now: datetime) -> int:
    """Write to laureates whose list ends, or ended, within LIST_END_LETTER_DAYS; say to how many.

    Once for each last day: a list that is extended ends anew. Each letter is a transaction of its own, so
    work that was cut off goes on where it was. Nobody is told of a list that ended before that time.
    """
    today = now.astimezone(BRUSSELS).date()
    span = timedelta(days=settings.LIST_END_LETTER_DAYS)
    near = ReserveList.objects.filter(
        valid_until__range=(today - span, today + span),
        field__competition__state__in=[*LISTED, CompetitionState.LIST_EXPIRED],
    )
    return sum(
        _tell_list(row, today, now) for row in near.select_related("field__competition").order_by("pk")
    )


def _tell_list(reserve_list: ReserveList, today: date, now: datetime) -> int:
    event = "reserve_list_ended" if reserve_list.valid_until < today else "reserve_list_ends_soon"
    key = f"list:{reserve_list.pk}/{reserve_list.valid_until.isoformat()}"
    told = Letter.objects.filter(recipient=OuterRef("application__candidate"), event=event, key=key)
    laureates = Laureate.objects.present().filter(~Exists(told), reserve_list=reserve_list)
    count = 0
    for laureate in (
        laureates.select_related("application__candidate").order_by("pk").iterator(chunk_size=500)
    ):
        _tell(laureate.application, reserve_list, event, key, now)
        count += 1
    return count


def _tell(application: Application, reserve_list: ReserveList, event: str, key: str, now: datetime) -> None:
    post_letter(
        recipient=application.candidate,
        event=event,
        key=key,
        about=f"application:{application.number}",
        build=lambda: WRITERS[event](application, reserve_list),
        now=now,
    )
