"""The rules of one ranking unit (a field with its grade), as the notice gives them.

Each number is exact: an int or a Fraction. `None` means that the notice does not say, or, for a pass
mark, a weight or a group, that there is none. `checks` says when a rule may stay unknown.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from selection.ranking.faults import FaultCode, RulesError, fault
from selection.scores import Rational, exact, parse_exact

FORMAT = "ranking-rules/1"


class Kind(StrEnum):
    """How a test is scored."""

    QUESTIONS = "QUESTIONS"
    POINTS = "POINTS"


class Who(StrEnum):
    """Whose paper of a test is marked."""

    ALL = "ALL"
    BEST_NUMBER = "BEST_NUMBER"
    BEST_MULTIPLE = "BEST_MULTIPLE"


class Stage(StrEnum):
    """The steps in which candidates go on or go out."""

    PART = "PART"
    PRELIMINARY = "PRELIMINARY"
    MARKING = "MARKING"
    FINAL = "FINAL"


@dataclass(frozen=True, slots=True)
class MarkedFor:
    """Whose paper is marked: everybody's, the best `limit`'s, or the best number sought × `limit`'s."""

    who: Who = Who.ALL
    limit: Rational | None = None


MARKED_FOR_ALL = MarkedFor()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedTest:
    """One test of the notice.

    `neutralised` counts the cancelled questions. `weight_preliminary` and `weight_final` are percent
    in the ranking that chooses whose remaining papers are marked, and in the ranking of the list.
    """

    code: str
    part: int
    sequence: int
    kind: Kind
    maximum: Rational | None
    questions: int | None = None
    neutralised: int = 0
    pass_mark: Rational | None = None
    group: str | None = None
    weight_preliminary: Rational | None = None
    weight_final: Rational | None = None
    marked_for: MarkedFor = MARKED_FOR_ALL

    @property
    def is_for_all(self) -> bool:
        """Whether everybody's paper is marked."""
        return self.marked_for.who is Who.ALL

    def weight(self, stage: Stage) -> Rational | None:
        """The percentage this test carries in the preliminary or the final ranking."""
        return self.weight_preliminary if stage is Stage.PRELIMINARY else self.weight_final


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """All rules of one unit. `groups` gives the pass mark on the sum of the scores of each group's tests."""

    number_sought: int | None
    tests: tuple[RankedTest, ...]
    groups: Mapping[str, Rational] = field(default_factory=lambda: MappingProxyType({}))

    def in_order(self) -> tuple[RankedTest, ...]:
        """The tests by part and sequence, whatever order they were given in."""
        return tuple(sorted(self.tests, key=lambda test: (test.part, test.sequence, test.code)))

    def parts(self) -> tuple[int, ...]:
        """The numbers of the parts, in order."""
        return tuple(sorted({test.part for test in self.tests}))

    def last_part_for_all(self) -> int:
        """The last part with a test marked for all; the preliminary ranking comes after it."""
        return max(test.part for test in self.tests if test.is_for_all)

    def marked_for_best(self) -> tuple[RankedTest, ...]:
        """The tests of which only the best candidates' papers are marked."""
        return tuple(test for test in self.in_order() if not test.is_for_all)

    def weighed_in(self, stage: Stage) -> tuple[RankedTest, ...]:
        """The tests that carry a weight in the preliminary or the final ranking."""
        return tuple(test for test in self.in_order() if test.weight(stage) is not None)

    def tests_of(self, group: str) -> tuple[RankedTest, ...]:
        """The tests whose scores are added up for the pass mark of a group."""
        return tuple(test for test in self.in_order() if test.group == group)


def places_to_fill(marked_for: MarkedFor, number_sought: int | None) -> int | None:
    """How many of the best go on: a fractional multiple is rounded up, so that nobody within it is lost.

    None where the notice does not give the limit, or the number sought it multiplies.
    """
    if marked_for.limit is None:
        return None
    if marked_for.who is Who.BEST_NUMBER:
        return int(marked_for.limit)
    return None if number_sought is None else math.ceil(marked_for.limit * number_sought)


def _written(value: Rational | None) -> str | None:
    return None if value is None else exact(value)


def _read(text: str | None) -> Rational | None:
    return None if text is None else parse_exact(text)


def rules_to_json(rules: Rules) -> dict[str, object]:
    """The rules as plain dicts, lists and text, always the same for the same rules: tests by code."""
    tests = sorted(rules.tests, key=lambda test: test.code)
    return {
        "format": FORMAT,
        "number_sought": rules.number_sought,
        "tests": [_test_to_json(test) for test in tests],
        "groups": {group: exact(rules.groups[group]) for group in sorted(rules.groups)},
    }


def _test_to_json(test: RankedTest) -> dict[str, object]:
    return {
        "code": test.code,
        "part": test.part,
        "sequence": test.sequence,
        "kind": test.kind.value,
        "questions": test.questions,
        "neutralised": test.neutralised,
        "maximum": _written(test.maximum),
        "pass_mark": _written(test.pass_mark),
        "group": test.group,
        "weight_preliminary": _written(test.weight_preliminary),
        "weight_final": _written(test.weight_final),
        "marked_for": {"who": test.marked_for.who.value, "limit": _written(test.marked_for.limit)},
    }


def rules_from_json(document: Mapping[str, object]) -> Rules:
    """The rules written by `rules_to_json`; RulesError (UNREADABLE_RULES) for anything else.

    Reads only; `checks.check_rules` judges what was read.
    """
    try:
        return _rules_from_json(document)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise RulesError([fault(FaultCode.UNREADABLE_RULES, reason=repr(error))]) from error


def _rules_from_json(document: Mapping[str, object]) -> Rules:
    if document["format"] != FORMAT:
        raise ValueError(document["format"])
    tests, groups = document["tests"], document["groups"]
    if not isinstance(tests, list) or not isinstance(groups, dict):
        raise TypeError("tests must be a list and groups a dict")
    return Rules(
        number_sought=_whole(document["number_sought"]),
        tests=tuple(_test_from_json(test) for test in tests),
        groups=MappingProxyType({group: parse_exact(mark) for group, mark in groups.items()}),
    )


def _test_from_json(document: Mapping[str, object]) -> RankedTest:
    numbers = {name: _whole(document[name]) for name in ("part", "sequence", "neutralised")}
    if None in numbers.values():
        raise TypeError(f"a number is missing: {numbers}")
    marked_for = document["marked_for"]
    if not isinstance(marked_for, dict):
        raise TypeError("marked_for must be a dict")
    return RankedTest(
        code=_text(document["code"]) or "",
        part=numbers["part"] or 0,
        sequence=numbers["sequence"] or 0,
        kind=Kind(_text(document["kind"]) or ""),
        maximum=_read(_text(document["maximum"])),
        questions=_whole(document["questions"]),
        neutralised=numbers["neutralised"] or 0,
        pass_mark=_read(_text(document["pass_mark"])),
        group=_text(document["group"]),
        weight_preliminary=_read(_text(document["weight_preliminary"])),
        weight_final=_read(_text(document["weight_final"])),
        marked_for=MarkedFor(Who(marked_for["who"]), _read(_text(marked_for["limit"]))),
    )


def _whole(value: object) -> int | None:
    if value is not None and type(value) is not int:
        raise TypeError(f"not a whole number: {value!r}")
    return value


def _text(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"not text: {value!r}")
    return value
