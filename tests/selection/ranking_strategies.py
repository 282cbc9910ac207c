"""Rules and candidates for the property-based tests: few and coarse marks, so that ties are common."""

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from selection.ranking import (
    Candidate,
    Eligibility,
    Kind,
    Mark,
    MarkedFor,
    RankedTest,
    Rules,
    Special,
    Who,
)


@dataclass(frozen=True)
class Case:
    """The arguments of one ranking."""

    rules: Any  # Rules; what a notice may leave open is known in every case
    candidates: tuple[Candidate, ...]
    decisions: dict[str, Eligibility]
    parts_held: tuple[int, ...]

    def arguments(self) -> dict[str, Any]:
        return dict(vars(self))

    def having(self, **changes: Any) -> "Case":
        return replace(self, **changes)


LIMITS = st.one_of(
    st.builds(MarkedFor, st.just(Who.BEST_NUMBER), st.integers(1, 6)),
    st.builds(
        MarkedFor, st.just(Who.BEST_MULTIPLE), st.sampled_from([Fraction(1), Fraction(3, 2), Fraction(7, 3)])
    ),
)


@st.composite
def weights(draw: st.DrawFn, count: int) -> list[Fraction]:
    """So many positive percentages that add up to 100."""
    shares = draw(st.lists(st.integers(1, 7), min_size=count, max_size=count))
    return [Fraction(100 * share, sum(shares)) for share in shares]


@st.composite
def scales(draw: st.DrawFn) -> dict[str, Any]:
    """How a test is scored: by a few questions, some neutralised, or by points."""
    maximum = Fraction(draw(st.sampled_from([5, 10, 20, 60])))
    terms: dict[str, Any] = {"kind": Kind.POINTS, "maximum": maximum}
    if draw(st.booleans()):
        questions = draw(st.integers(2, 6))
        neutralised = draw(st.integers(0, questions - 1))
        terms |= {"kind": Kind.QUESTIONS, "questions": questions, "neutralised": neutralised}
    if draw(st.booleans()):
        terms["pass_mark"] = maximum * draw(st.sampled_from([Fraction(0), Fraction(1, 5), Fraction(2, 5)]))
    return terms


@st.composite
def rule_sets(draw: st.DrawFn, *, with_best: bool | None = None) -> Rules:
    """Rules of up to five tests in up to three parts, with every feature of a notice now and then."""
    limit = draw(LIMITS) if (draw(st.booleans()) if with_best is None else with_best) else None
    count = draw(st.integers(2 if limit else 1, 5))
    tests = [_test(draw, position, limit if position else None) for position in range(count)]
    if limit and all(test.is_for_all for test in tests):
        tests[-1] = replace(tests[-1], marked_for=limit)
    tests, groups = _grouped(draw, tests)
    tests = _weighed(draw, tests, "weight_final", lambda test: True)
    if limit:
        tests = _weighed(draw, tests, "weight_preliminary", lambda test: test.is_for_all)
    return Rules(number_sought=draw(st.integers(1, 5)), tests=tuple(tests), groups=groups)


def _test(draw: st.DrawFn, position: int, limit: MarkedFor | None) -> RankedTest:
    marked_for = limit if limit and draw(st.booleans()) else MarkedFor()
    part = draw(st.sampled_from([1, 1, 1, 2, 2, 3]))
    terms = draw(scales())
    return RankedTest(code=f"T{position}", part=part, sequence=position, marked_for=marked_for, **terms)


def _grouped(draw: st.DrawFn, tests: list[RankedTest]) -> tuple[list[RankedTest], dict[str, Fraction]]:
    """Now and then a pass mark on the sum of the tests of one part that are marked alike."""
    first = draw(st.sampled_from(tests))
    alike = [test for test in tests if (test.part, test.marked_for) == (first.part, first.marked_for)]
    if len(alike) < 2 or not draw(st.booleans()):
        return tests, {}
    maximum = sum(Fraction(test.maximum or 0) for test in alike)
    grouped = [replace(test, group="G", pass_mark=None) if test in alike else test for test in tests]
    return grouped, {"G": maximum * draw(st.sampled_from([Fraction(1, 4), Fraction(2, 5)]))}


def _weighed(draw, tests, name, may_carry):
    carriers = [test.code for test in tests if may_carry(test)]
    chosen = draw(st.lists(st.sampled_from(carriers), min_size=1, unique=True))
    share = dict(zip(chosen, draw(weights(len(chosen))), strict=True))
    return [replace(test, **{name: share[test.code]}) if test.code in share else test for test in tests]


def numeric_marks(test: RankedTest) -> st.SearchStrategy[Mark]:
    """A mark within the test's scale, from few different ones; neutralisation makes thirds of it."""
    if test.kind is Kind.QUESTIONS:
        valid = (test.questions or 0) - test.neutralised
        return st.one_of(st.integers((valid + 1) // 2, valid), st.integers(0, valid))
    steps = st.sampled_from([Fraction(part, 4) for part in (3, 2, 4, 3, 4, 1, 2, 0)])
    return steps.map(lambda step: step * Fraction(test.maximum or 0))


@st.composite
def candidate_sets(
    draw: st.DrawFn, rules: Rules, parts: tuple[int, ...], *, specials: tuple[Special, ...] = tuple(Special)
) -> tuple[Candidate, ...]:
    """Up to 16 candidates with a mark, or now and then a reason for none, in every test of these parts."""
    count = draw(st.integers(0, 16))
    rare = [None] * 12 + (list(specials) if draw(st.booleans()) else [])
    candidates = []
    for position in range(count):
        marks: dict[str, Mark] = {}
        for test in rules.tests:
            if test.part in parts:
                special = draw(st.sampled_from(rare))
                marks[test.code] = special or draw(numeric_marks(test))
        candidates.append(Candidate(f"{position:03d}", marks))
    return tuple(candidates)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    specials: tuple[Special, ...] = tuple(Special),
    with_best: bool | None = None,
    all_parts: bool = False,
) -> Case:
    """A whole ranking to make, with some of the parts held and some of the files decided."""
    rules = draw(rule_sets(with_best=with_best))
    parts = rules.parts()
    held = parts if all_parts or draw(st.booleans()) else parts[: draw(st.integers(1, len(parts)))]
    candidates = draw(candidate_sets(rules, held, specials=specials))
    deciding = st.sampled_from(
        [Eligibility.ELIGIBLE] * 4 + [Eligibility.NOT_ELIGIBLE] * 2 + ([None] if draw(st.booleans()) else [])
    )
    decided = {candidate.number: draw(deciding) for candidate in candidates}
    decisions = {number: decision for number, decision in decided.items() if decision is not None}
    return Case(rules, candidates, decisions, held)
