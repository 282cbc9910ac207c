"""What is read from Europass CVs, and what is refused."""

import time
import zlib
from datetime import date

import pytest

from profiles.europass.codes import country_from, language_from
from profiles.europass.files import MOST_BYTES_OF_XML, Fault, Unreadable
from profiles.europass.found import FoundDate, FoundLanguage
from profiles.europass.reading import read_cv
from profiles.europass.sheet import date_from, plain, whole_date
from tests.profiles.europass_files import CANDIDATE, SKILLS_PASSPORT, bare_pdf, pdf_with

PASSPORT = SKILLS_PASSPORT.encode()
BOTH = [PASSPORT, CANDIDATE.encode()]


def fault_of(content: bytes) -> Fault:
    with pytest.raises(Unreadable) as refused:
        read_cv(content)
    return refused.value.fault


def test_a_skills_passport_says_who_the_person_is() -> None:
    person = read_cv(PASSPORT).person
    assert (person.family_names, person.first_names) == ("Παπαδοπούλου", "Ελένη Μαρία")
    assert (person.birth, person.gender, person.citizenships) == (FoundDate(1990, 5, 17), "F", ("GR",))
    assert (person.street, person.postcode, person.city) == ("Rue Haute 12", "1000", "Bruxelles")
    assert (person.country, person.phone) == ("BE", "+32 2 123 45 67")


def test_a_skills_passport_says_what_the_person_did() -> None:
    found = read_cv(PASSPORT)
    first, second = found.experience
    assert (first.position, first.employer, first.location) == ("Auditor", "Court of Auditors", "Luxembourg")
    assert first.description == "Checked the accounts of programmes & reported."
    assert (first.start, first.end, first.is_current) == (FoundDate(2015, 9, 1), None, True)
    assert (second.start, second.end, second.is_current) == (FoundDate(2013), FoundDate(2014, 6), False)
    (school,) = found.education
    assert (school.title, school.awarding_body) == ("Πτυχίο Οικονομικών", "Πανεπιστήμιο Αθηνών")
    assert (school.country, school.level, school.field_of_study) == ("GR", 6, "Economics")


def test_the_lower_of_two_levels_of_speaking_counts() -> None:
    assert read_cv(PASSPORT).languages == [
        FoundLanguage("el", True, "C2", "C2", "C2", "C2"),
        FoundLanguage("fr", False, "C1", "C2", "B2", "B2"),
    ]


def test_what_has_no_place_here_is_named_with_its_place_and_pictures_are_not() -> None:
    left = {each.text: each.place for each in read_cv(PASSPORT).left_over}
    assert left == {
        "eleni@example.eu": "LearnerInfo › Identification › ContactInfo › Email › Contact",
        "Public administration": (
            "LearnerInfo › WorkExperienceList › WorkExperience › Employer › Sector › Label"
        ),
        "Elvish": (
            "LearnerInfo › Skills › Linguistic › MotherTongueList › MotherTongue › Description › Label"
        ),
        "I speak in public.": "LearnerInfo › Skills › Communication › Description",
    }


def test_a_candidate_says_the_same_kinds_of_things() -> None:
    found = read_cv(CANDIDATE.encode())
    person = found.person
    assert (person.family_names, person.first_names) == ("Иванова", "Мария")
    assert (person.birth, person.gender, person.citizenships) == (FoundDate(1992, 11, 3), "F", ("BG",))
    assert (person.street, person.postcode, person.city) == ("ul. Shipka 1", "1504", "Sofia")
    assert (person.country, person.phone) == ("BG", "+359 888123456")
    work, voluntary = found.experience
    assert (work.employer, work.position) == ("National Bank", "Analyst")
    assert (work.start, work.end) == (FoundDate(2018, 2), FoundDate(2021, 3, 31))
    assert work.description == "Wrote reports on risk.\nModels"
    assert (voluntary.position, voluntary.is_voluntary, voluntary.is_current) == ("First aider", True, True)
    (school,) = found.education
    assert (school.title, school.level, school.country) == ("Master of Finance", 7, "BG")
    assert (school.start, school.end) == (FoundDate(2015, 10, 1), FoundDate(2017))
    assert found.languages == [
        FoundLanguage("bg", True, "C2", "C2", "C2", "C2"),
        FoundLanguage("en", False, "C1", "C2", "B2", "B2"),
    ]
    assert "Spreadsheets" in {each.text for each in found.left_over}
    assert "jpn" in {each.text for each in found.left_over}


@pytest.mark.parametrize("content", BOTH)
def test_a_pdf_says_what_the_file_inside_it_says(content: bytes) -> None:
    assert read_cv(pdf_with(content)) == read_cv(content)


def test_half_a_file_is_refused_and_never_breaks_anything() -> None:
    assert {fault_of(PASSPORT[:length]) for length in range(1, len(PASSPORT), 97)} == {Fault.DAMAGED}


def test_half_a_pdf_is_refused() -> None:
    content = pdf_with(PASSPORT)
    for length in range(10, len(content), 211):
        assert fault_of(content[:length]) in (Fault.DAMAGED, Fault.NOTHING_INSIDE)


BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><SkillsPassport>&lol2;</SkillsPassport>"""
EXTERNAL = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>
<SkillsPassport><LearnerInfo>&f;</LearnerInfo></SkillsPassport>"""
DTD = b"""<?xml version="1.0"?><!DOCTYPE SkillsPassport SYSTEM "http://example.eu/x.dtd"><SkillsPassport/>"""


@pytest.mark.parametrize("content", [BILLION_LAUGHS, EXTERNAL, DTD])
def test_xml_that_defines_entities_or_a_document_type_is_refused(content: bytes) -> None:
    assert fault_of(content) == Fault.HOSTILE
    assert fault_of(pdf_with(content)) == Fault.HOSTILE


def test_more_elements_or_levels_than_a_cv_needs_are_refused_at_once() -> None:
    before = time.monotonic()
    assert fault_of(b"<SkillsPassport>" + b"<a/>" * 2_000_000 + b"</SkillsPassport>") == Fault.BOMB
    assert fault_of(b"<a>" * 100_000) == Fault.BOMB
    assert time.monotonic() - before < 5


def test_a_bomb_inside_a_pdf_is_refused_before_it_is_unpacked() -> None:
    assert fault_of(pdf_with(b"<a>" + b" " * (MOST_BYTES_OF_XML + 10))) == Fault.BOMB
    twice = zlib.compress(b"\0" * 50_000_000)
    assert fault_of(pdf_with(twice)) == Fault.NOTHING_INSIDE


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R /Names << /EmbeddedFiles 3 0 R >> >>"
PAGES = b"<< /Type /Pages /Kids [] /Count 0 >>"


@pytest.mark.parametrize(
    "objects",
    [
        (CATALOGUE, PAGES, b"<< /Kids [3 0 R] >>"),
        (CATALOGUE, PAGES, b"<< /Kids [4 0 R 4 0 R] >>", b"<< /Kids [3 0 R 3 0 R] >>"),
        (CATALOGUE, PAGES, *(b"<< /Kids [%d 0 R %d 0 R] >>" % (n, n) for n in range(4, 40)), b"<< >>"),
        (CATALOGUE, PAGES, b"<< /Names 5 >>"),
        (CATALOGUE, PAGES, b"<< /Names [(a.xml) << /EF << /F 1 0 R >> >>] >>"),
        (b"1 0 R", b"2 0 R"),
        (b"[" * 50_000,),
    ],
)
def test_a_pdf_that_points_in_circles_or_nowhere_is_refused_at_once(objects: tuple[bytes, ...]) -> None:
    before = time.monotonic()
    assert fault_of(bare_pdf(*objects)) in (Fault.DAMAGED, Fault.NOTHING_INSIDE)
    assert time.monotonic() - before < 5


def test_a_level_of_the_framework_is_one_number() -> None:
    odd = SKILLS_PASSPORT.replace("<Level><Code>6<", "<Level><Code>67<")
    assert read_cv(odd.encode()).education[0].level is None


def test_a_pdf_with_a_password_or_without_a_cv_inside_is_refused() -> None:
    assert fault_of(pdf_with(PASSPORT, password="secret")) == Fault.ENCRYPTED
    assert fault_of(pdf_with(b"a picture", "photo.png")) == Fault.NOTHING_INSIDE


@pytest.mark.parametrize("content", [b"", b"   ", b"\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert fault_of(content) == Fault.EMPTY


@pytest.mark.parametrize("content", [b"PK\x03\x04 a word document", b"{}", b"\x89PNG", b"<html></html>"])
def test_any_other_file_is_refused(content: bytes) -> None:
    assert fault_of(content) == Fault.NOT_EUROPASS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-7"])
def test_the_encoding_that_the_file_declares_is_obeyed(encoding: str) -> None:
    text = SKILLS_PASSPORT.replace("UTF-8", encoding.upper()).replace("›", "")
    assert read_cv(text.encode(encoding)).person.family_names == "Παπαδοπούλου"


def test_an_unknown_encoding_is_refused() -> None:
    assert fault_of(SKILLS_PASSPORT.replace("UTF-8", "X-UNKNOWN").encode()) == Fault.DAMAGED


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("EN", "en"),
        ("eng", "en"),
        ("pt-BR", "pt"),
        ("http://publications.europa.eu/resource/authority/language/MLT", "mt"),
        ("grc", ""),
        ("", ""),
    ],
)
def test_languages_are_recognised_in_every_spelling(written: str, code: str) -> None:
    assert language_from(written) == code


@pytest.mark.parametrize(
    ("written", "code"), [("EL", "GR"), ("uk", "GB"), ("be", "BE"), ("PRT", ""), ("", ""), ("1a", "")]
)
def test_countries_are_iso_codes_here(written: str, code: str) -> None:
    assert country_from(written) == code


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2018", FoundDate(2018)),
        ("2018-02", FoundDate(2018, 2)),
        ("2018-02-28T00:00:00", FoundDate(2018, 2, 28)),
        ("2018-02-30", FoundDate(2018, 2)),
        ("2018-13", FoundDate(2018)),
        ("0001", None),
        ("two years ago", None),
    ],
)
def test_dates_are_kept_as_precise_as_they_are(written: str, found: FoundDate | None) -> None:
    assert date_from(written) == found


def test_a_month_has_a_first_and_a_last_day_and_a_year_has_none() -> None:
    month = whole_date(2024, 2, None)
    assert month is not None
    assert (month.first(), month.last()) == (date(2024, 2, 1), date(2024, 2, 29))
    assert FoundDate(2024).first() is None


def test_html_becomes_lines_and_scripts_vanish() -> None:
    assert plain("<p>One &amp; two</p><script>x()</script><p>three</p>") == "One & two\nthree"
    assert plain("a < b and c > d") == "a < b and c > d"
