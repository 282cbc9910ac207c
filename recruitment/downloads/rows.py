"""The laureates of a list as rows, read one slice at a time from what each submitted.

Only the columns named here leave the database: no score, no rank, no date of birth, no gender, no
citizenship. The order is that of the application numbers, which says nothing of merit (epso 6.4).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from django.db.models import F
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from core.formats import country_name
from core.languages import language_name
from profiles.against import counted_until
from profiles.experience import Entry, total_months
from recruitment.downloads.words import mother_tongue
from recruitment.models import Laureate, ReserveList

SLICE: Final = 500
SKILLS: Final = ("listening", "reading", "speaking", "writing")
SUBMISSION: Final = "application__current_submission"
ANSWERS: Final = KeyTransform("answers", f"{SUBMISSION}__snapshot")
PERSONAL: Final = KeyTransform("personal", ANSWERS)
COLUMNS: Final[Mapping[str, Any]] = {
    "number": F("application__number"),
    "email": F("application__candidate__email"),
    "language_1": F(f"{SUBMISSION}__language_1"),
    "language_2": F(f"{SUBMISSION}__language_2"),
    **{
        name: KeyTextTransform(name, PERSONAL) for name in ("family_names", "first_names", "phone", "country")
    },
    **{name: KeyTransform(name, ANSWERS) for name in ("languages", "education", "experience")},
}


@dataclass(frozen=True, slots=True)
class Row:
    """One laureate as a recruiter reads her, names of languages and countries in the active language."""

    number: str
    family_names: str
    first_names: str
    email: str
    phone: str
    country: str
    language_1: str
    language_2: str
    languages: str
    diploma_level: int | None
    diploma_title: str
    months: int


def rows_of(reserve_list: ReserveList) -> Iterator[Row]:
    """Yield a row for each laureate present; inside a transaction, through a cursor of the server."""
    until = counted_until(reserve_list.field.competition, reserve_list.established_at)
    present = Laureate.objects.in_file_of(reserve_list)
    values = present.order_by("application__number").values_list(*COLUMNS.values())
    names = Names()
    for found in values.iterator(chunk_size=SLICE):
        yield _row(dict(zip(COLUMNS, found, strict=True)), names, until)


class Names:
    """Names of languages and countries in the language active when the file is begun, each asked for once."""

    def __init__(self) -> None:
        self.language = cache(language_name)
        self.country = cache(country_name)
        self.mother_tongue = cache(mother_tongue)


def _row(values: Mapping[str, Any], names: Names, until: date) -> Row:
    level, title = _highest_diploma(values["education"] or [])
    return Row(
        number=values["number"],
        family_names=values["family_names"] or "",
        first_names=values["first_names"] or "",
        email=values["email"],
        phone=values["phone"] or "",
        country=names.country(values["country"]) if values["country"] else "",
        language_1=names.language(values["language_1"]),
        language_2=names.language(values["language_2"]),
        languages=languages_text(values["languages"] or [], names),
        diploma_level=level,
        diploma_title=title,
        months=_months(values["experience"] or [], until),
    )


def languages_text(skills: Iterable[Mapping[str, Any]], names: Names) -> str:
    """ "Dutch C2 (mother tongue); French C1/C2/C1/B2": one level where all four are the same."""
    ordered = sorted(skills, key=lambda skill: (not skill["is_mother_tongue"], skill["language"]))
    return "; ".join(_skill(skill, names) for skill in ordered)


def _skill(skill: Mapping[str, Any], names: Names) -> str:
    levels = [skill[name] for name in SKILLS]
    level = levels[0] if len(set(levels)) == 1 else "/".join(levels)
    text = f"{names.language(skill['language'])} {level}"
    return names.mother_tongue(text) if skill["is_mother_tongue"] else text


def _highest_diploma(diplomas: Iterable[Mapping[str, Any]]) -> tuple[int | None, str]:
    """Level and title of the diploma of the highest level, the latest of several."""
    highest = max(diplomas, key=lambda diploma: (diploma["level"], diploma["award_date"]), default=None)
    return (highest["level"], highest["title"]) if highest else (None, "")


def _months(entries: Iterable[Mapping[str, Any]], until: date) -> int:
    return int(total_months((_entry(entry) for entry in entries), until=until))


def _entry(entry: Mapping[str, Any]) -> Entry:
    return Entry(
        kind=entry["kind"],
        start=date.fromisoformat(entry["start_date"]),
        end=date.fromisoformat(entry["end_date"]) if entry["end_date"] else None,
        percentage=entry["percentage"],
        is_paid=entry["is_paid"],
        is_in_field=entry["is_in_field"],
    )
