"""Names of institutions, places and the values of filters in the active language, kept while they last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from careers.choices import ContractType, Domain, FunctionGroup, OpportunityKind, OpportunityStage
from careers.models import Institution, Place
from careers.search.register import CLOSING_DAYS
from core.formats import country_name
from core.kept import kept
from core.languages import CODES, ENGLISH, active_code, language_name, sort_key

GRADES: Final = (
    *(f"AD{step}" for step in range(5, 17)),
    *(f"AST{step}" for step in range(1, 12)),
    *(f"SC{step}" for step in range(1, 7)),
    *("FGI", "FGII", "FGIII", "FGIV"),
)
"""The grades of the Staff Regulations and the function groups of contract staff."""

LABELS: Final[Mapping[str, Promise]] = {
    "kind": gettext_lazy("Type of opportunity"),
    "status": gettext_lazy("Status"),
    "domain": gettext_lazy("Domain"),
    "grade": gettext_lazy("Grade"),
    "group": gettext_lazy("Function group"),
    "contract": gettext_lazy("Type of contract"),
    "institution": gettext_lazy("Institution or agency"),
    "country": gettext_lazy("Country of work"),
    "place": gettext_lazy("Place of work"),
    "closing": gettext_lazy("Deadline"),
    "language": gettext_lazy("Languages required"),
}
"""What each filter of the list is called."""


@dataclass(frozen=True, slots=True)
class Named:
    """An institution or a place as a reader meets it."""

    code: str
    name: str
    language: str
    """The language the name is in."""
    slug: str = ""
    """Of an institution."""
    country: str = ""
    """Of a place."""

    @property
    def foreign_language(self) -> str:
        """The language of the name where it is not that of the page."""
        return "" if self.language == active_code() else self.language

    @property
    def url(self) -> str:
        """The page of an institution, in the active language."""
        return reverse("careers:institution_detail", args=[self.slug])


@dataclass(frozen=True, slots=True)
class Names:
    """Institutions and places by code, and the name of each value of each filter, in the order of a menu."""

    institutions: Mapping[str, Named]
    places: Mapping[str, Named]
    values: Mapping[str, Mapping[str, str]]


def names() -> Names:
    """The names in the active language."""
    return kept("names of opportunities", _build, seconds=3600)


def _build() -> Names:
    institutions = {row.code: _named(row, slug=row.slug) for row in Institution.objects.in_language()}
    places = {row.code: _named(row, country=row.country) for row in Place.objects.in_language()}
    return Names(institutions, places, _values(institutions, places))


def _named(row: Any, **others: str) -> Named:
    language = active_code() if getattr(row, f"name_{active_code()}", "") else ENGLISH
    return Named(row.code, str(row.name), language, **others)


def _values(institutions: Mapping[str, Named], places: Mapping[str, Named]) -> dict[str, dict[str, str]]:
    countries = {place.country for place in places.values()}
    return {
        "kind": _texts(OpportunityKind.choices),
        "status": _texts(OpportunityStage.choices),
        "domain": _by_name(Domain.choices),
        "grade": {grade: grade for grade in GRADES},
        "group": _texts(FunctionGroup.choices),
        "contract": _texts(ContractType.choices),
        "institution": _by_name((code, each.name) for code, each in institutions.items()),
        "country": _by_name((code, country_name(code)) for code in countries),
        "place": _by_name((code, each.name) for code, each in places.items()),
        "closing": {days: _within(int(days)) for days in CLOSING_DAYS},
        "language": _by_name((code, language_name(code)) for code in CODES),
    }


def _within(days: int) -> str:
    return ngettext("Within %(count)s day", "Within %(count)s days", days) % {"count": days}


def _texts(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return {str(code): str(label) for code, label in choices}


def _by_name(choices: Iterable[tuple[str, Any]]) -> dict[str, str]:
    return dict(sorted(_texts(choices).items(), key=lambda each: sort_key(each[1], active_code())))


def value_name(name: str, value: str) -> str:
    """A value of a filter in words: ("closing", "7") → "Deadline: within 7 days"."""
    text = names().values[name].get(value, value)
    return f"{LABELS[name]}: {text}" if name in {"closing", "language", "country"} else text


def sorted_by_name(rows: Iterable[Any]) -> list[Any]:
    """Rows with a `name`, as a reader of the active language looks for them."""
    return sorted(rows, key=lambda row: sort_key(row.name, active_code()))
