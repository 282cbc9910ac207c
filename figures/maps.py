"""The map of places of work: outlines from `data/europe.json`, a point for each town."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from figures.projection import on_map

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True, slots=True)
class Point:
    """A town on the map, in units of its view box; `radius` grows with the number of bodies there."""

    name: str
    x: float
    y: float
    radius: int


@cache
def outlines() -> dict[str, str]:
    """The drawn outlines of Member States (`union`) and of their neighbours (`other`)."""
    read = json.loads((DATA / "europe.json").read_text(encoding="utf-8"))
    return {"union": "".join(read["union"]), "other": "".join(read["other"])}


@cache
def _coordinates() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / "coordinates.json").read_text(encoding="utf-8"))
    return read


def points(places: list[tuple[str, str, int]]) -> list[Point]:
    """A point for each (code, name, number of bodies) whose coordinates are known, the largest first."""
    known = _coordinates()
    return [
        Point(name, *on_map(*known[code]), radius=_radius(number))
        for code, name, number in sorted(places, key=lambda place: -place[2])
        if code in known
    ]


def _radius(number: int) -> int:
    return 4 if number <= 1 else 6 if number <= 5 else 9
