"""A list as an Excel workbook: texts stay texts, so that nothing in them is ever run."""

import io
import re
from collections.abc import Iterable
from datetime import UTC
from typing import Any, Final

from django.utils.translation import gettext as _

from recruitment.downloads.rows import Row
from recruitment.downloads.words import COLUMNS, Stamp, headers

LONGEST_SHEET_NAME: Final = 31
LONGEST_PROPERTY: Final = 255
LONGEST_TEXT: Final = 32767
PLACES: Final = tuple((chr(ord("A") + index), column.name) for index, column in enumerate(COLUMNS))
"""The letter of each column and the attribute of a row it shows."""
NOT_AS_IT_IS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""Characters that XML has not, and what a spreadsheet would take for the sign of one."""
OPTIONS: Final = {
    "constant_memory": True,  # rows go to the disk as they are written
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(target: io.BufferedIOBase, rows: Iterable[Row], stamp: Stamp) -> int:
    """Write a sheet of laureates and a sheet about the file to `target`; return the number of rows."""
    import xlsxwriter  # only here: most processes write no workbook, and the library takes megabytes of each

    book = xlsxwriter.Workbook(target, OPTIONS)
    _set_properties(book, stamp)
    written = _write_laureates(book, rows, stamp)
    _write_stamp(book, stamp)
    book.close()
    return written


def _set_properties(book: Any, stamp: Stamp) -> None:
    book.set_properties(
        {
            "title": stamp.title,
            "author": stamp.by[:LONGEST_PROPERTY],
            "comments": stamp.purpose[:LONGEST_PROPERTY],
            "created": stamp.at.astimezone(UTC).replace(tzinfo=None),
        }
    )


def _write_laureates(book: Any, rows: Iterable[Row], stamp: Stamp) -> int:
    sheet = book.add_worksheet(_sheet_name(_("Laureates")))
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for index, column in enumerate(COLUMNS):
        sheet.set_column(index, index, column.width)
    for index, label in enumerate(headers()):
        sheet.write_string(0, index, label, bold)
    written = _write_rows(sheet, rows)
    sheet.autofilter(0, 0, written, len(COLUMNS) - 1)
    return written


def _write_rows(sheet: Any, rows: Iterable[Row]) -> int:
    """Write the rows after the first as XML into the file that the library has opened for the sheet.

    Its own way to a cell goes through a dozen calls, which cost more than reading the list does; a cell here
    is a number or a plain text and has no format. Afterwards the library is told how far the sheet goes.
    """
    sheet._write_single_row(1)  # the headers, which it holds back until the next row begins
    written = 0
    for written, row in enumerate(rows, start=1):
        sheet.fh.write(_row_xml(written + 1, row))
    sheet._check_dimensions(written, len(COLUMNS) - 1)
    sheet.previous_row = written + 1
    return written


def _row_xml(line: int, row: Row) -> str:
    cells = (_cell_xml(f"{letter}{line}", getattr(row, name)) for letter, name in PLACES)
    return f'<row r="{line}">{"".join(cells)}</row>'


def _cell_xml(place: str, value: int | str | None) -> str:
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    if not value:
        return ""
    text = value[:LONGEST_TEXT].replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if NOT_AS_IT_IS.search(text):
        text = NOT_AS_IT_IS.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    spaces = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    return f'<c r="{place}" t="inlineStr"><is><t{spaces}>{text}</t></is></c>'


def _write_stamp(book: Any, stamp: Stamp) -> None:
    sheet = book.add_worksheet(_sheet_name(_("About this file")))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, stamp.title, bold)
    for line, (label, value) in enumerate(stamp.lines, start=1):
        sheet.write_string(line, 0, label, bold)
        sheet.write_string(line, 1, value, wrapped)
    sheet.write_string(len(stamp.lines) + 1, 1, stamp.note, wrapped)


def _sheet_name(name: str) -> str:
    """A name that Excel takes: 31 characters, none of []:*?/\\ in it, no apostrophe at its ends."""
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:LONGEST_SHEET_NAME].strip(" '")
