"""Bars and points: lengths against the longest, towns where they lie."""

import json

import pytest

from figures.charts import bars
from figures.maps import DATA, outlines, points
from figures.projection import HEIGHT, ORIGIN, WIDTH, on_map


def test_the_longest_bar_is_full_and_the_others_in_proportion():
    assert [bar.length for bar in bars([("a", 200, False), ("b", 50, True), ("c", 1, False)])] == [
        1000,
        250,
        5,
    ]


def test_a_number_that_is_not_shown_has_no_bar():
    assert [bar.length for bar in bars([("a", None, False), ("b", 0, False)])] == [0, 0]


def test_a_tiny_number_still_shows():
    assert bars([("a", 1_000_000, False), ("b", 1, False)])[1].length == 1


def test_the_centre_of_the_projection_lies_at_its_origin():
    assert on_map(52.0, 10.0) == ORIGIN


def test_north_is_up_and_east_is_right():
    brussels, helsinki = on_map(50.85, 4.35), on_map(60.17, 24.94)
    assert helsinki[0] > brussels[0]
    assert helsinki[1] < brussels[1]


def test_every_town_whose_place_is_known_lies_on_the_map():
    known = json.loads((DATA / "coordinates.json").read_text(encoding="utf-8"))
    drawn = points([(code, code, 1) for code in known])
    assert len(drawn) == len(known)
    assert all(0 < point.x < WIDTH and 0 < point.y < HEIGHT for point in drawn)


def test_every_place_of_work_has_its_coordinates():
    known = json.loads((DATA / "coordinates.json").read_text(encoding="utf-8"))
    places = json.loads((DATA.parent.parent / "careers/data/places.json").read_text(encoding="utf-8"))
    assert {place["code"] for place in places["places"]} - set(known) == set()


@pytest.mark.parametrize("kind", ["union", "other"])
def test_outlines_are_paths(kind):
    assert outlines()[kind].startswith("M")


def test_a_town_with_more_bodies_has_a_larger_point():
    radii = [point.radius for point in points([("BRUSSELS", "Brussels", 20), ("VIGO", "Vigo", 1)])]
    assert radii == [9, 4]
