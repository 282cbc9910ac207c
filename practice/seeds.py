"""Draws that are the same for ever: everything made from a seed comes from here.

`random` promises the same floats from version to version, not the same choices; a shared address has to
show the same questions next year. So every draw is a block of SHA-256 over the seed and a counter.
"""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Final, TypeVar

SEED_PATTERN: Final = "[0-9a-z]{1,16}"
"""What a seed looks like in an address; anything else is no address of the site."""

# No vowels, so that no word comes out, and nothing that is easily misread.
_LETTERS: Final = "23456789bcdfghjkmnpqrstvwxz"
_NEW_SEED_LENGTH: Final = 6
_WORD: Final = 2**64

T = TypeVar("T")


def new_seed() -> str:
    """A seed for a test nobody has seen."""
    return "".join(secrets.choice(_LETTERS) for _ in range(_NEW_SEED_LENGTH))


class Draw:
    """A line of draws that depends on `parts` alone (texts and whole numbers, in this order)."""

    def __init__(self, *parts: str | int) -> None:
        text = "\x1f".join(map(str, parts))
        self._key = hashlib.sha256(text.encode()).digest()
        self._count = 0

    def _word(self) -> int:
        block = hashlib.sha256(self._key + self._count.to_bytes(8, "big")).digest()
        self._count += 1
        return int.from_bytes(block[:8], "big")

    def below(self, bound: int) -> int:
        """A whole number from 0 to bound - 1, each as likely as any other; bound is 1 or more."""
        fair = _WORD - _WORD % bound
        while (word := self._word()) >= fair:
            pass
        return word % bound

    def between(self, lowest: int, highest: int) -> int:
        """A whole number from lowest to highest, both included."""
        return lowest + self.below(highest - lowest + 1)

    def choice(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> tuple[T, ...]:
        """All items in another order."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return tuple(order)

    def sample(self, items: Sequence[T], count: int) -> tuple[T, ...]:
        """`count` different items, in the order drawn."""
        return self.shuffled(items)[:count]
