"""Statistics anyone may read, as charts, tables and files."""

import csv
import io
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from competitions.models import Competition
from core.kept import kept
from core.languages import CODES, active_code
from core.page_cache import public_page
from core.requests import SiteRequest
from figures import tables
from figures.maps import outlines, points
from figures.projection import HEIGHT, WIDTH
from figures.tables import Table
from recruitment.downloads.csv_file import BYTE_ORDER_MARK, neutralised, separator

TABLES: dict[str, Callable[[], Table]] = {
    "applications-by-year": tables.by_year,
    "applications-by-competition": tables.by_competition,
    "months-to-list": tables.time_to_list,
    "reserve-lists": tables.reserve_lists,
    "places-of-work": tables.places_of_work,
}
TABLES_OF_COMPETITION: dict[str, Callable[[Competition], Table | None]] = {
    "applications-by-field": tables.by_field,
    "applications-by-country": tables.by_country,
}
PLACES = "places-of-work"


@public_page(parameters=())
def statistics(request: SiteRequest) -> HttpResponse:
    """All that is known of applications, time and recruitment, with a map of the places of work."""
    return render(request, "figures/statistics.html", kept("figures:statistics", _statistics))


@public_page(parameters=())
def competition_statistics(request: SiteRequest, slug: str) -> HttpResponse:
    """One competition: its applications by field and by country."""
    context = kept(f"figures:competition:{slug}", lambda: _of_competition(slug))
    return render(request, "figures/competition_statistics.html", context)


@public_page(parameters=())
def table_file(request: SiteRequest, key: str) -> HttpResponse:
    """A table as CSV, in the reader's language."""
    if key not in TABLES:
        raise Http404
    return _as_csv(kept(f"figures:{key}", TABLES[key]), key)


@public_page(parameters=())
def competition_table_file(request: SiteRequest, slug: str, key: str) -> HttpResponse:
    """A table of one competition as CSV, in the reader's language."""
    if key not in TABLES_OF_COMPETITION:
        raise Http404
    table = TABLES_OF_COMPETITION[key](_competition(slug))
    if table is None:
        raise Http404
    return _as_csv(table, f"{slug}-{key}")


# Parts


def _statistics() -> dict[str, Any]:
    made = {key: build() for key, build in TABLES.items()}
    places = [(line.code, line.label, line.value or 0) for line in made[PLACES].lines]
    return {
        "year_figures": tables.year_figures(),
        "places": made.pop(PLACES),
        "tables": [table for table in made.values() if table.lines],
        "details": tables.competitions_with_details(),
        "languages_number": len(CODES),
        "map": {"width": WIDTH, "height": HEIGHT, "points": points(places), **outlines()},
    }


def _of_competition(slug: str) -> dict[str, Any]:
    competition = _competition(slug)
    made = [build(competition) for build in TABLES_OF_COMPETITION.values()]
    if not any(made):
        raise Http404
    return {"competition": competition, "tables": [table for table in made if table]}


def _competition(slug: str) -> Competition:
    competition: Competition = get_object_or_404(
        Competition.objects.published().in_language().defer("document"), slug=slug
    )
    return competition


def _as_csv(table: Table, name: str) -> HttpResponse:
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=separator(active_code()))
    writer.writerow([neutralised(table.name_head), neutralised(table.value_head), ""])
    for line in table.lines:
        value = "" if line.value is None else line.value
        writer.writerow([neutralised(line.label), value, neutralised(line.note)])
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{active_code()}.csv"'},
    )
