"""The experience of a CV held against the routes of a notice: months, counted as the selection board counts.

Whether somebody is eligible is for the selection board; these are sums over what was entered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from competitions.models import Competition, CompetitionField
from core.formats import BRUSSELS
from profiles.experience import Entry, Route, Totals, meets, totals
from profiles.models import Education, Experience

MONTHS_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class RouteProgress:
    """One way to be eligible, all in months; `asked_in_field` is None where the field does not matter."""

    study_asked: int
    asked: int
    asked_in_field: int | None
    is_met: bool
    """The experience is enough. Study is not judged."""


@dataclass(frozen=True, slots=True)
class FieldProgress:
    """What a person has, in whole months, and what one field of a competition asks."""

    field: CompetitionField
    months: int
    months_in_field: int
    routes: list[RouteProgress]

    @property
    def asks_for_field(self) -> bool:
        """Some route asks for months in the field itself."""
        return any(route.asked_in_field for route in self.routes)


def counted_until(competition: Competition, otherwise: datetime) -> date:
    """The last day that counts: that of the notice, else of the deadline, else the day of `otherwise`."""
    if competition.eligibility_reference_date is not None:
        return competition.eligibility_reference_date
    return (competition.application_deadline or otherwise).astimezone(BRUSSELS).date()


def progress_in(field: Any, experience: Sequence[Experience], *, until: date) -> FieldProgress:
    """Add up the experience and hold it against the routes of a field."""
    found = totals((_entry(row, field) for row in experience), until=until)
    return FieldProgress(
        field,
        int(found.months),
        int(found.months_in_field),
        [_route(row, found) for row in field.eligibility_routes.all()],
    )


def _entry(row: Experience, field: CompetitionField | None) -> Entry:
    is_in_field = field is not None and any(each.pk == field.pk for each in row.in_fields.all())
    return Entry(row.kind, row.start_date, row.end_date, row.percentage, row.is_paid, is_in_field)


def _route(row: Any, found: Totals) -> RouteProgress:
    in_field = row.years_in_field
    return RouteProgress(
        row.years_study * MONTHS_A_YEAR,
        row.years_experience * MONTHS_A_YEAR,
        in_field * MONTHS_A_YEAR if in_field else None,
        meets(Route(row.years_experience, in_field), found),
    )


def total_months(experience: Sequence[Experience], *, until: date) -> int:
    """All months that count up to and including `until`, whole ones."""
    return int(totals((_entry(row, None) for row in experience), until=until).months)


def longest_study(education: Sequence[Education]) -> int:
    """The longest official length of a diploma, in months; 0 where none is known."""
    return max((row.legal_duration_months or 0 for row in education), default=0)


def procedure_end(competition: Competition) -> date | None:
    """The last day of the procedure that is known: of its planning, or its deadline; else None."""
    known = [row.starts_at for row in competition.planning_rows.all()]
    days = [instant for instant in (*known, competition.application_deadline) if instant]
    return max(days).astimezone(BRUSSELS).date() if days else None
