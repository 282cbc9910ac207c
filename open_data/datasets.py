"""What the open data offers: each set of data with its columns, as JSON and as CSV (docs/open-data.md).

A set is read in one language. Names of columns are part of the interface, version 1: they are never changed
or taken away, only added to.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from careers.models import Institution, Vacancy
from competitions.models import Competition
from figures import tables
from knowledge.models import Meeting
from open_data.site_pages import text_language

Row = Mapping[str, Any]

COMPETITIONS: Final = (
    "reference",
    "reference_is_provisional",
    "title",
    "title_language",
    "kind",
    "profile",
    "state",
    "function_group",
    "grades",
    "number_sought",
    "published_on",
    "opens_at",
    "deadline",
    "oj_reference",
    "eli",
    "is_demonstration",
    "url",
)

VACANCIES: Final = (
    "reference",
    "title",
    "title_language",
    "institution",
    "institution_name",
    "contract_types",
    "grades",
    "places",
    "posts",
    "published_on",
    "closes_at",
    "time_zone",
    "status",
    "apply_url",
    "url",
)

INSTITUTIONS: Final = (
    "code",
    "name",
    "name_language",
    "acronym",
    "kind",
    "is_served_by_epso",
    "seat",
    "country",
    "website",
    "url",
)

MEETINGS: Final = ("date", "place", "organisations", "register_numbers", "subject", "minutes_url")

STATISTICS: Final = ("table", "name", "value", "is_approximate", "note")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of data: `read` gives its rows in a fixed order, whole or the slice [start:end] of them."""

    name: str
    title: Any
    columns: tuple[str, ...]
    read: Callable[[], Any]
    row: Callable[[Any], Row]


def _instant(value: datetime | date | None) -> str | None:
    return value.isoformat() if value else None


def _competitions() -> Any:
    return (
        Competition.objects.published()
        .in_language()
        .defer("document")
        .order_by("-publication_date", "reference")
    )


def _competition(row: Competition) -> Row:
    return {
        "reference": row.reference,
        "reference_is_provisional": row.reference_is_provisional,
        "title": row.title,
        "title_language": text_language(row, "title"),
        "kind": row.kind,
        "profile": row.profile,
        "state": row.state,
        "function_group": row.function_group,
        "grades": list(row.grades),
        "number_sought": row.number_sought,
        "published_on": _instant(row.publication_date),
        "opens_at": _instant(row.application_open_at),
        "deadline": _instant(row.application_deadline),
        "oj_reference": row.oj_reference,
        "eli": row.eli,
        "is_demonstration": row.is_demonstration,
        "url": row.get_absolute_url(),
    }


def _vacancies() -> Any:
    return (
        Vacancy.objects.published()
        .in_language(related=("institution",))
        .select_related("institution")
        .prefetch_related("contracts", "places")
        .order_by("-published_on", "reference")
    )


def _vacancy(row: Vacancy) -> Row:
    contracts = list(row.contracts.all())
    return {
        "reference": row.reference,
        "title": row.title,
        "title_language": text_language(row, "title"),
        "institution": row.institution.code,
        "institution_name": row.institution.name,
        "contract_types": sorted({each.contract_type for each in contracts}),
        "grades": sorted({each.grade for each in contracts if each.grade}),
        "places": sorted(place.code for place in row.places.all()),
        "posts": row.posts,
        "published_on": _instant(row.published_on),
        "closes_at": _instant(row.closes_at),
        "time_zone": row.time_zone,
        "status": row.status,
        "apply_url": row.apply_url,
        "url": row.get_absolute_url(),
    }


def _institutions() -> Any:
    return Institution.objects.in_language(related=("seat",)).select_related("seat").order_by("code")


def _institution(row: Institution) -> Row:
    return {
        "code": row.code,
        "name": row.name,
        "name_language": text_language(row, "name"),
        "acronym": row.acronym,
        "kind": row.kind,
        "is_served_by_epso": row.epso_page_order is not None,
        "seat": row.seat.name if row.seat else "",
        "country": row.seat.country if row.seat else "",
        "website": row.website,
        "url": row.get_absolute_url(),
    }


def _statistics() -> list[Row]:
    whole = [
        build()
        for build in (
            tables.by_year,
            tables.by_competition,
            tables.time_to_list,
            tables.reserve_lists,
            tables.places_of_work,
        )
    ]
    return [
        {
            "table": table.key,
            "name": line.label,
            "value": line.value,
            "is_approximate": line.is_approximate,
            "note": line.note,
        }
        for table in whole
        for line in table.lines
    ]


def _meetings() -> Any:
    return (
        Meeting.objects.published().in_language().prefetch_related("organisations").order_by("-held_on", "pk")
    )


def _meeting(row: Meeting) -> Row:
    organisations = list(row.organisations.all())
    return {
        "date": _instant(row.held_on),
        "place": row.place,
        "organisations": [each.name for each in organisations],
        "register_numbers": [each.register_number for each in organisations],
        "subject": row.subject,
        "minutes_url": row.minutes_url,
    }


DATASETS: dict[str, Dataset] = {
    each.name: each
    for each in (
        Dataset("competitions", _("Competitions"), COMPETITIONS, _competitions, _competition),
        Dataset("vacancies", _("Vacancies"), VACANCIES, _vacancies, _vacancy),
        Dataset("institutions", _("Institutions and agencies"), INSTITUTIONS, _institutions, _institution),
        Dataset("statistics", _("Statistics"), STATISTICS, _statistics, dict),
        Dataset("meetings", _("Meetings with interest representatives"), MEETINGS, _meetings, _meeting),
    )
}


def rows_of(dataset: Dataset, rows: Iterable[Any]) -> list[Row]:
    """The rows as they go out."""
    return [dataset.row(each) for each in rows]
