"""Abstract items: made the same for ever, and proven to have one right answer."""

import hashlib
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.abstract.drawing import FRAME, draw_figure
from practice.abstract.figures import (
    DIRECTED_SHAPES,
    MOST,
    TURN,
    VALUES,
    Dot,
    Figure,
    Fill,
    Property,
    Shape,
    Size,
)
from practice.abstract.generator import CHANGING, OPTIONS, SHOWN, make_item
from practice.abstract.rules import CYCLES, Family, Rule, consistent_rules, simplest_rules
from practice.abstract.solver import explaining_rules, fitting_options, foretold

seeds = st.from_regex(r"[0-9a-z]{1,16}", fullmatch=True)
numbers = st.integers(min_value=1, max_value=10)


# Rules


@pytest.mark.parametrize(
    ("prop", "seen", "family", "following"),
    [
        (Property.FILL, (2, 2, 2, 2, 2), Family.CONSTANT, 2),
        (Property.FILL, (0, 2, 0, 2, 0), Family.PERIOD_2, 2),
        (Property.SHAPE, (0, 4, 1, 0, 4), Family.PERIOD_3, 1),
        (Property.NUMBER, (1, 2, 3, 4, 5), Family.STEP, 6),
        (Property.NUMBER, (9, 8, 7, 6, 5), Family.STEP, 4),
        (Property.NUMBER, (1, 3, 2, 4, 3), Family.TWO_STEPS, 5),
        (Property.ROTATION, (6, 7, 0, 1, 2), Family.STEP, 3),
        (Property.ROTATION, (0, 4, 0, 4, 0), Family.STEP, 4),
        (Property.DOT, (0, 1, 3, 6, 2), Family.GROWING_STEP, 7),
        (Property.DOT, (0, 1, 3, 4, 6), Family.TWO_STEPS, 7),
    ],
)
def test_the_simplest_rule_is_found_and_foretells(prop, seen, family, following):
    rule = simplest_rules(prop, seen)[0]
    assert (rule.family, rule.value_at(5)) == (family, following)


def test_values_without_order_are_not_counted_on():
    assert consistent_rules(Property.SHAPE, (0, 1, 2, 3, 4)) == ()


def test_what_no_rule_explains_is_foretold_nothing():
    series = [Figure(shape, 1, 0, 2, 0, -1) for shape in (0, 1, 2, 3, 4)]
    assert foretold(series)[Property.SHAPE] == frozenset()
    assert fitting_options(series, [Figure(5, 1, 0, 2, 0, -1)]) == ()


@given(st.data())
def test_a_rule_is_among_those_found_for_its_own_values(data):
    prop = data.draw(st.sampled_from([Property.NUMBER, Property.ROTATION, Property.DOT]))
    family = data.draw(st.sampled_from([Family.STEP, Family.TWO_STEPS, Family.GROWING_STEP]))
    steps = data.draw(st.tuples(*[st.integers(-3, 4)] * (1 if family == Family.STEP else 2)))
    rule = Rule(family, (data.draw(st.integers(0, 7)), *steps), CYCLES.get(prop))
    found = consistent_rules(prop, rule.values(5))
    assert rule.values(12) in {each.values(12) for each in found if each.family == family}


# Items


@settings(max_examples=400, deadline=None)
@given(seeds, numbers)
def test_exactly_one_option_follows_the_rules(seed, number):
    item = make_item(seed, number)
    assert len(item.series) == SHOWN
    assert len(set(item.options)) == OPTIONS == len(item.options)
    assert fitting_options(item.series, item.options) == (item.right,)
    # Whatever rule of the language somebody sees, it leads to the same figure.
    assert {prop: set(values) for prop, values in foretold(item.series).items()} == {
        prop: {item.options[item.right][prop]} for prop in Property
    }


@settings(max_examples=200, deadline=None)
@given(seeds, numbers)
def test_figures_can_be_drawn_and_told_apart_by_their_words(seed, number):
    item = make_item(seed, number)
    for figure in item.series + item.options:
        for prop in Property:
            allowed = {Dot.NONE, *VALUES[prop]} if prop == Property.DOT else set(VALUES[prop])
            assert figure[prop] in allowed
        assert figure.rotation == 0 or figure.shape in DIRECTED_SHAPES
    described = {tuple(figure[prop] for prop in item.telling) for figure in item.options}
    assert len(described) == OPTIONS


@settings(max_examples=200, deadline=None)
@given(seeds, numbers)
def test_the_right_option_is_not_the_commonest_in_every_property(seed, number):
    item = make_item(seed, number)
    right = item.options[item.right]

    def in_common(figure):
        return sum(figure[prop] == other[prop] for other in item.options for prop in Property)

    assert any(in_common(figure) >= in_common(right) for figure in item.options if figure != right)


@settings(max_examples=100, deadline=None)
@given(seeds, numbers)
def test_as_many_properties_change_as_the_place_in_the_test_says(seed, number):
    rules = explaining_rules(make_item(seed, number).series)
    assert len(rules) == CHANGING[number - 1]
    assert all(rule.family != Family.CONSTANT for rule in rules.values())


def test_the_right_answer_is_at_every_place_about_as_often():
    rights = [make_item(f"s{seed}", number).right for seed in range(100) for number in range(1, 11)]
    assert all(140 < rights.count(place) < 260 for place in range(OPTIONS))


def test_items_are_the_same_for_ever():
    items = [make_item(seed, number) for seed in ("b2c3d4", "1", "z" * 16) for number in range(1, 11)]
    text = json.dumps([(item.series, item.options, item.right) for item in items])
    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN


# Drawings


@given(
    st.builds(
        Figure,
        shape=st.sampled_from(Shape),
        number=st.integers(1, MOST),
        fill=st.sampled_from(Fill),
        size=st.sampled_from(Size),
        rotation=st.integers(0, TURN - 1),
        dot=st.sampled_from(Dot),
    )
)
def test_a_drawing_stays_in_its_frame_and_holds_as_many_shapes(figure):
    drawing = draw_figure(figure, MOST)
    assert drawing.path.count("M") == drawing.path.count("Z") == figure.number
    points = re.findall(r"(?:[ML]|A\S+ \S+ 0 0 1 )(-?[\d.]+) (-?[\d.]+)", drawing.path)
    assert all(10 <= float(value) <= FRAME - 10 for point in points for value in point)
    assert (drawing.dot is None) == (figure.dot == Dot.NONE)


def test_every_rotation_of_a_directed_shape_looks_different():
    for shape in DIRECTED_SHAPES:
        paths = {draw_figure(Figure(shape, 1, 0, 2, turn, -1), 1).path for turn in range(TURN)}
        assert len(paths) == TURN


GOLDEN = "d81fbb1107880472be8dbbfd40e1d8d9edda61aa12518ecdf779b29dfa91bcfe"
