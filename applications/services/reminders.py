"""Letters that the clock writes: before the deadline what is missing, after it where things stand (3, 6)."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, OuterRef

from applications import emails
from applications.completeness import find_gaps
from applications.models import Application
from applications.services.drafts import lock_application
from applications.states import ApplicationState
from competitions.models import Competition
from competitions.states import ACCEPTING, CompetitionState
from notifications.models import Letter
from notifications.services import post_letter

logger = logging.getLogger(__name__)

REMINDER: Final = "application_reminder"
PASSED: Final = "application_deadline_passed"

# The last one first: who was away for a week gets the reminder of today, not four.
MARKS: Final = (
    ("3h", timedelta(hours=3)),
    ("24h", timedelta(hours=24)),
    ("72h", timedelta(hours=72)),
    ("7d", timedelta(days=7)),
)
# Requests that arrived in time may still wait for the database; their letters say what became of them.
SETTLED_AFTER: Final = timedelta(minutes=10)
TOLD_UNTIL: Final = timedelta(days=7)
NOT_SUBMITTED: Final = (ApplicationState.DRAFT, ApplicationState.CHANGED_NOT_SUBMITTED)
STANDING: Final = (*NOT_SUBMITTED, ApplicationState.SUBMITTED)
A_RUN: Final = 2000


def send_reminders(*, now: datetime) -> int:
    """Write to candidates whose draft or changes are not submitted, once a mark; return to how many."""
    return sum(
        _is_written(application, partial(_remind, application, competition, mark, now))
        for application, competition, mark in _due(now)
    )


def _is_written(application: Application, write: Callable[[], bool]) -> bool:
    """A letter that cannot be written is named in the log and does not keep the others waiting."""
    try:
        return write()
    except Exception as error:
        logger.error("No letter about application %s: %s", application.pk, type(error).__name__)
        return False


def _due(now: datetime) -> Iterator[tuple[Application, Competition, str]]:
    left = A_RUN
    soon = Competition.objects.filter(
        state__in=ACCEPTING, application_deadline__gt=now, application_deadline__lte=now + MARKS[-1][1]
    ).order_by("application_deadline", "pk")
    for competition in soon.only("pk", "application_deadline"):
        deadline: Any = competition.application_deadline
        name, ahead = next(mark for mark in MARKS if now >= deadline - mark[1] or mark == MARKS[-1])
        begun = Application.objects.filter(state__in=NOT_SUBMITTED, created_at__lt=deadline - ahead)
        for application in _unwritten(begun, competition, REMINDER, _key(deadline, name))[:left]:
            left -= 1
            yield application, competition, name


def _key(deadline: datetime, mark: str) -> str:
    """A deadline that is moved has reminders of its own."""
    return f"{deadline.isoformat()}/{mark}"


def _unwritten(applications: Any, competition: Competition, event: str, key: str) -> Any:
    about = _competition_key(competition, key)
    letters = Letter.objects.standing().filter(recipient=OuterRef("candidate"), event=event, key=about)
    return (
        applications.filter(competition=competition, candidate__is_active=True)
        .exclude(candidate__email__endswith=".invalid")  # people of the generator
        .exclude(Exists(letters))
        .only("pk")
        .order_by("pk")
    )


def _competition_key(competition: Competition, key: str) -> str:
    return f"competition:{competition.pk}/{key}"


@transaction.atomic
def _remind(application: Application, competition: Competition, mark: str, now: datetime) -> bool:
    """Ask again under the lock: whoever submitted meanwhile is not reminded."""
    lock_application(application)
    complete: Application = Application.objects.with_answers().get(pk=application.pk)
    deadline = complete.competition.application_deadline
    is_same = deadline is not None and deadline == competition.application_deadline
    if complete.state not in NOT_SUBMITTED or complete.competition.state not in ACCEPTING or not is_same:
        return False
    assert deadline is not None
    post_letter(
        recipient=complete.candidate,
        event="application_reminder",
        key=_competition_key(competition, _key(deadline, mark)),
        about=f"application:{complete.number}",
        build=lambda: emails.application_reminder(complete, find_gaps(complete)),
        now=now,
    )
    return True


def tell_of_passed_deadlines(*, now: datetime) -> int:
    """Write to every applicant, once a deadline, whether her application counts; return to how many."""
    return sum(
        _is_written(application, partial(_tell, application, competition, now))
        for application, competition in _passed(now)
    )


def _passed(now: datetime) -> Iterator[tuple[Application, Competition]]:
    left = A_RUN
    past = Competition.objects.filter(
        state__in=(*ACCEPTING, CompetitionState.CLOSED),
        application_deadline__lte=now - SETTLED_AFTER,
        application_deadline__gt=now - TOLD_UNTIL,
    ).order_by("application_deadline", "pk")
    for competition in past.only("pk", "application_deadline"):
        deadline: Any = competition.application_deadline
        standing = Application.objects.filter(state__in=STANDING, created_at__lt=deadline)
        for application in _unwritten(standing, competition, PASSED, deadline.isoformat())[:left]:
            left -= 1
            yield application, competition


@transaction.atomic
def _tell(application: Application, competition: Competition, now: datetime) -> bool:
    locked = lock_application(application)
    deadline = locked.competition.application_deadline
    if locked.state not in STANDING or deadline is None or deadline != competition.application_deadline:
        return False
    post_letter(
        recipient=locked.candidate,
        event="application_deadline_passed",
        key=_competition_key(competition, deadline.isoformat()),
        about=f"application:{locked.number}",
        build=lambda: emails.application_deadline_passed(locked),
        now=now,
    )
    return True
