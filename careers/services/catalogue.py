"""Loading of places, institutions and vacancies from their data files (docs/careers-data.md).

Rows are found by code or reference: what is there is brought into line with the file, nothing is deleted.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify

from careers.models import Institution, Place, Vacancy, VacancyContract
from careers.services.columns import text_columns
from careers.services.opportunities import publish_vacancy
from core.kept import publish

Entry = Mapping[str, Any]


@transaction.atomic
def load_places(*, entries: Sequence[Entry]) -> int:
    """Write the towns of places.json; return how many."""
    rows = [
        Place(code=entry["code"], country=entry["country"], **text_columns("name", entry["name"]))
        for entry in entries
    ]
    return _write(Place, rows)


@transaction.atomic
def load_institutions(*, entries: Sequence[Entry]) -> int:
    """Write the bodies of institutions.json; return how many. Their seats must be loaded before."""
    seats = {place.code: place for place in Place.objects.in_language()}
    return _write(Institution, [_institution(entry, seats) for entry in entries])


def _institution(entry: Entry, seats: Mapping[str, Place]) -> Institution:
    return Institution(
        code=entry["code"],
        slug=slugify(entry["code"]),
        kind=entry["kind"],
        seat=seats[entry["seat"]] if entry["seat"] else None,
        website=entry["website"] or "",
        protocol_order=entry["protocol_order"],
        epso_page_order=entry["epso_page_order"],
        **text_columns("name", entry["name"]),
        **text_columns("acronym", entry["acronym"]),
    )


def _write(model: Any, rows: Sequence[Any]) -> int:
    """Insert the rows, or update those whose code is there, in one statement."""
    kept = {"id", "code"}
    columns = [each.name for each in model._meta.concrete_fields if each.name not in kept]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["code"], update_fields=columns)
    publish()
    return len(rows)


@transaction.atomic
def load_vacancies(*, entries: Sequence[Entry]) -> int:
    """Write the notices of vacancies.json with their rows in the index; return how many."""
    institutions = {each.code: each for each in Institution.objects.all()}
    places = {each.code: each for each in Place.objects.all()}
    for entry in entries:
        _load_vacancy(entry, institutions[entry["institution"]], [places[code] for code in entry["places"]])
    return len(entries)


def _load_vacancy(entry: Entry, institution: Institution, places: Sequence[Place]) -> None:
    columns = {"institution": institution, **_plain_columns(entry), **_columns_of_objects(entry)}
    vacancy, _created = Vacancy.objects.update_or_create(reference=entry["reference"], defaults=columns)
    vacancy.places.set(places)
    vacancy.contracts.all().delete()
    VacancyContract.objects.bulk_create(_contracts(entry, vacancy))
    publish_vacancy(vacancy=vacancy)


TEXT_MEMBERS = (
    "slug", "department", "mobility_bracket", "open_to", "desired_start", "security_clearance", "apply_url",
    "apply_email", "contact", "source_url", "status",
)  # fmt: skip


def _plain_columns(entry: Entry) -> dict[str, Any]:
    return {
        **{name: entry[name] or "" for name in TEXT_MEMBERS},
        **text_columns("title", entry["title"]),
        **text_columns("summary", entry["summary"]),
        "domains": entry["domains"],
        "citizenships": entry["citizenship"] or [],
        "languages_required": entry["languages_required"],
        "posts": entry["posts"],
        "time_zone": entry["time_zone"],
    }


def _columns_of_objects(entry: Entry) -> dict[str, Any]:
    duration = entry["duration"] or {"kind": None, "months": None}
    reserve_list = entry["reserve_list"] or {"size": None, "valid_until": None}
    return {
        "is_indefinite": duration["kind"] and duration["kind"] == "INDEFINITE",
        "duration_months": duration["months"],
        "reserve_list_size": reserve_list["size"],
        "reserve_list_valid_until": _day(reserve_list["valid_until"]),
        "published_on": _day(entry["published_on"]),
        "closes_at": closing_instant(entry["closes_at"], entry["time_zone"]),
    }


def closing_instant(local: str | None, time_zone: str) -> datetime | None:
    """A wall-clock time of the institution's own zone (`2025-07-08T12:00`) as an instant in UTC."""
    if local is None:
        return None
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _contracts(entry: Entry, vacancy: Vacancy) -> list[VacancyContract]:
    salaries = {each["grade"]: each["amount"] for each in entry["basic_salaries"]}
    return [
        VacancyContract(
            vacancy=vacancy,
            contract_type=each["type"],
            basis=each["basis"] or "",
            function_group=each["function_group"] or "",
            grade=each["grade"] or "",
            basic_salary=salaries.get(each["grade"]),
        )
        for each in entry["contracts"]
    ]
