"""A candidate's reckoning as plain JSON, to be stored with a run and read back for its page and export."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from selection.ranking.outcomes import (
    Contribution,
    Explanation,
    GroupLine,
    Outcome,
    Reason,
    ReasonCode,
    TestLine,
    TestState,
    TotalLine,
)
from selection.ranking.rules import Stage
from selection.scores import exact, parse_exact

Document = dict[str, Any]
Given = TypeVar("Given")
Made = TypeVar("Made")


def explanation_to_json(explanation: Explanation) -> Document:
    """The reckoning as dicts, lists and text; fractions as `exact` writes them."""
    return {
        "number": explanation.number,
        "outcome": explanation.outcome.value,
        "reasons": [reason.to_json() for reason in explanation.reasons],
        "stage": explanation.stage.value,
        "part": explanation.part,
        "tests": [_test_to_json(line) for line in explanation.tests],
        "groups": [_group_to_json(line) for line in explanation.groups],
        "totals": [_total_to_json(line) for line in explanation.totals],
    }


def explanation_from_json(document: Mapping[str, Any]) -> Explanation:
    """The reckoning that `explanation_to_json` wrote; KeyError or ValueError for anything else."""
    return Explanation(
        number=document["number"],
        outcome=Outcome(document["outcome"]),
        reasons=tuple(_reason_from_json(reason) for reason in document["reasons"]),
        stage=Stage(document["stage"]),
        part=document["part"],
        tests=tuple(_test_from_json(line) for line in document["tests"]),
        groups=tuple(_group_from_json(line) for line in document["groups"]),
        totals=tuple(_total_from_json(line) for line in document["totals"]),
    )


def _if_given(convert: Callable[[Given], Made], value: Given | None) -> Made | None:
    return None if value is None else convert(value)


def _test_to_json(line: TestLine) -> Document:
    return {
        "test": line.test,
        "part": line.part,
        "state": line.state.value,
        "correct": line.correct,
        "score": _if_given(exact, line.score),
        "maximum": _if_given(exact, line.maximum),
        "pass_mark": _if_given(exact, line.pass_mark),
        "passed": line.passed,
    }


def _group_to_json(line: GroupLine) -> Document:
    return {
        "group": line.group,
        "tests": list(line.tests),
        "sum": _if_given(exact, line.sum),
        "pass_mark": exact(line.pass_mark),
        "passed": line.passed,
    }


def _total_to_json(line: TotalLine) -> Document:
    return {
        "stage": line.stage.value,
        "total": exact(line.total),
        "contributions": [_contribution_to_json(part) for part in line.contributions],
        "threshold": _if_given(exact, line.threshold),
        "reaches_threshold": line.reaches_threshold,
    }


def _contribution_to_json(part: Contribution) -> Document:
    numbers = {"weight": part.weight, "score": part.score, "maximum": part.maximum, "value": part.value}
    return {"test": part.test} | {name: exact(number) for name, number in numbers.items()}


def _reason_from_json(document: Document) -> Reason:
    return Reason(
        ReasonCode(document["code"]),
        test=document.get("test"),
        group=document.get("group"),
        stage=_if_given(Stage, document.get("stage")),
        part=document.get("part"),
    )


def _test_from_json(document: Document) -> TestLine:
    return TestLine(
        test=document["test"],
        part=document["part"],
        state=TestState(document["state"]),
        correct=document["correct"],
        score=_if_given(parse_exact, document["score"]),
        maximum=_if_given(parse_exact, document["maximum"]),
        pass_mark=_if_given(parse_exact, document["pass_mark"]),
        passed=document["passed"],
    )


def _group_from_json(document: Document) -> GroupLine:
    return GroupLine(
        group=document["group"],
        tests=tuple(document["tests"]),
        sum=_if_given(parse_exact, document["sum"]),
        pass_mark=parse_exact(document["pass_mark"]),
        passed=document["passed"],
    )


def _total_from_json(document: Document) -> TotalLine:
    return TotalLine(
        stage=Stage(document["stage"]),
        total=parse_exact(document["total"]),
        contributions=tuple(_contribution_from_json(part) for part in document["contributions"]),
        threshold=_if_given(parse_exact, document["threshold"]),
        reaches_threshold=document["reaches_threshold"],
    )


def _contribution_from_json(document: Document) -> Contribution:
    numbers: dict[str, Fraction] = {
        name: parse_exact(document[name]) for name in ("weight", "score", "maximum", "value")
    }
    return Contribution(test=document["test"], **numbers)
