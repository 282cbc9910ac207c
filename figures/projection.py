"""Where a place on earth lies on our map of Europe: equal areas, drawn from 52° north and 10° east.

The same projection (Lambert, azimuthal, equal area, on a sphere) and frame made the outlines of
`data/europe.json`, so that points and outlines agree.
"""

from math import cos, radians, sin, sqrt
from typing import Final

CENTRE: Final = (52.0, 10.0)
# Sizes of the map, and where the centre of the projection lies on it, in units of its view box.
WIDTH: Final = 620
HEIGHT: Final = 600
ORIGIN: Final = (285.0, 325.0)
SCALE: Final = 920.0  # units a radius of the earth


def on_map(latitude: float, longitude: float) -> tuple[float, float]:
    """The point (x to the right, y downwards) of a place given in degrees north and degrees east."""
    north, east = radians(latitude), radians(longitude - CENTRE[1])
    middle = radians(CENTRE[0])
    stretch = sqrt(2 / (1 + sin(middle) * sin(north) + cos(middle) * cos(north) * cos(east)))
    x = stretch * cos(north) * sin(east)
    y = stretch * (cos(middle) * sin(north) - sin(middle) * cos(north) * cos(east))
    return round(ORIGIN[0] + SCALE * x, 1), round(ORIGIN[1] - SCALE * y, 1)
