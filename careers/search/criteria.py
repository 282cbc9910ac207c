"""What a reader asks the list of job opportunities for, and the one address that says it. No Django here."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, Self
from urllib.parse import urlencode

from careers.search.words import LONGEST_QUERY, MOST_WORDS, tokens

FACETS: Final = (
    "kind", "status", "domain", "grade", "group", "contract", "institution", "country", "place", "closing",
    "language",
)  # fmt: skip
"""The filters, in the order of the page and of an address."""
MOST_VALUES: Final = 20
"""Values of one filter an address may ask for."""
LONGEST_VALUE: Final = 40


class Query(Protocol):
    """What a QueryDict has."""

    def getlist(self, key: str) -> list[Any]: ...


@dataclass(frozen=True, slots=True)
class Criteria:
    """A search: keywords, the values of each filter (alternatives), and the order of the results."""

    keywords: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    """ "deadline", "newest" or "relevance"; "" for the usual: relevance of words, else the deadline."""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for everything."""
        return not self.keywords and not self.chosen

    def query(self, **others: Any) -> str:
        """The query of the one address that asks for this, with `others` at its end; "" for everything."""
        pairs = [("q", self.keywords)] if self.keywords else []
        pairs += [(name, value) for name in FACETS for value in self.chosen.get(name, ())]
        pairs += [("sort", self.sort)] if self.sort else []
        return urlencode([*pairs, *_pairs(others)])

    def without(self, name: str, value: str | None = None) -> Self:
        """The same search without a value of a filter, a whole filter, or the keywords ("q")."""
        if name == "q":
            return replace(self, keywords="")
        left = tuple(each for each in self.chosen.get(name, ()) if value is not None and each != value)
        chosen = {each: values for each, values in self.chosen.items() if each != name}
        return replace(self, chosen={**chosen, name: left} if left else chosen)

    def with_value(self, name: str, value: str) -> Self:
        """The same search with one value more of a filter."""
        values = tuple(sorted({*self.chosen.get(name, ()), value}))
        return replace(self, chosen={**self.chosen, name: values})


def _pairs(others: Mapping[str, Any]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in others.items():
        values = value if isinstance(value, (list, tuple)) else [value]
        found += [(name, str(each)) for each in values if each not in (None, "")]
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A query read: what of it can be searched for, and what cannot."""

    criteria: Criteria
    refused: tuple[tuple[str, str], ...] = ()
    """Filters and values that are not known."""
    typed: str = ""
    """The keywords as they were typed."""
    is_too_long: bool = False
    has_too_many_words: bool = False


def read(query: Query, known: Mapping[str, Container[str]]) -> Asked:
    """Read a query; `known` has the values each filter may have."""
    refused: list[tuple[str, str]] = []
    chosen: dict[str, tuple[str, ...]] = {}
    for name in FACETS:
        values = sorted({value.strip() for value in query.getlist(name)} - {""})
        good = [value for value in values if value in known[name]][:MOST_VALUES]
        refused += [(name, value[:LONGEST_VALUE]) for value in values if value not in known[name]]
        if good:
            chosen[name] = tuple(good)
    typed = " ".join(_last(query, "q").replace("\x00", " ").split())
    is_too_long = len(typed) > LONGEST_QUERY
    has_too_many = not is_too_long and sum(1 for _token in tokens(typed)) > MOST_WORDS
    keywords = "" if is_too_long or has_too_many else typed
    sort = _last(query, "sort")
    criteria = Criteria(keywords, chosen, sort if _is_worth_saying(sort, keywords) else "")
    return Asked(criteria, tuple(refused[:MOST_VALUES]), typed[:LONGEST_QUERY], is_too_long, has_too_many)


def _last(query: Query, name: str) -> str:
    values = query.getlist(name)
    return str(values[-1]) if values else ""


def _is_worth_saying(sort: str, keywords: str) -> bool:
    """Whether the order is one of SORTS and not the usual one; without keywords nothing is relevant."""
    return sort in ({"deadline", "newest"} if keywords else {"newest"})


def page_number(query: Query) -> int:
    """The number of the page asked for; 1 for anything that is none."""
    text = _last(query, "page")
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 7 and int(text) else 1


def identifiers(query: Query, most: int) -> tuple[int, ...]:
    """The keys in `id`, each once in the order given, at most so many."""
    texts: Iterable[str] = (str(value) for value in query.getlist("id"))
    numbers = (int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 10)
    return tuple(dict.fromkeys(numbers))[:most]
