"""The documents that the project ships: right in shape, in meaning and in their 24 languages."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from competitions import notice
from competitions.notice import PROTOCOL_ORDER

COMPETITIONS = Path(notice.__file__).parent
NOTICES = sorted((COMPETITIONS / "data" / "notices").glob("*.json"))
DEMONSTRATION = COMPETITIONS / "data" / "demonstration.json"
AMENDMENTS = sorted((COMPETITIONS / "data" / "amendments").glob("*.json"))
EVERY_NOTICE = [*NOTICES, DEMONSTRATION]

CYRILLIC_AND_LATIN = re.compile(r"[A-Za-z][а-яА-Я]|[а-яА-Я][A-Za-z]")
GREEK_AND_LATIN = re.compile(r"[A-Za-z][\u0370-\u03ff\u1f00-\u1fff]|[\u0370-\u03ff\u1f00-\u1fff][A-Za-z]")
LATIN_WORDS = re.compile(r"[A-Za-zÀ-ɏ]+")
KEPT_IN_LATIN = {"AD", "AST", "SC", "T", "tray", "e", "Talent", "Screener"}
WRONG_LETTERS = {"ro": "şţŞŢãÃ", "mt": "", "ga": "", "lv": "", "bg": "ыэё"}


def read(path):
    return notice.read_notice(path.read_bytes())


def stem(path):
    return path.stem


def texts(node, path=""):
    """Every text in languages of a document, with its path."""
    if isinstance(node, dict):
        if "en" in node:
            yield path, node
        else:
            for name, value in node.items():
                yield from texts(value, f"{path}/{name}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from texts(value, f"{path}/{number}")


@pytest.mark.parametrize("name", ["notice.schema.json", "amendment.schema.json"])
def test_the_schemas_are_json_schemas(name):
    Draft202012Validator.check_schema(json.loads((COMPETITIONS / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", EVERY_NOTICE, ids=stem)
def test_a_shipped_notice_has_no_faults(path):
    assert [str(fault) for fault in notice.find_faults(read(path))] == []


@pytest.mark.parametrize("path", AMENDMENTS, ids=stem)
def test_a_shipped_amendment_has_no_faults_and_fits_its_notice(path):
    amendment = read(path)
    assert [str(fault) for fault in notice.find_amendment_faults(amendment)] == []
    [amended] = [read(each) for each in NOTICES if read(each)["reference"] == amendment["amends"]]
    assert [str(fault) for fault in notice.find_faults(notice.apply_amendment(amended, amendment))] == []


@pytest.mark.parametrize("path", [*EVERY_NOTICE, *AMENDMENTS], ids=stem)
def test_every_text_is_given_in_all_languages_in_protocol_order(path):
    for place, text in texts(read(path)):
        assert (place, tuple(text)) == (place, PROTOCOL_ORDER)


@pytest.mark.parametrize("path", [*EVERY_NOTICE, *AMENDMENTS], ids=stem)
def test_scripts_are_not_mixed_inside_a_word(path):
    for place, text in texts(read(path)):
        assert (place, CYRILLIC_AND_LATIN.findall(text["bg"])) == (place, [])
        assert (place, GREEK_AND_LATIN.findall(text["el"])) == (place, [])


@pytest.mark.parametrize("path", [*EVERY_NOTICE, *AMENDMENTS], ids=stem)
def test_bulgarian_and_greek_keep_only_known_latin_words(path):
    for place, text in texts(read(path)):
        for language in ("bg", "el"):
            latin = set(LATIN_WORDS.findall(text[language]))
            assert (place, language, latin - KEPT_IN_LATIN) == (place, language, set())


@pytest.mark.parametrize("path", [*EVERY_NOTICE, *AMENDMENTS], ids=stem)
def test_letters_belong_to_their_language(path):
    for place, text in texts(read(path)):
        for language, letters in WRONG_LETTERS.items():
            found = sorted(set(text[language]) & set(letters))
            assert (place, language, found) == (place, language, [])
        for language, value in text.items():
            assert unicodedata.is_normalized("NFC", value), (place, language)
            assert "'" not in value, (place, language)


@pytest.mark.parametrize("path", [*EVERY_NOTICE, *AMENDMENTS], ids=stem)
def test_no_text_says_a_grade_or_year_that_the_english_does_not(path):
    grade = re.compile(r"\b(?:AD|AST|SC) \d+|\b(?:19|20)\d\d\b")
    for place, text in texts(read(path)):
        for language, value in text.items():
            assert (place, language, sorted(set(grade.findall(value)))) == (
                place,
                language,
                sorted(set(grade.findall(text["en"]))),
            )


def test_references_are_unique_and_name_their_files():
    references = [read(path)["reference"] for path in NOTICES]
    assert len(set(references)) == len(references) == 13
    assert [path.stem for path in NOTICES] == [reference.replace("/", "-") for reference in references]


def test_only_the_demonstration_is_one():
    assert [path.name for path in EVERY_NOTICE if read(path)["is_demonstration"]] == ["demonstration.json"]
    assert "emonstration" in read(DEMONSTRATION)["title"]["en"]


def test_the_demonstration_shows_two_fields_and_four_tests():
    document = read(DEMONSTRATION)
    assert [field["number_sought"] for field in document["fields"]] == [3, 2]
    assert [test["code"] for test in document["tests"]] == ["NR", "AR", "EUK", "EUFTE"]
    assert [test["marked_for"]["who"] for test in document["tests"]] == ["ALL", "ALL", "ALL", "BEST_MULTIPLE"]


def test_the_graduate_competition_of_2026_has_the_weights_of_its_notice():
    document = read(COMPETITIONS / "data" / "notices" / "EPSO-AD-427-26.json")
    weights = {test["code"]: (test["weight_preliminary"], test["weight_final"]) for test in document["tests"]}
    assert weights == {
        "VR": ("40", "35"),
        "NR": (None, None),
        "AR": (None, None),
        "EUK": ("30", "25"),
        "DS": ("30", "25"),
        "EUFTE": (None, "15"),
    }


def test_the_examples_of_the_description_have_no_faults():
    description = (COMPETITIONS.parent / "docs" / "notice-format.md").read_text(encoding="utf-8")
    document, amendment = (
        notice.read_notice(example) for example in re.findall(r"```json\n(.*?)```", description, re.S)
    )
    assert [str(fault) for fault in notice.find_faults(document)] == []
    assert [str(fault) for fault in notice.find_amendment_faults(amendment)] == []
    assert notice.find_faults(notice.apply_amendment(document, amendment)) == []


def test_the_description_names_every_member_of_the_schemas():
    description = (COMPETITIONS.parent / "docs" / "notice-format.md").read_text(encoding="utf-8")
    described = set(re.findall(r"[`\"]([a-z_0-9]+)[`\"]", description))
    schema = json.loads((COMPETITIONS / "notice.schema.json").read_text(encoding="utf-8"))
    amendment = json.loads((COMPETITIONS / "amendment.schema.json").read_text(encoding="utf-8"))
    assert sorted(members(schema) | members(amendment)) == sorted(
        (members(schema) | members(amendment)) & described
    )


def members(schema):
    """The names a schema defines, those of the texts' languages left out."""
    own = set() if schema.get("x-languages") else set(schema.get("properties", ()))
    inner = [each for key, each in schema.items() if key in ("properties", "$defs", "items")]
    for each in inner:
        for child in [each] if "type" in each or "$ref" in each else each.values():
            own |= members(child) if isinstance(child, dict) else set()
    return own
