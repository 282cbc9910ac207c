"""The passage of a text where words were found, cut into plain and marked pieces. No Django here."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from careers.search.words import tokens

BEFORE: Final = 60
"""Characters shown before the first word found."""
LONGEST: Final = 220
"""Characters of an excerpt."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; `is_found` where a word looked for stands."""

    text: str
    is_found: bool = False


def marked(text: str, places: Collection[int]) -> list[Piece]:
    """The whole text with the words at `places` (their numbers among its words) marked."""
    return _pieces(text, _spans(text, places), 0, len(text))


def excerpt(text: str, places: Collection[int]) -> list[Piece]:
    """The passage around the first words found, with an ellipsis where it is cut; empty without any."""
    spans = _spans(text, places)
    if not spans:
        return []
    start = _word_start(text, max(0, spans[0][0] - BEFORE))
    end = _word_end(text, min(len(text), start + LONGEST), spans[0][1])
    pieces = _pieces(text, [span for span in spans if span[1] <= end], start, end)
    return [*([Piece("… ")] if start else []), *pieces, *([Piece(" …")] if end < len(text) else [])]


def _spans(text: str, places: Collection[int]) -> list[tuple[int, int]]:
    return [(each.start, each.end) for each in tokens(text) if each.place in places]


def _word_start(text: str, place: int) -> int:
    """The beginning of the word at `place`, so that no word is cut in front."""
    while place > 0 and not text[place - 1].isspace():
        place -= 1
    return place


def _word_end(text: str, place: int, at_least: int) -> int:
    """The end of the last whole word before `place`."""
    if place >= len(text):
        return len(text)
    cut = text.rfind(" ", at_least, place + 1)
    return cut if cut > at_least else max(place, at_least)


def _pieces(text: str, spans: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    for begins, ends in spans:
        if begins > start:
            pieces.append(Piece(text[start:begins]))
        pieces.append(Piece(text[begins:ends], is_found=True))
        start = ends
    if start < end:
        pieces.append(Piece(text[start:end]))
    return pieces
