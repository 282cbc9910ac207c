"""What the public page of a competition says: plain values in the reader's language, made once, kept.

Only what the clock decides (competitions.timeline, competitions.availability) is worked out per request.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string

from careers.references import short_name, shown_reference
from competitions.models import Competition
from competitions.page_parts import (
    AmendmentLine,
    BoardLine,
    CountLine,
    DocumentLine,
    FieldLine,
    Moment,
    PlanningLine,
    Route,
    TestLine,
    amendment_line,
    board_line,
    count_line,
    document_line,
    field_lines,
    moment,
    planning_line,
    test_lines,
)
from competitions.planning_reading import HistoryLine, history_lines
from competitions.reading import published_with_page
from competitions.texts import Text, text_of_row
from core.kept import kept


@dataclass(frozen=True)
class CompetitionPage:
    """A competition as its page shows it in one language. `competition` has columns only: ask no relation."""

    competition: Competition
    fields: list[FieldLine]
    tests: list[TestLine]
    planning: list[PlanningLine]
    planning_removed: list[HistoryLine]
    board: list[BoardLine]
    counts: list[CountLine]
    documents: list[DocumentLine]
    amendments: list[AmendmentLine]
    moments: list[Moment]
    places: list[Text]
    institutions: list[tuple[str, Text]]
    changed_at: datetime | None

    @property
    def reference(self) -> str:
        """The reference number as a reader sees it."""
        return shown_reference(self.competition.reference)

    @property
    def shown_name(self) -> str:
        """The competition in a line: its reference number, or its title where it has none yet."""
        return short_name(self.competition)

    @property
    def routes(self) -> list[Route]:
        """Every way to be eligible that some field has, each once; empty where the notice is not known."""
        found = [route for line in self.fields for grade in line.grades for route in grade.routes]
        return list(dict.fromkeys(found))


@dataclass(frozen=True)
class KeptPage:
    """A page description with the part of its HTML that no clock changes."""

    page: CompetitionPage
    body: str


def kept_page(slug: str) -> KeptPage:
    """The description and the body for a published competition, made once. Raises Http404."""
    return kept(f"competitions.page:{slug}", partial(_make, slug))


def _make(slug: str) -> KeptPage:
    page = read_page(slug)
    context = {"page": page, "competition": page.competition}
    return KeptPage(page, render_to_string("competitions/_body.html", context))


def read_page(slug: str) -> CompetitionPage:
    """Read a published competition, in one query, in the active language. Raises Http404."""
    row = get_object_or_404(published_with_page(slug))
    present = [each["number"] for each in row.page_planning]
    history, removed = history_lines(row.page_planning_changes, present)
    return CompetitionPage(
        competition=row,
        fields=field_lines(row.page_fields),
        tests=test_lines(row.page_tests),
        planning=[planning_line(each, history[each["number"]]) for each in row.page_planning],
        planning_removed=removed,
        board=[board_line(each) for each in row.page_board],
        counts=[count_line(each) for each in row.page_counts],
        documents=[document_line(each, row.languages_published) for each in row.page_documents],
        amendments=[amendment_line(each) for each in row.page_amendments],
        moments=[moment(each) for each in row.page_transitions],
        places=[text_of_row(each, "name") for each in row.page_places],
        institutions=[(each["slug"], text_of_row(each, "name")) for each in row.page_institutions],
        changed_at=row.page_changed_at,
    )
