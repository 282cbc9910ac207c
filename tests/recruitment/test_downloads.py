"""A reserve list as CSV, XLSX and PDF: each file is opened and read back."""

from __future__ import annotations

import csv
import dataclasses
import io
import tempfile
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import openpyxl
import pypdf
import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from applications.models import Application, Education, Experience, LanguageSkill
from core.languages import CODES
from recruitment.downloads import write_list
from recruitment.downloads.csv_file import neutralised, restored, separator, write_csv
from recruitment.downloads.pdf_file import LONGEST_LIST, write_pdf
from recruitment.downloads.rows import Row, rows_of
from recruitment.downloads.words import COLUMNS, Stamp, headers, make_stamp
from recruitment.downloads.xlsx_file import write_xlsx
from recruitment.models import ReserveList
from tests.factories import make_candidate
from tests.recruitment.factories import (
    NOW,
    load_competition,
    make_candidacy,
    make_institution,
    make_list,
    make_recruiter,
)

HOSTILE = (
    '=cmd|"/C calc"!A0',
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\r=1+1",
    "'=1+1",
    "''@x",
    "＝1＋1",
    "'t Hart",
    'Said "yes"; and, left',
    "#let x = 1 *bold* $x$ [y] @ref <label> \\ // no",
    "https://example.eu/=x",
    "{=1}",
    "00123",
    "1e5",
    "TRUE",
)


def make_row(**changes: Any) -> Row:
    values: dict[str, Any] = {
        "number": "1000001",
        "family_names": "de Vries",
        "first_names": "Anna Maria",
        "email": "anna@example.eu",
        "phone": "+31612345678",
        "country": "Netherlands",
        "language_1": "Dutch",
        "language_2": "French",
        "languages": "Dutch C2; French C1",
        "diploma_level": 6,
        "diploma_title": "Bachelor of Laws",
        "months": 36,
    }
    return Row(**{**values, **changes})


def make_test_stamp(**changes: Any) -> Stamp:
    stamp = Stamp(
        title="Reserve list EPSO/AD/1/26",
        by="Elsa Lindström <elsa@example.eu>",
        purpose="Vacancy CONSIL/7",
        at=NOW,
        language="en",
        lines=[("Field", "Law (AD5)"), ("Purpose", "Vacancy CONSIL/7")],
        note="In no order of merit.",
    )
    return dataclasses.replace(stamp, **changes)


def csv_rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    """The rows of laureates as a program reads them: what follows the first empty line, headers first."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))
    return [[restored(cell) for cell in line] for line in lines[lines.index([]) + 1 :]]


def xlsx_rows(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [[_unescaped(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _unescaped(value: Any) -> Any:
    """What a spreadsheet program makes of `_x000D_`, as OOXML writes a control character."""
    return unescape(value) if isinstance(value, str) else value


def pdf_text(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def as_written(rows: Iterable[Row]) -> list[list[Any]]:
    return [[getattr(row, column.name) for column in COLUMNS] for row in rows]


# CSV


@given(st.text())
def test_what_was_neutralised_is_restored_exactly(text: str) -> None:
    assert restored(neutralised(text)) == text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "'=1", "＝1"])
def test_no_cell_begins_as_a_formula(text: str) -> None:
    assert neutralised(text) == f"'{text}"


@pytest.mark.parametrize("text", ["de Vries", "'t Hart", "", "Ἀ=1", "1-2", "'"])
def test_an_innocent_text_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text


def test_csv_begins_with_a_byte_order_mark_and_is_utf_8() -> None:
    target = io.BytesIO()
    write_csv(target, [make_row(family_names="Şükrü Ωμέγα Ђорђе")], make_test_stamp())
    content = target.getvalue()
    assert content[:3] == b"\xef\xbb\xbf"
    assert csv_rows(content)[1][1] == "Şükrü Ωμέγα Ђорђе"


def test_csv_is_stamped_above_the_laureates() -> None:
    target = io.BytesIO()
    write_csv(target, [make_row()], make_test_stamp())
    lines = target.getvalue().decode("utf-8-sig").split("\r\n")
    assert lines[:4] == [
        "Reserve list EPSO/AD/1/26", "Field,Law (AD5)", "Purpose,Vacancy CONSIL/7", "In no order of merit.",
    ]  # fmt: skip


def test_no_cell_of_a_hostile_csv_begins_as_a_formula_and_all_read_back() -> None:
    rows = [make_row(number=text, family_names=text, diploma_title=text) for text in HOSTILE]
    target = io.BytesIO()
    assert write_csv(target, rows, make_test_stamp(purpose="=1+1")) == len(HOSTILE)
    raw = csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline=""))
    assert [cell for line in raw for cell in line if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    expected = [[str(value) for value in line] for line in as_written(rows)]
    assert csv_rows(target.getvalue())[1:] == expected


@pytest.mark.parametrize("language, sign", [("en", ","), ("ga", ","), ("mt", ","), ("nl", ";"), ("el", ";")])
def test_the_separator_is_what_a_spreadsheet_expects_in_that_language(language: str, sign: str) -> None:
    assert separator(language) == sign


# XLSX


def test_every_hostile_text_in_xlsx_is_a_text_and_reads_back() -> None:
    rows = [make_row(number=text, family_names=text, diploma_title=text) for text in HOSTILE]
    target = io.BytesIO()
    assert write_xlsx(target, rows, make_test_stamp()) == len(HOSTILE)
    sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue())).worksheets[0]
    assert {cell.data_type for line in sheet.iter_rows(min_row=2, max_col=8) for cell in line} <= {
        "s",
        "inlineStr",
    }
    assert {cell.hyperlink for line in sheet.iter_rows() for cell in line} == {None}
    assert xlsx_rows(target.getvalue())[1:] == as_written(rows)


def test_xlsx_has_frozen_headers_numbers_as_numbers_and_empty_cells_empty() -> None:
    target = io.BytesIO()
    write_xlsx(target, [make_row(diploma_level=None, diploma_title="", months=0)], make_test_stamp())
    sheet = openpyxl.load_workbook(io.BytesIO(target.getvalue())).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert [sheet["J2"].value, sheet["K2"].value, sheet["L2"].value] == [None, None, 0]
    assert sheet.auto_filter.ref == "A1:L2"


def test_xlsx_is_stamped_on_a_sheet_of_its_own_and_in_its_properties() -> None:
    target = io.BytesIO()
    write_xlsx(target, [make_row()], make_test_stamp(purpose="=1+1", lines=[("Purpose", "=1+1")]))
    book = openpyxl.load_workbook(io.BytesIO(target.getvalue()))
    assert [list(line) for line in book.worksheets[1].iter_rows(values_only=True)] == [
        ["Reserve list EPSO/AD/1/26", None], ["Purpose", "=1+1"], [None, "In no order of merit."],
    ]  # fmt: skip
    properties = book.properties
    assert (properties.creator, properties.title) == (
        "Elsa Lindström <elsa@example.eu>",
        "Reserve list EPSO/AD/1/26",
    )


# PDF


def test_pdf_reads_back_every_text_in_three_alphabets() -> None:
    names = [
        "Ġorġ Żahra",
        "Łukasz Świątek",
        "Ștefan Țepeș",
        "Őry Győző",
        "Νίκος Παπαδόπουλος",
        "Георги Ђорђев",
    ]
    target = io.BytesIO()
    written = write_pdf(target, [make_row(family_names=name) for name in names], make_test_stamp())
    text = pdf_text(target.getvalue())
    assert written == len(names)
    assert [name for name in names if name not in text] == []


def test_pdf_shows_markup_as_text() -> None:
    hostile = "#panic() *b* $x$ [y] @ref <label> \\ //c"
    target = io.BytesIO()
    write_pdf(target, [make_row(family_names=hostile, diploma_title="#x")], make_test_stamp(purpose=hostile))
    text = pdf_text(target.getvalue())
    assert hostile in text  # in the footer, on one line
    assert text.replace(" ", "").count(hostile.replace(" ", "")) == 2


def test_pdf_is_tagged_named_and_in_its_language() -> None:
    target = io.BytesIO()
    write_pdf(target, [make_row()], make_test_stamp(language="mt"))
    reader = pypdf.PdfReader(io.BytesIO(target.getvalue()))
    catalogue = reader.trailer["/Root"].get_object()
    assert catalogue["/Lang"] == "mt"  # type: ignore[index]
    assert catalogue["/MarkInfo"]["/Marked"] is True or catalogue["/MarkInfo"]["/Marked"] == True  # type: ignore[index]  # noqa: E712
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()  # type: ignore[index]
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == (
        "Reserve list EPSO/AD/1/26",
        "Elsa Lindström <elsa@example.eu>",
    )


def test_pdf_says_so_where_no_font_has_a_character_and_loses_no_other() -> None:
    target = io.BytesIO()
    row = make_row(diploma_title="法学 Bachelor 😀 of Law\x01s", family_names="Ελένη")
    write_pdf(target, [row], make_test_stamp())
    text = pdf_text(target.getvalue())
    assert "\ufffd\ufffd Bachelor \ufffd of Laws" in text
    assert "Ελένη" in text


def test_pdf_of_an_empty_list_has_its_headers() -> None:
    target = io.BytesIO()
    assert write_pdf(target, [], make_test_stamp()) == 0
    assert "Application number" in pdf_text(target.getvalue())


# Rows


def as_read(reserve_list: ReserveList, language: str) -> list[Row]:
    with translation.override(language), transaction.atomic():
        return list(rows_of(reserve_list))


@pytest.fixture
def field(db: None) -> Any:
    return load_competition().fields.first()


def test_a_row_is_what_was_submitted_in_the_words_of_the_recruiter(field: Any) -> None:
    application = make_candidacy(field, candidate=make_candidate(email="anna@example.eu"))
    reserve_list = make_list(application)
    expected = make_row(
        number=application.number,
        country="Pays-Bas",
        language_1="néerlandais",
        language_2="français",
        languages="français C1; néerlandais C2",
    )
    assert as_read(reserve_list, "fr") == [expected]


def test_a_later_edit_of_the_draft_does_not_reach_recruiters(field: Any) -> None:
    application = make_candidacy(field)
    reserve_list = make_list(application)
    application.personal_data.family_names = "Changed"
    application.personal_data.save()
    assert [row.family_names for row in as_read(reserve_list, "en")] == ["de Vries"]


def test_a_language_shows_four_levels_where_they_differ_and_the_mother_tongue_first(field: Any) -> None:
    def change(application: Application) -> None:
        LanguageSkill.objects.filter(application=application, language="fr").update(writing="B1")
        LanguageSkill.objects.filter(application=application, language="nl").update(is_mother_tongue=True)

    reserve_list = make_list(make_candidacy(field, rows=change))
    assert as_read(reserve_list, "en")[0].languages == "Dutch C2 (mother tongue); French C1/C1/C1/B1"


def test_the_highest_diploma_is_shown_and_the_latest_of_equals(field: Any) -> None:
    def change(application: Application) -> None:
        first = Education.objects.get(application=application)
        for title, level, day in (("Old master", 7, date(2015, 1, 1)), ("New master", 7, date(2019, 1, 1))):
            first.pk, first.title, first.level, first.award_date = None, title, level, day
            first.save(force_insert=True)

    row = as_read(make_list(make_candidacy(field, rows=change)), "en")[0]
    assert (row.diploma_level, row.diploma_title) == (7, "New master")


def test_months_are_counted_until_the_reference_date(field: Any) -> None:
    def change(application: Application) -> None:
        reference = field.competition.eligibility_reference_date
        begin = reference.replace(year=reference.year - 1)
        Experience.objects.filter(application=application).update(start_date=begin, end_date=None)

    assert as_read(make_list(make_candidacy(field, rows=change)), "en")[0].months == 12


def test_laureates_stand_in_the_order_of_their_numbers_whatever_their_rank(field: Any) -> None:
    applications = [make_candidacy(field) for _number in range(3)]
    reserve_list = make_list(*reversed(applications))
    assert [row.number for row in as_read(reserve_list, "en")] == [each.number for each in applications]


def test_who_was_removed_is_not_in_the_file(field: Any) -> None:
    stays, leaves = make_candidacy(field), make_candidacy(field)
    reserve_list = make_list(stays, leaves)
    reserve_list.laureates.filter(application=leaves).update(removed_at=NOW, removal_reason="Recruited.")
    assert [row.number for row in as_read(reserve_list, "en")] == [stays.number]


def test_the_same_queries_read_one_laureate_and_many(field: Any, django_assert_num_queries: Any) -> None:
    one, many = make_candidacy(field), [make_candidacy(field) for _number in range(5)]
    short = make_list(one)
    with django_assert_num_queries(1):
        assert len(list(rows_of(short))) == 1
    for application in many:
        short.laureates.create(application=application, added_at=NOW)
    with django_assert_num_queries(1):
        assert len(list(rows_of(short))) == 6


# Whole files

# What no file may hold, as the candidate of the tests wrote it.
FORBIDDEN = (
    "1995", "Utrecht", "Dorpsstraat", "3511 AB", "WOMAN", "I want to serve", "Drafting local rules",
    "Universiteit",
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "el", "bg", "mt", "fi"])
@pytest.mark.parametrize("file_format", ["CSV", "XLSX", "PDF"])
def test_a_file_is_in_the_language_of_the_recruiter_and_holds_nothing_it_must_not(
    field: Any, file_format: str, language: str
) -> None:
    candidate = make_candidate(email="anna@example.eu")
    reserve_list = make_list(make_candidacy(field, candidate=candidate, personal={"gender": "WOMAN"}))
    text, heads = read_whole(reserve_list, file_format, language)
    with translation.override(language):
        assert [label for label in headers() if unbroken(label) not in unbroken(heads)] == []
    assert [word for word in FORBIDDEN if word in text] == []
    assert [word for word in ("anna@example.eu", "de Vries", "+31612345678") if word not in text] == []


def unbroken(text: str) -> str:
    """The text without blanks, line ends and hyphens: a PDF breaks long words."""
    return "".join(text.split()).replace("-", "").replace("\u2010", "").replace("\u00ad", "")


def read_whole(reserve_list: ReserveList, file_format: str, language: str) -> tuple[str, str]:
    """All text of the file, and the part that holds its headers."""
    recruiter = make_recruiter(make_institution("CONSIL"), email="elsa@example.eu")
    with translation.override(language), transaction.atomic():
        stamp = make_stamp(
            reserve_list=reserve_list,
            user=recruiter,
            institution=recruiter.recruiter.institution,
            purpose="Vacancy 7",
            counted_until=NOW.date(),
            language=language,
            now=NOW,
        )
        content = write_list(reserve_list=reserve_list, file_format=file_format, stamp=stamp).content.read()
    if file_format == "CSV":
        text = content.decode("utf-8-sig")
        return text, text
    if file_format == "XLSX":
        rows = xlsx_rows(content)
        return str(rows), str(rows[0])
    text = pdf_text(content)
    return text, text


@pytest.mark.parametrize("language", CODES)
def test_a_pdf_can_be_made_in_every_language(db: None, language: str) -> None:
    with translation.override(language):
        target = io.BytesIO()
        write_pdf(
            target,
            [make_row()],
            make_test_stamp(language=language, lines=list(zip(headers(), headers(), strict=True))),
        )
    assert "\ufffd" not in pdf_text(target.getvalue())


# Volume


def many_rows(count: int) -> Iterator[Row]:
    return (make_row(number=f"{1000000 + number}") for number in range(count))


def peak_memory(write: Any, count: int) -> int:
    """The most memory of Python, in bytes, that writing so many rows to the disk takes."""
    with tempfile.TemporaryFile() as target:
        tracemalloc.start()
        try:
            write(target, many_rows(count), make_test_stamp())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_memory_does_not_grow_with_the_list(write: Any) -> None:
    peak_memory(write, 10)  # what is imported and cached at first use
    assert peak_memory(write, 10_000) < peak_memory(write, 500) + 500_000


@pytest.mark.parametrize("write, read", [(write_csv, csv_rows), (write_xlsx, xlsx_rows)])
def test_ten_thousand_laureates_are_all_in_the_file(write: Any, read: Any) -> None:
    target = io.BytesIO()
    assert write(target, many_rows(10_000), make_test_stamp()) == 10_000
    numbers = [row[0] for row in read(target.getvalue())[1:]]
    assert numbers == [f"{1000000 + number}" for number in range(10_000)]


def test_the_longest_pdf_has_every_laureate() -> None:
    target = io.BytesIO()
    assert write_pdf(target, many_rows(LONGEST_LIST), make_test_stamp()) == LONGEST_LIST
    text = pdf_text(target.getvalue())
    assert [number for number in range(LONGEST_LIST) if f"{1000000 + number}" not in text] == []


def test_a_longer_list_makes_no_pdf() -> None:
    target = io.BytesIO()
    with pytest.raises(ValueError, match="at most 2000"):
        write_pdf(target, many_rows(LONGEST_LIST + 1), make_test_stamp())
    assert target.getvalue() == b""
