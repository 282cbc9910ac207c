"""What the clock does to competitions."""

import logging
from datetime import datetime
from typing import Any

from celery import shared_task
from django.core.exceptions import ValidationError
from django.utils import timezone

from competitions.models import Competition
from competitions.services import change_state

logger = logging.getLogger(__name__)


@shared_task(name="competitions.tasks.advance_competitions")
def advance_competitions() -> dict[str, int]:
    """Open announced competitions whose time has come, close those past their deadline; say how many."""
    now = timezone.now()
    competitions = Competition.objects.in_language()
    return {
        "opened": _move(competitions.due_to_open(now), "open", "opening date", now),
        "closed": _move(competitions.past_deadline(now), "close", "deadline", now),
    }


def _move(competitions: Any, action: str, reason: str, now: datetime) -> int:
    """One that cannot be moved is named in the log and does not keep the others from moving."""
    moved = 0
    for competition in competitions.order_by("pk"):
        try:
            change_state(competition=competition, action=action, by=None, now=now, reason=reason)
        except ValidationError as error:
            logger.error(
                "%s: %s is not possible: %s", competition.reference, action, "; ".join(error.messages)
            )
        else:
            moved += 1
    return moved
