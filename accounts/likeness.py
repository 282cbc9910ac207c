"""Whether two names may be one person's: spelling, order and accents do not count. Knows no Django."""

import unicodedata
from typing import Final

MOST_MISTAKES: Final = 1
"""So many letters may differ in a part of a name that is long enough for a slip of the pen."""
LONG_ENOUGH: Final = 5
# Letters that do not come apart into a plain one and an accent.
PLAIN: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}
)


def name_parts(*names: str) -> frozenset[str]:
    """ "Žižka-Müller, Anna" → {"zizka", "muller", "anna"}."""
    text = unicodedata.normalize("NFKD", " ".join(names).casefold()).translate(PLAIN)
    plain = "".join(sign if sign.isalpha() else " " for sign in text if not unicodedata.combining(sign))
    return frozenset(plain.split())


def are_similar_names(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two people with these (first names, family names) may be one.

    Each part of the shorter name has to be in the longer, and two parts at least: one is no likeness.
    """
    shorter, longer = sorted((name_parts(*one), name_parts(*other)), key=len)
    if len(shorter) < min(2, len(longer)) or not shorter:
        return False
    return all(any(_is_same_part(part, candidate) for candidate in longer) for part in shorter)


def _is_same_part(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= LONG_ENOUGH and _mistakes(one, other) <= MOST_MISTAKES


def _mistakes(one: str, other: str) -> int:
    """How many letters have to be put in, taken out or changed to make one of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, mine in enumerate(one, start=1):
        before, row = row, [i]
        for j, theirs in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (mine != theirs)))
    return row[-1]
