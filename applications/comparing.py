"""Two versions of one page side by side: what was typed on this device, and what was saved meanwhile."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from applications.answers import NO, YES
from core.formats import format_date

Typed = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that the two versions answer otherwise."""

    name: str
    label: Any
    mine: str
    saved: str


def saved_in(form: forms.BaseForm) -> dict[str, list[str]]:
    """What a form that nobody has filled in shows, as a browser would send it."""
    return {name: _sent(form[name].value()) for name in form.fields}


def _sent(value: Any) -> list[str]:
    if value is None or value is False or value == "":
        return []
    if value is True:
        return ["on"]
    if isinstance(value, (list, tuple)):
        return [str(each) for each in value]
    return [value.isoformat() if isinstance(value, date) else str(getattr(value, "pk", value))]


def find_differences(form: forms.BaseForm, mine: Typed, saved: Typed) -> list[Difference]:
    """The questions of `form` with two answers, in its order."""
    return list(_differences(form, mine, saved))


def _differences(form: forms.BaseForm, mine: Typed, saved: Typed) -> Iterator[Difference]:
    for name, field in form.fields.items():
        here, there = (_given(version.get(name, [])) for version in (mine, saved))
        if _plain(field, here) != _plain(field, there):
            yield Difference(name, field.label, _shown(field, here), _shown(field, there))


def _given(texts: list[str]) -> list[str]:
    return [text for text in texts if text.strip()]


def _plain(field: Any, texts: list[str]) -> list[str]:
    """A telephone number is the same with and without blanks."""
    is_number = getattr(field.widget, "input_type", "") == "tel"
    return ["".join(text.split()) for text in texts] if is_number else texts


def _shown(field: Any, texts: list[str]) -> str:
    if isinstance(field, forms.BooleanField):
        return str(YES if texts else NO)
    choices = {str(value): str(label) for value, label in getattr(field, "choices", ())}
    if isinstance(field, forms.DateField):
        return ", ".join(_day(text) for text in texts)
    return ", ".join(choices.get(text, text) for text in texts)


def _day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return text


def merge(mine: Typed, saved: Typed, *, keeps_mine: Mapping[str, bool]) -> dict[str, list[str]]:
    """One version of two: of each question, the answer chosen."""
    names = dict.fromkeys([*saved, *mine])
    return {name: list((mine if keeps_mine.get(name, True) else saved).get(name, [])) for name in names}
