"""A text as one reader sees it: hers, or the English one marked so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.languages import ENGLISH, active_code


@dataclass(frozen=True, slots=True)
class Text:
    """`{{ text }}` is the text; `<p{{ text.lang }}>` says that it is English where the reader's is not."""

    text: str
    language: str = ""
    """Empty where it is the reader's own."""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def lang(self) -> SafeString:
        """The attribute for the element that holds the text, or nothing."""
        return format_html(' lang="{}"', self.language) if self.language else mark_safe("")

    def html(self) -> str | SafeString:
        """The text inside a sentence, in an element of its own where it is English."""
        return format_html("<span{}>{}</span>", self.lang, self.text) if self.language else self.text


NO_TEXT = Text("")


def text_in(texts: Mapping[str, str] | None) -> Text:
    """The reader's text out of those of a document, by language."""
    return _choose((texts or {}).get(active_code()), (texts or {}).get(ENGLISH))


def text_of_row(row: Mapping[str, Any], name: str) -> Text:
    """The reader's text out of a row read with `texts`: her column is `name`, the English one `name_en`."""
    return _choose(row[name], row[f"{name}_{ENGLISH}"])


def _choose(own: str | None, english: str | None) -> Text:
    if own:
        return Text(own)
    return Text(english, "" if active_code() == ENGLISH else ENGLISH) if english else NO_TEXT
