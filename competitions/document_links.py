"""Where a document of the Official Journal is read in one language (ELI and EUR-Lex addresses).

No database and no clock. The European Legislation Identifier names a language by the three letters of the
Publications Office after `/oj`, EUR-Lex by two letters after `legal-content`.
"""

import re
from collections.abc import Iterable

LETTERS = {
    "bg": "bul", "es": "spa", "cs": "ces", "da": "dan", "de": "deu", "et": "est", "el": "ell", "en": "eng",
    "fr": "fra", "ga": "gle", "hr": "hrv", "it": "ita", "lv": "lav", "lt": "lit", "hu": "hun", "mt": "mlt",
    "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron", "sk": "slk", "sl": "slv", "fi": "fin", "sv": "swe",
}  # fmt: skip
ELI = re.compile(r"https?://data\.europa\.eu/eli/\S+/oj\Z")
EUR_LEX = re.compile(r"(https://eur-lex\.europa\.eu/legal-content/)EN(/TXT/\S*(?:CELEX|uri=OJ):\S+)\Z")


def address_in(url: str, code: str) -> str:
    """The address of the document at `url` in the language `code`; `url` itself where it names none."""
    if ELI.match(url) and code in LETTERS:
        return f"{url}/{LETTERS[code]}"
    return EUR_LEX.sub(rf"\g<1>{code.upper()}\g<2>", url)


def addresses(url: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    """(language, address) for each language that `url` can be read in; empty where they are all the same."""
    found = [(code, address_in(url, code)) for code in codes]
    return found if len({address for _code, address in found}) > 1 else []
