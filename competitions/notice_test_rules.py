"""What the tests of a notice say together: marks, groups and weights. Scores are exact fractions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from competitions.notice_faults import Fault, join_path
from competitions.notice_nodes import Node, codes_in, decimal_in, field_codes, object_in, objects_in, text_in


def mark_faults(document: Node) -> Iterator[Fault]:
    """Maxima that are not positive, pass marks above them, multipliers of nothing."""
    for number, test in objects_in(document, "tests"):
        maximum, pass_mark = decimal_in(test, "maximum"), decimal_in(test, "pass_mark")
        if maximum is not None and maximum <= 0:
            yield Fault(join_path("tests", number, "maximum"), "maximum_not_positive")
        elif maximum is not None and pass_mark is not None and pass_mark > maximum:
            yield Fault(
                join_path("tests", number, "pass_mark"),
                "pass_mark_too_high",
                {"pass_mark": test["pass_mark"], "maximum": test["maximum"]},
            )
        multiplier = decimal_in(object_in(test, "marked_for"), "multiplier")
        if multiplier is not None and multiplier <= 0:
            yield Fault(join_path("tests", number, "marked_for", "multiplier"), "multiplier_not_positive")


def group_faults(document: Node) -> Iterator[Fault]:
    """Groups that are not defined, too small, or not to be passed."""
    defined = {code for _path, code in codes_in(document, "test_groups")}
    for number, test in objects_in(document, "tests"):
        group = text_in(test, "group")
        if group is not None and group not in defined:
            yield Fault(join_path("tests", number, "group"), "group_unknown", {"group": group})
    for number, group_node in objects_in(document, "test_groups"):
        yield from _one_group_faults(document, group_node, number)


def _one_group_faults(document: Node, group: Node, number: int) -> Iterator[Fault]:
    code = text_in(group, "code")
    if code is None:
        return
    taken = [_members(document, code, field) for field in field_codes(document) or [""]]
    used = [tests for tests in taken if tests]
    if not used or any(len(tests) < 2 for tests in used):
        yield Fault(join_path("test_groups", number), "group_too_small", {"group": code})
    yield from _group_mark_faults(used, group, number)


def _members(document: Node, group: str, field: str) -> list[Node]:
    return [test for test in _tests_of(document, field) if text_in(test, "group") == group]


def _tests_of(document: Node, field: str) -> list[Node]:
    return [test for _n, test in objects_in(document, "tests") if text_in(test, "field") in (None, field)]


def _group_mark_faults(used: list[list[Node]], group: Node, number: int) -> Iterator[Fault]:
    pass_mark = decimal_in(group, "pass_mark")
    sums = []
    for tests in used:
        maxima = [decimal_in(test, "maximum") for test in tests]
        known = [each for each in maxima if each is not None]
        if len(known) == len(maxima):
            sums.append(sum(known))
    if pass_mark is not None and sums and pass_mark > min(sums):
        values = {"pass_mark": group["pass_mark"], "maximum": min(sums)}
        yield Fault(join_path("test_groups", number, "pass_mark"), "group_pass_mark_too_high", values)


def weight_faults(document: Node) -> Iterator[Fault]:
    """Weights that cannot be applied or are no parts of one whole."""
    for number, test in objects_in(document, "tests"):
        weights = [decimal_in(test, name) for name in ("weight_preliminary", "weight_final")]
        if any(weight is not None for weight in weights) and test.get("maximum") is None:
            yield Fault(join_path("tests", number, "maximum"), "weight_without_maximum")
        who = text_in(object_in(test, "marked_for"), "who")
        if weights[0] is not None and who in ("BEST_NUMBER", "BEST_MULTIPLE"):
            yield Fault(join_path("tests", number, "weight_preliminary"), "weight_before_marking")
    for field in field_codes(document):
        yield from _weight_sums(document, field)


def _weight_sums(document: Node, field: str) -> Iterator[Fault]:
    """In each ranking of each field the weights, once any is given, are percentages of one whole."""
    for member, code in (
        ("weight_preliminary", "preliminary_weights_not_100"),
        ("weight_final", "final_weights_not_100"),
    ):
        weights = [decimal_in(test, member) for test in _tests_of(document, field)]
        given = [weight for weight in weights if weight is not None]
        if given and sum(given) != 100:
            yield Fault("tests", code, {"field": field, "total": _plain(sum(given, Fraction()))})


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(float(number))
