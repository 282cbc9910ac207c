"""What a figure is: six whole numbers, one for each property a rule can speak of."""

from enum import IntEnum
from typing import Final, NamedTuple


class Shape(IntEnum):
    """The first six look the same whichever way they are turned; the last four point somewhere."""

    TRIANGLE = 0
    SQUARE = 1
    PENTAGON = 2
    CIRCLE = 3
    STAR = 4
    CROSS = 5
    ARROW = 6
    FLAG = 7
    HALF_CIRCLE = 8
    LETTER_T = 9


PLAIN_SHAPES: Final = tuple(shape for shape in Shape if shape < Shape.ARROW)
DIRECTED_SHAPES: Final = tuple(shape for shape in Shape if shape >= Shape.ARROW)


class Fill(IntEnum):
    WHITE = 0
    GREY = 1
    BLACK = 2


class Size(IntEnum):
    SMALL = 0
    MEDIUM = 1
    LARGE = 2


class Dot(IntEnum):
    """Where the dot at the frame is, clockwise."""

    NONE = -1
    TOP_LEFT = 0
    TOP = 1
    TOP_RIGHT = 2
    RIGHT = 3
    BOTTOM_RIGHT = 4
    BOTTOM = 5
    BOTTOM_LEFT = 6
    LEFT = 7


class Property(IntEnum):
    """The properties of a figure, in the order of its numbers."""

    SHAPE = 0
    NUMBER = 1
    FILL = 2
    SIZE = 3
    ROTATION = 4
    DOT = 5


class Figure(NamedTuple):
    """One figure: `number` times the same shape, side by side, and perhaps a dot at the frame."""

    shape: int
    number: int
    """How many times the shape is drawn, 1 to 9."""
    fill: int
    size: int
    rotation: int
    """Clockwise, in steps of 45 degrees, 0 to 7; always 0 for a shape that points nowhere."""
    dot: int


MOST: Final = 9
"""The greatest number of shapes in a figure."""
TURN: Final = 8
"""Steps of a full turn, and places of the dot."""

VALUES: Final[dict[Property, range]] = {
    Property.SHAPE: range(len(Shape)),
    Property.NUMBER: range(1, MOST + 1),
    Property.FILL: range(len(Fill)),
    Property.SIZE: range(len(Size)),
    Property.ROTATION: range(TURN),
    Property.DOT: range(TURN),
}
"""Every value a property can have where it plays a part."""
