"""An Atom feed (RFC 4287) as bytes. No Django."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

ATOM: Final = "http://www.w3.org/2005/Atom"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
CONTENT_TYPE: Final = "application/atom+xml; charset=utf-8"
# What XML 1.0 cannot carry, whatever way it is written.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One entry; `title_language` says which language the title is really in, `updated` is aware."""

    id: str
    url: str
    title: str
    title_language: str
    summary: str
    published: datetime
    updated: datetime


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed: its own address and that of the page it follows, both absolute."""

    id: str
    url: str
    page_url: str
    language: str
    title: str
    author: str
    updated: datetime
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The feed as a document in UTF-8."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {LANGUAGE: feed.language})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _time(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    _link(root, "self", feed.url, "application/atom+xml", feed.language)
    _link(root, "alternate", feed.page_url, "text/html", feed.language)
    for entry in feed.entries:
        _add_entry(root, entry, feed.language)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_entry(root: ET.Element, entry: Entry, language: str) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    title = _add(element, "title", entry.title)
    if entry.title_language != language:
        title.set(LANGUAGE, entry.title_language)
    _add(element, "published", _time(entry.published))
    _add(element, "updated", _time(entry.updated))
    _link(element, "alternate", entry.url, "text/html", language)
    _add(element, "summary", entry.summary)


def _add(parent: ET.Element, name: str, text: str = "") -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = _NOT_XML.sub("", text) or None
    return element


def _link(parent: ET.Element, rel: str, url: str, kind: str, language: str) -> None:
    _add(parent, "link").attrib.update({"rel": rel, "href": url, "type": kind, "hreflang": language})


def _time(instant: datetime) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
