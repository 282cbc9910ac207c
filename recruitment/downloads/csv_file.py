"""A list as CSV that opens right in a spreadsheet program, and runs nothing there."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final, Protocol

from babel.numbers import get_decimal_symbol

from core.languages import cldr_locale
from recruitment.downloads.rows import Row
from recruitment.downloads.words import COLUMNS, Stamp, headers

# What spreadsheet programs take for the beginning of a formula, full-width forms included.
_FORMULA: Final = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
BYTE_ORDER_MARK: Final = "\ufeff"


class Writer(Protocol):
    """What rows are written with, as the module csv has it."""

    def writerow(self, row: Iterable[object], /) -> object: ...


def neutralised(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program would run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(cell: str) -> str:
    """The text that `neutralised` made `cell` of: for programs that read the file."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def separator(language: str) -> str:
    """What spreadsheet programs expect in that language: a comma, or ";" where that is the decimal sign."""
    return ";" if get_decimal_symbol(cldr_locale(language)) == "," else ","


def write_csv(target: io.BufferedIOBase, rows: Iterable[Row], stamp: Stamp) -> int:
    """Write stamp, an empty line, headers and rows to `target`; return the number of rows."""
    text = io.TextIOWrapper(target, encoding="utf-8", newline="")  # type: ignore[type-var]
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=separator(stamp.language))
    _write_stamp(writer, stamp)
    writer.writerow([neutralised(label) for label in headers()])
    written = 0
    for row in rows:
        writer.writerow([_cell(getattr(row, column.name)) for column in COLUMNS])
        written += 1
    text.detach()
    return written


def _write_stamp(writer: Writer, stamp: Stamp) -> None:
    writer.writerow([neutralised(stamp.title)])
    for label, value in stamp.lines:
        writer.writerow([neutralised(label), neutralised(value)])
    writer.writerow([neutralised(stamp.note)])
    writer.writerow([])


def _cell(value: str | int | None) -> str | int:
    if value is None:
        return ""
    return neutralised(value) if isinstance(value, str) else value
