"""An XML tree read by the local names of its elements, with a record of what was read and what was not."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final
from xml.etree.ElementTree import Element

from profiles.europass.found import FoundDate, LeftOver

LONGEST_TEXT: Final = 300
MOST_LEFT_OVER: Final = 100
BLOCKS: Final = frozenset(("p", "li", "br", "div", "ul", "ol", "tr", "h1", "h2", "h3"))


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


class Sheet:
    """Reads a tree. Each text asked for counts as read; `left_over` are the others."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self._read: set[Element] = set()

    def first(self, start: Element | None, path: str) -> Element | None:
        """The first element at `path` ("Period/From") below `start`, not deeper."""
        return next(iter(self.each(start, path)), None)

    def each(self, start: Element | None, path: str) -> Iterator[Element]:
        """All elements at `path` below `start`."""
        if start is None:
            return
        name, _slash, rest = path.partition("/")
        for child in start:
            if local(child) == name:
                if rest:
                    yield from self.each(child, rest)
                else:
                    yield child

    def text(self, start: Element | None, path: str) -> str:
        """The first text at `path`, on one line; it counts as read."""
        for element in self.each(start, path):
            text = " ".join("".join(element.itertext()).split())
            if text:
                self.mark(element)
                return text
        return ""

    def prose(self, start: Element | None, path: str) -> str:
        """The first text at `path` with its lines; HTML inside it becomes plain text."""
        for element in self.each(start, path):
            text = plain("".join(element.itertext()))
            if text:
                self.mark(element)
                return text
        return ""

    def mark(self, element: Element | None) -> None:
        """Count an element and all below it as read."""
        if element is not None:
            self._read.update(element.iter())

    def left_over(self, start: Element | None, ignored: frozenset[str]) -> list[LeftOver]:
        """The texts below `start` that nobody asked for, but not those inside elements named in `ignored`."""
        found = self._unread(start, "", ignored) if start is not None else iter(())
        return [each for _number, each in zip(range(MOST_LEFT_OVER), found, strict=False)]

    def _unread(self, element: Element, place: str, ignored: frozenset[str]) -> Iterator[LeftOver]:
        if element in self._read or local(element) in ignored:
            return
        here = f"{place} › {local(element)}" if place else local(element)
        text = " ".join((element.text or "").split())
        if text:
            yield LeftOver(here, plain(text)[:LONGEST_TEXT])
        for child in element:
            yield from self._unread(child, here, ignored)


class _PlainText(HTMLParser):
    """Keeps the words of HTML and a line break for each block; scripts and styles are dropped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("script", "style")
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style") and self.hidden > 0
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def plain(text: str) -> str:
    """Text without markup, its lines without blanks around them and without empty ones."""
    if re.search(r"<[a-zA-Z/]", text):
        reader = _PlainText()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(?:T.*)?")


def date_from(text: str) -> FoundDate | None:
    """A date as ISO 8601 has it, to the year, the month or the day; None for anything else."""
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    return whole_date(*(int(part) if part else None for part in match.groups()))


def whole_date(year: int | None, month: int | None, day: int | None) -> FoundDate | None:
    """The date of these numbers, as far as they make sense together."""
    if year is None or not 1900 <= year <= 2100:
        return None
    if month is None or not 1 <= month <= 12:
        return FoundDate(year)
    found = FoundDate(year, month)
    last = found.last()
    return FoundDate(year, month, day) if day and last and 1 <= day <= last.day else found
