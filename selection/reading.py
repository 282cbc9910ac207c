"""An outcome as a person reads it: every score, pass mark, weight, total and threshold, in words and numbers.

Letters and pages are both made of this, so they cannot disagree. It is read from what was stored with the
run; nothing is reckoned again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from competitions.models import Test
from competitions.tables import test_name
from core.formats import format_number
from selection.numbers import Shown, shown
from selection.ranking import Reason, ReasonCode, Stage, TestState
from selection.sentences import reason_sentence, stage_name
from selection.states import Outcome


@dataclass(frozen=True, slots=True)
class TestReading:
    """One test: the score, out of how much, the pass mark, and how the score was worked out."""

    __test__ = False

    code: str
    name: str
    state: str
    score: Shown | None
    maximum: Shown | None
    pass_mark: Shown | None
    is_passed: bool | None
    correct: int | None
    valid_questions: int | None
    neutralised: int

    @property
    def verdict(self) -> str:
        """Passed, below the pass mark, absent …, in a word or two."""
        if self.state == TestState.SCORED:
            if self.is_passed is None:
                return _("No pass mark of its own")
            return _("Passed") if self.is_passed else _("Below the pass mark")
        return {
            TestState.NOT_HELD: _("Not held yet"),
            TestState.NO_RESULT: _("No result"),
            TestState.ABSENT: _("Absent"),
            TestState.NOT_MARKED: _("Not marked"),
            TestState.NOT_COUNTED: _("Not taken into account"),
        }[TestState(self.state)]

    @property
    def line(self) -> str:
        """The test in one line of a letter."""
        values = {
            "test": self.name,
            "score": self.score,
            "maximum": self.maximum,
            "pass_mark": self.pass_mark,
            "verdict": self.verdict,
        }
        if self.state != TestState.SCORED:
            return _("%(test)s: %(verdict)s") % values
        if self.pass_mark is None:
            return _("%(test)s: %(score)s out of %(maximum)s") % values
        return _("%(test)s: %(score)s out of %(maximum)s, pass mark %(pass_mark)s") % values


@dataclass(frozen=True, slots=True)
class GroupReading:
    """A combined pass mark."""

    names: str
    sum: Shown | None
    pass_mark: Shown | None
    is_passed: bool | None

    @property
    def line(self) -> str:
        """The group in one line of a letter."""
        values = {"tests": self.names, "sum": self.sum, "pass_mark": self.pass_mark}
        if self.sum is None:
            return _("%(tests)s together: pass mark %(pass_mark)s") % values
        return _("%(tests)s together: %(sum)s, combined pass mark %(pass_mark)s") % values


@dataclass(frozen=True, slots=True)
class ContributionReading:
    """What one test adds to a total."""

    name: str
    weight: Shown | None
    score: Shown | None
    maximum: Shown | None
    value: Shown | None


@dataclass(frozen=True, slots=True)
class TotalReading:
    """A total, what it is made of, and the threshold."""

    stage: str
    total: Shown | None
    threshold: Shown | None
    reaches_threshold: bool
    contributions: Sequence[ContributionReading]

    @property
    def line(self) -> str:
        """The total in one line of a letter."""
        values = {"ranking": self.stage, "total": self.total, "threshold": self.threshold}
        return _("%(ranking)s: your total is %(total)s out of 100, the threshold is %(threshold)s") % values


@dataclass(frozen=True, slots=True)
class StageReading:
    """A step of the ranking in figures, for all candidates of the field."""

    name: str
    considered: int
    number_sought: int | None
    places: int | None
    threshold: Shown | None
    taken: int
    admitted: int

    @property
    def line(self) -> str:
        """The step in one line of a letter."""
        values = {
            "stage": self.name,
            "considered": format_number(self.considered),
            "places": self.places if self.places is None else format_number(self.places),
            "admitted": format_number(self.admitted),
        }
        if self.places is None:
            return _("%(stage)s: candidates %(considered)s, admitted %(admitted)s") % values
        return _("%(stage)s: candidates %(considered)s, places %(places)s, admitted %(admitted)s") % values


@dataclass(frozen=True, slots=True)
class Reading:
    """The whole outcome of one candidate."""

    outcome: str
    label: str
    reasons: Sequence[str]
    board_reason: str
    tests: Sequence[TestReading]
    groups: Sequence[GroupReading]
    totals: Sequence[TotalReading]
    stages: Sequence[StageReading]


class Reader:
    """Reads the outcomes of one field in one run, in the language active when it was made."""

    def __init__(
        self, *, rules: Mapping[str, Any], summary: Mapping[str, Any], tests: Sequence[Test]
    ) -> None:
        self.rules = {test["code"]: test for test in rules["tests"]}
        self.names = _names(tests, rules)
        self.stages = [_stage(stage) for stage in summary["stages"]]

    def read(self, document: Mapping[str, Any]) -> Reading:
        """The reckoning stored with an outcome, as a person reads it."""
        return Reading(
            outcome=document["outcome"],
            label=str(Outcome(document["outcome"]).label),
            reasons=[reason_sentence(_reason(reason), self.names) for reason in document["reasons"]],
            board_reason=document.get("board_reason", ""),
            tests=[self._test(line) for line in document["tests"]],
            groups=[self._group(line) for line in document["groups"]],
            totals=[self._total(line) for line in document["totals"]],
            stages=self.stages,
        )

    def _test(self, line: Mapping[str, Any]) -> TestReading:
        rule = self.rules[line["test"]]
        questions = rule["questions"]
        valid = None if questions is None else questions - rule["neutralised"]
        return TestReading(
            code=line["test"],
            name=self.names[line["test"]],
            state=line["state"],
            score=shown(line["score"]),
            maximum=shown(line["maximum"]),
            pass_mark=shown(line["pass_mark"]),
            is_passed=line["passed"],
            correct=line["correct"],
            valid_questions=line.get("valid_questions", valid),
            neutralised=rule["neutralised"],
        )

    def _group(self, line: Mapping[str, Any]) -> GroupReading:
        names = self.names[f"group {line['group']}"]
        return GroupReading(names, shown(line["sum"]), shown(line["pass_mark"]), line["passed"])

    def _total(self, line: Mapping[str, Any]) -> TotalReading:
        return TotalReading(
            stage=stage_name(line["stage"]),
            total=shown(line["total"]),
            threshold=shown(line["threshold"]),
            reaches_threshold=line["reaches_threshold"],
            contributions=[self._contribution(part) for part in line["contributions"]],
        )

    def _contribution(self, part: Mapping[str, Any]) -> ContributionReading:
        return ContributionReading(
            name=self.names[part["test"]],
            weight=shown(part["weight"]),
            score=shown(part["score"]),
            maximum=shown(part["maximum"]),
            value=shown(part["value"]),
        )


def _names(tests: Sequence[Test], rules: Mapping[str, Any]) -> dict[str, str]:
    """The name of each test by its code, and of each group by "group CODE"; a test gone since by its code."""
    known = {test.code: test_name(test) for test in tests}
    names = {test["code"]: known.get(test["code"], test["code"]) for test in rules["tests"]}
    groups: dict[str, list[str]] = {}
    for test in sorted(rules["tests"], key=lambda test: (test["part"], test["sequence"])):
        if test["group"] is not None:
            groups.setdefault(test["group"], []).append(names[test["code"]])
    return names | {f"group {code}": ", ".join(members) for code, members in groups.items()}


def _reason(document: Mapping[str, Any]) -> Reason:
    stage = document.get("stage")
    return Reason(
        ReasonCode(document["code"]),
        test=document.get("test"),
        group=document.get("group"),
        stage=None if stage is None else Stage(stage),
        part=document.get("part"),
    )


def _stage(stage: Mapping[str, Any]) -> StageReading:
    return StageReading(
        name=stage_name(stage["stage"], stage["part"]),
        considered=stage["considered"],
        number_sought=stage["number_sought"],
        places=stage["places"],
        threshold=shown(stage["threshold"]),
        taken=stage["taken"],
        admitted=stage["admitted"],
    )
