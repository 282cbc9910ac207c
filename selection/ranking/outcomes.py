"""What a ranking says about a candidate: the outcome, its reasons, and the whole reckoning."""
# ruff: noqa: S105 - a pass mark is no password

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from selection.ranking.rules import Stage


class Outcome(StrEnum):
    """Where a candidate stands after a run."""

    ABSENT = "ABSENT"
    FAILED = "FAILED"
    NOT_AMONG_BEST = "NOT_AMONG_BEST"
    NOT_ELIGIBLE = "NOT_ELIGIBLE"
    LAUREATE = "LAUREATE"

    PASSED_PART = "PASSED_PART"
    TO_BE_MARKED = "TO_BE_MARKED"
    TO_BE_CHECKED = "TO_BE_CHECKED"
    WAITING = "WAITING"

    @property
    def is_pending(self) -> bool:
        """Whether a later run will say more; one pending candidate keeps a run from being final."""
        return self in PENDING


PENDING = frozenset({Outcome.PASSED_PART, Outcome.TO_BE_MARKED, Outcome.TO_BE_CHECKED, Outcome.WAITING})


class ReasonCode(StrEnum):
    """Why; what each one names in brackets."""

    ABSENT = "ABSENT"  # test, part
    BELOW_PASS_MARK = "BELOW_PASS_MARK"  # test
    BELOW_GROUP_PASS_MARK = "BELOW_GROUP_PASS_MARK"  # group
    BELOW_THRESHOLD = "BELOW_THRESHOLD"  # stage
    FILE_NOT_ELIGIBLE = "FILE_NOT_ELIGIBLE"
    AMONG_BEST_AND_ELIGIBLE = "AMONG_BEST_AND_ELIGIBLE"
    NEXT_PART_NOT_HELD = "NEXT_PART_NOT_HELD"  # part
    NOT_MARKED_YET = "NOT_MARKED_YET"  # test
    FILE_UNDECIDED = "FILE_UNDECIDED"
    MARKS_OF_OTHERS_OUTSTANDING = "MARKS_OF_OTHERS_OUTSTANDING"  # stage
    FILES_ABOVE_UNDECIDED = "FILES_ABOVE_UNDECIDED"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, as a code with what it names."""

    code: ReasonCode
    test: str | None = None
    group: str | None = None
    stage: Stage | None = None
    part: int | None = None

    def to_json(self) -> dict[str, str | int]:
        """The code and whatever it names, nothing empty."""
        named = {"code": self.code.value, "test": self.test, "group": self.group, "part": self.part}
        named["stage"] = None if self.stage is None else self.stage.value
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class StageResult:
    """One stage of a run, in figures.

    `considered` candidates came to it; the `places` to fill are the number of papers to mark or the
    number sought. `threshold` is the total of the last candidates taken (the lowest with which one went
    on), None in a stage without ranking, or when it could not be made yet, or had nobody in it.
    `taken` reached the threshold; `admitted` went on: in the final stage, those of the taken whose file is
    eligible. `counts` says how many got which outcome here.
    """

    stage: Stage
    part: int | None
    considered: int
    number_sought: int | None
    places: int | None
    threshold: Fraction | None
    taken: int
    admitted: int
    counts: Mapping[Outcome, int]


class TestState(StrEnum):
    """What there is to say about a candidate's result in a test."""

    __test__ = False  # not a test case, whatever its name begins with

    NOT_HELD = "NOT_HELD"
    NO_RESULT = "NO_RESULT"
    ABSENT = "ABSENT"
    NOT_MARKED = "NOT_MARKED"
    NOT_COUNTED = "NOT_COUNTED"  # there is a score, but she was out before it came in
    SCORED = "SCORED"


@dataclass(frozen=True, slots=True)
class TestLine:
    """One test in the reckoning; `passed` is None where nothing was judged on this test alone."""

    __test__ = False

    test: str
    part: int
    state: TestState
    correct: int | None
    score: Fraction | None
    maximum: Fraction | None
    pass_mark: Fraction | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One combined pass mark in the reckoning; no sum where a score is missing or did not count."""

    group: str
    tests: tuple[str, ...]
    sum: Fraction | None
    pass_mark: Fraction
    passed: bool | None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one test added to a total: weight × score / maximum."""

    test: str
    weight: Fraction
    score: Fraction
    maximum: Fraction
    value: Fraction


@dataclass(frozen=True, slots=True)
class TotalLine:
    """A total, out of 100, and the threshold it was held against."""

    stage: Stage
    total: Fraction
    contributions: tuple[Contribution, ...]
    threshold: Fraction | None
    reaches_threshold: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """How one candidate's outcome came about."""

    number: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    stage: Stage
    part: int | None
    tests: tuple[TestLine, ...]
    groups: tuple[GroupLine, ...]
    totals: tuple[TotalLine, ...]
