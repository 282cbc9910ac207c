"""A search as an alert or a feed keeps it: what it finds, and how to say it in words.

What a search is, is the business of the list of job opportunities in `careers`; only this module asks it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from careers.models import Opportunity

LONGEST_QUERY = 1000


@dataclass(frozen=True, slots=True)
class Words:
    """One filter in words: what it is called, and what was chosen."""

    label: str
    value: str
    is_typed: bool
    """Whether a person typed the value, rather than chose it from a list."""


class Search:
    """A search of the list of job opportunities, with the filters that are valid."""

    def __init__(self, query: QueryDict) -> None:
        from careers.forms import OpportunityFilterForm
        from careers.views import _choices, _names

        self._names = _names()
        self.form = OpportunityFilterForm(
            query, institutions=_choices(self._names["institutions"]), places=_choices(self._names["places"])
        )
        self.is_valid = self.form.is_valid()

    @property
    def query(self) -> str:
        """The filters in force in one fixed order, as in an address: "grade=AD5&q=lawyer"; "" for all."""
        return urlencode(sorted(self.form.chosen.items()))

    @property
    def names_status(self) -> bool:
        return "status" in self.form.chosen

    @property
    def words(self) -> list[Words]:
        """The filters in force, in words of the active language."""
        found = []
        for name, value in self.form.chosen.items():
            field: Any = self.form.fields[name]
            choices = dict(getattr(field, "choices", ()))
            label, chosen = str(field.label), str(choices.get(value, value))
            found.append(Words(label=label, value=chosen, is_typed=not choices))
        return found

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The filters in force as (label, value)."""
        return [(each.label, each.value) for each in self.words]

    def matches(self, now: datetime) -> Any:
        """What the public finds at `now`, with the status then."""
        from careers.views import _filtered

        published = Opportunity.objects.published().in_language().with_status(now)
        return _filtered(published, self.form.chosen, self._names["institutions"])

    def list_url(self) -> str:
        """The page of the list with these filters, in the active language."""
        address = reverse("careers:opportunity_list")
        return f"{address}?{self.query}" if self.query else address


def search_of(query: str) -> Search:
    """The search of a query as `Search.query` gives it."""
    return Search(QueryDict(query))
