"""A file of results and its manifest, line by line, without the database (docs/results-format.md).

Whatever the bytes are, reading them gives rows or faults in words; it never holds more than one line.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from django.utils.translation import gettext as _

COLUMNS: Final = ("application_number", "test", "attended", "correct", "points")
OPTIONAL_COLUMN: Final = "marks"
MANIFEST_FORMAT: Final = "results-manifest/1"
LONGEST_LINE: Final = 1_000
"""Bytes; a line of 200 marks has fewer than 300."""
FAULTS_SHOWN: Final = 1_000
VALUE_SHOWN: Final = 40
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

WHOLE: Final = re.compile(r"[0-9]{1,4}")
POINTS: Final = re.compile(r"[0-9]{1,5}(\.[0-9]{1,3})?")
MARKS: Final = re.compile(r"[01]{1,200}")
SHA256: Final = re.compile(r"[0-9a-f]{64}")
ATTENDED: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line: what a candidate did in a test. `marks` has a character a question, 1 right and 0 wrong."""

    line: int
    number: str
    test: str
    is_attended: bool
    correct: int | None
    points: str | None
    marks: str


@dataclass(slots=True)
class Faults:
    """What is wrong with a file: the first thousand in words, by line (0: the whole file), and how many."""

    shown: list[tuple[int, str]] = field(default_factory=list)
    count: int = 0

    def add(self, line: int, message: str) -> None:
        self.count += 1
        if len(self.shown) < FAULTS_SHOWN:
            self.shown.append((line, message))

    def add_more(self, count: int) -> None:
        """Count faults that are not put in words."""
        self.count += count

    def sentences(self) -> list[str]:
        """The faults in order of their lines, and how many there are beyond those named."""
        lines = [_in_line(line, message) for line, message in sorted(self.shown, key=lambda fault: fault[0])]
        if self.count > len(self.shown):
            hidden = self.count - len(self.shown)
            lines.append(_("Further faults that are not shown: %(count)s.") % {"count": hidden})
        return lines


def _in_line(line: int, message: str) -> str:
    if line == 0:
        return message
    return _("Line %(line)s: %(message)s") % {"line": line, "message": message}


@dataclass(frozen=True, slots=True)
class TestCount:
    """How many were invited to a test, sat it and were absent, by the provider's attendance list."""

    __test__ = False

    invited: int
    attended: int
    absent: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the provider says the file holds; `is_partial`: other files of the same tests follow."""

    competition: str
    file_sha256: str
    is_partial: bool
    tests: Mapping[str, TestCount]

    def to_json(self) -> dict[str, object]:
        """The manifest as it is kept with the file."""
        counts = {
            code: {"invited": test.invited, "attended": test.attended, "absent": test.absent}
            for code, test in self.tests.items()
        }
        return {
            "format": MANIFEST_FORMAT,
            "competition": self.competition,
            "file_sha256": self.file_sha256,
            "partial": self.is_partial,
            "tests": counts,
        }


class ManifestUnreadableError(ValueError):
    """The manifest is no manifest; the message says why."""


def read_manifest(source: bytes) -> Manifest:
    """The manifest in these bytes. Raises ManifestUnreadableError with the first thing that is wrong."""
    try:
        document = json.loads(source.decode("utf-8-sig"), object_pairs_hook=_once_each)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ManifestUnreadableError(
            _("The manifest is not JSON in UTF-8: %(error)s") % {"error": error}
        ) from error
    if not isinstance(document, dict) or document.get("format") != MANIFEST_FORMAT:
        raise ManifestUnreadableError(
            _("The manifest must be an object with the format “%(format)s”.") % {"format": MANIFEST_FORMAT}
        )
    return _manifest(document)


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({name for name, _value in pairs}) < len(pairs):
        raise ValueError(_("a name comes twice"))
    return dict(pairs)


def _manifest(document: Mapping[str, object]) -> Manifest:
    unknown = document.keys() - {"format", "competition", "file_sha256", "partial", "tests"}
    if unknown:
        raise ManifestUnreadableError(
            _("The manifest has entries nobody knows: %(names)s") % {"names": ", ".join(sorted(unknown))}
        )
    competition, digest = document.get("competition"), document.get("file_sha256")
    partial, tests = document.get("partial", False), document.get("tests")
    if not isinstance(competition, str) or not competition:
        raise ManifestUnreadableError(_("The manifest does not name the competition."))
    if not isinstance(digest, str) or not SHA256.fullmatch(digest):
        raise ManifestUnreadableError(_("The manifest has no SHA-256 of the file (64 hexadecimal digits)."))
    if not isinstance(partial, bool):
        raise ManifestUnreadableError(_("“partial” in the manifest must be true or false."))
    if not isinstance(tests, dict) or not tests:
        raise ManifestUnreadableError(_("The manifest names no test."))
    counts = {code: _test_count(code, figures) for code, figures in tests.items()}
    return Manifest(competition, digest, partial, counts)


def _test_count(code: str, figures: object) -> TestCount:
    names = ("invited", "attended", "absent")
    if not isinstance(figures, dict) or set(figures) != set(names):
        raise ManifestUnreadableError(
            _("The manifest must give “invited”, “attended” and “absent” for the test %(test)s.")
            % {"test": code}
        )
    values = [figures[name] for name in names]
    if any(type(value) is not int or not 0 <= value < 10**9 for value in values):
        raise ManifestUnreadableError(
            _("The figures of the manifest for the test %(test)s must be whole numbers.") % {"test": code}
        )
    count = TestCount(*values)
    if count.attended + count.absent != count.invited:
        raise ManifestUnreadableError(
            _(
                "The manifest does not add up for the test %(test)s: invited %(invited)s, "
                "attended %(attended)s, absent %(absent)s."
            )
            % {"test": code, "attended": count.attended, "absent": count.absent, "invited": count.invited}
        )
    return count


class LineFaultError(ValueError):
    """A line that is no row; the message says why."""


def read_rows(source: BinaryIO, faults: Faults) -> Iterator[ResultRow]:
    """The rows of a file, one at a time; what is wrong goes into `faults`, and reading goes on.

    Without the right first line nothing else is read.
    """
    lines = read_lines(source)
    try:
        _line, header = next(lines)
        width = _check_header(header)
    except StopIteration:
        faults.add(0, _("The file is empty."))
        return
    except LineFaultError as fault:
        faults.add(1, str(fault))
        return
    for line, content in lines:
        try:
            yield _row(line, _cells(content, width), has_marks=width > len(COLUMNS))
        except LineFaultError as fault:
            faults.add(line, str(fault))


def read_lines(source: BinaryIO, *, limit: int = LONGEST_LINE) -> Iterator[tuple[int, bytes]]:
    """Each line with its number, without its end; of a line that is too long, only its beginning."""
    line = 0
    while content := source.readline(limit + 2):
        line += 1
        is_whole = content.endswith(b"\n") or len(content) < limit + 2
        if line == 1:
            content = content.removeprefix(BYTE_ORDER_MARK)
        yield line, content.removesuffix(b"\n").removesuffix(b"\r") if is_whole else content
        while not is_whole:
            rest = source.readline(1 << 16)
            is_whole = rest.endswith(b"\n") or not rest


def _cells(content: bytes, width: int) -> list[str]:
    cells = read_cells(content)
    if len(cells) != width:
        raise LineFaultError(
            _("columns expected: %(expected)s, found: %(found)s") % {"expected": width, "found": len(cells)}
        )
    return cells


def read_cells(content: bytes, *, limit: int = LONGEST_LINE) -> list[str]:
    """The cells of one line. Raises LineFaultError for what is no line of a CSV file in UTF-8."""
    if len(content) > limit:
        raise LineFaultError(_("the line is longer than %(limit)s bytes") % {"limit": limit})
    if b"\0" in content:
        raise LineFaultError(_("the line holds a NUL byte"))
    if b"\r" in content:
        raise LineFaultError(_("the line holds a carriage return; end each line with a line feed"))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LineFaultError(_("the line is not UTF-8")) from error
    return _quoted_cells(text) if '"' in text else text.split(",")


def _quoted_cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text], strict=True))
    except csv.Error as error:
        raise LineFaultError(_("the quotation marks do not match")) from error


def _check_header(content: bytes) -> int:
    """How many columns the file has, by its first line."""
    names = tuple(read_cells(content))
    if names in (COLUMNS, (*COLUMNS, OPTIONAL_COLUMN)):
        return len(names)
    raise LineFaultError(
        _("the first line must be “%(header)s”, with or without “,%(optional)s”")
        % {"header": ",".join(COLUMNS), "optional": OPTIONAL_COLUMN}
    )


def _row(line: int, cells: list[str], *, has_marks: bool) -> ResultRow:
    number, test, attended, correct, points = cells[:5]
    marks = cells[5] if has_marks else ""
    if not number or not test:
        raise LineFaultError(_("the application number or the test is missing"))
    is_attended = ATTENDED.get(attended)
    if is_attended is None:
        raise LineFaultError(_("“attended” must be yes or no, not “%(value)s”") % {"value": quoted(attended)})
    if not is_attended and (correct or points or marks):
        raise LineFaultError(_("a candidate who was absent cannot have a score"))
    if correct and points:
        raise LineFaultError(_("there are correct answers and points; a result has one of them"))
    _check_values(correct, points, marks)
    return ResultRow(
        line, number, test, is_attended, int(correct) if correct else None, points or None, marks
    )


def _check_values(correct: str, points: str, marks: str) -> None:
    if correct and not WHOLE.fullmatch(correct):
        raise LineFaultError(_("“%(value)s” is not a number of correct answers") % {"value": quoted(correct)})
    if points and not POINTS.fullmatch(points):
        raise LineFaultError(
            _("“%(value)s” is not a number of points (digits, at most three after a full stop)")
            % {"value": quoted(points)}
        )
    if not marks:
        return
    if not MARKS.fullmatch(marks):
        raise LineFaultError(_("the marks must be made of 0 and 1, at most 200 of them"))
    if not correct or marks.count("1") != int(correct):
        raise LineFaultError(
            _("right answers by the marks: %(ones)s; by the line: %(correct)s")
            % {"ones": marks.count("1"), "correct": correct or _("none")}
        )


def quoted(value: str) -> str:
    """A value from a file, fit to be shown: one line, not long, nothing invisible."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in value[:VALUE_SHOWN])
    return f"{shown}…" if len(value) > VALUE_SHOWN else shown
