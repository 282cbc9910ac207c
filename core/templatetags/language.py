"""Dates, numbers, names and addresses in the reader's language, and translated content with its fallback."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core import formats, languages
from core.language_paths import switch_address, with_path_language
from core.languages import ENGLISH, active_code

register = template.Library()


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One entry of the language switch."""

    code: str
    autonym: str
    page: str
    """The same page and query in that language, for `hreflang`."""
    switch: str
    """The address that also remembers the choice."""
    is_current: bool


def _day(value: date | datetime | None) -> date | None:
    """The Brussels day of an instant; a day as it is."""
    return value.astimezone(formats.BRUSSELS).date() if isinstance(value, datetime) else value


@register.filter
def date_long(value: date | datetime | None) -> str:
    day = _day(value)
    return formats.format_date(day, "long") if day else ""


@register.filter
def date_short(value: date | datetime | None) -> str:
    day = _day(value)
    return formats.format_date(day, "short") if day else ""


@register.filter
def date_month(value: date | datetime | None) -> str:
    day = _day(value)
    return formats.format_date(day, "month") if day else ""


@register.filter
def datetime_brussels(value: datetime | None) -> str:
    return formats.format_datetime_brussels(value) if value else ""


@register.filter
def number(value: int | Decimal | None) -> str:
    """Whole numbers grouped, decimals with every digit they have."""
    if value is None or value == "":
        return ""
    return formats.format_decimal_exact(value) if isinstance(value, Decimal) else formats.format_number(value)


@register.filter
def country(iso2: str) -> str:
    return formats.country_name(iso2) if iso2 else ""


@register.filter
def language_name(code: str) -> str:
    return languages.language_name(code) if code else ""


@register.filter
def autonym(code: str) -> str:
    """What a language calls itself: "el" → "ελληνικά"."""
    return languages.LANGUAGES[code].autonym


@register.simple_tag(takes_context=True)
def language_switch_url(context: template.Context, code: str) -> str:
    """The link that remembers a language and shows this page, with its query, in it."""
    return switch_address(reverse("core:set_language"), code, _request(context).get_full_path())


@register.simple_tag(takes_context=True)
def page_in_language(context: template.Context, code: str) -> str:
    """The absolute address of this page, with its query, in another language: for `hreflang`."""
    request = _request(context)
    return request.build_absolute_uri(with_path_language(request.get_full_path(), code))


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[LanguageLink]:
    """All 24 in protocol order: `{% language_links as links %}`."""
    request = _request(context)
    here, switch, current = request.get_full_path(), reverse("core:set_language"), active_code()
    return [
        LanguageLink(
            code=code,
            autonym=language.autonym,
            page=request.build_absolute_uri(with_path_language(here, code)),
            switch=switch_address(switch, code, here),
            is_current=code == current,
        )
        for code, language in languages.LANGUAGES.items()
    ]


def _request(context: template.Context) -> HttpRequest:
    return cast(HttpRequest, context["request"])


def _text_and_language(obj: Any, field: str) -> tuple[str, str]:
    """The text of a translated field and the language it is really in (English where ours is empty)."""
    code = active_code()
    text = getattr(obj, f"{field}_{code}", "")
    return (text, code) if text else (getattr(obj, f"{field}_{ENGLISH}", "") or "", ENGLISH)


@register.simple_tag
def translated(obj: Any, field: str) -> str:
    """A translated field inside a sentence; English fallback text comes wrapped in `<span lang="en">`."""
    text, code = _text_and_language(obj, field)
    if not text or code == active_code():
        return text
    return format_html('<span lang="{}">{}</span>', code, text)


@register.simple_tag
def translated_lang(obj: Any, field: str) -> SafeString:
    """` lang="en"` for the element that holds the field when its text is a fallback, else nothing.

    `<h1{% translated_lang vacancy "title" %}>{{ vacancy.title }}</h1>`
    """
    text, code = _text_and_language(obj, field)
    is_own = not text or code == active_code()
    return mark_safe("") if is_own else format_html(' lang="{}"', code)


@register.filter
def is_fallback(obj: Any, field: str) -> bool:
    """Whether a translated field has to be shown in English to a reader of another language."""
    text, code = _text_and_language(obj, field)
    return bool(text) and code != active_code()
