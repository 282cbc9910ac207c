"""The filters of the list as a page shows them: boxes for what is chosen or frequent, a menu for the rest."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from careers.listing import Listing, iterate_values
from careers.names import LABELS, value_name
from careers.search.criteria import FACETS, Criteria
from core.languages import active_code

MOST_KEPT: Final = 600
_SPACE: Final = re.compile(r"\s+")
SHOWN_OPEN: Final = ("kind", "status")
"""Filters of few values, all with boxes."""
MOST_BOXES: Final = 3
"""Boxes of each other filter, besides those that are ticked."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter: how many of the results have it, and whether it is chosen."""

    code: str
    text: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter: `boxes` to tick, and `others` for a menu of one more value."""

    name: str
    label: str
    boxes: tuple[Option, ...]
    others: tuple[Option, ...]

    @property
    def is_chosen(self) -> bool:
        return any(option.is_chosen for option in self.boxes)


@dataclass(frozen=True, slots=True)
class Chip:
    """A criterion in force, and the address of the list without it."""

    text: str
    remove_url: str


def facets(listing: Listing) -> list[Facet]:
    """The filters that have anything to choose."""
    found = (_facet(listing, name) for name in FACETS)
    return [facet for facet in found if facet.boxes]


def _facet(listing: Listing, name: str) -> Facet:
    chosen = listing.criteria.chosen.get(name, ())
    options = [
        Option(code, text, count, code in chosen)
        for code, text, count in iterate_values(listing.selection, name)
        if count or code in chosen
    ]
    frequent = sorted((each for each in options if not each.is_chosen), key=lambda each: -each.count)
    shown = {each.code for each in (frequent if name in SHOWN_OPEN else frequent[:MOST_BOXES])}
    boxes = tuple(each for each in options if each.is_chosen or each.code in shown)
    others = tuple(each for each in options if not each.is_chosen and each.code not in shown)
    return Facet(name, str(LABELS[name]), boxes, others)


def facet_html(facet: Facet) -> SafeString:
    """The filter as HTML; the same values with the same counts are made into it once."""
    return _facet_html(facet, active_code())


@lru_cache(maxsize=MOST_KEPT)
def _facet_html(facet: Facet, _language: str) -> SafeString:
    html = render_to_string("careers/_facet.html", {"facet": facet})
    return SafeString(_SPACE.sub(" ", html).replace("> <", "><").replace("</option>", "").strip())


def chips(criteria: Criteria, address: str, **others: object) -> Iterator[Chip]:
    """Each criterion in force; `others` stay in the address."""
    if criteria.keywords:
        yield Chip(f"“{criteria.keywords}”", f"{address}?{criteria.without('q').query(**others)}".rstrip("?"))
    for name in FACETS:
        for value in criteria.chosen.get(name, ()):
            left = criteria.without(name, value).query(**others)
            yield Chip(value_name(name, value), f"{address}?{left}".rstrip("?"))
