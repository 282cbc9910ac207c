"""The order in which a unit's candidates go on or go out, worked out from the rules alone."""

from dataclasses import dataclass

from selection.ranking.rules import RankedTest, Rules, Stage


@dataclass(frozen=True, slots=True)
class Step:
    """One step: whose absence from `scheduled` ends it, and the pass marks of `judged` that are checked."""

    stage: Stage
    part: int | None = None
    scheduled: tuple[RankedTest, ...] = ()
    judged: tuple[RankedTest, ...] = ()


def plan_steps(rules: Rules) -> tuple[Step, ...]:
    """The parts with tests marked for all; then, if some papers are marked only for the best, the
    preliminary ranking, the marking, and the parts only the best sit; then the final ranking.

    A paper that is marked only for the best is part of the day it is written on: who does not turn up for
    it is absent from that part, whether or not it would have been marked.
    """
    for_all = [part for part in rules.parts() if part <= rules.last_part_for_all()]
    for_best = [part for part in rules.parts() if part > rules.last_part_for_all()]
    steps = [_part(rules, part, is_for_all=True) for part in for_all]
    if rules.marked_for_best():
        steps.append(Step(Stage.PRELIMINARY))
    written = tuple(test for test in rules.marked_for_best() if test.part in for_all)
    if written:
        steps.append(Step(Stage.MARKING, judged=written))
    steps += [_part(rules, part, is_for_all=False) for part in for_best]
    return (*steps, Step(Stage.FINAL))


def _part(rules: Rules, part: int, *, is_for_all: bool) -> Step:
    scheduled = tuple(test for test in rules.in_order() if test.part == part)
    judged = tuple(test for test in scheduled if test.is_for_all == is_for_all)
    return Step(Stage.PART, part, scheduled, judged)
