"""From the bytes that somebody uploaded to a tree of XML, with nothing in them trusted.

No document type, no entities, no more elements or levels than a CV can need; of a PDF only the files
attached to it are read, and of these only XML.
"""

import io
import zlib
from enum import StrEnum
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]  # has no types
from defusedxml.ElementTree import DefusedXMLParser  # type: ignore[import-untyped]  # has no types
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import EmbeddedFile

MOST_ELEMENTS: Final = 50_000
MOST_LEVELS: Final = 60
MOST_ATTACHMENTS: Final = 50
MOST_BYTES_OF_XML: Final = 20 * 1024 * 1024
PDF_MARK: Final = b"%PDF-"


class Fault(StrEnum):
    EMPTY = "empty"
    NOT_EUROPASS = "not_europass"
    DAMAGED = "damaged"
    HOSTILE = "hostile"
    BOMB = "bomb"
    ENCRYPTED = "encrypted"
    NOTHING_INSIDE = "nothing_inside"
    NOTHING_SAID = "nothing_said"
    TOO_OFTEN = "too_often"


class Unreadable(Exception):
    """The file is not taken."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def read_tree(content: bytes) -> Element:
    """The root of the XML, alone or inside a PDF. Raises Unreadable."""
    if not content.strip():
        raise Unreadable(Fault.EMPTY)
    if PDF_MARK in content[:1024]:
        return _parse(_xml_inside(content))
    return _parse(content)


class _Bounded(TreeBuilder):
    """Builds a tree as long as it stays as small as that of a CV."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = self.levels = 0

    def start(self, tag: Any, attrs: Any) -> Element:
        self.elements += 1
        self.levels += 1
        if self.elements > MOST_ELEMENTS or self.levels > MOST_LEVELS:
            raise Unreadable(Fault.BOMB)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.levels -= 1
        return super().end(tag)


def _parse(content: bytes) -> Element:
    parser = DefusedXMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(content)
        root: Element = parser.close()
    except DefusedXmlException as error:
        raise Unreadable(Fault.HOSTILE) from error
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(Fault.DAMAGED if content.lstrip()[:1] == b"<" else Fault.NOT_EUROPASS) from error
    return root


def _xml_inside(content: bytes) -> bytes:
    """The first attached file that is XML."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Unreadable(Fault.ENCRYPTED)
        for number, attached in enumerate(reader.attachment_list):
            if number >= MOST_ATTACHMENTS:
                break
            data = _content(attached)
            if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
                return data
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise Unreadable(Fault.DAMAGED) from error
    raise Unreadable(Fault.NOTHING_INSIDE)


def _content(attached: EmbeddedFile) -> bytes:
    """What an attached file holds. Europass packs it with the one usual filter; no other is unpacked."""
    stream: Any = attached._embedded_file
    filters = stream.get("/Filter", [])
    names = [str(name) for name in (filters if isinstance(filters, list) else [filters])]
    if not names:
        return bytes(stream._data)[:MOST_BYTES_OF_XML]
    if names != ["/FlateDecode"]:
        return b""
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(bytes(stream._data), MOST_BYTES_OF_XML)
    except zlib.error as error:
        raise Unreadable(Fault.DAMAGED) from error
    if unpacker.unconsumed_tail:
        raise Unreadable(Fault.BOMB)
    return data
