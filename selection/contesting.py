"""What may be contested, with whom and until when (epso 9.2), by the periods of the competition's notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from competitions.models import Competition, Test
from competitions.tables import test_name
from core.formats import format_date
from core.working_days import days_of_closure
from selection.periods import NO_HOLIDAYS, Period, TimeLimit, compute_time_limit, deadline_passed
from selection.states import RouteKind

DECIDED_BY: Final = {
    RouteKind.ITEM: gettext_lazy("Selection board"),
    RouteKind.TECHNICAL: gettext_lazy("European Personnel Selection Office"),
    RouteKind.REVIEW: gettext_lazy("Selection board"),
    RouteKind.ADMINISTRATIVE: gettext_lazy("Appointing authority"),
    RouteKind.COURT: gettext_lazy("General Court of the European Union"),
}
AGAINST_RESULTS: Final = (RouteKind.REVIEW, RouteKind.ADMINISTRATIVE, RouteKind.COURT)


@dataclass(frozen=True, slots=True)
class Route:
    """One way to contest. `limit` is known once the event it runs from has an instant."""

    name: str
    decided_by: str
    length: str
    limit: TimeLimit | None
    is_over: bool
    kind: RouteKind

    @property
    def line(self) -> str:
        """The route in one line of a letter."""
        values = {"route": self.name, "length": self.length, "body": self.decided_by}
        return _("%(route)s: %(length)s. Decided by: %(body)s.") % values

    @property
    def until(self) -> str:
        """The last day, with the zone named; nothing while it is not known."""
        return "" if self.limit is None else until_the_end_of(self.limit.last_day)


def until_the_end_of(day: date) -> str:
    """The last day of a time limit, in words, with the zone named."""
    return _("until the end of %(date)s (Brussels time)") % {"date": format_date(day)}


def routes_against_result(
    competition: Competition, *, published_at: datetime | None, now: datetime | None
) -> list[Route]:
    """The routes against a result that was published in the account at that instant (None: not yet)."""
    return [
        _route(kind, str(kind.label), period, published_at, now)
        for kind in AGAINST_RESULTS
        if (period := period_of(competition, kind)) is not None
    ]


def routes_against_tests(
    competition: Competition, tests: Iterable[Test], *, now: datetime | None
) -> list[Route]:
    """The routes against the content of a test and the way it was held; they run from the day of the test."""
    names = (
        (RouteKind.ITEM, _("Complaint about a question of the test “%(test)s”")),
        (RouteKind.TECHNICAL, _("Technical complaint about the test “%(test)s”")),
    )
    return [
        _route(kind, name % {"test": test_name(test)}, period, test.scheduled_at, now)
        for test in tests
        for kind, name in names
        if (period := period_of(competition, kind)) is not None and test.scheduled_at is not None
    ]


def period_of(competition: Competition, kind: RouteKind) -> Period | None:
    """The period the notice gives for a route, None where it gives none.

    The days of a notice are plain calendar days. The months of the Staff Regulations and of the Treaty follow
    Regulation 1182/71: one that would end on a day of rest ends with the next working day.
    """
    months = {
        RouteKind.ADMINISTRATIVE: competition.administrative_complaint_months,
        RouteKind.COURT: competition.court_months,
    }
    days = {
        RouteKind.ITEM: competition.item_complaint_days,
        RouteKind.TECHNICAL: competition.technical_complaint_days,
        RouteKind.REVIEW: competition.review_days,
        RouteKind.COURT: competition.court_distance_days,
    }
    length = {"months": months.get(kind) or 0, "days": days.get(kind) or 0}
    if not any(length.values()):
        return None
    return Period(**length, extends_over_rest_days=kind in months)


def time_limit(competition: Competition, kind: RouteKind, event_at: datetime | None) -> TimeLimit | None:
    """Until when a route is open that runs from this event; None where notice or event are not known."""
    period = period_of(competition, kind)
    if period is None or event_at is None:
        return None
    return _limit(kind, period, event_at)


def _limit(kind: RouteKind, period: Period, event_at: datetime) -> TimeLimit:
    """The Court has holidays of its own, few of which are ours: for it only weekends extend a period."""
    year = event_at.year
    is_ours = kind is not RouteKind.COURT
    holidays = days_of_closure(year) | days_of_closure(year + 1) if is_ours else NO_HOLIDAYS
    return compute_time_limit(event_at=event_at, period=period, holidays=holidays)


def is_over(limit: TimeLimit | None, now: datetime | None) -> bool:
    """Whether what arrives at `now` is late; never while limit or instant are not known."""
    return (
        limit is not None
        and now is not None
        and deadline_passed(received_at=now, first_too_late=limit.first_too_late)
    )


def _route(
    kind: RouteKind, name: str, period: Period, event_at: datetime | None, now: datetime | None
) -> Route:
    limit = None if event_at is None else _limit(kind, period, event_at)
    return Route(name, str(DECIDED_BY[kind]), _length(period), limit, is_over(limit, now), kind)


def _length(period: Period) -> str:
    months = ngettext("%(count)s month", "%(count)s months", period.months) % {"count": period.months}
    days = ngettext("%(count)s calendar day", "%(count)s calendar days", period.days) % {"count": period.days}
    if period.months and period.days:
        return _("%(months)s and, for distance, %(days)s more") % {"months": months, "days": days}
    return months if period.months else days
