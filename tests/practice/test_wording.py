"""Figures, rules and numbers in words, and numbers as each language writes them."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from core.languages import CODES
from practice import wording
from practice.abstract.figures import Dot, Figure, Fill, Property, Shape, Size
from practice.abstract.generator import make_item
from practice.abstract.rules import Family, Rule
from practice.abstract.solver import fitting_options
from practice.kinds import Kind
from practice.numerical.problems import Quantity, Unit, make_problem
from practice.pictures import picture
from practice.questions import answer, questions
from practice.scoring import RealTest

FIGURE = Figure(Shape.FLAG, 3, Fill.BLACK, Size.SMALL, 3, Dot.TOP_LEFT)


def test_a_figure_is_described_by_what_tells_it_apart():
    assert wording.describe_figure(FIGURE, ()) == "shape: flag; number: 3; fill: black"
    assert wording.describe_figure(FIGURE, Property) == (
        "shape: flag; number: 3; fill: black; size: small; rotation: 135°; place of the dot: top left"
    )


@pytest.mark.parametrize(
    ("prop", "rule", "text"),
    [
        (Property.FILL, Rule(Family.PERIOD_2, (0, 2)), "fill: white → black → white → black"),
        (Property.NUMBER, Rule(Family.STEP, (1, 1)), "number: 1 → 2 → 3 → 4 (+1 each time)"),
        (Property.NUMBER, Rule(Family.TWO_STEPS, (1, 2, -1)), "number: 1 → 3 → 2 → 4 (steps: +2, -1)"),
        (
            Property.ROTATION,
            Rule(Family.STEP, (1, -2), 8),
            "rotation: 45° → 315° → 225° → 135° (90° anticlockwise each time)",
        ),
        (
            Property.DOT,
            Rule(Family.GROWING_STEP, (0, 1, 1), 8),
            "place of the dot: top left → top centre → right → bottom left "
            "(steps: 1 place clockwise, 2 places clockwise, 3 places clockwise, …)",
        ),
        (
            Property.DOT,
            Rule(Family.STEP, (2, -1), 8),
            "place of the dot: top right → top centre → top left → left (1 place anticlockwise each time)",
        ),
    ],
)
def test_a_rule_is_told_with_its_values(prop, rule, text):
    assert wording.describe_rule(prop, rule, 4) == text


@pytest.mark.parametrize(
    ("code", "percent", "change", "amount"),
    [
        ("en", "12.5%", "+12.5%", "12,345"),
        ("de", "12,5\xa0%", "+12,5\xa0%", "12.345"),
        ("fr", "12,5\xa0%", "+12,5\xa0%", "12\u202f345"),
        ("el", "12,5%", "+12,5%", "12.345"),
        ("fi", "12,5\xa0%", "+12,5\xa0%", "12\xa0345"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(code, percent, change, amount):
    with translation.override(code):
        assert wording.format_quantity(Quantity(Decimal("12.5"), Unit.PERCENT)) == percent
        assert wording.format_quantity(Quantity(Decimal("12.5"), Unit.CHANGE)) == change
        assert wording.format_quantity(Quantity(Decimal("12345"))) == amount


def test_every_decimal_is_shown():
    assert wording.format_quantity(Quantity(Decimal("12.0"), Unit.PERCENT)) == "12.0%"
    assert wording.format_quantity(Quantity(Decimal("-3.10"), Unit.CHANGE)) == "-3.10%"
    assert wording.format_quantity(Quantity(Decimal("7"), Unit.PERCENT)) == "7%"
    assert wording.format_quantity(Quantity(Decimal("0.50"), Unit.TIMES)) == "0.50"


@pytest.mark.parametrize("code", CODES)
def test_options_stay_different_in_every_language(code):
    with translation.override(code):
        for kind in Kind:
            for question in questions(kind, "b2c3d4"):
                assert len({option.text for option in question.options}) == len(question.options)
                assert [option.is_right for option in question.options].count(True) == 1
                assert question.right.is_right


def test_a_working_is_one_line_of_arithmetic():
    lines = [wording.format_working(make_problem("b2c3d4", number).workings[0]) for number in range(1, 8)]
    assert "(40,792 − 34,453) − (19,171 − 17,350) = 4,518" in lines
    assert all("( " not in line and " )" not in line and " :" not in line for line in lines)


def test_a_picture_has_a_description_and_no_style():
    svg = picture(FIGURE, most=4, label='shape: "flag" & <b>')
    assert 'aria-label="shape: &quot;flag&quot; &amp; &lt;b&gt;"' in svg
    assert svg.count("<circle") == 1
    assert "style" not in svg


def test_descriptions_are_enough_to_find_the_answer():
    """Who has the words alone can draw every figure again, as far as it matters, and finds the one answer."""
    for seed in range(60):
        item = make_item(str(seed), 1 + seed % 10)
        series, options = (
            [_from_words(wording.describe_figure(figure, item.telling)) for figure in figures]
            for figures in (item.series, item.options)
        )
        assert fitting_options(series, options) == (item.right,)


def _from_words(text):
    """The figure a description tells of; a property it does not name is the same in all figures."""
    said = dict(pair.split(": ") for pair in text.split("; "))
    names: dict[str, dict[str, Any]] = {
        "shape": {
            "letter T": Shape.LETTER_T,
            **{shape.name.lower().replace("_", "-"): shape for shape in Shape},
        },
        "fill": {fill.name.lower(): fill for fill in Fill},
        "size": {size.name.lower(): size for size in Size},
        "rotation": {f"{45 * step}°": step for step in range(8)},
        "place of the dot": {
            dot.name.lower().replace("_", " ") + (" centre" if dot in (Dot.TOP, Dot.BOTTOM) else ""): dot
            for dot in Dot
        },
    }
    values = {name: known[said[name]] for name, known in names.items() if name in said}
    return Figure(
        *(values["shape"], int(said["number"]), values["fill"], values.get("size", 2)),
        *(values.get("rotation", 0), values.get("place of the dot", -1)),
    )


def test_answers_that_are_none_count_as_none():
    asked = questions(Kind.ABSTRACT, "b2c3d4")
    given = {"q1": asked[0].right.value, "q2": "z", "q3": "", "q4": "A", "q99": "a"}
    answered = answer(asked, given)
    assert [each.is_right for each in answered] == [True] + [False] * 9
    assert all(each.chosen is None for each in answered[1:])


def test_a_sample_has_the_minutes_and_the_pass_mark_of_its_share():
    real = RealTest("R", "r", questions=30, minutes=40, maximum=Decimal(30), pass_mark=Decimal("15.5"))
    assert (real.sample_minutes(10), real.sample_pass_mark(10)) == (14, 6)
    unknown = RealTest("R", "r", questions=30, minutes=40, maximum=None, pass_mark=Decimal(15))
    assert unknown.sample_pass_mark(10) is None
