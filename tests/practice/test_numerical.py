"""Numerical questions: the right option is the exact answer rounded, and no other is near it."""

import hashlib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.formats import eu_country_codes
from practice.numerical.options import choices, is_clear, rounded
from practice.numerical.problems import PLACES, Ask, Unit, make_problem
from practice.numerical.tables import COUNTRIES, make_table
from practice.seeds import Draw

seeds = st.from_regex(r"[0-9a-z]{1,16}", fullmatch=True)
numbers = st.integers(min_value=1, max_value=14)


def exact(problem):
    """The answer worked out here again, from the table and what the question names; a country for FASTEST."""
    table, facts = problem.table, problem.facts
    grid = {
        (country, year): table.cells[row][column]
        for row, country in enumerate(table.countries)
        for column, year in enumerate(table.years)
    }
    one = grid.get((facts.country, facts.year))
    two = grid.get((facts.country, facts.later))
    if problem.ask == Ask.CHANGE:
        return Fraction(100 * two, one) - 100
    if problem.ask == Ask.SHARE:
        return Fraction(100 * one, sum(value for (_, year), value in grid.items() if year == facts.year))
    if problem.ask == Ask.RATIO:
        return Fraction(one, grid[facts.other, facts.year])
    if problem.ask == Ask.DIFFERENCE:
        return Fraction(abs(two - one) - abs(grid[facts.other, facts.later] - grid[facts.other, facts.year]))
    if problem.ask == Ask.AVERAGE:
        own = [value for (country, _), value in grid.items() if country == facts.country]
        return Fraction(sum(own), len(own))
    if problem.ask == Ask.PROJECTION:
        return Fraction(grid[facts.country, max(table.years)] * (100 + facts.percent), 100)
    growth = {c: Fraction(grid[c, facts.later], grid[c, facts.year]) for c in table.countries}
    return max(growth, key=growth.__getitem__)


@settings(max_examples=500, deadline=None)
@given(seeds, numbers)
def test_exactly_one_option_is_the_answer(seed, number):
    problem = make_problem(seed, number)
    answer = exact(problem)
    if problem.unit == Unit.COUNTRY:
        assert problem.options == problem.table.countries
        assert problem.options[problem.right] == answer
        return
    places = PLACES[problem.unit]
    assert problem.options[problem.right] == rounded(answer, places)
    nearest = sorted(problem.options, key=lambda option: abs(Fraction(option) - answer))
    assert nearest[0] == problem.options[problem.right]
    # The next one is three units of the last decimal away or more: rounding on the way misleads nobody.
    assert abs(nearest[1] - nearest[0]) >= 3 * Decimal(1).scaleb(-places)


@settings(max_examples=300, deadline=None)
@given(seeds, numbers)
def test_options_differ_as_they_are_written_and_stand_in_order(seed, number):
    problem = make_problem(seed, number)
    assert len(set(map(str, problem.options))) == 5
    if problem.unit != Unit.COUNTRY:
        assert list(problem.options) == sorted(problem.options)
        assert {-option.as_tuple().exponent for option in problem.options} == {PLACES[problem.unit]}
    if problem.unit in (Unit.AMOUNT, Unit.TIMES, Unit.PERCENT):
        assert min(problem.options) > 0


@settings(max_examples=100, deadline=None)
@given(seeds, numbers)
def test_the_working_ends_with_the_answer(seed, number):
    problem = make_problem(seed, number)
    if problem.unit == Unit.COUNTRY:
        assert [working[0] for working in problem.workings] == list(problem.table.countries)
    else:
        assert problem.workings[0][-1].value == problem.options[problem.right]


@given(seeds)
def test_every_kind_of_question_comes_before_one_comes_again(seed):
    assert {make_problem(seed, number).ask for number in range(1, 8)} == set(Ask)


def test_the_right_answer_is_at_every_place_about_as_often():
    rights = [make_problem(f"s{seed}", number).right for seed in range(100) for number in range(1, 11)]
    assert all(140 < rights.count(place) < 260 for place in range(5))


def test_questions_are_the_same_for_ever():
    made = [make_problem(seed, number) for seed in ("b2c3d4", "1", "z" * 16) for number in range(1, 11)]
    text = "\n".join(
        repr((p.ask.value, p.table.measure.value, p.table.countries, p.table.years, p.table.cells))
        + repr((p.facts, tuple(map(str, p.options)), p.right))
        for p in made
    )
    assert hashlib.sha256(text.encode()).hexdigest() == GOLDEN


@given(seeds)
def test_tables_have_positive_figures_and_no_country_twice(seed):
    table = make_table(Draw(seed))
    assert len(set(table.countries)) == 5
    assert all(value > 0 for row in table.cells for value in row)
    assert table.column(table.years[0]) == tuple(row[0] for row in table.cells)


def test_the_countries_of_the_tables_are_the_member_states():
    assert set(COUNTRIES) == eu_country_codes()


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("5/2", 0, "3"),
        ("-5/2", 0, "-3"),
        ("1/3", 2, "0.33"),
        ("2/3", 1, "0.7"),
        ("-1/300", 1, "0.0"),
        ("7", 1, "7.0"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, places, expected):
    assert str(rounded(Fraction(value), places)).lstrip("-") == expected.lstrip("-")


def test_what_lies_near_a_half_is_not_clear():
    assert not is_clear(Fraction("12.5"), 0)
    assert not is_clear(Fraction("-0.2502"), 1)
    assert is_clear(Fraction("12.6"), 0)


@given(
    st.fractions(min_value=Fraction(3), max_value=Fraction(10**6)),
    st.lists(st.fractions(min_value=-(10**6), max_value=10**6), max_size=6),
    st.integers(0, 2),
    st.booleans(),
)
def test_any_mistakes_make_five_different_options(right, mistakes, places, is_negative):
    right = -right if is_negative else right
    options, index = choices(Draw("any", str(right)), right, mistakes, places)
    assert len(set(options)) == 5
    assert list(options) == sorted(options)
    assert options[index] == rounded(right, places)


GOLDEN = "6f02baf09fec2aaaf9119f974ef90a9a433d2dc0dc122d849933e4cc2302e042"
