"""The few figures that stand on the home page: `{% load headline_figures %}{% headline_figures %}`."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.kept import kept
from core.languages import CODES
from figures.models import FigureKind, PublishedFigure

register = template.Library()


@register.simple_tag
def headline_figures() -> SafeString:
    """Applications and posts in a normal year, and languages; a figure that is not known is left out."""
    return kept("headline figures", _html, seconds=3600)


def _html() -> SafeString:
    kinds = (FigureKind.APPLICATIONS_A_YEAR, FigureKind.POSTS_A_YEAR)
    known: dict[str, Any] = {row.kind: row for row in PublishedFigure.objects.filter(kind__in=kinds)}
    context = {
        "applications": known.get(FigureKind.APPLICATIONS_A_YEAR),
        "posts": known.get(FigureKind.POSTS_A_YEAR),
        "languages": len(CODES),
    }
    return render_to_string("figures/_headline.html", context)
