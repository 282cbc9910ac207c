"""Where a document of the Official Journal is read in one language."""

from __future__ import annotations

import pytest

from competitions.document_links import LETTERS, address_in, addresses
from core.languages import CODES

ELI = "http://data.europa.eu/eli/C/2026/711/oj"
CELEX = "https://eur-lex.europa.eu/legal-content/EN/TXT/HTML/?uri=CELEX:C2022/404A/01"


def test_every_official_language_has_its_three_letters() -> None:
    assert sorted(LETTERS) == sorted(CODES)
    assert len(set(LETTERS.values())) == 24


@pytest.mark.parametrize(
    ("url", "code", "expected"),
    [
        (ELI, "el", f"{ELI}/ell"),
        (ELI, "xx", ELI),
        (f"{ELI}/eng", "el", f"{ELI}/eng"),
        (CELEX, "mt", "https://eur-lex.europa.eu/legal-content/MT/TXT/HTML/?uri=CELEX:C2022/404A/01"),
        ("https://example.org/EN/TXT/", "mt", "https://example.org/EN/TXT/"),
        (
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=uriserv:OJ.CA.2019.177.01.0001.01.ENG",
            "mt",
            "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=uriserv:OJ.CA.2019.177.01.0001.01.ENG",
        ),
    ],
)
def test_the_address_names_the_language_where_it_can(url: str, code: str, expected: str) -> None:
    assert address_in(url, code) == expected


def test_an_address_that_names_no_language_has_no_others() -> None:
    assert addresses(ELI, ["nl", "fr"]) == [("nl", f"{ELI}/nld"), ("fr", f"{ELI}/fra")]
    assert addresses("https://example.org/x", ["nl", "fr"]) == []
    assert addresses(ELI, []) == []
