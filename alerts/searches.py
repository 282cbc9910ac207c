"""A search as an alert or a feed keeps it: what it finds, and how to say it in words.

What a search is, is the business of the list of job opportunities in `careers`; only this module asks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from alerts.models import LONGEST_QUERY
from careers.listing import Listing, read_query
from careers.models import Opportunity
from careers.names import LABELS, names
from careers.search.criteria import FACETS

PARAMETERS: Final = ("q", *FACETS)
"""What of an address matters to a search: not its order, nor the page of its results."""
MOST_KEYS: Final = 20_000
"""So many keys a statement names; of a search that finds more, only the first rows are looked at."""
MOST_MATCHED: Final = 5_000


@dataclass(frozen=True, slots=True)
class Words:
    """One filter in words: what it is called, and what was chosen."""

    label: str
    value: str
    is_typed: bool
    """Whether a person typed the value, rather than chose it from a list."""


class Search:
    """A search of the list of job opportunities, with the filters that are valid, in the active language."""

    def __init__(self, query: QueryDict) -> None:
        asked = read_query(query)
        self.criteria = replace(asked.criteria, sort="")
        self.query = self.criteria.query()
        """The filters in force in one fixed order, as in an address: "q=lawyer&grade=AD5"; "" for all."""
        self.is_valid = not (asked.refused or asked.is_too_long or asked.has_too_many_words)
        """Whether every filter given means something."""
        self.is_too_long = len(self.query) > LONGEST_QUERY
        """Whether there are more filters than an alert can keep."""

    @property
    def names_status(self) -> bool:
        return "status" in self.criteria.chosen

    @property
    def words(self) -> list[Words]:
        """The filters in force, in words of the active language."""
        found = []
        if self.criteria.keywords:
            label = _("Keyword or reference number")
            found.append(Words(label=label, value=self.criteria.keywords, is_typed=True))
        for name, values in self.criteria.chosen.items():
            texts = ", ".join(names().values[name].get(value, value) for value in values)
            found.append(Words(label=str(LABELS[name]), value=texts, is_typed=False))
        return found

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The filters in force as (label, value)."""
        return [(each.label, each.value) for each in self.words]

    def matches(
        self, now: datetime, condition: Q | None = None, *, most: int, order: Sequence[str] = ()
    ) -> list[Any]:
        """The first `most` opportunities that the search finds at `now` and that meet a further condition.

        They come with their status at `now`, in the order named, else in that of the list.
        """
        rows = Opportunity.objects.published().in_language().with_status(now).filter(condition or Q())
        rows = rows.order_by(*order) if order else rows.by_deadline()
        if self.criteria.is_empty:
            return list(rows[:most])
        keys = set(Listing(self.criteria, now=now).keys())
        if len(keys) > MOST_KEYS:
            first = rows.values_list("pk", flat=True)[:MOST_MATCHED]
            keys = set([key for key in first if key in keys][:most])
        return list(rows.filter(pk__in=keys)[:most])

    def list_url(self) -> str:
        """The page of the list with these filters, in the active language."""
        address = reverse("careers:opportunity_list")
        return f"{address}?{self.query}" if self.query else address


def search_of(query: str) -> Search:
    """The search of a query as `Search.query` gives it."""
    return Search(QueryDict(query))
