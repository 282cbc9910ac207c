"""Figures as SVG. Attributes only, no styles: the pages' policy on content refuses inline styles."""

from collections.abc import Iterable
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from practice.abstract.drawing import DOT_RADIUS, FRAME, draw_figure
from practice.abstract.figures import Dot, Figure, Fill

INK: Final = "#16181c"
_FILLS: Final = {Fill.WHITE: "#fff", Fill.GREY: "#9aa3ad", Fill.BLACK: INK}
_PICTURE: Final = (
    '<svg class="figure" viewBox="0 0 {frame} {frame}" width="{frame}" height="{frame}" role="img" '
    'aria-label="{label}"><rect x="1" y="1" width="{inner}" height="{inner}" rx="6" fill="#fff" '
    'stroke="#8a94a0"/><path d="{path}" fill="{fill}" stroke="{ink}" stroke-width="2" '
    'stroke-linejoin="round"/>{dot}</svg>'
)


def most_shapes(figures: Iterable[Figure]) -> int:
    """How many shapes the fullest of the figures has: all are drawn to its scale."""
    return max(figure.number for figure in figures)


def picture(figure: Figure, *, most: int, label: str) -> SafeString:
    """The SVG of a figure with its description for those who do not see it."""
    drawing = draw_figure(figure, most)
    dot: SafeString = mark_safe("")
    if figure.dot != Dot.NONE and drawing.dot:
        x, y = drawing.dot
        dot = format_html('<circle cx="{}" cy="{}" r="{}" fill="{}"/>', f"{x:g}", f"{y:g}", DOT_RADIUS, INK)
    return format_html(
        _PICTURE,
        frame=FRAME,
        inner=FRAME - 2,
        label=label,
        path=drawing.path,
        fill=_FILLS[Fill(figure.fill)],
        ink=INK,
        dot=dot,
    )
