"""Where the words of a search are found: keys of opportunities, and for a page of them the text around.

One statement looks in the reader's language and, unless that finds plenty, in English; where neither finds
any, for words that begin alike; where few are found, in the other 22 languages too. The texts of the rows
shown come with their cards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from careers.search.excerpts import Piece, excerpt, marked
from careers.search.spelling import SHORTEST_WORD, closest, keys_of
from careers.search.words import Term, fold, spellings, terms_of
from careers.search.writing import BODY_AT, REFERENCE_AT, TITLE_AT, prepared
from core.languages import CODES, ENGLISH

ENOUGH: Final = 20
"""With so many hits in the reader's language and English, other languages are not looked through."""
MOST_RANKED: Final = 300
"""More hits than this are not ranked by relevance: that would read every one of them."""
PLENTY: Final = 20_000
"""With so many hits in the reader's language, English is not looked through."""
LONGEST_BODY_READ: Final = 8000

_FIND: Final = """
    WITH asked AS MATERIALIZED (
        SELECT own, english, own || english AS near, far,
            careers_query(%(own_languages)s, %(own_terms)s, %(own_places)s, %(own_words)s, true)
            || careers_query(
                %(english_languages)s, %(english_terms)s, %(english_places)s, %(english_words)s, true
            ) AS loose
        FROM
            careers_query(%(own_languages)s, %(own_terms)s, %(own_places)s, %(own_words)s, false) AS own,
            careers_query(
                %(english_languages)s, %(english_terms)s, %(english_places)s, %(english_words)s, false
            ) AS english,
            careers_query(%(far_languages)s, %(far_terms)s, %(far_places)s, %(far_words)s, false) AS far
    ),
    own AS MATERIALIZED (
        SELECT array_agg(opportunity_id) AS keys FROM careers_opportunitytext
        WHERE vector @@ (SELECT own FROM asked)
    ),
    english AS MATERIALIZED (
        SELECT array_agg(opportunity_id) AS keys FROM careers_opportunitytext
        WHERE (SELECT coalesce(cardinality(keys), 0) FROM own) < %(plenty)s
            AND vector @@ (SELECT english FROM asked)
    ),
    near AS MATERIALIZED (SELECT own.keys || english.keys AS keys FROM own, english),
    loose AS MATERIALIZED (
        SELECT array_agg(opportunity_id) AS keys FROM careers_opportunitytext
        WHERE (SELECT keys FROM near) IS NULL AND vector @@ (SELECT loose FROM asked)
    ),
    close AS MATERIALIZED (SELECT coalesce(near.keys, loose.keys) AS keys FROM near, loose),
    few AS MATERIALIZED (SELECT coalesce(cardinality(keys), 0) < %(enough)s AS are FROM close),
    far AS MATERIALIZED (
        SELECT array_agg(opportunity_id) AS keys FROM careers_opportunitytext
        WHERE (SELECT are FROM few) AND vector @@ (SELECT far FROM asked)
    ),
    found AS MATERIALIZED (SELECT close.keys || far.keys AS keys FROM close, far),
    meant AS MATERIALIZED (
        SELECT CASE WHEN near.keys IS NULL THEN loose ELSE near END
            || CASE WHEN few.are THEN far ELSE '' END AS query
        FROM asked, near, few
    ),
    ranked AS (
        SELECT opportunity_id,
            max(ts_rank(vector, (SELECT query FROM meant)) + (language = %(language)s)::integer) AS rank
        FROM careers_opportunitytext
        WHERE (SELECT cardinality(keys) FROM found) <= %(most_ranked)s
            AND vector @@ (SELECT query FROM meant)
        GROUP BY opportunity_id
    )
    SELECT meant.query::text, found.keys,
        (SELECT array_agg(opportunity_id ORDER BY rank DESC, opportunity_id DESC) FROM ranked)
    FROM meant, found
"""
TEXT_FOUND: Final = """
    SELECT language, title, left(body, %(longest)s) AS body,
        (
            SELECT array_agg(place)
            FROM unnest(vector) AS each (lexeme, places, weights), unnest(each.places) AS place
            WHERE each.lexeme = ANY (%(lexemes)s) OR EXISTS (
                SELECT FROM unnest(%(beginnings)s::text[]) AS beginning WHERE each.lexeme ^@ beginning
            )
        ) AS found_at
    FROM careers_opportunitytext
    WHERE opportunity_id = opportunity.id AND vector @@ %(query)s::tsquery
    ORDER BY language = %(language)s DESC, language = 'en' DESC, language
    LIMIT 1
"""
"""The text of one `opportunity` that a search found: in the reader's language, else English, else another."""
_CLOSE: Final = """
    SELECT folded, word FROM careers_searchword
    WHERE keys && %(keys)s::varchar[] AND language = ANY (%(languages)s)
    ORDER BY language = %(language)s DESC, folded LIMIT 1000
"""
_LEXEME: Final = re.compile(r"'((?:[^']|'')+)'(:\*)?")


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found before any filter: keys of opportunities, most relevant first where `is_ranked`."""

    keys: Sequence[int] = ()
    is_ranked: bool = True
    query: str = ""
    """The search as PostgreSQL takes it, to find the words again in the texts shown."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words stand in one opportunity: the language, the title and a passage in marked pieces."""

    language: str
    title: list[Piece]
    passage: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Arrays:
    """The arguments of careers_query."""

    languages: list[str] = field(default_factory=list)
    terms: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def add(self, language: str, terms: Sequence[Term]) -> None:
        for number, term in enumerate(terms):
            for place, word in enumerate(term.words):
                for spelt in spellings(word, language):
                    for each in prepared(spelt, language):
                        self.languages.append(language)
                        self.terms.append(number)
                        self.places.append(place)
                        self.words.append(each)


def find(typed: str, language: str) -> Hits:
    """Find what holds every word typed, in one language or another; nothing for words that say nothing."""
    own = _arrays(typed, [language])
    english = _arrays(typed, [ENGLISH] if language != ENGLISH else [])
    if not own.words and not english.words:
        return Hits()
    far = _arrays(typed, [code for code in CODES if code not in (language, ENGLISH)])
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND,
            {
                **_parameters("own", own),
                **_parameters("english", english),
                **_parameters("far", far),
                "enough": ENOUGH,
                "plenty": PLENTY,
                "most_ranked": MOST_RANKED,
                "language": language,
            },
        )
        query, keys, ranked = cursor.fetchone()
    return Hits(ranked or keys or (), is_ranked=ranked is not None or not keys, query=query)


def _arrays(typed: str, languages: Iterable[str]) -> _Arrays:
    arrays = _Arrays()
    for language in languages:
        arrays.add(language, terms_of(typed, language))
    return arrays


def _parameters(name: str, arrays: _Arrays) -> dict[str, Any]:
    return {
        f"{name}_languages": arrays.languages,
        f"{name}_terms": arrays.terms,
        f"{name}_places": arrays.places,
        f"{name}_words": arrays.words,
    }


def parameters_of(hits: Hits) -> dict[str, Any]:
    """The parameters of TEXT_FOUND, besides the language."""
    lexemes = set(_LEXEME.findall(hits.query))
    return {
        "query": hits.query,
        "lexemes": [lexeme for lexeme, begins in lexemes if not begins],
        "beginnings": [lexeme for lexeme, begins in lexemes if begins],
        "longest": LONGEST_BODY_READ,
    }


def found_text(language: str, title: str, body: str, places: Sequence[int] | None) -> Found:
    """The columns of TEXT_FOUND as a title and a passage with the words marked."""
    in_title = {place - TITLE_AT for place in places or () if place < REFERENCE_AT}
    in_body = {place - BODY_AT for place in places or () if place >= BODY_AT}
    return Found(language, marked(title, in_title), excerpt(body, in_body))


def suggestion(typed: str, language: str) -> str:
    """What may have been meant, with the words of the index nearest to those it lacks; "" for no idea."""
    typed_words = (word for term in terms_of(typed, language) for word in term.words)
    words = {fold(word): word for word in typed_words if _can_be_mistyped(word)}
    if not words:
        return ""
    with connection.cursor() as cursor:
        cursor.execute(
            _CLOSE,
            {
                "keys": [key for folded in words for key in keys_of(folded)],
                "languages": [language, ENGLISH],
                "language": language,
            },
        )
        candidates: list[tuple[str, str]] = cursor.fetchall()
    known = {folded for folded, _word in candidates}
    meant = {word: closest(folded, candidates) for folded, word in words.items() if folded not in known}
    return _replaced(typed, {word: other for word, other in meant.items() if other})


def _can_be_mistyped(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and word.isalpha()


def _replaced(typed: str, meant: dict[str, str]) -> str:
    """The keywords with some words replaced; "" where none is."""
    if not meant:
        return ""
    return re.sub(r"[^\W_]+", lambda match: meant.get(match[0].lower(), match[0]), typed)
