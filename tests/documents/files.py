"""Files of all sorts, good and hostile, made by the tests themselves."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **options)
    return out.getvalue()


def pdf(pages: int = 1, *, password: str = "", owner_password: str = "", text: str = "") -> bytes:
    writer = _writer(pages)
    if text:
        writer.add_metadata({"/Title": text})
    if password or owner_password:
        writer.encrypt(password, owner_password or None)
    return _written(writer)


def pdf_with_script() -> bytes:
    return _opening_with("/JavaScript", "/JS", "app.alert('hello');")


def pdf_that_launches() -> bytes:
    return _opening_with("/Launch", "/F", "calc.exe")


def _opening_with(action: str, key: str, value: str) -> bytes:
    writer = _writer(1)
    opened = {NameObject("/S"): NameObject(action), NameObject(key): TextStringObject(value)}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(opened)
    return _written(writer)


def pdf_bomb(*, layers: int = 1) -> bytes:
    """A stream of zeros that unpacks to 300 MB, packed as often as asked."""
    packer = zlib.compressobj(9)
    zeros = bytes(1 << 20)
    packed = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
    for _ in range(layers - 1):
        packed = zlib.compress(packed, 9)
    stream = StreamObject()
    stream._data = packed
    names = [NameObject("/FlateDecode")] * layers
    stream[NameObject("/Filter")] = names[0] if layers == 1 else ArrayObject(names)
    writer = _writer(1)
    writer._add_object(stream)
    return _written(writer)


def png_bomb(side: int = 20_000) -> bytes:
    """A PNG of many pixels in few bytes."""
    row = b"\0" + bytes(side // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("run.exe", b"MZ")
    return out.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _writer(pages: int) -> PdfWriter:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    return writer


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def noise(side: int) -> bytes:
    """A PNG that cannot be packed, of about 3 × side² bytes."""
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), random.Random(7).randbytes(side * side * 3)).save(out, "PNG")
    return out.getvalue()
