"""Puts what a person typed back into the form of a page. Pure text in, text out; knows no Django."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit

Values = dict[str, list[str]]
Attributes = list[tuple[str, str | None]]

KEPT_AS_THEY_ARE: Final = frozenset({"hidden", "submit", "button", "image", "reset", "file", "password"})


def refill(html: str, *, action: str, page: str, values: Values) -> str:
    """Return the page with `values` in every field of the forms on it that are sent to the path `action`."""
    filler = _Filler(html, action, page, values)
    filler.feed(html)
    filler.close()
    return "".join(filler.pieces) + html[filler.copied :]


class _Filler(HTMLParser):
    """Copies the page, and writes the tags of fields anew; hidden fields and the token stay as they are."""

    def __init__(self, html: str, action: str, page: str, values: Values) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.action = action
        self.page = page
        self.left = {name: list(given) for name, given in values.items()}
        self.values = values
        self.pieces: list[str] = []
        self.copied = 0
        self.is_inside = False
        self.select: str | None = None
        self.starts = [0]
        for line in html.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def handle_starttag(self, tag: str, attributes: Attributes) -> None:
        given = dict(attributes)
        if tag == "form":
            self.is_inside = self._is_the_form(given)
        elif not self.is_inside:
            return
        elif tag == "input":
            self._input(attributes, given)
        elif tag == "select":
            self.select = given.get("name")
        elif tag == "option" and self.select in self.values:
            chosen = given.get("value") in self.values[self.select or ""]
            self._write(tag, attributes, "selected", None if chosen else False)
        elif tag == "textarea" and given.get("name") in self.values:
            self._textarea(given.get("name") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = None

    def _is_the_form(self, given: dict[str, str | None]) -> bool:
        if (given.get("method") or "get").lower() != "post":
            return False
        return urlsplit(urljoin(self.page, given.get("action") or "")).path == self.action

    def _input(self, attributes: Attributes, given: dict[str, str | None]) -> None:
        name, kind = given.get("name") or "", (given.get("type") or "text").lower()
        if not name or kind in KEPT_AS_THEY_ARE:
            return
        if kind in ("checkbox", "radio"):
            is_chosen = (given.get("value") or "on") in self.values.get(name, [])
            self._write("input", attributes, "checked", None if is_chosen else False)
        elif self.left.get(name):
            self._write("input", attributes, "value", self.left[name].pop(0))

    def _textarea(self, name: str) -> None:
        """Keep the tag and put other words between it and its end."""
        start = self._position() + len(self.get_starttag_text() or "")
        end = self.html.find("</textarea", start)
        if end < 0 or not self.left[name]:
            return
        self._copy_to(start)
        self.pieces.append("\n" + escape(self.left[name].pop(0), quote=False))
        self.copied = end

    def _write(self, tag: str, attributes: Attributes, name: str, value: str | bool | None) -> None:
        """The tag with its attribute `name` set to `value`; None means without a value, False not at all."""
        rest = [(key, given) for key, given in attributes if key != name]
        if value is not False:
            rest.append((name, value if isinstance(value, str) else None))
        words = [key if given is None else f'{key}="{escape(given)}"' for key, given in rest]
        start = self._position()
        self._copy_to(start)
        self.pieces.append(f"<{' '.join([tag, *words])}>")
        self.copied = start + len(self.get_starttag_text() or "")

    def _copy_to(self, position: int) -> None:
        self.pieces.append(self.html[self.copied : position])

    def _position(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column
