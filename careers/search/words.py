"""Words of a text and of what a person typed. No Django here.

A word is a run of letters and digits, in lower case and composed form. Grades are one word however they are
written ("AD 5", "ad5"); parts of a reference number ("427/26") must stand next to each other.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from careers.search.common_words import COMMON_WORDS

LONGEST_QUERY: Final = 200
"""Characters a person may search for."""
MOST_WORDS: Final = 10
"""Words a person may search for."""
LONGEST_WORD: Final = 60
"""Of a longer word only so much counts."""

_WORD: Final = re.compile(r"[^\W_]+")
_JOINED: Final = re.compile(r"[^\W_]+(?:[/\-.–][^\W_]+)+")
_GRADE: Final = re.compile(
    r"\b(?:(ad)[ -]?(1[0-6]|[5-9])|ast[/ -]?(sc)[ -]?([1-6])|(ast)[ -]?(1[01]|[1-9])|(sc)[ -]?([1-6])"
    r"|(fg)[ -]?(iv|i{1,3}|[1-4]))(?![^\W_])",
    re.IGNORECASE,
)
_ROMAN: Final = {"1": "i", "2": "ii", "3": "iii", "4": "iv"}
# What canonical decomposition does not take apart.
PLAIN_LETTERS: Final = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "þ": "th", "ð": "d",
    "ŋ": "n", "ŧ": "t", "ς": "σ",
}  # fmt: skip
_TO_PLAIN: Final = str.maketrans(PLAIN_LETTERS)
_BREVE: Final = "\u0306"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: in normal form, its number among the words, and where it stands in the text."""

    word: str
    place: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """What must be found: one word, or several that stand next to each other."""

    words: tuple[str, ...]


def normal(text: str) -> str:
    """Lower case and composed (NFC), letter for letter: places in it are places in the composed text."""
    composed = unicodedata.normalize("NFC", text)
    lower = composed.lower()
    if len(lower) == len(composed):
        return lower
    return "".join(letter.lower()[:1] for letter in composed)  # İ would become two letters


def fold(word: str) -> str:
    """A word without marks on its letters: é → e, ł → l, ß → ss, ή → η; Cyrillic й stays as it is."""
    if word.isascii():
        return word
    parts: list[str] = []
    for letter in unicodedata.normalize("NFD", word):
        if letter == _BREVE and parts and parts[-1] == "и":
            parts[-1] = "й"
        elif not unicodedata.combining(letter):
            parts.append(letter)
    return "".join(parts).translate(_TO_PLAIN)


def tokens(text: str) -> Iterator[Token]:
    """The words of a text in order. The text must be composed (NFC) for the places to fit."""
    for place, match in enumerate(_WORD.finditer(normal(text))):
        yield Token(match[0][:LONGEST_WORD], place, match.start(), match.end())


def grades_in(text: str) -> Iterator[tuple[str, int]]:
    """Grades named in a text as one word, with the offset where they begin: "AD 5" → ("ad5", 0)."""
    for match in _GRADE.finditer(normal(text)):
        group, step = (part for part in match.groups() if part)
        yield group + (_ROMAN.get(step, step) if group == "fg" else step), match.start()


def terms_of(typed: str, language: str) -> list[Term]:
    """What a person looks for; words that every text of the language has are left out."""
    text = normal(typed)
    found: list[Term] = []
    for piece in _pieces(text):
        if isinstance(piece, Term):
            found.append(piece)
        elif not is_common(piece, language):
            found.append(Term((piece[:LONGEST_WORD],)))
    return list(dict.fromkeys(found))


def _pieces(text: str) -> Iterator[Term | str]:
    """Grades, reference numbers in whole or in part, and plain words, in the order they are typed."""
    place = 0
    known = {start: word for word, start in grades_in(text)}
    ends = {match.start(): match.end() for match in _GRADE.finditer(text)}
    while match := _WORD.search(text, place):
        start = match.start()
        joined = _JOINED.match(text, start)
        if start in known:
            yield Term((known[start],))
            place = ends[start]
        elif joined and any(letter.isdigit() for letter in joined[0]):
            yield Term(tuple(word[:LONGEST_WORD] for word in _WORD.findall(joined[0])))
            place = joined.end()
        else:
            yield match[0]
            place = match.end()


def is_common(word: str, language: str) -> bool:
    """Whether a word says nothing about a text: an article, a preposition, a single letter."""
    is_letter = len(word) == 1 and not word.isdigit()
    return is_letter or word in COMMON_WORDS.get(language, frozenset())


def spellings(word: str, language: str) -> tuple[str, ...]:
    """The ways one word may stand in the index of a language: as it is, and as _OTHER_WAYS has it."""
    ways = [word]
    for typed, meant in _OTHER_WAYS.get(language, ()):
        if typed in word:
            ways.append(word.replace(typed, meant))
    return tuple(dict.fromkeys(ways))


_OTHER_WAYS: Final = {
    "de": (("ae", "ä"), ("oe", "ö"), ("ue", "ü")),
    "da": (("aa", "å"), ("ae", "æ"), ("oe", "ø")),
    "sv": (("aa", "å"), ("ae", "ä"), ("oe", "ö")),
    "fi": (("ae", "ä"), ("oe", "ö")),
    "hu": (("oe", "ö"), ("ue", "ü")),
    "fr": (("trice", "teur"),),
    "it": (("trice", "tore"), ("trici", "tori")),
}
"""Letters typed in two where a keyboard lacks them; titles of women that are written of men."""
