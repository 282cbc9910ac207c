"""The data the site starts from: institutions, places and vacancies, as files."""

import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

DATA: Final = Path(__file__).parents[2] / "careers" / "data"

# Letters beyond a to z of each language that is written in Latin script.
LETTERS: Final = {
    "cs": "áčďéěíňóřšťúůýž",
    "da": "æøå",
    "de": "äöüß",
    "en": "",
    "es": "áéíñóúü",
    "et": "äõöüšž",
    "fi": "äöåšž",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "ga": "áéíóú",
    "hr": "čćđšž",
    "hu": "áéíóöőúüű",
    "it": "àèéìòù",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "mt": "àċġħżèìòù",
    "nl": "áéëïóöü",
    "pl": "ąćęłńóśźż",
    "pt": "áâãàçéêíóôõú",
    "ro": "ăâîșț",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "sv": "åäö",
}
LANGUAGES: Final = {"bg", "el", *LETTERS}
# Bodies named after the table of official names was drawn up: only these languages are known.
INCOMPLETE_NAMES: Final = {
    "AMLA": {"de", "en", "fr"},
    "CHIPS": {"de", "en", "fr"},
    "EUDA": {"cs", "de", "en", "es", "fr", "it", "pt", "sv"},
}


def read(name: str) -> list[dict[str, Any]]:
    document = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    assert list(document) == [name]
    rows: list[dict[str, Any]] = document[name]
    return rows


INSTITUTIONS: Final = read("institutions")
PLACES: Final = read("places")
VACANCIES: Final = read("vacancies")
BY_REFERENCE: Final = {vacancy["reference"]: vacancy for vacancy in VACANCIES}


def texts() -> Iterator[tuple[str, str, str]]:
    """Every text of the three files that has a language: (where, language, text)."""
    for row in INSTITUTIONS + PLACES + VACANCIES:
        where = row.get("code") or row["reference"]
        for field in ("name", "acronym", "title", "summary"):
            for language, text in row.get(field, {}).items():
                yield f"{where} {field}", language, text


def scripts(word: str) -> set[str]:
    """The scripts of the letters of a word, such as LATIN or GREEK."""
    return {unicodedata.name(letter).split()[0] for letter in word if letter.isalpha()}


def closing_instant(reference: str) -> datetime:
    vacancy = BY_REFERENCE[reference]
    local = datetime.fromisoformat(vacancy["closes_at"]).replace(tzinfo=ZoneInfo(vacancy["time_zone"]))
    return local.astimezone(UTC)


def test_there_are_ten_institutions_and_sixty_one_bodies() -> None:
    kinds = [row["kind"] for row in INSTITUTIONS]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "INSTITUTION": 10,
        "DECENTRALISED_AGENCY": 36,
        "EXECUTIVE_AGENCY": 6,
        "CFSP_BODY": 3,
        "EURATOM_BODY": 2,
        "JOINT_UNDERTAKING": 10,
        "OTHER_BODY": 4,
    }


def test_institution_codes_are_unique() -> None:
    assert len({row["code"] for row in INSTITUTIONS}) == 71


def test_each_institution_has_its_own_place_in_the_order_of_protocol() -> None:
    assert sorted(row["protocol_order"] for row in INSTITUTIONS) == list(range(1, 72))


def test_the_ten_institutions_served_by_epso_follow_the_order_of_its_page() -> None:
    served = sorted(
        (row for row in INSTITUTIONS if row["epso_page_order"]), key=lambda row: row["epso_page_order"]
    )
    codes = [row["code"] for row in served]
    assert codes == ["EP", "CONSIL", "COM", "CURIA", "ECA", "EESC", "COR", "EEAS", "OMB", "EDPS"]
    assert [row["epso_page_order"] for row in served] == list(range(1, 11))


def test_institutions_are_named_in_24_languages_but_for_three_new_bodies() -> None:
    incomplete = {row["code"]: set(row["name"]) for row in INSTITUTIONS if set(row["name"]) != LANGUAGES}
    assert incomplete == INCOMPLETE_NAMES


def test_places_are_named_in_24_languages() -> None:
    assert len(LANGUAGES) == 24
    assert [row["code"] for row in PLACES if set(row["name"]) != LANGUAGES] == []


def test_vacancies_are_titled_in_24_languages() -> None:
    assert [row["reference"] for row in VACANCIES if set(row["title"]) != LANGUAGES] == []


def test_no_text_is_empty_or_padded() -> None:
    assert [where for where, _, text in texts() if text != text.strip() or not text] == []


def test_every_text_is_in_unicode_normal_form_c() -> None:
    assert [(where, text) for where, _, text in texts() if not unicodedata.is_normalized("NFC", text)] == []


def test_no_word_mixes_scripts() -> None:
    mixed = [
        (where, word)
        for where, _, text in texts()
        for word in re.findall(r"\w+", text)
        if len(scripts(word)) > 1
    ]
    assert mixed == []


def test_no_text_has_a_romanian_letter_with_a_cedilla() -> None:
    assert [(where, text) for where, _, text in texts() if re.search("[şţŞŢ]", text)] == []


def test_apostrophes_are_typographic() -> None:
    assert [(where, text) for where, _, text in texts() if "'" in text or "`" in text] == []


def test_greek_and_bulgarian_place_names_are_transcribed() -> None:
    written = {
        language: set().union(*(scripts(row["name"][language]) for row in PLACES))
        for language in ("bg", "el")
    }
    assert written == {"bg": {"CYRILLIC"}, "el": {"GREEK"}}


def test_vacancy_titles_use_only_letters_of_their_language() -> None:
    alien = [
        (reference, language, letter)
        for reference, row in BY_REFERENCE.items()
        for language, title in row["title"].items()
        if language in LETTERS
        for letter in title.lower()
        if letter.isalpha() and not ("a" <= letter <= "z") and letter not in LETTERS[language]
    ]
    assert alien == []


def test_every_seat_and_workplace_is_a_known_place() -> None:
    used = {row["seat"] for row in INSTITUTIONS} | {code for row in VACANCIES for code in row["places"]}
    assert used == {row["code"] for row in PLACES}


def test_every_vacancy_belongs_to_a_known_institution() -> None:
    assert {row["institution"] for row in VACANCIES} - {row["code"] for row in INSTITUTIONS} == set()


def test_codes_and_slugs_have_their_form() -> None:
    codes = [row["code"] for row in INSTITUTIONS + PLACES]
    assert [code for code in codes if not re.fullmatch(r"[A-Z0-9]+(_[A-Z0-9]+)*", code)] == []
    slugs = [row["slug"] for row in VACANCIES]
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_references_slugs_and_place_codes_are_unique() -> None:
    assert len(BY_REFERENCE) == len({row["slug"] for row in VACANCIES}) == len(VACANCIES) == 13
    assert len({row["code"] for row in PLACES}) == len(PLACES)


def test_every_vacancy_has_the_same_fields() -> None:
    assert {tuple(row) for row in VACANCIES} == {tuple(VACANCIES[0])}


def test_closing_times_are_instants_in_the_zone_of_the_institution() -> None:
    instants = {
        reference: closing_instant(reference) for reference, row in BY_REFERENCE.items() if row["closes_at"]
    }
    assert instants == {
        "PE/334/2025/S/ITEC": datetime(2025, 9, 16, 10, 0, tzinfo=UTC),
        "ICT Expert (FG IV) call": datetime(2025, 6, 30, 15, 0, tzinfo=UTC),
        "PE/307/2024/S/INLO": datetime(2024, 11, 6, 11, 0, tzinfo=UTC),
        "RCT-2025-00007": datetime(2025, 7, 8, 10, 0, tzinfo=UTC),
        "2026-EoI-HQ (AD), job 503471": datetime(2026, 2, 10, 11, 0, tzinfo=UTC),
        "EEAS RM.SCS.4": datetime(2024, 7, 31, 10, 0, tzinfo=UTC),
        "PE/AD/299/2023/TRAD": datetime(2024, 1, 12, 16, 0, tzinfo=UTC),
        "PE/AD/300/2024": datetime(2024, 4, 12, 10, 0, tzinfo=UTC),
        "PE/AD/304/2024": datetime(2024, 5, 24, 10, 0, tzinfo=UTC),
    }


def test_frontex_closes_by_warsaw_time_and_everybody_else_by_brussels_time() -> None:
    elsewhere = {
        row["institution"]: row["time_zone"] for row in VACANCIES if row["time_zone"] != "Europe/Brussels"
    }
    assert elsewhere == {"FRONTEX": "Europe/Warsaw"}


def test_a_vacancy_is_closed_when_its_closing_date_is_known_and_else_of_unknown_status() -> None:
    statuses = {reference: row["status"] for reference, row in BY_REFERENCE.items()}
    assert statuses == {
        reference: "CLOSED" if row["closes_at"] else None for reference, row in BY_REFERENCE.items()
    }


def test_basic_salaries_are_exact_and_belong_to_a_grade_on_offer() -> None:
    salaries = {
        (reference, salary["grade"], Decimal(salary["amount"]), salary["currency"])
        for reference, row in BY_REFERENCE.items()
        for salary in row["basic_salaries"]
    }
    assert salaries == {
        ("PE/342/2026/S/ITEC", "AD7", Decimal("7646.86"), "EUR"),
        ("PE/334/2025/S/ITEC", "AD7", Decimal("7646.86"), "EUR"),
        ("PE/307/2024/S/INLO", "AD5", Decimal("5672.78"), "EUR"),
        ("PE/307/2024/S/INLO", "AD7", Decimal("7261.98"), "EUR"),
        ("PE/AD/299/2023/TRAD", "AD5", Decimal("5453.02"), "EUR"),
    }
    offered = {
        (reference, contract["grade"])
        for reference, row in BY_REFERENCE.items()
        for contract in row["contracts"]
    }
    assert {(reference, grade) for reference, grade, _, _ in salaries} - offered == set()


def test_only_two_vacancies_are_reserved_to_citizens_of_one_state() -> None:
    reserved = {
        reference: row["citizenship"] for reference, row in BY_REFERENCE.items() if row["citizenship"]
    }
    assert reserved == {"PE/AD/300/2024": ["AT"], "PE/AD/304/2024": ["LU"]}


def test_addresses_are_web_addresses() -> None:
    addresses = [row["website"] for row in INSTITUTIONS] + [row["source_url"] for row in VACANCIES]
    assert [
        address for address in addresses if address and not re.fullmatch(r"https://[^\s]+", address)
    ] == []
    assert [reference for reference, row in BY_REFERENCE.items() if row["source_url"] is None] == [
        "EEAS SG.2"
    ]
