"""The candidate's experience and diplomas held against the routes of her field: shown, never decided.

Whether somebody is eligible is for the selection board. These are sums over what was entered.
"""

from dataclasses import dataclass
from datetime import date, datetime

from applications.models import Application, Experience
from profiles.against import counted_until
from profiles.experience import Entry, Route, Totals, meets, totals


@dataclass(frozen=True, slots=True)
class RouteResult:
    """One way to be eligible, and whether the months entered reach what it asks of experience."""

    years_study: int
    years_experience: int
    years_in_field: int | None
    is_met: bool

    @property
    def months_asked(self) -> int:
        return self.years_experience * 12

    @property
    def months_asked_in_field(self) -> int:
        return (self.years_in_field or 0) * 12


@dataclass(frozen=True, slots=True)
class ExperienceSummary:
    """Whole months counted until a day, and what they are worth for each route of the field."""

    until: date
    months: int
    months_in_field: int
    routes: list[RouteResult]


def summarise_experience(application: Application, now: datetime) -> ExperienceSummary:
    """Add up the professional experience entered."""
    until = counted_until(application.competition, now)
    found = totals((_entry(row) for row in application.experience.all()), until=until)
    return ExperienceSummary(
        until, int(found.months), int(found.months_in_field), _routes(application, found)
    )


def _entry(row: Experience) -> Entry:
    return Entry(row.kind, row.start_date, row.end_date, row.percentage, row.is_paid, row.is_in_field)


def _routes(application: Application, found: Totals) -> list[RouteResult]:
    rows = application.field.eligibility_routes.all() if application.field else []
    return [
        RouteResult(
            row.years_study,
            row.years_experience,
            row.years_in_field,
            meets(Route(row.years_experience, row.years_in_field), found),
        )
        for row in rows
    ]
