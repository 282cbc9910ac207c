"""A list written to a temporary file, whole, before anybody gets a byte of it."""

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from django.utils.text import slugify

from core.formats import BRUSSELS
from recruitment.downloads.csv_file import write_csv
from recruitment.downloads.pdf_file import write_pdf
from recruitment.downloads.rows import Row, rows_of
from recruitment.downloads.words import Stamp
from recruitment.downloads.xlsx_file import write_xlsx
from recruitment.models import DownloadFormat, ReserveList


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is written, and what the browser is told of it."""

    write: Callable[[Any, Iterable[Row], Stamp], int]
    content_type: str


FORMATS: Final[Mapping[str, Format]] = {
    DownloadFormat.CSV: Format(write_csv, "text/csv; charset=utf-8"),
    DownloadFormat.XLSX: Format(
        write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    DownloadFormat.PDF: Format(write_pdf, "application/pdf"),
}


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file at its beginning, ready to be sent; closing it removes it from the disk."""

    content: IO[bytes]
    name: str
    content_type: str
    laureates: int


def write_list(*, reserve_list: ReserveList, file_format: str, stamp: Stamp) -> ListFile:
    """Write the laureates present on a list. Needs a transaction: the rows come through a server cursor."""
    chosen = FORMATS[file_format]
    content = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it after the last byte
    try:
        laureates = chosen.write(content, rows_of(reserve_list), stamp)
    except BaseException:
        content.close()
        raise
    content.seek(0)
    return ListFile(content, _name(reserve_list, file_format, stamp), chosen.content_type, laureates)


def _name(reserve_list: ReserveList, file_format: str, stamp: Stamp) -> str:
    """ "epso-ad-427-26-1-ad5-2026-11-22.xlsx": competition, field, grade, Brussels day."""
    field = reserve_list.field
    day = stamp.at.astimezone(BRUSSELS).date()
    parts = (field.competition.slug, slugify(field.code), slugify(field.grade), day.isoformat())
    return f"{'-'.join(filter(None, parts))}.{file_format.lower()}"
