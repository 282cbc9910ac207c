"""The planning table: written anew where it changed, with what became of each row kept for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from competitions.models import Competition, PlanningChange, PlanningRow
from competitions.notice import Document
from competitions.planning_rows import changes, numbered
from competitions.services.columns import column_faults, values_of
from competitions.services.faults import RefusedError

Numbered = list[tuple[int, Any]]


@dataclass(frozen=True)
class Origin:
    """The amendment that a change of a published competition comes from, and who made it when."""

    amendment_number: int
    date: date
    by: Any
    now: datetime


def rewrite_planning(
    *, competition: Competition, before: Document, document: Document, origin: Origin | None
) -> None:
    """Write the rows of the planning as `document` has them; `before` is the document written last, or {}.

    Each row keeps its number. Where there is an `origin`, what changed is kept. Raises RefusedError.
    """
    if document["planning"] == before.get("planning"):
        return
    present = _present(competition, before.get("planning", []))
    numbers = numbered(present, document["planning"], highest=_highest(competition))
    later = list(zip(numbers, document["planning"], strict=True))
    _replace_rows(competition, later)
    if origin is not None:
        _keep_changes(competition, present, later, origin)


def _present(competition: Competition, nodes: Sequence[Any]) -> Numbered:
    rows = competition.planning_rows.order_by("order", "pk").values_list("number", flat=True)
    return list(zip(rows, nodes, strict=False))


def _highest(competition: Competition) -> int:
    found = competition.planning_changes.aggregate(highest=Max("row_number"))
    return found["highest"] or 0


def _replace_rows(competition: Competition, later: Numbered) -> None:
    rows = [
        PlanningRow(competition=competition, number=number, order=order, **values_of(PlanningRow, node))
        for order, (number, node) in enumerate(later)
    ]
    faults = [fault for order, row in enumerate(rows) for fault in column_faults(row, f"planning[{order}]")]
    if faults:
        raise RefusedError(faults)
    competition.planning_rows.all().delete()
    PlanningRow.objects.bulk_create(rows)


def _keep_changes(competition: Competition, present: Numbered, later: Numbered, origin: Origin) -> None:
    PlanningChange.objects.bulk_create(
        PlanningChange(
            competition=competition,
            row_number=change.number,
            before=change.before,
            after=change.after,
            date=origin.date,
            amendment_number=origin.amendment_number,
            made_at=origin.now,
            made_by=origin.by,
        )
        for change in changes(present, later)
    )
