"""A file is what its content says it is; what could harm a reader is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from documents.checking import MOST_PAGES, Fault, FileRefused, examine
from documents.faults import DocumentRefused
from tests.documents import files

MOST = 20 * 1024 * 1024


def fault_of(content: bytes) -> Fault | None:
    try:
        examine(content, most_bytes=MOST)
    except FileRefused as refusal:
        return refusal.fault
    return None


@pytest.mark.parametrize(
    "content, kind, pages, width, height",
    [
        (files.picture("PNG"), "PNG", None, 40, 30),
        (files.picture("JPEG"), "JPG", None, 40, 30),
        (files.pdf(3), "PDF", 3, None, None),
        (files.pdf(1, owner_password="only for printing"), "PDF", 1, None, None),
    ],
)
def test_pictures_and_pdfs_are_taken_and_measured(content, kind, pages, width, height):
    found = examine(content, most_bytes=MOST)
    assert (found.kind, found.pages, found.width, found.height) == (kind, pages, width, height)


def test_a_preview_is_a_small_picture_without_what_the_camera_wrote():
    exif = Image.Exif()
    exif[0x010F] = "Somebody's phone"
    found = examine(files.picture("JPEG", (4000, 2000), exif=exif), most_bytes=MOST)
    with Image.open(io.BytesIO(found.preview)) as small:
        assert (small.format, small.size, dict(small.getexif())) == ("JPEG", (640, 320), {})


def test_a_phone_may_add_a_film_after_its_picture():
    assert fault_of(files.picture("JPEG") + b"\0\0\0\x18ftypmp42" + bytes(5000)) is None


PNG, JPG, PDF = files.picture("PNG"), files.picture("JPEG"), files.pdf()


@pytest.mark.parametrize(
    "content, fault",
    [
        (b"", Fault.EMPTY),
        (PDF + bytes(MOST), Fault.TOO_LARGE),
        (b"GIF89a" + bytes(100), Fault.WRONG_TYPE),
        (b"MZ" + bytes(100), Fault.WRONG_TYPE),
        (b"\n" + PDF, Fault.WRONG_TYPE),
        (PNG[:-20], Fault.DAMAGED),
        (JPG[: len(JPG) // 2], Fault.DAMAGED),
        (PDF[: len(PDF) // 2], Fault.DAMAGED),
        (b"%PDF-1.7\nnothing here\n%%EOF", Fault.DAMAGED),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), Fault.DAMAGED),
        (PNG + b"<script>alert(1)</script>", Fault.TWO_TYPES),
        (PNG + files.archive(), Fault.TWO_TYPES),
        (JPG + b"<html><script>alert(1)</script>", Fault.TWO_TYPES),
        (JPG + files.archive(), Fault.TWO_TYPES),
        (JPG + PDF, Fault.TWO_TYPES),
        (PDF + files.archive() + b"%%EOF", Fault.TWO_TYPES),
        (PDF.replace(b"\n", b"\n%<script>alert(1)</script>\n", 1), Fault.TWO_TYPES),
        (files.png_bomb(), Fault.TOO_MANY_PIXELS),
        (files.pdf_bomb(), Fault.BOMB),
        (files.pdf_bomb(layers=2), Fault.BOMB),
        (files.pdf(MOST_PAGES + 1), Fault.TOO_MANY_PAGES),
        (files.pdf(1, password="secret"), Fault.ENCRYPTED),
        (files.pdf_with_script(), Fault.PROGRAM),
        (files.pdf_that_launches(), Fault.PROGRAM),
    ],
    ids=lambda value: value.value if isinstance(value, Fault) else "",
)
def test_what_is_refused_and_why(content, fault):
    assert fault_of(content) == fault


def test_every_fault_is_said_in_words():
    assert [bool(DocumentRefused(fault).messages[0]) for fault in Fault] == [True] * len(Fault)


@given(some.sampled_from([PNG, JPG, PDF]), some.data())
def test_a_changed_byte_is_taken_or_refused_and_never_breaks_anything(content, data):
    place = data.draw(some.integers(0, len(content) - 1))
    changed = content[:place] + data.draw(some.binary(min_size=1, max_size=4)) + content[place + 1 :]
    fault_of(changed)
