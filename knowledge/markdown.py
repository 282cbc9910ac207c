"""Markdown to safe HTML: no raw HTML goes in, and only named elements and attributes come out.

Headings are moved below the heading of the page and get ids; tables stand in regions that scroll; links to
other sites are marked; `page:` links, `{rule:…}` and `{table:…}` are filled in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

import nh3
from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.languages import active_code
from knowledge.links import PREFIX, page_address
from knowledge.rules import resolve_rules
from knowledge.tables import resolve_tables

DEEPEST: Final = 6
_FIXED_ID: Final = re.compile(r"\s*\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$")
_LINK_SCHEMES: Final = {"http", "https", "mailto", "tel"}

_TAGS: Final = {
    *("h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "s", "a"),
    *("ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "caption", "div", "span"),
}
_ATTRIBUTES: Final[dict[str, set[str]]] = {
    "*": set(),
    **{f"h{level}": {"id"} for level in range(2, DEEPEST + 1)},
    "a": {"href", "class", "rel"},
    "ol": {"start"},
    "th": {"scope", "class"},
    "td": {"class"},
    "div": {"class", "role", "tabindex", "aria-labelledby", "aria-label"},
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the text: its id on the page, its words, its level (2 to 6)."""

    id: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text as HTML, with its headings in order."""

    html: SafeString
    headings: tuple[Heading, ...]


def render_markdown(text: str, *, language: str = "", top_level: int = 2, prefix: str = "") -> Rendered:
    """Render a text of ours; its highest headings become those of `top_level`.

    `language` is that of the text (default: the active one): numbers are written as it writes them, while
    links lead to pages in the active language. `prefix` goes before the ids of headings, so that several
    texts can stand on one page. Raises rules.UnknownRule for a rule that does not exist.
    """
    with translation.override(language or active_code()):
        tokens = _parser().parse(resolve_tables(resolve_rules(text)))
        headings = _mend_headings(tokens, top_level, prefix)
        tokens = list(_with_regions(tokens))
    _mend_links(tokens)
    html = _parser().renderer.render(tokens, _parser().options, {})
    return Rendered(mark_safe(_clean(html)), headings)  # noqa: S308 -- cleaned by nh3


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_LINK_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable(
        ["table", "strikethrough"]
    )
    return parser.disable(["image", "html_block", "html_inline", "lheading"])


# Headings


def _mend_headings(tokens: Sequence[Token], top_level: int, prefix: str) -> tuple[Heading, ...]:
    """Move the headings of the text to their levels on the page, and give each an id."""
    opening = [at for at, token in enumerate(tokens) if token.type == "heading_open"]
    highest = min((int(tokens[at].tag[1]) for at in opening), default=top_level)
    taken: dict[str, int] = {}
    return tuple(_mend_heading(tokens, at, top_level - highest, prefix, taken) for at in opening)


def _mend_heading(
    tokens: Sequence[Token], at: int, shift: int, prefix: str, taken: dict[str, int]
) -> Heading:
    before, words, after = tokens[at : at + 3]
    level = min(int(before.tag[1]) + shift, DEEPEST)
    before.tag = after.tag = f"h{level}"
    name = _take_fixed_id(words)
    text = "".join(child.content for child in words.children or [] if child.type in {"text", "code_inline"})
    name = prefix + _unique(name or slugify(text, allow_unicode=True) or "part", taken)
    before.attrSet("id", name)
    return Heading(name, text.strip(), level)


def _take_fixed_id(words: Token) -> str:
    """The id a writer fixed with `{#id}` at the end of the heading, which is taken away."""
    last = words.children[-1] if words.children else None
    found = _FIXED_ID.search(last.content) if last is not None and last.type == "text" else None
    if last is None or found is None:
        return ""
    last.content = last.content[: found.start()]
    return found[1]


def _unique(name: str, taken: dict[str, int]) -> str:
    taken[name] = taken.get(name, 0) + 1
    return name if taken[name] == 1 else f"{name}-{taken[name]}"


# Links


def _mend_links(tokens: Sequence[Token]) -> None:
    """Lead `page:` links to their pages and mark links to other sites; a link to no page loses its link."""
    for token in tokens:
        for child in token.children or []:
            if child.type == "link_open":
                _mend_link(child)


def _mend_link(link: Token) -> None:
    target = str(link.attrGet("href") or "")
    if target.startswith(PREFIX):
        address = page_address(target.removeprefix(PREFIX))
        if address is None:
            del link.attrs["href"]
        else:
            link.attrSet("href", address)
    elif _is_elsewhere(target):
        link.attrSet("class", "external")
        link.attrSet("rel", "external noopener")


def _is_elsewhere(target: str) -> bool:
    host = urlsplit(target).hostname
    return host is not None and host != urlsplit(settings.SITE_URL).hostname


# Tables


def _with_regions(tokens: Sequence[Token]) -> Iterator[Token]:
    """Each table in a region that scrolls, with a name of its own; its first cells head the rows.

    The name is the heading before it, or the number of the table where that has named one already.
    """
    heading, tables = "", 0
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = str(token.attrGet("id"))
        if token.type == "table_open":
            tables += 1
            yield _region(heading, tables)
            heading = ""
        _mend_cell(tokens, at)
        yield token
        if token.type == "table_close":
            yield Token("html_block", "", 0, content="</div>\n")


def _region(heading: str, number: int) -> Token:
    region = Token("paragraph_open", "div", 1, block=True)
    region.attrs = {"class": "table-scroll", "role": "region", "tabindex": "0"}
    if heading:
        region.attrs["aria-labelledby"] = heading
    else:
        region.attrs["aria-label"] = _("Table %(number)s") % {"number": number}
    return region


def _mend_cell(tokens: Sequence[Token], at: int) -> None:
    """A cell with words in the head is the heading of its column; the first of a row is that of the row."""
    token = tokens[at]
    if token.type == "th_open":
        is_empty = not tokens[at + 1].content.strip()
        _make_cell(token, tokens[at + 2], "td" if is_empty else "th", "" if is_empty else "col")
    elif token.type == "td_open":
        is_first = tokens[at - 1].type == "tr_open" and bool(tokens[at + 1].content.strip())
        _make_cell(token, tokens[at + 2], "th" if is_first else "td", "row" if is_first else "")


def _make_cell(before: Token, after: Token, tag: str, scope: str) -> None:
    before.tag = after.tag = tag
    before.attrs = {**_alignment(before), **({"scope": scope} if scope else {})}


def _alignment(cell: Token) -> dict[str, Any]:
    """The alignment a column was given, as a class: the policy of the site takes no styles."""
    side = str(cell.attrGet("style") or "").removeprefix("text-align:")
    return {"class": f"align-{side}"} if side in {"right", "center"} else {}
