"""What can be wrong with the rules or the inputs of a ranking.

The ranking speaks no human language: a fault is a code with named values, and whoever called
translates it. All faults of one kind are collected before anything is raised.
"""
# ruff: noqa: S105 - a pass mark is no password

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FaultCode(StrEnum):
    """One code for each way in which rules or inputs can be wrong; the values it names in brackets."""

    # The shape of the rules
    NO_TEST = "NO_TEST"
    NO_TEST_CODE = "NO_TEST_CODE"
    DUPLICATE_TEST = "DUPLICATE_TEST"  # test
    NOT_EXACT = "NOT_EXACT"  # field, and test or group where it is theirs
    PART_NOT_POSITIVE = "PART_NOT_POSITIVE"  # test, part
    MAXIMUM_NOT_POSITIVE = "MAXIMUM_NOT_POSITIVE"  # test, maximum
    QUESTIONS_NOT_POSITIVE = "QUESTIONS_NOT_POSITIVE"  # test, questions
    NEUTRALISED_NEGATIVE = "NEUTRALISED_NEGATIVE"  # test, neutralised
    NEUTRALISED_ALL = "NEUTRALISED_ALL"  # test, neutralised, questions
    NEUTRALISED_WITHOUT_QUESTIONS = "NEUTRALISED_WITHOUT_QUESTIONS"  # test, neutralised
    PASS_MARK_NEGATIVE = "PASS_MARK_NEGATIVE"  # test, pass_mark
    PASS_MARK_ABOVE_MAXIMUM = "PASS_MARK_ABOVE_MAXIMUM"  # test, pass_mark, maximum
    WEIGHT_NOT_POSITIVE = "WEIGHT_NOT_POSITIVE"  # test, stage, weight
    WEIGHTS_NOT_100 = "WEIGHTS_NOT_100"  # stage, sum
    UNKNOWN_GROUP = "UNKNOWN_GROUP"  # test, group
    EMPTY_GROUP = "EMPTY_GROUP"  # group
    GROUP_ACROSS_PARTS = "GROUP_ACROSS_PARTS"  # group
    GROUP_MARKED_APART = "GROUP_MARKED_APART"  # group
    GROUP_PASS_MARK_NEGATIVE = "GROUP_PASS_MARK_NEGATIVE"  # group, pass_mark
    GROUP_PASS_MARK_ABOVE_MAXIMUM = "GROUP_PASS_MARK_ABOVE_MAXIMUM"  # group, pass_mark, maximum
    NUMBER_SOUGHT_NOT_POSITIVE = "NUMBER_SOUGHT_NOT_POSITIVE"  # number_sought
    LIMIT_NOT_POSITIVE = "LIMIT_NOT_POSITIVE"  # test, limit
    LIMIT_NOT_WHOLE = "LIMIT_NOT_WHOLE"  # test, limit
    LIMITS_DIFFER = "LIMITS_DIFFER"  # tests
    NO_TEST_MARKED_FOR_ALL = "NO_TEST_MARKED_FOR_ALL"
    PRELIMINARY_WEIGHT_MARKED_LATER = "PRELIMINARY_WEIGHT_MARKED_LATER"  # test
    PRELIMINARY_WEIGHTS_UNUSED = "PRELIMINARY_WEIGHTS_UNUSED"

    # Rules the notice leaves open and this run needs
    MAXIMUM_UNKNOWN = "MAXIMUM_UNKNOWN"  # test
    QUESTIONS_UNKNOWN = "QUESTIONS_UNKNOWN"  # test
    LIMIT_UNKNOWN = "LIMIT_UNKNOWN"  # test
    NUMBER_SOUGHT_UNKNOWN = "NUMBER_SOUGHT_UNKNOWN"
    WEIGHTS_UNKNOWN = "WEIGHTS_UNKNOWN"  # stage

    # A written form that cannot be read back
    UNREADABLE_RULES = "UNREADABLE_RULES"  # reason

    # Inputs
    NO_PART_HELD = "NO_PART_HELD"
    UNKNOWN_PART = "UNKNOWN_PART"  # part
    PART_SKIPPED = "PART_SKIPPED"  # part
    NO_NUMBER = "NO_NUMBER"
    DUPLICATE_NUMBER = "DUPLICATE_NUMBER"  # number
    UNKNOWN_NUMBER = "UNKNOWN_NUMBER"  # number (an eligibility decision for nobody)
    UNKNOWN_TEST = "UNKNOWN_TEST"  # number, test
    PART_NOT_HELD = "PART_NOT_HELD"  # number, test, part
    MISSING_RESULT = "MISSING_RESULT"  # number, test
    MARK_NOT_EXACT = "MARK_NOT_EXACT"  # number, test, mark
    MARK_NEGATIVE = "MARK_NEGATIVE"  # number, test, mark
    CORRECT_NOT_WHOLE = "CORRECT_NOT_WHOLE"  # number, test, mark
    CORRECT_ABOVE_VALID_QUESTIONS = "CORRECT_ABOVE_VALID_QUESTIONS"  # number, test, mark, valid
    POINTS_ABOVE_MAXIMUM = "POINTS_ABOVE_MAXIMUM"  # number, test, mark, maximum


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its code, and the values a sentence about it needs, all as text."""

    code: FaultCode
    values: dict[str, str]


def fault(code: FaultCode, /, **values: object) -> Fault:
    """A fault whose values are written as text."""
    return Fault(code, {name: str(value) for name, value in values.items()})


class RankingError(Exception):
    """A ranking that cannot be made; `faults` holds every reason, in a stable order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.code} {fault.values}" for fault in self.faults))


class RulesError(RankingError):
    """The rules contradict themselves, or leave open something this run needs."""


class InputError(RankingError):
    """The results, the eligibility decisions or the parts held cannot be right."""
