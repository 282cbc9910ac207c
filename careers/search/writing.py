"""The index of words as it is written: a row for each opportunity and language, and the words seen.

Called by the services that write the index of opportunities, inside their transaction. It is SQL, because the
words of a text become lexemes in the database (careers_vector, made by a migration).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from careers.search.spelling import SHORTEST_WORD, keys_of
from careers.search.stems import RULES, stem
from careers.search.words import fold, grades_in, is_common, tokens

TITLE_AT: Final = 1
"""The place of the first word of the title."""
REFERENCE_AT: Final = 150
"""The place of the first word of the reference number; a title has fewer words."""
GRADES_AT: Final = 190
BODY_AT: Final = 220
"""The place of the first word of the body."""
MOST_WORDS_OF_BODY: Final = 3000

_WRITE: Final = """
    INSERT INTO careers_opportunitytext (opportunity_id, language, title, body, vector)
    VALUES (%s, %s, %s, %s, careers_vector(%s, %s::text[], %s::integer[], %s::text[]))
    ON CONFLICT (opportunity_id, language)
    DO UPDATE SET title = excluded.title, body = excluded.body, vector = excluded.vector
"""
_LAY_OUT: Final = "CLUSTER careers_opportunitytext USING opportunity_text_per_language"
_FORGET: Final = "DELETE FROM careers_opportunitytext WHERE opportunity_id = %s AND language <> ALL(%s)"
_NEW_WORDS: Final = """
    SELECT language, folded, word
    FROM unnest(%s::text[], %s::text[], %s::text[]) AS each (language, folded, word)
    WHERE NOT EXISTS (
        SELECT FROM careers_searchword AS known
        WHERE known.language = each.language AND known.folded = each.folded
    )
"""
_ADD_WORD: Final = """
    INSERT INTO careers_searchword (language, folded, word, keys) VALUES (%s, %s, %s, %s)
    ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class IndexedText:
    """What the index says of an opportunity in one language."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of a vector: in the form careers_vector takes, its place, and its weight from A to D."""

    word: str
    place: int
    weight: str


def write_texts(
    *, opportunity_id: int, reference: str, grades: Iterable[str], texts: Mapping[str, IndexedText]
) -> None:
    """Write the texts of an opportunity by language and forget those of other languages."""
    known_grades = list(grades)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [opportunity_id, list(texts)])
        cursor.executemany(
            _WRITE,
            [_row(opportunity_id, code, reference, known_grades, text) for code, text in texts.items()],
        )
        _learn(cursor, texts)


def lay_out_texts() -> None:
    """Write the table anew, language after language; searches and publications wait until that is done.

    What is published later stands at the end until the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAY_OUT)
        cursor.execute("ANALYZE careers_opportunitytext")


def _row(
    opportunity_id: int, code: str, reference: str, known_grades: list[str], text: IndexedText
) -> Sequence[Any]:
    found = list(entries(code, reference, known_grades, text))
    columns = ([each.word for each in found], [each.place for each in found], [each.weight for each in found])
    return (opportunity_id, code, text.title, text.body, code, *columns)


def entries(code: str, reference: str, known_grades: Iterable[str], text: IndexedText) -> Iterator[Entry]:
    """The words of title (A), reference and grades (B) and body (D), in every form they are found by."""
    yield from _of_text(text.title, code, TITLE_AT, "A")
    for token in tokens(reference):
        yield Entry(prepared(token.word, code)[0], REFERENCE_AT + token.place, "B")
    for place, grade in enumerate(known_grades):
        for word, _start in grades_in(grade):
            yield Entry(word, GRADES_AT + place, "B")
    yield from _of_text(text.body, code, BODY_AT, "D")


def _of_text(text: str, code: str, first: int, weight: str) -> Iterator[Entry]:
    found_grades = {start: word for word, start in grades_in(text)}
    for token in tokens(text):
        if token.place >= MOST_WORDS_OF_BODY:
            return
        if token.start in found_grades:
            yield Entry(found_grades[token.start], first + token.place, weight)
        if not is_common(token.word, code):
            for word in prepared(token.word, code):
                yield Entry(word, first + token.place, weight)


def prepared(word: str, code: str) -> tuple[str, ...]:
    """A word as careers_lexeme takes it: stemmed where RULES has the language, else as it is and folded."""
    folded = fold(word)
    if code in RULES:
        return (stem(folded, code),)
    return (word,) if folded == word else (word, folded)


def _learn(cursor: Any, texts: Mapping[str, IndexedText]) -> None:
    """Remember the words of the texts, for who mistypes one."""
    words = {
        (code, fold(token.word)): token.word
        for code, text in texts.items()
        for token in tokens(f"{text.title}\n{text.body}")
        if len(token.word) >= SHORTEST_WORD and token.word.isalpha() and not is_common(token.word, code)
    }
    languages, folded = [code for code, _folded in words], [folded for _code, folded in words]
    cursor.execute(_NEW_WORDS, [languages, folded, list(words.values())])
    cursor.executemany(
        _ADD_WORD, [(code, folded, word, keys_of(folded)) for code, folded, word in cursor.fetchall()]
    )
