"""What may be contested, with whom and until when (epso 9.2), by the periods of the competition's notice."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from competitions.models import Competition, Test
from competitions.tables import test_name
from core.formats import format_date
from selection.periods import Period, TimeLimit, compute_time_limit, deadline_passed


@dataclass(frozen=True, slots=True)
class Route:
    """One way to contest. `limit` is known once the event it runs from has an instant."""

    name: str
    decided_by: str
    length: str
    limit: TimeLimit | None
    is_over: bool

    @property
    def line(self) -> str:
        """The route in one line of a letter."""
        values = {"route": self.name, "length": self.length, "body": self.decided_by}
        return _("%(route)s: %(length)s. Decided by: %(body)s.") % values

    @property
    def until(self) -> str:
        """The last day, with the zone named; nothing while it is not known."""
        if self.limit is None:
            return ""
        return _("until the end of %(date)s (Brussels time)") % {"date": format_date(self.limit.last_day)}


def routes_against_result(
    competition: Competition, *, published_at: datetime | None, now: datetime | None
) -> list[Route]:
    """The routes against a result that was published in the account at that instant (None: not yet)."""
    return [
        _route(name, body, period, published_at, now)
        for name, body, period in _periods(competition)
        if period is not None
    ]


def routes_against_tests(
    competition: Competition, tests: Iterable[Test], *, now: datetime | None
) -> list[Route]:
    """The routes against the content of a test and the way it was held; they run from the day of the test."""
    kinds = (
        (_("Complaint about a question of the test “%(test)s”"), competition.item_complaint_days),
        (_("Technical complaint about the test “%(test)s”"), competition.technical_complaint_days),
    )
    bodies = (_("Selection board"), _("European Personnel Selection Office"))
    return [
        _route(pattern % {"test": test_name(test)}, body, Period(days=days), test.scheduled_at, now)
        for test in tests
        for (pattern, days), body in zip(kinds, bodies, strict=True)
        if days and test.scheduled_at is not None
    ]


def _periods(competition: Competition) -> Iterator[tuple[str, str, Period | None]]:
    """Each route with the period the notice gives for it, None where it gives none."""
    yield _("Request for review"), _("Selection board"), _period(days=competition.review_days)
    yield (
        _("Administrative complaint under Article 90(2) of the Staff Regulations"),
        _("Appointing authority"),
        _period(months=competition.administrative_complaint_months),
    )
    court = _period(months=competition.court_months, days=competition.court_distance_days)
    yield _("Action before the General Court"), _("General Court of the European Union"), court


def _period(*, months: int | None = None, days: int | None = None) -> Period | None:
    return Period(months=months or 0, days=days or 0) if months or days else None


def _route(name: str, body: str, period: Period, event_at: datetime | None, now: datetime | None) -> Route:
    limit = None if event_at is None else compute_time_limit(event_at=event_at, period=period)
    is_over = (
        limit is not None
        and now is not None
        and deadline_passed(received_at=now, first_too_late=limit.first_too_late)
    )
    return Route(name, body, _length(period), limit, is_over)


def _length(period: Period) -> str:
    months = ngettext("%(count)s month", "%(count)s months", period.months) % {"count": period.months}
    days = ngettext("%(count)s calendar day", "%(count)s calendar days", period.days) % {"count": period.days}
    if period.months and period.days:
        return _("%(months)s and, for distance, %(days)s more") % {"months": months, "days": days}
    return months if period.months else days
