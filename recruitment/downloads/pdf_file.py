"""A list as PDF/UA-1, for paper and for readers of screens. Data reach typst as JSON, never as markup."""

import io
import json
import re
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Final

from core.formats import BRUSSELS
from core.pdf import compile_pdf, printable
from recruitment.downloads.rows import Row
from recruitment.downloads.words import COLUMNS, Stamp, header

SOURCE: Final = (Path(__file__).parent / "list.typ").read_bytes()
LONGEST_LIST: Final = 2000
"""The most laureates in a PDF: it is laid out in memory, about 100 kB for each."""

# Columns that share a cell of the page, one line each, and how wide the cell is.
CELLS: Final[tuple[tuple[tuple[str, ...], int], ...]] = (
    (("number",), 9),
    (("family_names", "first_names"), 15),
    (("email", "phone"), 21),
    (("country",), 10),
    (("language_1", "language_2"), 10),
    (("languages",), 17),
    (("diploma_level", "diploma_title"), 19),
    (("months",), 10),
)
LETTERS_A_UNIT: Final = 1.7
"""How many letters of a word fit, at the size of the table, into one unit of width."""


def write_pdf(target: io.BufferedIOBase, rows: Iterable[Row], stamp: Stamp) -> int:
    """Write the document to `target`; return the number of rows.

    A character that no font here can show becomes U+FFFD: PDF/UA-1 allows no unreadable text. The other
    formats have it. Raises ValueError for more than LONGEST_LIST rows.
    """
    cells = [[_cell(row, *cell) for cell in CELLS] for row in islice(rows, LONGEST_LIST + 1)]
    if len(cells) > LONGEST_LIST:
        raise ValueError(f"a PDF holds at most {LONGEST_LIST} laureates")
    data = json.dumps(printable(_document(cells, stamp)))
    target.write(compile_pdf(SOURCE, {"data": data}))
    return len(cells)


def _document(cells: list[list[str]], stamp: Stamp) -> dict[str, Any]:
    labels = {column.name: header(column) for column in COLUMNS}
    day = stamp.at.astimezone(BRUSSELS).date()
    return {
        "title": stamp.title,
        "by": stamp.by,
        "purpose": stamp.purpose,
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "lang": stamp.language,
        "stamp": stamp.lines,
        "note": stamp.note,
        "footer": " · ".join((stamp.title, stamp.by, stamp.purpose)),
        "widths": [width for _names, width in CELLS],
        "headers": [[labels[name] for name in names] for names, _width in CELLS],
        "rows": cells,
    }


def _cell(row: Row, names: Iterable[str], width: int) -> str:
    values = (getattr(row, name) for name in names)
    return "\n".join(_fitted(str(value), width) for value in values if value not in (None, ""))


def _fitted(value: str, width: int) -> str:
    """The value on lines: a word too long for its cell is broken, an address before its @, with no hyphen."""
    longest = int(width * LETTERS_A_UNIT)
    text = " ".join(value.split())
    if len(text) > longest:
        text = text.replace("@", "\n@")
    return re.sub(rf"([^\s-]{{{longest}}})(?=[^\s-])", "\\1\n", text)
