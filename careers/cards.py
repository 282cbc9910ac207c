"""Opportunities as lists show them: read for a language in one statement, made into HTML once, and kept.

A card changes when something is published or the clock moves its status; so it is kept under publication,
language, key and status. Where a search marks words in the title, the kept card has a slot for it.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from careers.choices import OpportunityKind
from careers.names import Named, names
from careers.search.excerpts import Piece
from careers.search.hits import TEXT_FOUND, Found, Hits, found_text, parameters_of
from core.kept import publication
from core.language_paths import with_path_language
from core.languages import LANGUAGES, active_code

MOST_KEPT: Final = 4000
_SPACE: Final = re.compile(r"[ \t\r\n]+")  # spaces that must not break, as in dates, stay
TITLE_SLOT: Final = "\ue000"
TEXT_SLOT: Final = "\ue001"
"""Characters for private use, which no text has."""

_COLUMNS: Final = """
    SELECT opportunity.id, kind, reference, path, grades, institutions, places, announced_for, opens_at,
        closes_at, has_no_deadline, time_zone, is_closed_early, is_demonstration, number_sought, said.title,
        said.language
"""
_ROWS: Final = """
    FROM careers_opportunity AS opportunity
    JOIN LATERAL (
        SELECT title, language FROM careers_opportunitytext
        WHERE opportunity_id = opportunity.id AND language IN (%(language)s, 'en')
        ORDER BY language = %(language)s DESC LIMIT 1
    ) AS said ON true
"""
_WANTED: Final = " WHERE opportunity.id = ANY (%(keys)s)"
_READ: Final = _COLUMNS + _ROWS + _WANTED
_READ_FOUND: Final = (
    f"{_COLUMNS}, met.language, met.title, met.body, met.found_at"
    f"{_ROWS} LEFT JOIN LATERAL ({TEXT_FOUND}) AS met ON true {_WANTED}"
)


@dataclass(frozen=True, slots=True)
class Card:
    """An opportunity as lists show it, its title in the reader's language or else in English."""

    pk: int
    kind: str
    reference: str
    path: str
    grades: Sequence[str]
    institutions: Sequence[str]
    places: Sequence[str]
    announced_for: str
    opens_at: datetime | None
    closes_at: datetime | None
    has_no_deadline: bool
    time_zone: str
    is_closed_early: bool
    is_demonstration: bool
    number_sought: int | None
    title: str
    title_language: str
    status_now: str = ""

    def get_absolute_url(self) -> str:
        """The page of what it stands for, in the active language."""
        return with_path_language(f"/{self.path}", active_code())

    @property
    def kind_name(self) -> str:
        return str(OpportunityKind(self.kind).label)

    @property
    def title_lang(self) -> str:
        """The language of the title where it is not that of the page."""
        return "" if self.title_language == active_code() else self.title_language

    @property
    def institution_names(self) -> list[Named]:
        known = names().institutions
        return [known[code] for code in self.institutions if code in known]

    @property
    def place_names(self) -> list[Named]:
        known = names().places
        return [known[code] for code in self.places if code in known]


class Shelf:
    """A mapping that holds so many values and forgets what was not asked for longest."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Any, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Any) -> Any:
        with self._lock:
            if key not in self._values or not settings.KEEP_VALUES:
                return None
            self._values.move_to_end(key)
            return self._values[key]

    def put(self, key: Any, value: Any) -> None:
        if settings.KEEP_VALUES:
            with self._lock:
                self._values[key] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._values.clear()


_cards, _html = Shelf(MOST_KEPT), Shelf(MOST_KEPT)


def forget_cards() -> None:
    """Read and make every card anew."""
    _cards.clear()
    _html.clear()


def cards_of(keys: Sequence[int], status_of: Callable[[int], str]) -> list[Card]:
    """The cards of these opportunities in this order, with their status; unknown keys are left out."""
    prefix = (publication(), active_code())
    found = {key: _cards.get((*prefix, key)) for key in keys}
    missing = [key for key, card in found.items() if card is None]
    if missing:
        for card in _read(missing):
            _cards.put((*prefix, card.pk), card)
            found[card.pk] = card
    return [replace(card, status_now=status_of(key)) for key, card in found.items() if card is not None]


def cards_found(
    keys: Sequence[int], status_of: Callable[[int], str], hits: Hits
) -> list[tuple[Card, Found | None]]:
    """The cards of these opportunities in this order, each with where the words of a search stand in it."""
    if not keys:
        return []
    with connection.cursor() as cursor:
        parameters = {"keys": list(keys), "language": active_code(), **parameters_of(hits)}
        cursor.execute(_READ_FOUND, parameters)
        rows = {row[0]: row for row in cursor.fetchall()}
    return [_with_text(rows[key], status_of(key)) for key in keys if key in rows]


def _with_text(row: Sequence[Any], status: str) -> tuple[Card, Found | None]:
    *columns, language, title, body, places = row
    card = replace(Card(*columns), status_now=status)
    return card, found_text(language, title, body, places) if language else None


def _read(keys: Sequence[int]) -> Iterable[Card]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"keys": list(keys), "language": active_code()})
        return [Card(*columns) for columns in cursor.fetchall()]


def card_html(card: Card, found: Found | None = None) -> SafeString:
    """The card; where words were found, with them marked and the passage they stand in."""
    is_other = found is not None and found.language != card.title_language
    has_text = found is not None and (bool(found.passage) or is_other)
    html = _card_html(card, has_text=has_text, has_marks=found is not None)
    if found is None:
        return html
    title = conditional_escape(card.title) if is_other else pieces_html(found.title)
    return SafeString(html.replace(TITLE_SLOT, title).replace(TEXT_SLOT, _passage_html(found, is_other)))


def _card_html(card: Card, *, has_text: bool, has_marks: bool) -> SafeString:
    key = (publication(), active_code(), card.pk, card.status_now, has_text, has_marks)
    html: SafeString | None = _html.get(key)
    if html is None:
        context = {
            "opportunity": card,
            "title": SafeString(TITLE_SLOT) if has_marks else card.title,
            "text": SafeString(TEXT_SLOT) if has_text else "",
        }
        html = SafeString(
            _SPACE.sub(" ", render_to_string("careers/_card.html", context))
            .replace("> <", "><")
            .replace("</li>", "")  # a browser ends one where the next begins
        )
        _html.put(key, html)
    return html


def _passage_html(found: Found, is_other: bool) -> SafeString:
    """The passage; one in another language is marked so, and the title there stands before it."""
    passage = pieces_html(found.passage)
    if is_other:
        title = pieces_html(found.title)
        name = LANGUAGES[found.language].autonym
        inside = f"{title}: {passage}" if passage else title
        return SafeString(f'<span lang="{found.language}">[{name}] {inside}</span>')
    if found.language != active_code():
        return SafeString(f'<span lang="{found.language}">{passage}</span>')
    return passage


def pieces_html(pieces: Iterable[Piece]) -> SafeString:
    """Pieces of text with those found in `<mark>`; every text is escaped."""
    return SafeString(
        "".join(
            f"<mark>{text}</mark>" if piece.is_found else text
            for piece in pieces
            for text in [conditional_escape(piece.text)]
        )
    )
