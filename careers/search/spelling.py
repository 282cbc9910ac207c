"""Words close to one that was not found. No Django here.

Each word is known by itself and by what is left when any one of its letters is taken out. Two words that
share one of these keys are a letter apart (changed, missing, added, swapped with its neighbour), or two where
one is missing and one added.
"""

from collections.abc import Iterable
from typing import Final

LONGEST_KEY: Final = 20
"""Only so many letters of a word count."""
SHORTEST_WORD: Final = 4
"""A shorter word is close to too many others."""


def keys_of(word: str) -> list[str]:
    """The word and each of its shortenings by one letter, each once."""
    word = word[:LONGEST_KEY]
    return list(dict.fromkeys([word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]))


def distance(one: str, other: str) -> int:
    """Letters to change, add, take out or swap with the next to make `other` out of `one`."""
    before: list[int] = []
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        two_before, before, line = before, line, [row]
        for column, second in enumerate(other, start=1):
            cost = min(before[column] + 1, line[column - 1] + 1, before[column - 1] + (letter != second))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == second:
                cost = min(cost, two_before[column - 2] + 1)
            line.append(cost)
    return line[-1]


def closest(word: str, candidates: Iterable[tuple[str, str]]) -> str:
    """The spelling of the candidate (folded, spelling) nearest to the folded `word`; "" for none near."""
    most = 1 if len(word) < 6 else 2
    ranked = sorted(
        (distance(word, folded), folded[:1] != word[:1], folded, spelt) for folded, spelt in candidates
    )
    return ranked[0][3] if ranked and 0 < ranked[0][0] <= most else ""
