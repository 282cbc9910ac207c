"""Whether the rules make sense, and whether they say enough for the stage a run has reached.

A notice may leave things open for a while (the number of essays marked is sometimes announced later), so a
contradiction is always a fault, a gap only once a run needs what is missing.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from fractions import Fraction

from selection.ranking.faults import Fault, FaultCode, RulesError, fault
from selection.ranking.rules import Kind, RankedTest, Rules, Stage, Who
from selection.scores import exact

RANKINGS = (Stage.PRELIMINARY, Stage.FINAL)
TYPES_ALLOWED: dict[str, tuple[type, ...]] = {
    "part": (int,),
    "sequence": (int,),
    "neutralised": (int,),
    "questions": (int, type(None)),
    "maximum": (int, Fraction, type(None)),
    "pass_mark": (int, Fraction, type(None)),
    "weight_preliminary": (int, Fraction, type(None)),
    "weight_final": (int, Fraction, type(None)),
}


def check_rules(rules: Rules) -> None:
    """RulesError with every contradiction in the rules; gaps are no fault here."""
    faults = list(_not_exact(rules)) or list(_contradictions(rules))
    if faults:
        raise RulesError(faults)


def check_known(rules: Rules, parts_held: Collection[int]) -> None:
    """RulesError naming every rule that is not known and that a run over these parts needs."""
    faults = list(_gaps(rules, parts_held))
    if faults:
        raise RulesError(faults)


def _not_exact(rules: Rules) -> Iterator[Fault]:
    """Floats, booleans and texts where exact numbers belong; nothing else is judged while one is there."""
    if type(rules.number_sought) not in (int, type(None)):
        yield fault(FaultCode.NOT_EXACT, field="number_sought")
    for group, mark in rules.groups.items():
        if type(mark) not in (int, Fraction):
            yield fault(FaultCode.NOT_EXACT, field="pass_mark", group=group)
    for test in rules.tests:
        yield from _not_exact_in(test)


def _not_exact_in(test: RankedTest) -> Iterator[Fault]:
    for name, types in TYPES_ALLOWED.items():
        if type(getattr(test, name)) not in types:
            yield fault(FaultCode.NOT_EXACT, test=test.code, field=name)
    if type(test.marked_for.limit) not in (int, Fraction, type(None)):
        yield fault(FaultCode.NOT_EXACT, test=test.code, field="limit")


def _contradictions(rules: Rules) -> Iterator[Fault]:
    if not rules.tests:
        yield fault(FaultCode.NO_TEST)
        return
    if rules.number_sought is not None and rules.number_sought < 1:
        yield fault(FaultCode.NUMBER_SOUGHT_NOT_POSITIVE, number_sought=rules.number_sought)
    for code, times in sorted(Counter(test.code for test in rules.tests).items()):
        if times > 1:
            yield fault(FaultCode.DUPLICATE_TEST, test=code)
    for test in rules.in_order():
        yield from _faults_of_test(test, rules)
    for group in sorted(rules.groups):
        yield from _faults_of_group(group, rules)
    yield from _faults_of_limits(rules)
    for stage in RANKINGS:
        yield from _faults_of_weights(stage, rules)


def _faults_of_test(test: RankedTest, rules: Rules) -> Iterator[Fault]:
    if not test.code:
        yield fault(FaultCode.NO_TEST_CODE)
    if test.part < 1:
        yield fault(FaultCode.PART_NOT_POSITIVE, test=test.code, part=test.part)
    if test.group is not None and test.group not in rules.groups:
        yield fault(FaultCode.UNKNOWN_GROUP, test=test.code, group=test.group)
    yield from _faults_of_questions(test)
    yield from _faults_of_marks(test)
    yield from _faults_of_limit(test)
    for stage in RANKINGS:
        weight = test.weight(stage)
        if weight is not None and weight <= 0:
            yield fault(FaultCode.WEIGHT_NOT_POSITIVE, test=test.code, stage=stage, weight=exact(weight))


def _faults_of_questions(test: RankedTest) -> Iterator[Fault]:
    questions, neutralised = test.questions, test.neutralised
    if questions is not None and questions < 1:
        yield fault(FaultCode.QUESTIONS_NOT_POSITIVE, test=test.code, questions=questions)
    elif neutralised < 0:
        yield fault(FaultCode.NEUTRALISED_NEGATIVE, test=test.code, neutralised=neutralised)
    elif neutralised and (questions is None or test.kind is Kind.POINTS):
        yield fault(FaultCode.NEUTRALISED_WITHOUT_QUESTIONS, test=test.code, neutralised=neutralised)
    elif questions is not None and neutralised >= questions:
        values = {"test": test.code, "neutralised": neutralised, "questions": questions}
        yield fault(FaultCode.NEUTRALISED_ALL, **values)


def _faults_of_marks(test: RankedTest) -> Iterator[Fault]:
    maximum, mark = test.maximum, test.pass_mark
    if maximum is not None and maximum <= 0:
        yield fault(FaultCode.MAXIMUM_NOT_POSITIVE, test=test.code, maximum=exact(maximum))
    elif mark is not None and mark < 0:
        yield fault(FaultCode.PASS_MARK_NEGATIVE, test=test.code, pass_mark=exact(mark))
    elif maximum is not None and mark is not None and mark > maximum:
        values = {"test": test.code, "pass_mark": exact(mark), "maximum": exact(maximum)}
        yield fault(FaultCode.PASS_MARK_ABOVE_MAXIMUM, **values)


def _faults_of_limit(test: RankedTest) -> Iterator[Fault]:
    who, limit = test.marked_for.who, test.marked_for.limit
    if limit is None:
        return
    if limit <= 0:
        yield fault(FaultCode.LIMIT_NOT_POSITIVE, test=test.code, limit=exact(limit))
    elif who is Who.BEST_NUMBER and limit != int(limit):
        yield fault(FaultCode.LIMIT_NOT_WHOLE, test=test.code, limit=exact(limit))


def _faults_of_group(group: str, rules: Rules) -> Iterator[Fault]:
    tests, mark = rules.tests_of(group), rules.groups[group]
    if not tests:
        yield fault(FaultCode.EMPTY_GROUP, group=group)
    if len({test.part for test in tests}) > 1:
        yield fault(FaultCode.GROUP_ACROSS_PARTS, group=group)
    if len({test.is_for_all for test in tests}) > 1:
        yield fault(FaultCode.GROUP_MARKED_APART, group=group)
    if mark < 0:
        yield fault(FaultCode.GROUP_PASS_MARK_NEGATIVE, group=group, pass_mark=exact(mark))
    maxima = [test.maximum for test in tests if test.maximum is not None]
    if tests and len(maxima) == len(tests) and mark > sum(maxima):
        values = {"group": group, "pass_mark": exact(mark), "maximum": exact(sum(maxima))}
        yield fault(FaultCode.GROUP_PASS_MARK_ABOVE_MAXIMUM, **values)


def _faults_of_limits(rules: Rules) -> Iterator[Fault]:
    best = rules.marked_for_best()
    if len(best) == len(rules.tests):
        yield fault(FaultCode.NO_TEST_MARKED_FOR_ALL)
    if len({test.marked_for for test in best}) > 1:
        yield fault(FaultCode.LIMITS_DIFFER, tests=", ".join(test.code for test in best))
    for test in best:
        if test.weight_preliminary is not None:
            yield fault(FaultCode.PRELIMINARY_WEIGHT_MARKED_LATER, test=test.code)
    if not best and rules.weighed_in(Stage.PRELIMINARY):
        yield fault(FaultCode.PRELIMINARY_WEIGHTS_UNUSED)


def _faults_of_weights(stage: Stage, rules: Rules) -> Iterator[Fault]:
    weights = [test.weight(stage) or 0 for test in rules.weighed_in(stage)]
    if weights and sum(weights) != 100:
        yield fault(FaultCode.WEIGHTS_NOT_100, stage=stage, sum=exact(sum(weights)))


def _gaps(rules: Rules, parts_held: Collection[int]) -> Iterator[Fault]:
    best = rules.marked_for_best()
    chooses = bool(best) and rules.last_part_for_all() in parts_held
    ends = set(rules.parts()) <= set(parts_held)
    for test in rules.in_order():
        if test.part in parts_held:
            yield from _gaps_of_test(test)
    if chooses and not rules.weighed_in(Stage.PRELIMINARY):
        yield fault(FaultCode.WEIGHTS_UNKNOWN, stage=Stage.PRELIMINARY)
    if chooses and best[0].marked_for.limit is None:
        yield fault(FaultCode.LIMIT_UNKNOWN, test=best[0].code)
    if ends and not rules.weighed_in(Stage.FINAL):
        yield fault(FaultCode.WEIGHTS_UNKNOWN, stage=Stage.FINAL)
    multiplies = chooses and best[0].marked_for.who is Who.BEST_MULTIPLE
    if rules.number_sought is None and (ends or multiplies):
        yield fault(FaultCode.NUMBER_SOUGHT_UNKNOWN)


def _gaps_of_test(test: RankedTest) -> Iterator[Fault]:
    if test.maximum is None:
        yield fault(FaultCode.MAXIMUM_UNKNOWN, test=test.code)
    if test.kind is Kind.QUESTIONS and test.questions is None:
        yield fault(FaultCode.QUESTIONS_UNKNOWN, test=test.code)
