"""Codes of languages and countries as Europass writes them, and as they are written here."""

from typing import Final

LEVELS: Final = frozenset(("A1", "A2", "B1", "B2", "C1", "C2"))

# ISO 639-2, both kinds, of the 24 official languages.
_THREE: Final = {
    "bul": "bg", "spa": "es", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "ger": "de", "est": "et",
    "ell": "el", "gre": "el", "eng": "en", "fra": "fr", "fre": "fr", "gle": "ga", "hrv": "hr", "ita": "it",
    "lav": "lv", "lit": "lt", "hun": "hu", "mlt": "mt", "nld": "nl", "dut": "nl", "pol": "pl", "por": "pt",
    "ron": "ro", "rum": "ro", "slk": "sk", "slo": "sk", "slv": "sl", "fin": "fi", "swe": "sv",
}  # fmt: skip
_OFFICIAL: Final = frozenset(_THREE.values())
_COUNTRIES: Final = {"EL": "GR", "UK": "GB"}
"""Two countries that the institutions write otherwise than ISO 3166-1."""
_WRITTEN: Final = {iso: code for code, iso in _COUNTRIES.items()}


def language_from(code: str) -> str:
    """One of the 24 official languages, from two letters, three letters or an address; else empty."""
    last = code.strip().rpartition("/")[2].lower()
    known = _THREE.get(last, last.partition("-")[0])
    return known if known in _OFFICIAL else ""


def country_from(code: str) -> str:
    """The ISO code of a country, from two letters; empty for anything else."""
    letters = code.strip().upper()
    if len(letters) != 2 or not letters.isascii() or not letters.isalpha():
        return ""
    return _COUNTRIES.get(letters, letters)


def country_to(iso: str) -> str:
    """A country as the first Europass schema writes it."""
    return _WRITTEN.get(iso, iso)


def lowest(*levels: str) -> str:
    """The lowest of the levels given; empty ones do not count."""
    return min((level for level in levels if level in LEVELS), default="")
