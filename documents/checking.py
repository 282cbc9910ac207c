"""What a file is, by its content and not by its name; and why it is refused. Nothing in it is executed."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from PIL import Image, ImageOps
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

MOST_PIXELS: Final = 64_000_000
MOST_PAGES: Final = 500
MOST_OBJECTS: Final = 50_000
MOST_UNPACKED: Final = 256 * 1024 * 1024
"""How many bytes the packed parts of one PDF may hold together: beyond that it is called a bomb."""
DEEPEST: Final = 50
PREVIEW_SIDE: Final = 640

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPG: Final = b"\xff\xd8\xff"
_PDF: Final = b"%PDF-"
_PAGE_SOURCE: Final = (b"<script", b"<html", b"<!doctype", b"<svg", b"<?php")
_PROGRAMS: Final = frozenset({"/JavaScript", "/Launch"})


class Fault(StrEnum):
    """Why a file is refused; `documents.faults` says it in words."""

    EMPTY = "EMPTY"
    TOO_LARGE = "TOO_LARGE"
    WRONG_TYPE = "WRONG_TYPE"
    DAMAGED = "DAMAGED"
    TWO_TYPES = "TWO_TYPES"
    TOO_MANY_PIXELS = "TOO_MANY_PIXELS"
    TOO_MANY_PAGES = "TOO_MANY_PAGES"
    BOMB = "BOMB"
    ENCRYPTED = "ENCRYPTED"
    PROGRAM = "PROGRAM"


class FileRefused(Exception):
    """The file is not taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept: its type, its measures, and a small picture of it made anew."""

    kind: str
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    preview: bytes = b""


def examine(content: bytes, *, most_bytes: int) -> Examined:
    """Read the whole file and say what it is. Raises FileRefused."""
    if not content:
        raise FileRefused(Fault.EMPTY)
    if len(content) > most_bytes:
        raise FileRefused(Fault.TOO_LARGE)
    reader = next((read for start, read in _READERS.items() if content.startswith(start)), None)
    if reader is None:
        raise FileRefused(Fault.WRONG_TYPE)
    return reader(content)


# Pictures


def _read_png(content: bytes) -> Examined:
    end = _end_of_png(content)
    if end != len(content):
        raise FileRefused(Fault.TWO_TYPES)
    _refuse_other_types(content[:1024])
    return _read_picture(content, "PNG")


def _end_of_png(content: bytes) -> int:
    """Where the last chunk ends; refuse a file that is cut before it."""
    place = len(_PNG)
    while place + 12 <= len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        name = content[place + 4 : place + 8]
        place += 12 + length
        if name == b"IEND":
            return place
    raise FileRefused(Fault.DAMAGED)


def _read_jpg(content: bytes) -> Examined:
    # Cameras add things of their own after the picture, so more than the picture alone is taken.
    end = content.rfind(b"\xff\xd9")
    if end < 0:
        raise FileRefused(Fault.DAMAGED)
    _refuse_other_types(content[:1024] + content[end:])
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise FileRefused(Fault.TWO_TYPES)
    return _read_picture(content, "JPG")


def _refuse_other_types(part: bytes) -> None:
    """Refuse a file that another program would take for a page or a PDF."""
    lower = part.lower()
    if any(sign in lower for sign in (*_PAGE_SOURCE, b"%pdf-")):
        raise FileRefused(Fault.TWO_TYPES)


def _read_picture(content: bytes, kind: str) -> Examined:
    pillow_name = {"PNG": "PNG", "JPG": "JPEG"}[kind]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=[pillow_name]) as image:
                width, height = image.size
                if width * height > MOST_PIXELS:
                    raise FileRefused(Fault.TOO_MANY_PIXELS)
                return Examined(kind, width=width, height=height, preview=_preview(image))
    except Image.DecompressionBombError as error:
        raise FileRefused(Fault.TOO_MANY_PIXELS) from error
    except FileRefused:
        raise
    except Exception as error:  # whatever Pillow stumbles over, the file cannot be read
        raise FileRefused(Fault.DAMAGED) from error


def _preview(image: Image.Image) -> bytes:
    """Decode the whole picture, and write a small one of it with nothing else in it."""
    image.draft("RGB", (PREVIEW_SIDE, PREVIEW_SIDE))  # a JPG is read to its end at an eighth of its size
    image.load()
    small = ImageOps.exif_transpose(image)
    small.thumbnail((PREVIEW_SIDE, PREVIEW_SIDE))
    opaque = Image.new("RGB", small.size, "white")
    rgba = small.convert("RGBA")
    opaque.paste(rgba, mask=rgba.getchannel("A"))
    out = io.BytesIO()
    opaque.save(out, "JPEG", quality=80)
    return out.getvalue()


# PDF


def _read_pdf(content: bytes) -> Examined:
    if b"%%EOF" not in content[-1024:]:
        raise FileRefused(Fault.DAMAGED)
    lower = content[:1024].lower()
    is_page_too = any(sign in lower for sign in _PAGE_SOURCE)
    if is_page_too or zipfile.is_zipfile(io.BytesIO(content)):
        raise FileRefused(Fault.TWO_TYPES)
    try:
        return Examined("PDF", pages=_count_pages(content))
    except FileRefused:
        raise
    except Exception as error:  # whatever pypdf stumbles over, RecursionError too: it cannot be read
        raise FileRefused(Fault.DAMAGED) from error


def _count_pages(content: bytes) -> int:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileRefused(Fault.ENCRYPTED)
    _check_objects(reader)
    pages = len(reader.pages)
    if pages == 0:
        raise FileRefused(Fault.DAMAGED)
    if pages > MOST_PAGES:
        raise FileRefused(Fault.TOO_MANY_PAGES)
    return pages


def _check_objects(reader: PdfReader) -> None:
    """Look at every object: none may run a program, and all together may not unpack to too much."""
    unpacked = 0
    numbers = _object_numbers(reader)
    if len(numbers) > MOST_OBJECTS:
        raise FileRefused(Fault.BOMB)
    for number in numbers:
        held: Any = reader.get_object(number)
        if any(_runs_a_program(part) for part in _dictionaries(held, 0)):
            raise FileRefused(Fault.PROGRAM)
        if isinstance(held, StreamObject):
            unpacked += _unpacked_size(held, MOST_UNPACKED - unpacked)


def _object_numbers(reader: PdfReader) -> list[int]:
    direct = {number for of_generation in reader.xref.values() for number in of_generation}
    return sorted((direct | set(reader.xref_objStm)) - {0})


def _dictionaries(held: Any, depth: int) -> Iterator[DictionaryObject]:
    """The dictionary itself and those written inside it; what it refers to is met by its own number."""
    if depth > DEEPEST:
        raise FileRefused(Fault.BOMB)
    if isinstance(held, DictionaryObject):
        yield held
        parts: Any = [held.raw_get(key) for key in held]
    else:
        parts = list(held) if isinstance(held, ArrayObject) else []
    for part in parts:
        yield from _dictionaries(part, depth + 1)


def _runs_a_program(part: DictionaryObject) -> bool:
    return "/JS" in part or (str(part.get("/S", "")) in _PROGRAMS)


def _unpacked_size(stream: StreamObject, left: int) -> int:
    """How many bytes the stream unpacks to. Raises FileRefused where that is more than `left`."""
    filters: Any = stream.get("/Filter", [])
    names = [filters] if isinstance(filters, NameObject) else list(filters)
    flate = [name for name in names if name in ("/FlateDecode", "/Fl")]
    if len(flate) > 1:
        raise FileRefused(Fault.BOMB)
    if not flate or names[0] != flate[0]:
        return 0
    size = 0
    unpacker, rest = zlib.decompressobj(), bytes(stream._data)
    while rest and not unpacker.eof:
        try:
            size += len(unpacker.decompress(rest, 1 << 20))
        except zlib.error:  # a fault of the stream: readers show what they can of it
            return size
        if size > left:
            raise FileRefused(Fault.BOMB)
        rest = unpacker.unconsumed_tail
    return size


_READERS: Final[dict[bytes, Callable[[bytes], Examined]]] = {
    _PNG: _read_png,
    _JPG: _read_jpg,
    _PDF: _read_pdf,
}
