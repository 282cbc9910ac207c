"""What figures, tables and rules are called: every word of the questions that are made from rules.

Descriptions are lists of "property: value", because such a list is right in the grammar of every language.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from babel import numbers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from competitions.choices import TEST_NAMES
from core.formats import country_name, format_decimal_exact
from core.languages import active_code, cldr_locale
from practice.abstract.figures import Dot, Figure, Fill, Property, Shape, Size
from practice.abstract.rules import Family, Rule
from practice.kinds import TEST_CODES, Kind
from practice.numerical.problems import Ask, Facts, Problem, Quantity, Unit, Working
from practice.numerical.tables import Measure

Line = tuple[str, str]
"""A term and what it is: ("Country", "Finland")."""

DEGREES_OF_A_STEP: Final = 45
_SEPARATOR: Final = "; "
_ARROW: Final = " → "
_THEN: Final = ", "

ABOUT: Final = {
    Kind.ABSTRACT: gettext_lazy(
        "Five figures follow one or more rules. Find the rules, and choose the figure that comes next. "
        "Every figure is also described in words."
    ),
    Kind.NUMERICAL: gettext_lazy(
        "Each question has a small table of made-up figures. Work out a percentage, a ratio, a difference or "
        "an average. Paper and a calculator help."
    ),
    Kind.EU_KNOWLEDGE: gettext_lazy(
        "Questions on how the European Union works: its institutions, its treaties and its history. Every "
        "answer comes with its source."
    ),
    Kind.DIGITAL_SKILLS: gettext_lazy(
        "Questions on everyday work with computers and on the web: information, communication, content, "
        "safety and solving problems."
    ),
}

_PROPERTIES: Final = {
    Property.SHAPE: pgettext_lazy("property of a drawn figure", "shape"),
    Property.NUMBER: pgettext_lazy("property of a drawn figure", "number"),
    Property.FILL: pgettext_lazy("property of a drawn figure", "fill"),
    Property.SIZE: pgettext_lazy("property of a drawn figure", "size"),
    Property.ROTATION: pgettext_lazy("property of a drawn figure", "rotation"),
    Property.DOT: pgettext_lazy("property of a drawn figure", "place of the dot"),
}
_SHAPES: Final = {
    Shape.TRIANGLE: pgettext_lazy("shape of a drawn figure", "triangle"),
    Shape.SQUARE: pgettext_lazy("shape of a drawn figure", "square"),
    Shape.PENTAGON: pgettext_lazy("shape of a drawn figure", "pentagon"),
    Shape.CIRCLE: pgettext_lazy("shape of a drawn figure", "circle"),
    Shape.STAR: pgettext_lazy("shape of a drawn figure", "star"),
    Shape.CROSS: pgettext_lazy("shape of a drawn figure", "cross"),
    Shape.ARROW: pgettext_lazy("shape of a drawn figure", "arrow"),
    Shape.FLAG: pgettext_lazy("shape of a drawn figure", "flag"),
    Shape.HALF_CIRCLE: pgettext_lazy("shape of a drawn figure", "half-circle"),
    Shape.LETTER_T: pgettext_lazy("shape of a drawn figure", "letter T"),
}
_FILLS: Final = {
    Fill.WHITE: pgettext_lazy("fill of a drawn figure", "white"),
    Fill.GREY: pgettext_lazy("fill of a drawn figure", "grey"),
    Fill.BLACK: pgettext_lazy("fill of a drawn figure", "black"),
}
_SIZES: Final = {
    Size.SMALL: pgettext_lazy("size of a drawn figure", "small"),
    Size.MEDIUM: pgettext_lazy("size of a drawn figure", "medium"),
    Size.LARGE: pgettext_lazy("size of a drawn figure", "large"),
}
_DOTS: Final = {
    Dot.TOP_LEFT: pgettext_lazy("place in a frame", "top left"),
    Dot.TOP: pgettext_lazy("place in a frame", "top centre"),
    Dot.TOP_RIGHT: pgettext_lazy("place in a frame", "top right"),
    Dot.RIGHT: pgettext_lazy("place in a frame", "right"),
    Dot.BOTTOM_RIGHT: pgettext_lazy("place in a frame", "bottom right"),
    Dot.BOTTOM: pgettext_lazy("place in a frame", "bottom centre"),
    Dot.BOTTOM_LEFT: pgettext_lazy("place in a frame", "bottom left"),
    Dot.LEFT: pgettext_lazy("place in a frame", "left"),
}
_NAMES: Final[dict[Property, dict[Any, Any]]] = {
    Property.SHAPE: _SHAPES,
    Property.FILL: _FILLS,
    Property.SIZE: _SIZES,
    Property.DOT: _DOTS,
}
_MEASURES: Final = {
    Measure.PASSENGERS: gettext_lazy("Rail passengers (thousands)"),
    Measure.EXPORTS: gettext_lazy("Exports (million euro)"),
    Measure.VISITORS: gettext_lazy("Visitors to museums (thousands)"),
    Measure.ELECTRICITY: gettext_lazy("Electricity used (gigawatt hours)"),
    Measure.STUDENTS: gettext_lazy("New students (thousands)"),
    Measure.BICYCLES: gettext_lazy("Bicycles sold (thousands)"),
    Measure.HOUSEHOLDS: gettext_lazy("Households (thousands)"),
    Measure.WASTE: gettext_lazy("Household waste (thousand tonnes)"),
}
_ASKED: Final = {
    Ask.CHANGE: gettext_lazy("By what percentage did the figure change from the first year to the second?"),
    Ask.SHARE: gettext_lazy(
        "What percentage of the total of all countries in the table is the figure of this country?"
    ),
    Ask.RATIO: gettext_lazy(
        "How many times as high is the figure of the first country as the figure of the second?"
    ),
    Ask.DIFFERENCE: gettext_lazy(
        "Both figures changed between the two years, up or down. By how much was the change of the first "
        "country greater than the change of the second?"
    ),
    Ask.AVERAGE: gettext_lazy("What is the average of this country’s figures over all years in the table?"),
    Ask.PROJECTION: gettext_lazy(
        "What will the figure of this country be one year after the last year in the table, if it changes by "
        "this percentage?"
    ),
    Ask.FASTEST: gettext_lazy(
        "Which country’s figure grew most, in percent, from the first year to the second?"
    ),
}


def title(kind: Kind) -> str:
    """The name of a test, as on the pages of competitions."""
    return str(TEST_NAMES[TEST_CODES[kind]])


# Figures


def _value_name(prop: Property, value: int) -> str:
    if prop == Property.ROTATION:
        return _degrees(value)
    if prop == Property.NUMBER:
        return str(value)
    return str(_NAMES[prop][value])


def _pair(prop: Property, value: str) -> str:
    # Translators: a property and its value, such as "shape: triangle". Keep the punctuation of your language.
    text = pgettext("property of a drawn figure and its value", "%(property)s: %(value)s")
    return text % {"property": _PROPERTIES[prop], "value": value}


def describe_figure(figure: Figure, telling: Iterable[Property]) -> str:
    """A figure in words, with all properties that are telling: "shape: triangle; number: 3; fill: black"."""
    said = {Property.SHAPE, Property.NUMBER, Property.FILL, *telling}
    return _SEPARATOR.join(_pair(prop, _value_name(prop, figure[prop])) for prop in Property if prop in said)


def describe_rule(prop: Property, rule: Rule, count: int) -> str:
    """A rule in words, with the values of the first `count` figures: "number: 1 → 2 → 3 (+1 each time)"."""
    values = _ARROW.join(_value_name(prop, value) for value in rule.values(count))
    return _pair(prop, _values_and_steps(values, _steps(prop, rule), is_even=rule.family == Family.STEP))


def _steps(prop: Property, rule: Rule) -> str:
    """The steps of a rule that counts on; nothing for others."""
    if rule.family == Family.STEP:
        return _step_name(prop, rule.start[1])
    if rule.family == Family.TWO_STEPS:
        return _THEN.join(_step_name(prop, step) for step in rule.start[1:])
    if rule.family == Family.GROWING_STEP:
        _first, step, more = rule.start
        return _THEN.join(_step_name(prop, step + more * index) for index in range(3)) + _THEN + "…"
    return ""


def _values_and_steps(values: str, steps: str, *, is_even: bool) -> str:
    if not steps:
        return values
    if is_even:
        # Translators: a rule, such as "1 → 2 → 3 (+1 each time)" or "0° → 45° (45° clockwise each time)".
        return _("%(values)s (%(step)s each time)") % {"values": values, "step": steps}
    # Translators: a rule with steps in turn, such as "1 → 3 → 2 → 4 (steps: +2, −1)".
    return _("%(values)s (steps: %(steps)s)") % {"values": values, "steps": steps}


def _step_name(prop: Property, step: int) -> str:
    if prop == Property.NUMBER:
        return numbers.format_decimal(step, format="+0;-0", locale=cldr_locale(active_code()))
    if prop == Property.ROTATION:
        # Translators: a turn, such as "45° clockwise".
        text = _("%(degrees)s clockwise") if step > 0 else _("%(degrees)s anticlockwise")
        return text % {"degrees": _degrees(abs(step))}
    count = abs(step)
    if step > 0:
        text = ngettext("%(count)s place clockwise", "%(count)s places clockwise", count)
    else:
        text = ngettext("%(count)s place anticlockwise", "%(count)s places anticlockwise", count)
    return text % {"count": count}


def _degrees(steps: int) -> str:
    return f"{steps * DEGREES_OF_A_STEP}°"


# Tables and numbers


def measure(name: Measure) -> str:
    """What a table counts, with its unit."""
    return str(_MEASURES[name])


def question(ask: Ask) -> str:
    """What is asked of a table, in one sentence."""
    return str(_ASKED[ask])


def facts(problem: Problem) -> list[Line]:
    """The countries, years and percentage a question is about."""
    named = problem.facts
    lines = [*_countries(named), *_years(named, problem.ask)]
    if named.percent:
        lines.append((_("Change"), format_quantity(Quantity(Decimal(named.percent), Unit.CHANGE))))
    return lines


def _countries(named: Facts) -> list[Line]:
    if named.other:
        return [
            (_("First country"), country_name(named.country)),
            (_("Second country"), country_name(named.other)),
        ]
    return [(_("Country"), country_name(named.country))] if named.country else []


def _years(named: Facts, ask: Ask) -> list[Line]:
    if ask in (Ask.PROJECTION, Ask.AVERAGE):
        return []
    if named.later:
        return [(_("First year"), str(named.year)), (_("Second year"), str(named.later))]
    return [(_("Year"), str(named.year))]


def format_quantity(quantity: Quantity) -> str:
    """A number as the language writes it, with every decimal it has: "+12,5 %"."""
    if quantity.unit in (Unit.PERCENT, Unit.CHANGE):
        return _percentage(quantity.value, is_signed=quantity.unit == Unit.CHANGE)
    return format_decimal_exact(quantity.value)


def _percentage(value: Decimal, *, is_signed: bool) -> str:
    """`value` percent (12.5, not 0.125) by the pattern of the language, with its decimals."""
    locale = cldr_locale(active_code())
    places = -int(value.as_tuple().exponent)
    pattern = locale.percent_formats[None].pattern
    if places > 0:
        pattern = pattern.replace("##0", "##0." + "0" * places)
    if is_signed:
        pattern = f"+{pattern};-{pattern}"
    return numbers.format_decimal(value / 100, format=pattern, locale=locale)


def format_answer(answer: Decimal | str, unit: Unit) -> str:
    """An option of a numerical question: a number, or a country by its ISO code."""
    return country_name(answer) if isinstance(answer, str) else format_quantity(Quantity(answer, unit))


def format_working(working: Working) -> str:
    """A calculation on one line: "(1 234 − 1 100) ÷ 1 100 ≈ +12,2 %"."""
    return _spaced([_working_part(part) for part in working])


def _working_part(part: Quantity | str) -> str:
    if isinstance(part, Quantity):
        return format_quantity(part)
    return country_name(part) if part.isalpha() else part


def _spaced(parts: Sequence[str]) -> str:
    """Parts with a space between, none inside brackets or before a colon."""
    text = " ".join(parts)
    for tight, loose in (("(", "( "), (")", " )"), (":", " :")):
        text = text.replace(loose, tight)
    return text
