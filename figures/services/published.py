"""Loading of figures that were published elsewhere, from their data file."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from competitions.models import Competition
from core.kept import publish
from figures.models import PublishedFigure


@transaction.atomic
def load_published_figures(*, entries: Sequence[Mapping[str, Any]]) -> int:
    """Write the figures of published.json that are not there yet; return how many were new.

    What staff changed since stays as they left it. An entry of a competition that is not loaded is left out.
    """
    references = {entry["competition"] for entry in entries if entry.get("competition")}
    known = dict(Competition.objects.filter(reference__in=references).values_list("reference", "pk"))
    rows = [
        _figure(entry, known.get(entry.get("competition", "")))
        for entry in entries
        if not entry.get("competition") or entry["competition"] in known
    ]
    before = PublishedFigure.objects.count()
    PublishedFigure.objects.bulk_create(rows, ignore_conflicts=True)
    new = PublishedFigure.objects.count() - before
    if new:
        publish()
    return new


def _figure(entry: Mapping[str, Any], competition: int | None) -> PublishedFigure:
    return PublishedFigure(
        kind=entry["kind"],
        competition_id=competition,
        country=entry.get("country", ""),
        value=entry["value"],
        is_approximate=entry.get("is_approximate", False),
        source=entry["source"],
        source_url=entry.get("source_url", ""),
    )
