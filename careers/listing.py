"""The list of job opportunities: what a search finds, in order, and what each filter would leave.

The index stands in the memory of each process (careers/search/register.py), made anew after a publication.
So a page costs at most a statement for the words looked for and one for the rows shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils import translation

from careers.cards import Card, Shelf, cards_found, cards_of
from careers.models import Institution, Opportunity, Place
from careers.names import names
from careers.search import hits
from careers.search.criteria import FACETS, Asked, Criteria, read
from careers.search.register import SELECTIONS, Register, RegisterRow, Selection
from core.kept import kept, publication
from core.languages import ENGLISH, active_code

GROUPS_OF_GRADES: Final = (("AST/SC", "AST_SC"), ("AST", "AST"), ("SC", "AST_SC"), ("AD", "AD"), ("FG", "FG"))
COLUMNS: Final = (
    "pk", "kind", "stage", "opens_at", "closes_at", "has_no_deadline", "is_closed_early", "announced_for",
    "grades", "function_group", "contract_types", "domains", "institutions", "places", "languages_required",
)  # fmt: skip

_searches = Shelf(300)


def register() -> Register:
    """The index in memory; the same whatever the language."""
    with translation.override(ENGLISH):
        return kept("register of opportunities", build_register, seconds=3600)


def build_register() -> Register:
    """Read the index: three statements."""
    countries = dict(Place.objects.order_by().values_list("code", "country"))
    served = list(Institution.objects.served_by_epso().values_list("code", flat=True))
    rows = Opportunity.objects.published().order_by(*Opportunity._meta.ordering or ()).values_list(*COLUMNS)
    return Register(
        [_row(dict(zip(COLUMNS, row, strict=True)), countries, served) for row in rows.iterator(2000)]
    )


def _row(row: Mapping[str, Any], countries: Mapping[str, str], served: Sequence[str]) -> RegisterRow:
    is_for_all = not row["institutions"] and row["kind"] in SELECTIONS
    return RegisterRow(
        pk=row["pk"],
        kind=row["kind"],
        stage=row["stage"],
        opens=_instant(row["opens_at"]),
        closes=_instant(row["closes_at"]),
        has_no_deadline=row["has_no_deadline"],
        is_closed_early=row["is_closed_early"],
        announced_for=row["announced_for"],
        values={
            "kind": [row["kind"]],
            "domain": row["domains"],
            "grade": row["grades"],
            "group": _groups(row["function_group"], row["grades"]),
            "contract": row["contract_types"],
            "institution": served if is_for_all else row["institutions"],
            "place": row["places"],
            "country": {countries[code] for code in row["places"] if code in countries},
            "language": row["languages_required"],
        },
    )


def _instant(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _groups(group: str, grades: Iterable[str]) -> set[str]:
    """The function groups: the one named, or those of the grades."""
    if group:
        return {group}
    return {_group(grade) for grade in grades} - {""}


def _group(grade: str) -> str:
    return next((code for prefix, code in GROUPS_OF_GRADES if grade.startswith(prefix)), "")


def read_query(query: QueryDict) -> Asked:
    """What the query of an address asks for; values of filters that are not known are set apart."""
    return read(query, names().values)


@dataclass(frozen=True, slots=True)
class Wider:
    """A search with one criterion less, and how many it finds."""

    dropped: str
    """The name of a filter, or "q"."""
    criteria: Criteria
    count: int


class Listing:
    """What a search finds at an instant. A sequence for a paginator: cards with the words found."""

    def __init__(self, criteria: Criteria, *, now: datetime) -> None:
        self.criteria = criteria
        self._register = register()
        self.hits, among = self._find(criteria.keywords) if criteria.keywords else (hits.Hits(), None)
        self._is_found = bool(among)
        self._now = now
        self.selection = Selection(self._register, criteria.chosen, now, among)
        self.sort = criteria.sort or ("relevance" if criteria.keywords else "deadline")
        if self.sort == "relevance" and not self.hits.is_ranked:
            self.sort = "deadline"

    def _find(self, keywords: str) -> tuple[hits.Hits, int]:
        """What holds the words, whatever the filters, and the set of its rows; kept until a publication."""
        key = (publication(), active_code(), keywords)
        found: tuple[hits.Hits, int] | None = _searches.get(key)
        if found is None:
            matching = hits.find(keywords, active_code())
            rows = self._register.rows_of(matching.keys)
            found = (matching if matching.is_ranked else replace(matching, keys=()), rows)
            _searches.put(key, found)
        return found

    def count(self) -> int:
        """How many it finds."""
        return self.selection.rows.bit_count()

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[tuple[Card, hits.Found | None]]:
        start, stop, _step = part.indices(self.count())
        return self.with_texts(self.keys(start, stop))

    def cards(self, keys: Sequence[int]) -> list[Card]:
        """The cards of these opportunities, with their status at the instant of the list."""
        return cards_of(keys, self.status_of)

    def keys(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The keys of what it finds in order, or of a part of it."""
        rows = self.selection.rows
        stop = self.count() if stop is None else min(stop, self.count())
        if self.sort == "relevance":
            ranks = self._register.ranks
            found = [key for key in self.hits.keys if key in ranks and rows >> ranks[key] & 1]
            return found[start:stop]
        if self.sort == "newest":
            places = self._register.by_newest(rows, start, stop)
        else:
            places = self._register.by_deadline(rows, self.selection.statuses, start, stop)
        return [self._register.pks[place] for place in places]

    def status_of(self, key: int) -> str:
        """The status of an opportunity at the instant of the list; "" for one that is not published."""
        rank = self._register.ranks.get(key)
        if rank is None:
            return ""
        return next((status for status, rows in self.selection.statuses.items() if rows >> rank & 1), "")

    def published(self, keys: Iterable[int]) -> list[int]:
        """Those of the keys that the public may see."""
        return [key for key in keys if key in self._register.ranks]

    def with_texts(self, keys: Sequence[int]) -> list[tuple[Card, hits.Found | None]]:
        """The cards of these opportunities, with where the words looked for stand in each."""
        if not self.criteria.keywords:
            return [(card, None) for card in self.cards(keys)]
        return cards_found(keys, self.status_of, self.hits)

    def suggestion(self) -> str:
        """What may have been meant, where the words were found nowhere."""
        if not self.criteria.keywords or self._is_found:
            return ""
        return hits.suggestion(self.criteria.keywords, active_code())

    def wider(self) -> list[Wider]:
        """Where nothing matches all criteria: each of them dropped, where that finds something."""
        offers = [
            Wider(name, self.criteria.without(name), self.selection.count_without(name))
            for name in FACETS
            if name in self.criteria.chosen
        ]
        if self.criteria.keywords and self.criteria.chosen:
            anywhere = Selection(self._register, self.criteria.chosen, self._now)
            offers.append(Wider("q", self.criteria.without("q"), anywhere.rows.bit_count()))
        return [offer for offer in offers if offer.count]

    def queryset(self, most: int | None = None) -> Any:
        """The first so many it finds as rows of the index, with `status_now`, for feeds and alerts."""
        keys = self.keys(0, most)
        rows = Opportunity.objects.published().in_language().with_status(self._now)
        return rows.filter(pk__in=keys).by_deadline()


def similar(path: str, *, now: datetime, most: int) -> list[Card]:
    """What one can apply for, now or soon, that shares most with the opportunity whose page has this path."""
    listing = Listing(Criteria(), now=now)
    with translation.override(ENGLISH):
        key = kept(f"key of {path}", lambda: key_of(path), seconds=600)
    ranked = register().alike(key, now) if key else []
    return listing.cards(ranked[:most])


def key_of(path: str) -> int:
    """The key of the published opportunity whose page has this path; 0 for none."""
    found = Opportunity.objects.published().filter(path=path).values_list("pk", flat=True).first()
    return int(found or 0)


def iterate_values(selection: Selection, name: str) -> Iterator[tuple[str, str, int]]:
    """The values of a filter in the order of a menu: code, name and how many there are."""
    counts = selection.counts(name)
    for code, text in names().values[name].items():
        yield code, text, counts.get(code, 0)
