"""Texts and figures of a notice on its page: `{% load notices %}`."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from babel.numbers import format_percent
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from competitions.choices import EFFECTS
from competitions.models import MarkedFor
from competitions.tables import TestLine
from core.formats import BRUSSELS, format_date, format_datetime_brussels, format_decimal_exact, format_number
from core.languages import ENGLISH, active_code, cldr_locale

register = template.Library()


@register.simple_tag
def text_of(texts: Mapping[str, str]) -> str | SafeString:
    """A text of a document in the reader's language; in English, and marked so, where there is none."""
    code = active_code()
    if texts.get(code):
        return texts[code]
    english = texts.get(ENGLISH, "")
    return format_html('<span lang="{}">{}</span>', ENGLISH, english) if english else ""


@register.filter
def effect_name(code: str) -> str:
    return str(EFFECTS.get(code, code))


@register.filter
def day_or_time(instant: datetime | None) -> str:
    """The day of an instant, with the Brussels time unless that is midnight: the notice then names a day."""
    if instant is None:
        return ""
    local = instant.astimezone(BRUSSELS)
    if (local.hour, local.minute) == (0, 0):
        return format_date(local.date())
    return format_datetime_brussels(instant)


@register.filter
def score(value: Decimal | None) -> str:
    """A score or pass mark without the zeros that the column adds: 10.000 → "10", 12.500 → "12.5"."""
    return "" if value is None else format_decimal_exact(Decimal(f"{value.normalize():f}"))


@register.filter
def weight(value: Decimal | None) -> str:
    """A weight in percent with every digit it has; a dash where the test carries none."""
    if value is None:
        return "–"
    locale = cldr_locale(active_code())
    return format_percent(value.normalize() / 100, locale=locale, decimal_quantization=False)


@register.filter
def marked_for(line: TestLine) -> str:
    """Whose paper is marked, with the number or multiplier if the notice gives it."""
    test = line.test
    if test.marked_for == MarkedFor.BEST_NUMBER and test.marked_number is not None:
        return _("The best %(number)s") % {"number": format_number(test.marked_number)}
    if test.marked_for == MarkedFor.BEST_MULTIPLE and test.marked_multiplier is not None:
        text = _("The best, %(number)s times the number sought")
        return text % {"number": score(test.marked_multiplier)}
    return str(test.get_marked_for_display())
