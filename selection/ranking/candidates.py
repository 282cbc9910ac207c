"""What the ranking reads: each candidate's marks and the decisions about the files.

Candidates are read once, as a stream, into one list of whole numbers a test, so that a quarter of a
million of them fit in little memory: a score of n/d is kept as n × D/d, D being the common denominator
of the test. Negative numbers in these lists are the three ways of having no score.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from itertools import pairwise

from selection.ranking.faults import Fault, FaultCode, InputError, fault
from selection.ranking.rules import Kind, RankedTest, Rules
from selection.scores import Rational, exact, fraction_of, value_of_one_answer

ABSENT, NOT_MARKED, NO_RESULT = -1, -2, -3


class Special(Enum):
    """A result without a mark: not there, or there but the paper is not marked (yet)."""

    ABSENT = "ABSENT"
    NOT_MARKED = "NOT_MARKED"


Mark = int | Fraction | Decimal | Special

SPECIAL = {Special.ABSENT: ABSENT, Special.NOT_MARKED: NOT_MARKED}
NAMES = {ABSENT: "absent", NOT_MARKED: "not marked", NO_RESULT: None}


class Eligibility(StrEnum):
    """The selection board's decision about a file; a file without one is undecided."""

    ELIGIBLE = "ELIGIBLE"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One application: its number, and for each test she was invited to the mark or why there is none.

    For a test scored by questions the mark is the number of correct answers among the valid questions,
    for a test scored by points the points.
    """

    number: str
    marks: Mapping[str, Mark]


@dataclass(frozen=True, slots=True)
class Column:
    """One test's results, a number a candidate: score × `denominator`, or a negative reason for none.

    `per_mark` is what one correct answer, or one point, adds to a value: value / per_mark is the mark.
    """

    test: RankedTest
    values: list[int]
    denominator: int
    per_mark: int


@dataclass(frozen=True, slots=True)
class Table:
    """All candidates, by application number."""

    numbers: list[str]
    columns: dict[str, Column]
    decisions: list[Eligibility | None]


def read_table(
    *,
    rules: Rules,
    candidates: Iterable[Candidate],
    decisions: Mapping[str, Eligibility],
    parts_held: Collection[int],
) -> Table:
    """The candidates as a table; InputError with every fault found."""
    faults = list(_faults_of_parts(rules, parts_held))
    if faults:
        raise InputError(faults)
    reader = _Reader(rules, parts_held)
    for candidate in candidates:
        reader.read(candidate)
    faults = [*reader.faults, *_faults_of_numbers(reader.numbers, decisions)]
    if faults:
        raise InputError(faults)
    return reader.table(decisions)


def _faults_of_parts(rules: Rules, parts_held: Collection[int]) -> Iterator[Fault]:
    parts = rules.parts()
    if not parts_held:
        yield fault(FaultCode.NO_PART_HELD)
    for part in sorted(set(parts_held) - set(parts)):
        yield fault(FaultCode.UNKNOWN_PART, part=part)
    last_held = max((part for part in parts if part in parts_held), default=0)
    for part in parts:
        if part < last_held and part not in parts_held:
            yield fault(FaultCode.PART_SKIPPED, part=part)


def _faults_of_numbers(numbers: list[str], decisions: Mapping[str, Eligibility]) -> Iterator[Fault]:
    known = set(numbers)
    if "" in known:
        yield fault(FaultCode.NO_NUMBER)
    if len(known) < len(numbers):
        numbers = sorted(numbers)
        twice = {number for number, other in pairwise(numbers) if number == other}
        for number in sorted(twice):
            yield fault(FaultCode.DUPLICATE_NUMBER, number=number)
    for number in sorted(decisions.keys() - known):
        yield fault(FaultCode.UNKNOWN_NUMBER, number=number)


class _Reader:
    """Takes marks in as they come; scores are scaled at the end, when all denominators are known."""

    def __init__(self, rules: Rules, parts_held: Collection[int]) -> None:
        self.rules = rules
        self.tests = rules.in_order()
        self.parts_held = frozenset(parts_held)
        self.numbers: list[str] = []
        self.faults: list[Fault] = []
        self.raw: dict[str, list[Rational]] = {test.code: [] for test in self.tests}
        held = [test for test in self.tests if test.part in self.parts_held]
        self.plan = [(test.code, self.raw[test.code], _fault_finder(test)) for test in held]

    def read(self, candidate: Candidate) -> None:
        marks = candidate.marks
        self.numbers.append(candidate.number)
        seen = 0
        for code, values, find_fault in self.plan:
            mark = marks.get(code)
            if mark is None:
                values.append(NO_RESULT)
                continue
            seen += 1
            if isinstance(mark, Special):
                values.append(SPECIAL[mark])
            elif (found := find_fault(mark)) is None:
                values.append(mark if type(mark) is int else fraction_of(mark))
            else:
                values.append(NO_RESULT)
                self.faults.append(Fault(found.code, {"number": candidate.number, **found.values}))
        if seen < len(marks):
            self.faults += self._unexpected(candidate)

    def _unexpected(self, candidate: Candidate) -> Iterator[Fault]:
        parts = {test.code: test.part for test in self.tests}
        for code in sorted(candidate.marks):
            values = {"number": candidate.number, "test": code}
            if code not in parts:
                yield fault(FaultCode.UNKNOWN_TEST, **values)
            elif parts[code] not in self.parts_held:
                yield fault(FaultCode.PART_NOT_HELD, part=parts[code], **values)

    def table(self, decisions: Mapping[str, Eligibility]) -> Table:
        order = sorted(range(len(self.numbers)), key=self.numbers.__getitem__)
        numbers = [self.numbers[i] for i in order]
        columns = {}
        for code, values, _ in self.plan:
            test = next(test for test in self.tests if test.code == code)
            columns[code] = _column(test, [values[i] for i in order])
            values.clear()
        return Table(numbers, columns, [decisions.get(number) for number in numbers])


def _fault_finder(test: RankedTest) -> Callable[[int | Fraction | Decimal], Fault | None]:
    """A function that says what is wrong with a mark for this test, or None."""
    by_questions = test.kind is Kind.QUESTIONS
    best = (test.questions or 0) - test.neutralised if by_questions else test.maximum or 0
    too_high = FaultCode.CORRECT_ABOVE_VALID_QUESTIONS if by_questions else FaultCode.POINTS_ABOVE_MAXIMUM
    name_of_best = "valid" if by_questions else "maximum"

    def find_fault(mark: int | Fraction | Decimal) -> Fault | None:
        if not _is_exact(mark):
            return fault(FaultCode.MARK_NOT_EXACT, test=test.code, mark=repr(mark))
        if mark < 0:
            return fault(FaultCode.MARK_NEGATIVE, test=test.code, mark=exact(fraction_of(mark)))
        if by_questions and type(mark) is not int:
            return fault(FaultCode.CORRECT_NOT_WHOLE, test=test.code, mark=exact(fraction_of(mark)))
        if mark > best:
            values = {"mark": exact(fraction_of(mark)), name_of_best: exact(best)}
            return fault(too_high, test=test.code, **values)
        return None

    return find_fault


def _is_exact(mark: int | Fraction | Decimal) -> bool:
    """Whether this is a number without any rounding in it; a bool is no number of answers."""
    return type(mark) in (int, Fraction) or (isinstance(mark, Decimal) and mark.is_finite())


def _column(test: RankedTest, raw: list[Rational]) -> Column:
    """The raw marks as scores over one denominator, which the pass mark divides evenly too."""
    per_answer = Fraction(1)
    if test.kind is Kind.QUESTIONS:
        per_answer = value_of_one_answer(
            maximum=test.maximum or 0, questions=test.questions or 0, neutralised=test.neutralised
        )
    denominators = {value.denominator for value in raw} | {(test.pass_mark or 0).denominator}
    denominator = math.lcm(per_answer.denominator, *denominators)
    factor = per_answer.numerator * (denominator // per_answer.denominator)
    values = [
        int(value) if value < 0 else factor * value.numerator // value.denominator  # divides evenly
        for value in raw
    ]
    return Column(test, values, denominator, factor)
