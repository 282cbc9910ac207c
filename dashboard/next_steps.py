"""What a person had better do next, each with its deadline, the nearest first.

Each kind is one function here that reads a room on the left; a new kind is a new function in SOURCES.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from applications.states import ApplicationState
from core.formats import format_datetime_brussels
from dashboard.timelines import Standing
from notifications.models import Letter
from selection.contesting import routes_against_result
from selection.services.release import EVENT, letter_key


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do. `until` is the first instant that is too late, None where there is no hurry."""

    text: str
    about: str
    url: str
    until: datetime | None = None
    when: str = ""
    is_pressing: bool = True


def next_steps(person: User, standings: Sequence[Standing], now: datetime) -> list[NextStep]:
    """Everything there is to do, what ends first at the top, what has no end at the bottom."""
    found = [step for source in SOURCES for step in source(person, standings, now)]
    return sorted(found, key=lambda step: (step.until is None, step.until or now, not step.is_pressing))


def _to_submit(_person: User, standings: Sequence[Standing], now: datetime) -> Iterator[NextStep]:
    texts = {
        ApplicationState.DRAFT: _("Complete your application and submit it. A draft does not count."),
        ApplicationState.CHANGED_NOT_SUBMITTED: _(
            "Submit your changes, or discard them. Until then the version you submitted counts."
        ),
    }
    for standing in standings:
        application = standing.application
        text = texts.get(ApplicationState(application.state))
        if text and application.competition.accepts_applications_at(now):
            deadline = application.competition.application_deadline
            yield NextStep(text, _name(standing), _address(application), deadline, _until(deadline))


def _to_contest(person: User, standings: Sequence[Standing], now: datetime) -> Iterator[NextStep]:
    """Results that may still be contested: what ends first, and the page that explains it."""
    told = [standing for standing in standings if standing.outcome is not None]
    letters = _letters_of_results(person, told)
    for standing in told:
        published_at = letters.get(standing.application.number)
        routes = routes_against_result(standing.page.competition, published_at=published_at, now=now)
        running = [route for route in routes if route.limit is not None and not route.is_over]
        if running:
            first = min(running, key=_end_of)
            yield NextStep(
                _("You may contest your result: %(route)s.") % {"route": first.name},
                _name(standing),
                reverse("selection:outcome_detail", args=[standing.application.number]),
                _end_of(first),
                first.until,
                is_pressing=False,
            )


def _end_of(route: Any) -> datetime:
    end: datetime = route.limit.first_too_late
    return end


def _letters_of_results(person: User, told: Iterable[Standing]) -> dict[str, datetime]:
    """When the letter of each result was put in the account, by application number."""
    keys = {
        letter_key(standing.outcome.run, standing.application.number): standing.application.number
        for standing in told
        if standing.outcome is not None
    }
    rows = Letter.objects.visible_to(person).filter(event=EVENT, key__in=keys) if keys else ()
    return {keys[letter.key]: letter.published_at for letter in rows}


def _name(standing: Standing) -> str:
    return standing.page.shown_name


def _address(application: Any) -> str:
    return reverse("applications:application_detail", args=[application.number])


def _until(instant: datetime | None) -> str:
    return _("Until %(time)s") % {"time": format_datetime_brussels(instant)} if instant else ""


Source = Callable[[User, Sequence[Standing], datetime], Iterable[NextStep]]
SOURCES: Final[tuple[Source, ...]] = (_to_submit, _to_contest)
