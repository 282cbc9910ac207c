"""An opportunity in mail: `{% load alerts %}`."""

from typing import Any

from django import template

from alerts.facts import facts_of

register = template.Library()


@register.filter
def facts(opportunity: Any) -> list[str]:
    """Its status, number, grades and date, one text a line."""
    return facts_of(opportunity)
