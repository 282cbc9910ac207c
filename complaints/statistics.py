"""Complaints in figures: by competition, route and state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from complaints.models import Complaint
from complaints.states import ComplaintState, Timeliness
from selection.states import RouteKind


@dataclass(frozen=True, slots=True)
class Line:
    """One route of one competition: how many cases are in each state, how many came late, how many in all."""

    competition: str
    route: str
    counts: Sequence[int]
    late: int
    total: int


STATES = [state for state in ComplaintState if state is not ComplaintState.DRAFT]


def count_complaints(complaints: QuerySet[Complaint]) -> list[Line]:
    """The lines of the table, by competition and route."""
    rows = (
        complaints.order_by()
        .values_list("application__competition__reference", "route", "state", "timeliness")
        .annotate(count=Count("pk"))
    )
    found: dict[tuple[str, str], list[Any]] = {}
    for reference, route, state, timeliness, count in rows:
        found.setdefault((reference, route), []).append((state, timeliness, count))
    return [_line(reference, route, found[reference, route]) for reference, route in sorted(found)]


def _line(reference: str, route: str, rows: Sequence[tuple[str, str, int]]) -> Line:
    return Line(
        competition=reference,
        route=str(RouteKind(route).label),
        counts=[sum(count for state, _late, count in rows if state == wanted) for wanted in STATES],
        late=sum(count for _state, timeliness, count in rows if timeliness == Timeliness.LATE),
        total=sum(count for _state, _late, count in rows),
    )
