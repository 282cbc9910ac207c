"""A finished run: outcomes in a compact form, from which each candidate's reckoning is written on demand."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from selection.ranking.candidates import ABSENT, NO_RESULT, NOT_MARKED, Column, Table
from selection.ranking.digests import digest_result, digest_rules, written
from selection.ranking.outcomes import (
    Contribution,
    Explanation,
    GroupLine,
    Outcome,
    Reason,
    StageResult,
    TestLine,
    TestState,
    TotalLine,
)
from selection.ranking.rules import Kind, RankedTest, Rules, Stage
from selection.ranking.steps import Step
from selection.scores import Rational, exact

STATES = {ABSENT: TestState.ABSENT, NOT_MARKED: TestState.NOT_MARKED, NO_RESULT: TestState.NO_RESULT}


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of one ranking, over one denominator; -1 for who was not in it."""

    values: list[int]
    denominator: int

    def exact(self, value: int | None) -> Fraction | None:
        """One of these numbers as a fraction; None for None and for -1."""
        return None if value is None or value < 0 else Fraction(value, self.denominator)


@dataclass(frozen=True, kw_only=True)
class Ranking:
    """The result of `rank`. Candidates come in order of their application numbers.

    `stages` has one entry for each stage the run came to, in order; `inputs_digest`, `rules_digest` and
    `result_digest` are SHA-256 in hexadecimal (see `digests`).
    """

    rules: Rules
    parts_held: tuple[int, ...]
    stages: tuple[StageResult, ...]
    inputs_digest: str
    table: Table = field(repr=False)
    steps: tuple[Step, ...] = field(repr=False)
    outcomes: list[Outcome] = field(repr=False)
    reasons: list[tuple[Reason, ...]] = field(repr=False)
    settled_in: list[int] = field(repr=False)
    totals: Mapping[Stage, Totals] = field(repr=False)

    def __len__(self) -> int:
        return len(self.table.numbers)

    @cached_property
    def counts(self) -> Mapping[Outcome, int]:
        """How many candidates have each outcome; outcomes nobody has are left out."""
        counted = Counter(self.outcomes)
        return {outcome: counted[outcome] for outcome in Outcome if counted[outcome]}

    @property
    def is_final(self) -> bool:
        """Whether nobody's outcome is pending."""
        return not any(outcome.is_pending for outcome in self.counts)

    @cached_property
    def rules_digest(self) -> str:
        """SHA-256 of the rules."""
        return digest_rules(self.rules)

    @cached_property
    def result_digest(self) -> str:
        """SHA-256 of everything the run says: stages, outcomes, reasons, scores and totals."""
        head: dict[str, object] = {
            "rules_digest": self.rules_digest,
            "inputs_digest": self.inputs_digest,
            "stages": [stage_to_json(stage) for stage in self.stages],
        }
        return digest_result(head, self._result_lines())

    def outcome_of(self, number: str) -> Outcome:
        """The outcome of one application; KeyError if the run has no such number."""
        return self.outcomes[self._row(number)]

    def by_number(self) -> Iterator[tuple[str, Outcome]]:
        """Each application number with its outcome."""
        return zip(self.table.numbers, self.outcomes, strict=True)

    def explain(self, number: str) -> Explanation:
        """The reckoning of one application; KeyError if the run has no such number."""
        return self._explain(self._row(number))

    def explanations(self) -> Iterator[Explanation]:
        """Every reckoning in turn, made one at a time."""
        return (self._explain(row) for row in range(len(self)))

    def _row(self, number: str) -> int:
        row = bisect_left(self.table.numbers, number)
        if row == len(self) or self.table.numbers[row] != number:
            raise KeyError(number)
        return row

    def _result_lines(self) -> Iterator[list[object]]:
        scores = [
            (code, column.values, written(column.denominator)) for code, column in self.table.columns.items()
        ]
        totals = [
            (stage.value, totals.values, written(totals.denominator)) for stage, totals in self.totals.items()
        ]
        known: dict[tuple[Reason, ...], list[dict[str, str | int]]] = {}
        for row, (number, outcome) in enumerate(self.by_number()):
            reasons = self.reasons[row]
            if reasons not in known:
                known[reasons] = [reason.to_json() for reason in reasons]
            yield [
                number,
                outcome.value,
                known[reasons],
                {code: write(values[row]) for code, values, write in scores},
                {stage: write(values[row]) for stage, values, write in totals if values[row] >= 0},
            ]

    # The reckoning of one candidate

    @cached_property
    def _step_of_test(self) -> Mapping[str, int]:
        return {test.code: at for at, step in enumerate(self.steps) for test in step.judged}

    @cached_property
    def _thresholds(self) -> Mapping[Stage, Fraction | None]:
        return {stage.stage: stage.threshold for stage in self.stages}

    @cached_property
    def _tests(self) -> tuple[RankedTest, ...]:
        return self.rules.in_order()

    @cached_property
    def _groups(self) -> Mapping[str, tuple[RankedTest, ...]]:
        return {group: self.rules.tests_of(group) for group in sorted(self.rules.groups)}

    @cached_property
    def _weighed(self) -> Mapping[Stage, tuple[RankedTest, ...]]:
        return {stage: self.rules.weighed_in(stage) for stage in self.totals}

    def _explain(self, row: int) -> Explanation:
        step = self.steps[self.settled_in[row]]
        lines = {test.code: self._test_line(test, row) for test in self._tests}
        return Explanation(
            number=self.table.numbers[row],
            outcome=self.outcomes[row],
            reasons=self.reasons[row],
            stage=step.stage,
            part=step.part,
            tests=tuple(lines.values()),
            groups=tuple(self._group_line(group, lines) for group in self._groups),
            totals=tuple(
                self._total_line(stage, row, lines)
                for stage, totals in self.totals.items()
                if totals.values[row] >= 0
            ),
        )

    @cached_property
    def _known_lines(self) -> dict[tuple[str, int, TestState], TestLine]:
        return {}

    @cached_property
    def _known_contributions(self) -> dict[tuple[Stage, str, Fraction | None], Contribution]:
        return {}

    def _test_line(self, test: RankedTest, row: int) -> TestLine:
        """The line of a test; equal lines are made once, as a test has few different scores."""
        column = self.table.columns.get(test.code)
        value = NO_RESULT if column is None else column.values[row]
        state = TestState.NOT_HELD if column is None else self._state(test, value, row)
        key = (test.code, value, state)
        if key not in self._known_lines:
            self._known_lines[key] = self._new_test_line(test, column, value, state)
        return self._known_lines[key]

    def _new_test_line(
        self, test: RankedTest, column: Column | None, value: int, state: TestState
    ) -> TestLine:
        score = None if column is None or value < 0 else Fraction(value, column.denominator)
        return TestLine(
            test=test.code,
            part=test.part,
            state=state,
            correct=_correct_answers(test, column, value),
            score=score,
            maximum=_fraction(test.maximum),
            pass_mark=_fraction(test.pass_mark),
            passed=_reaches(score, test.pass_mark) if state is TestState.SCORED else None,
        )

    def _state(self, test: RankedTest, value: int, row: int) -> TestState:
        if value < 0:
            return STATES[value]
        counts = self._step_of_test[test.code] <= self.settled_in[row]
        return TestState.SCORED if counts else TestState.NOT_COUNTED

    def _group_line(self, group: str, lines: Mapping[str, TestLine]) -> GroupLine:
        members = [lines[test.code] for test in self._groups[group]]
        scores = [line.score for line in members if line.state is TestState.SCORED]
        is_complete = len(scores) == len(members)
        total = sum((score for score in scores if score is not None), Fraction()) if is_complete else None
        pass_mark = Fraction(self.rules.groups[group])
        return GroupLine(
            group=group,
            tests=tuple(line.test for line in members),
            sum=total,
            pass_mark=pass_mark,
            passed=None if total is None else total >= pass_mark,
        )

    def _total_line(self, stage: Stage, row: int, lines: Mapping[str, TestLine]) -> TotalLine:
        totals = self.totals[stage]
        total = Fraction(totals.values[row], totals.denominator)
        threshold = self._thresholds[stage]
        contributions = (self._contribution(test, stage, lines[test.code]) for test in self._weighed[stage])
        return TotalLine(
            stage=stage,
            total=total,
            contributions=tuple(contributions),
            threshold=threshold,
            reaches_threshold=threshold is not None and total >= threshold,
        )

    def _contribution(self, test: RankedTest, stage: Stage, line: TestLine) -> Contribution:
        key = (stage, test.code, line.score)
        if key not in self._known_contributions:
            self._known_contributions[key] = _new_contribution(test, stage, line)
        return self._known_contributions[key]


def _reaches(score: Fraction | None, pass_mark: Rational | None) -> bool | None:
    return None if score is None or pass_mark is None else score >= pass_mark


def _fraction(value: Rational | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _correct_answers(test: RankedTest, column: Column | None, value: int) -> int | None:
    if column is None or value < 0 or test.kind is not Kind.QUESTIONS:
        return None
    return value // column.per_mark


def _new_contribution(test: RankedTest, stage: Stage, line: TestLine) -> Contribution:
    weight, maximum = Fraction(test.weight(stage) or 0), Fraction(test.maximum or 1)
    score = line.score or Fraction()
    return Contribution(test.code, weight, score, maximum, weight * score / maximum)


def stage_to_json(stage: StageResult) -> dict[str, object]:
    """A stage's figures as plain JSON, the threshold as an exact fraction."""
    return {
        "stage": stage.stage.value,
        "part": stage.part,
        "considered": stage.considered,
        "number_sought": stage.number_sought,
        "places": stage.places,
        "threshold": None if stage.threshold is None else exact(stage.threshold),
        "taken": stage.taken,
        "admitted": stage.admitted,
        "counts": {outcome.value: number for outcome, number in stage.counts.items()},
    }
