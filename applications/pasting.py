"""Text as it comes from a clipboard, made plain: what looks the same is the same."""

import unicodedata
from collections.abc import Iterable
from typing import Final

_KEPT: Final = "\n\t"
# Spaces of typesetting, and marks that have no width; joiners within words of some scripts stay.
_SPACES: Final = dict.fromkeys((0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_NOTHING: Final = dict.fromkeys(
    (0xAD, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)
_BREAKS: Final = {0x0B: "\n", 0x0C: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
_PLAIN: Final = {**_SPACES, **_NOTHING, **_BREAKS}


def cleaned(text: str) -> str:
    """`text` in composed characters, without control characters and with plain spaces and line breaks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_PLAIN)
    return "".join(sign for sign in unicodedata.normalize("NFC", lines) if _is_text(sign))


def _is_text(sign: str) -> bool:
    return sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cs")


def all_cleaned(texts: Iterable[str]) -> list[str]:
    """The same for each of several texts."""
    return [cleaned(text) for text in texts]
