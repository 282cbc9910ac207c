"""Telling candidates that a right to contest lapses, where they have not opened the decision (issue 4, 6)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat

from applications.models import Application
from competitions.models import Competition
from complaints import emails
from complaints.openings import AGAINST_DECISIONS, DECISIONS, routes_against
from core.formats import BRUSSELS
from notifications.models import Letter
from notifications.services import post_letter
from selection.contesting import Route, period_of, routes_against_result, time_limit
from selection.states import RouteKind

EVENT: Final = "right_lapses"
BEFORE: Final = timedelta(days=2)
LONGEST: Final = timedelta(days=130)
"""No period to contest a decision is longer, whatever it is extended by."""
NOON: Final = time(12)


def remind_of_lapsing_rights(*, now: datetime) -> int:
    """Write to each who has an unread decision whose time limit ends within two days; return how many.

    Each right is told of once. Letters are written one by one: what was written stays where a run is cut off,
    and the next run goes on.
    """
    return sum(_remind(letter, kind, competition, now) for letter, kind, competition in _lapsing(now))


def _lapsing(now: datetime) -> Iterator[tuple[Letter, RouteKind, Competition]]:
    for competition in Competition.objects.in_language().defer("document"):
        for kind in AGAINST_DECISIONS:
            if period_of(competition, kind) is None:
                continue
            for day in _days_whose_limit_ends_soon(competition, kind, now):
                for letter in _unread_and_not_told(competition, kind, day):
                    if kind in routes_against(letter):
                        yield letter, kind, competition


def _days_whose_limit_ends_soon(competition: Competition, kind: RouteKind, now: datetime) -> Iterator[date]:
    """The days of publication whose time limit is still open and ends within two days."""
    day, today = (now - LONGEST).astimezone(BRUSSELS).date(), now.astimezone(BRUSSELS).date()
    while day <= today:
        limit = time_limit(competition, kind, datetime.combine(day, NOON, tzinfo=BRUSSELS))
        if limit is not None and now < limit.first_too_late <= now + BEFORE:
            yield day
        day += timedelta(days=1)


def _unread_and_not_told(competition: Competition, kind: RouteKind, day: date) -> Any:
    """Decisions of this competition, published on this day and not opened since, with those they went to."""
    begin = datetime.combine(day, time.min, tzinfo=BRUSSELS)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=BRUSSELS)
    hers = Application.objects.annotate(subject=Concat(Value("application:"), "number")).filter(
        Q(competition=competition), candidate=OuterRef("recipient"), subject=OuterRef("about")
    )
    told = Letter.objects.filter(
        recipient=OuterRef("recipient"), event=EVENT, key=Concat(Value(f"{kind}:"), OuterRef("key"))
    )
    letters = Letter.objects.published().unread().select_related("recipient").defer("body")
    return letters.filter(
        Exists(hers), ~Exists(told), event__in=DECISIONS, published_at__gte=begin, published_at__lt=end
    )


def _remind(letter: Letter, kind: RouteKind, competition: Competition, now: datetime) -> bool:
    number = letter.about.removeprefix("application:")
    return bool(
        post_letter(
            recipient=letter.recipient,
            event=EVENT,
            key=f"{kind}:{letter.key}",
            about=letter.about,
            build=lambda: emails.right_lapses(letter.number, number, _route(competition, kind, letter, now)),
            now=now,
        )
    )


def _route(competition: Competition, kind: RouteKind, letter: Letter, now: datetime) -> Route:
    routes = routes_against_result(competition, published_at=letter.published_at, now=now)
    return next(route for route in routes if route.kind is kind)
