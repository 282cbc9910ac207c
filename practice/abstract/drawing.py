"""Figures as outlines: where each point lies in a square frame of 120 units, y downwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt
from typing import Final

from practice.abstract.figures import TURN, Dot, Figure, Shape, Size

FRAME: Final = 120
DOT_RADIUS: Final = 5
_FIELD: Final = 78
"""Width of the square in the middle of the frame that the shapes share."""
_DOT_FROM_EDGE: Final = 10
# Part of its place that a shape fills, by size.
_SCALES: Final = {Size.SMALL: 0.34, Size.MEDIUM: 0.6, Size.LARGE: 0.88}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arc:
    """A half circle, clockwise, of this radius before scaling, to the point `to`."""

    to: Point
    radius: float


Outline = Sequence[Point | Arc]


@dataclass(frozen=True, slots=True)
class Drawing:
    """One figure: the outline of all its shapes as the data of an SVG path, and the centre of its dot."""

    path: str
    dot: Point | None


def draw_figure(figure: Figure, most: int) -> Drawing:
    """The drawing of a figure of an item whose figures have at most `most` shapes.

    Shapes are drawn to one scale in all figures of an item, so that sizes can be compared.
    """
    side = _side(most)
    place = _FIELD / side
    radius = place / 2 * _SCALES[Size(figure.size)]
    turn = figure.rotation * 2 * pi / TURN
    outline = OUTLINES[Shape(figure.shape)]
    parts = (_path(outline, centre, radius, turn) for centre in _centres(figure.number, side, place))
    return Drawing("".join(parts), _dot(figure.dot))


def _side(most: int) -> int:
    """How many shapes stand in a row of the fullest figure."""
    return next(side for side in (1, 2, 3) if side * side >= most)


def _centres(number: int, side: int, place: float) -> list[Point]:
    """The centres of the shapes: full rows first, rows and column of rows centred in the frame."""
    rows = [min(side, number - start) for start in range(0, number, side)]
    top = (FRAME - len(rows) * place) / 2
    return [
        ((FRAME - in_row * place) / 2 + (column + 0.5) * place, top + (row + 0.5) * place)
        for row, in_row in enumerate(rows)
        for column in range(in_row)
    ]


def _dot(dot: int) -> Point | None:
    if dot == Dot.NONE:
        return None
    near, middle, far = _DOT_FROM_EDGE, FRAME / 2, FRAME - _DOT_FROM_EDGE
    clockwise = [(near, near), (middle, near), (far, near), (far, middle)]
    clockwise += [(far, far), (middle, far), (near, far), (near, middle)]
    return clockwise[dot]


def _path(outline: Outline, centre: Point, radius: float, turn: float) -> str:
    def placed(point: Point) -> str:
        x = point[0] * cos(turn) - point[1] * sin(turn)
        y = point[0] * sin(turn) + point[1] * cos(turn)
        return f"{_short(centre[0] + x * radius)} {_short(centre[1] + y * radius)}"

    pieces = []
    for step in outline:
        if isinstance(step, Arc):
            bend = _short(step.radius * radius)
            pieces.append(f"A{bend} {bend} 0 0 1 {placed(step.to)}")
        else:
            pieces.append(f"{'L' if pieces else 'M'}{placed(step)}")
    return "".join(pieces) + "Z"


def _short(value: float) -> str:
    """One decimal at most: 12.0 → "12", 12.34 → "12.3"."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _corners(count: int) -> list[Point]:
    """The corners of a regular polygon in the unit circle, the first at the top."""
    return [(sin(2 * pi * k / count), -cos(2 * pi * k / count)) for k in range(count)]


def _star() -> list[Point]:
    inner = (3 - sqrt(5)) / 2  # of a pentagram
    return [
        (x * (1 if index % 2 == 0 else inner), y * (1 if index % 2 == 0 else inner))
        for index, (x, y) in enumerate(_corners(10))
    ]


_ARM: Final = 0.32
OUTLINES: Final[dict[Shape, Outline]] = {
    Shape.TRIANGLE: [(0, -0.9), (1, 0.85), (-1, 0.85)],
    Shape.SQUARE: [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
    Shape.PENTAGON: _corners(5),
    Shape.CIRCLE: [(-0.92, 0), Arc((0.92, 0), 0.92), Arc((-0.92, 0), 0.92)],
    Shape.STAR: _star(),
    Shape.CROSS: [
        *[(-_ARM, -1.0), (_ARM, -1.0), (_ARM, -_ARM), (1.0, -_ARM), (1.0, _ARM), (_ARM, _ARM)],
        *[(_ARM, 1.0), (-_ARM, 1.0), (-_ARM, _ARM), (-1.0, _ARM), (-1.0, -_ARM), (-_ARM, -_ARM)],
    ],
    Shape.ARROW: [
        (0, -1),
        (0.75, -0.15),
        (0.28, -0.15),
        (0.28, 1),
        (-0.28, 1),
        (-0.28, -0.15),
        (-0.75, -0.15),
    ],
    Shape.FLAG: [(-0.55, -1), (0.8, -1), (0.8, -0.1), (-0.3, -0.1), (-0.3, 1), (-0.55, 1)],
    Shape.HALF_CIRCLE: [(-1, 0.5), Arc((1, 0.5), 1)],
    Shape.LETTER_T: [
        *[(-0.8, -0.9), (0.8, -0.9), (0.8, -0.35), (0.28, -0.35)],
        *[(0.28, 0.9), (-0.28, 0.9), (-0.28, -0.35), (-0.8, -0.35)],
    ],
}
"""Each shape upright, about within a circle of radius 1 around 0."""
