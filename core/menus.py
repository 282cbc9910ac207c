"""Menus of hundreds of options in a form: their HTML is made once a language, not once a form."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

from core.languages import active_code

Choices = Callable[[], Iterable[tuple[str, Any]]]


class LongMenu(forms.Select):
    """A select whose options depend on the language alone; the first of them is "nothing chosen".

    `made_by` returns (value, label) of each option in the active language.
    """

    def __init__(self, made_by: Choices, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(dict(attrs or {}))
        self.made_by = made_by

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Render the select as all others are, without options, and put in those that are kept."""
        empty = forms.Select(self.attrs).render(name, None, attrs, renderer)
        options = _options(self.made_by, active_code())
        for chosen in self.format_value(value):
            mark = f'value="{escape(chosen)}"'
            options = options.replace(f"{mark}>", f"{mark} selected>", 1)
        return SafeString(empty.replace("</select>", f"{options}</select>", 1))

    def use_required_attribute(self, initial: Any) -> bool:
        """As for a select that begins with nothing chosen, without making its options."""
        return not self.is_hidden


@lru_cache(maxsize=256)
def _options(made_by: Choices, language: str) -> str:
    """The options in `language`, which is the active one: it is part of what they are kept under."""
    return format_html_join("", '<option value="{}">{}</option>', made_by())
