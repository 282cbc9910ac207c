"""Any bytes at all give rows or faults in words; manifests are read strictly."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selection.results_format import Faults, ManifestUnreadableError, read_manifest, read_rows

HEADER = b"application_number,test,attended,correct,points,marks\n"


def read(content: bytes) -> tuple[list[Any], list[str]]:
    faults = Faults()
    rows = [
        (row.number, row.test, row.is_attended, row.correct, row.points, row.marks)
        for row in read_rows(io.BytesIO(content), faults)
    ]
    return rows, faults.sentences()


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (HEADER + b"1,VR,yes,2,,110\n", [("1", "VR", True, 2, None, "110")]),
        (
            HEADER + b"1,VR,yes,2,,\n2,VR,no,,,",
            [("1", "VR", True, 2, None, ""), ("2", "VR", False, None, None, "")],
        ),
        (b"\xef\xbb\xbf" + HEADER + b"1,E,yes,,7.25,\n", [("1", "E", True, None, "7.25", "")]),
        (HEADER.replace(b"\n", b"\r\n") + b"1,VR,no,,,\r\n", [("1", "VR", False, None, None, "")]),
        (HEADER.replace(b",marks", b"") + b"1,VR,yes,2,\n", [("1", "VR", True, 2, None, "")]),
        (HEADER + b'"1","VR","yes","2",,\n', [("1", "VR", True, 2, None, "")]),
    ],
)
def test_a_well_formed_file_is_read(content, rows):
    assert read(content) == (rows, [])


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"1,VR,yes,2\n", "Line 2: columns expected: 6, found: 4"),
        (b"\n", "Line 2: columns expected: 6, found: 1"),
        (b"1,VR,maybe,2,,\n", "Line 2: “attended” must be yes or no, not “maybe”"),
        (b"1,VR,no,2,,\n", "Line 2: a candidate who was absent cannot have a score"),
        (b"1,VR,yes,2,3,\n", "Line 2: there are correct answers and points; a result has one of them"),
        (b"1,VR,yes,-2,,\n", "Line 2: “-2” is not a number of correct answers"),
        (b"1,VR,yes,=1+1,,\n", "Line 2: “=1+1” is not a number of correct answers"),
        (b"1,VR,yes,2.5,,\n", "Line 2: “2.5” is not a number of correct answers"),
        (
            b"1,E,yes,,1.2345,\n",
            "Line 2: “1.2345” is not a number of points (digits, at most three after a full stop)",
        ),
        (b"1,VR,yes,2,,11x\n", "Line 2: the marks must be made of 0 and 1, at most 200 of them"),
        (b"1,VR,yes,2,,100\n", "Line 2: right answers by the marks: 1; by the line: 2"),
        (b",VR,yes,2,,\n", "Line 2: the application number or the test is missing"),
        (b"1,V\0R,yes,2,,\n", "Line 2: the line holds a NUL byte"),
        (b"1,V\xe9,yes,2,,\n", "Line 2: the line is not UTF-8"),
        (b'1,"VR,yes,2,,\n', "Line 2: the quotation marks do not match"),
        (
            b"1,VR,yes,2,,\r1,AR,yes,2,,\n",
            "Line 2: the line holds a carriage return; end each line with a line feed",
        ),
        (b"1," + b"x" * 5_000_000 + b"\n", "Line 2: the line is longer than 1000 bytes"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_named_with_its_reason_and_reading_goes_on(line, fault):
    rows, faults = read(HEADER + line + b"9,VR,no,,,\n")
    assert faults == [fault]
    assert rows == [("9", "VR", False, None, None, "")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "The file is empty."),
        (
            b"application_number;test;attended;correct;points\n1;VR;yes;2;\n",
            "Line 1: the first line must be “application_number,test,attended,correct,points”, with or "
            "without “,marks”",
        ),
        (HEADER.decode().encode("utf-16"), "Line 1: the line holds a NUL byte"),
    ],
)
def test_without_the_right_first_line_nothing_is_read(content, fault):
    assert read(content) == ([], [fault])


def test_at_most_a_thousand_faults_are_put_in_words():
    _rows, faults = read(HEADER + b"x\n" * 1_500)
    assert len(faults) == 1_001
    assert faults[-1] == "Further faults that are not shown: 500."


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_faults(content):
    rows, faults = read(HEADER + content)
    assert len(rows) + len(faults) == len(list(io.BytesIO(content)))


MANIFEST = {
    "format": "results-manifest/1",
    "competition": "EPSO/AD/1/26",
    "file_sha256": "0" * 64,
    "tests": {"VR": {"invited": 3, "attended": 2, "absent": 1}},
}


def test_a_manifest_is_read_back_as_it_was_written():
    manifest = read_manifest(json.dumps(MANIFEST).encode())
    assert manifest.to_json() == {**MANIFEST, "partial": False}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"format": "x"}, "The manifest must be an object with the format “results-manifest/1”."),
        ({"competition": ""}, "The manifest does not name the competition."),
        ({"file_sha256": "AB"}, "The manifest has no SHA-256 of the file (64 hexadecimal digits)."),
        ({"partial": 1}, "“partial” in the manifest must be true or false."),
        ({"tests": {}}, "The manifest names no test."),
        ({"note": ""}, "The manifest has entries nobody knows: note"),
        (
            {"tests": {"VR": {"invited": 3}}},
            "The manifest must give “invited”, “attended” and “absent” for the test VR.",
        ),
        (
            {"tests": {"VR": {"invited": True, "attended": 1, "absent": 0}}},
            "The figures of the manifest for the test VR must be whole numbers.",
        ),
        (
            {"tests": {"VR": {"invited": 3, "attended": 3, "absent": 1}}},
            "The manifest does not add up for the test VR: invited 3, attended 3, absent 1.",
        ),
    ],
)
def test_a_manifest_that_says_something_else_is_refused(changes, fault):
    with pytest.raises(ManifestUnreadableError) as refused:
        read_manifest(json.dumps({**MANIFEST, **changes}).encode())
    assert str(refused.value) == fault


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (b"\xff\xfe", "The manifest is not JSON in UTF-8: "),
        (b"[" * 100_000, "The manifest is not JSON in UTF-8: "),
        (b'{"a": 1, "a": 2}', "The manifest is not JSON in UTF-8: a name comes twice"),
    ],
)
def test_what_is_no_json_is_no_manifest(source, fault):
    with pytest.raises(ManifestUnreadableError) as refused:
        read_manifest(source)
    assert str(refused.value)[: len(fault)] == fault
