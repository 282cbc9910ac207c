"""The 24 languages of the site: their names, plural rules, CLDR locales and alphabetical orders."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"
ENGLISH: Final = "en"

# Paths once used on EU sites for a language whose code is shorter here.
PATH_ALIASES: Final = {"pt-pt": "pt"}


@dataclass(frozen=True, slots=True)
class Language:
    """One official language: how it names itself, counts, and is known to CLDR."""

    code: str
    autonym: str
    english_name: str
    plural_forms: str
    """The gettext Plural-Forms header that every catalogue of this language carries."""
    cldr_locale: str
    """The CLDR locale its dates and numbers follow: pt_PT for Portuguese, en_IE for English."""
    short_date_format: str
    """Digits only, four-figure year, in Django's date format notation."""
    time_format: str

    @property
    def plural_count(self) -> int:
        return int(self.plural_forms.removeprefix("nplurals=").partition(";")[0])


def _read_languages() -> dict[str, Language]:
    document = json.loads((DATA / "languages.json").read_text(encoding="utf-8"))
    by_code = {row["code"]: row for row in document["languages"]}
    return {code: _language(by_code[code]) for code in document["meta"]["protocol_order"]}


def _language(row: dict[str, str]) -> Language:
    return Language(
        code=row["code"],
        autonym=row["autonym"],
        english_name=row["english_name"],
        plural_forms=row["plural_forms"],
        cldr_locale=row["cldr_locale_used"],
        short_date_format=row["django_short_date_format_suggested"],
        time_format=row["time_format_suggested"],
    )


LANGUAGES: Final = _read_languages()
"""Language by code, in protocol order (the alphabetical order of the autonyms)."""
CODES: Final = tuple(LANGUAGES)


def active_code() -> str:
    """The language now active, as one of CODES; English where none or an unknown one is active."""
    code = (get_language() or ENGLISH).lower()
    code = PATH_ALIASES.get(code, code)
    if code in LANGUAGES:
        return code
    base = code.partition("-")[0]
    return base if base in LANGUAGES else ENGLISH


@cache
def cldr_locale(code: str) -> Locale:
    """The Babel locale of one of CODES."""
    return Locale.parse(LANGUAGES[code].cldr_locale)


def language_name(code: str, in_language: str | None = None) -> str:
    """The name of a language, in the given language or the active one: ("nl", "fr") → "néerlandais".

    Knows every language CLDR names, not only the 24; an unknown code comes back as it is.
    """
    return _language_name(code, in_language or active_code())


@lru_cache(maxsize=4096)
def _language_name(code: str, in_language: str) -> str:
    name = cldr_locale(in_language).languages.get(code.replace("-", "_"))
    return name or code


# Letters that stand alone in an alphabet, after the place where the Latin order would put them.
# "c<č" reads: č is a letter of its own, after every word that begins with c.
_TAILORING: Final[dict[str, str]] = {
    "cs": "c<č h<ch r<ř s<š z<ž",
    "da": "z<æ<ø<å",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fi": "z<å<ä<ö",
    "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö s<sz t<ty u<ü z<zs",
    "lt": "c<č s<š z<ž",
    "lv": "c<č g<ģ k<ķ l<ļ n<ņ s<š z<ž",
    "mt": "b<ċ f<ġ g<għ h<ħ i<ie y<ż",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș t<ț",
    "sk": "a<ä c<č h<ch o<ô s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sv": "z<å<ä<ö",
}
# Letters that sort as another one (their marks decide only between otherwise equal words).
_SORTED_AS: Final[dict[str, dict[str, str]]] = {
    "da": {"aa": "å", "ä": "æ", "ö": "ø"},
    "hu": {"ő": "ö", "ű": "ü"},
    "lt": {"y": "i"},
    "lv": {"y": "i"},
}
# What canonical decomposition does not take apart.
_PLAIN: Final = {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}

Weight = tuple[int, int]
SortKey = tuple[tuple[Weight, ...], str, str]


@cache
def _letters(code: str) -> dict[str, Weight]:
    """Letter (or group of letters) → weight: the code point it follows, and its place after it."""
    weights: dict[str, Weight] = {}
    for chain in _TAILORING.get(code, "").split():
        base, *followers = chain.split("<")
        weights.update({letter: (ord(base), place) for place, letter in enumerate(followers, start=1)})
        if code == "et" and base == "s":  # the Estonian z stands before t, whatever Latin says
            weights["z"] = (ord("s"), 2)
    for letter, other in _SORTED_AS.get(code, {}).items():
        weights[letter] = weights.get(other, (ord(other[0]), 0))
    return weights


@cache
def _letter_pattern(code: str) -> re.Pattern[str]:
    longest_first = sorted(_letters(code), key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, longest_first), "."]), re.DOTALL)


def _plain_weights(character: str) -> Iterable[Weight]:
    for part in unicodedata.normalize("NFD", _PLAIN.get(character, character)):
        if not unicodedata.combining(part):
            yield ord(part), 0


@lru_cache(maxsize=4096)
def sort_key(text: str, code: str) -> SortKey:
    """A key that sorts names as a reader of that language expects: `sorted(names, key=…)`.

    Letters first, as the alphabet has them; accents that make no letter only break ties. This is not
    full Unicode collation (no ICU here): punctuation, apart from being ignored, carries no weight.
    """
    folded = unicodedata.normalize("NFC", text).casefold()
    letters = _letters(code)
    weights: list[Weight] = []
    for match in _letter_pattern(code).finditer(folded):
        piece = match[0]
        if piece in letters:
            weights.append(letters[piece])
        elif piece.isalnum() or piece.isspace():
            weights.extend(_plain_weights(piece))
    return tuple(weights), folded, text
