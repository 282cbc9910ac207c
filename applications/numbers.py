"""Application numbers: digits from a sequence and one check digit that catches a slip of the pen.

The check digit is Damm's: it finds every single wrong digit and every swap of two neighbours.
"""

from typing import Final

# Damm's quasigroup of order 10: totally anti-symmetric, with zeros on the diagonal.
_TABLE: Final = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def _interim(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return interim


def application_number(serial: int) -> str:
    """The number of the application with this place in the sequence: 1000001 → eight digits."""
    return f"{serial}{_interim(str(serial))}"


def is_application_number(text: str) -> bool:
    """Say whether `text` is made of digits and its last one checks."""
    return len(text) > 1 and text.isascii() and text.isdecimal() and _interim(text) == 0
