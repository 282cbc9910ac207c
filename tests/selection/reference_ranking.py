"""The ranking a second time: slow, on plain fractions, one question a function, written from the rules alone.

It imports the types of the ranking and nothing that computes. Where the ranking sorts and cuts, this
counts: a candidate is among the best N if fewer than N others have a higher total, and a file is taken if
the files above it cannot fill the number sought.
"""

import math
from fractions import Fraction
from typing import Any

from selection.ranking import (
    Candidate,
    Eligibility,
    Kind,
    Outcome,
    RankedTest,
    Reason,
    ReasonCode,
    Special,
    Stage,
    Who,
)

Verdict = tuple[Outcome, frozenset[Reason]]


class ReferenceRanking:
    """The rules, the candidates and the decisions, and one method for each thing the rules speak of."""

    def __init__(
        self,
        rules: Any,  # Rules; that nothing in them is unknown is the caller's business here
        candidates: list[Candidate],
        decisions: dict[str, Eligibility],
        parts_held: tuple[int, ...],
    ) -> None:
        self.rules = rules
        self.candidates = candidates
        self.decisions = decisions
        self.parts_held = parts_held
        self.last_for_all = max(test.part for test in rules.tests if test.marked_for.who is Who.ALL)
        self.has_marking_of_best = any(test.marked_for.who is not Who.ALL for test in rules.tests)
        self.verdicts_before_preliminary = {c.number: self.before_preliminary(c) for c in candidates}
        self.preliminary: Any = self.ranked_in_preliminary()
        self.verdicts_before_final = {c.number: self.before_final(c) for c in candidates}
        self.final: Any = self.ranked_in_final()

    def verdict(self, candidate: Candidate) -> Verdict:
        """The outcome and the reasons of one candidate."""
        return self.verdicts_before_final[candidate.number] or self.verdict_on_file(candidate)

    # Absence and pass marks

    def score(self, candidate: Candidate, test: Any) -> Any:
        mark = candidate.marks[test.code]
        if isinstance(mark, Special):
            return None
        if test.kind is Kind.POINTS:
            return Fraction(mark)
        return Fraction(mark) * Fraction(test.maximum) / (test.questions - test.neutralised)

    def absences(self, candidate: Candidate, part: int) -> frozenset[Reason]:
        return frozenset(
            Reason(ReasonCode.ABSENT, test=test.code, part=part)
            for test in self.rules.tests
            if test.part == part and candidate.marks.get(test.code) is Special.ABSENT
        )

    def failures(self, candidate: Candidate, tests: list[RankedTest]) -> frozenset[Reason]:
        reasons = set()
        for test in tests:
            score = self.score(candidate, test)
            if score is not None and test.pass_mark is not None and score < test.pass_mark:
                reasons.add(Reason(ReasonCode.BELOW_PASS_MARK, test=test.code))
        for group in {test.group for test in tests} - {None}:
            scores = [self.score(candidate, test) for test in tests if test.group == group]
            if None not in scores and sum(scores) < self.rules.groups[group]:
                reasons.add(Reason(ReasonCode.BELOW_GROUP_PASS_MARK, group=group))
        return frozenset(reasons)

    def unmarked(self, candidate: Candidate, tests: list[RankedTest]) -> frozenset[Reason]:
        return frozenset(
            Reason(ReasonCode.NOT_MARKED_YET, test=test.code)
            for test in tests
            if candidate.marks[test.code] is Special.NOT_MARKED
        )

    def judge(self, candidate: Candidate, tests: list[RankedTest]) -> Verdict | None:
        if failures := self.failures(candidate, tests):
            return Outcome.FAILED, failures
        if unmarked := self.unmarked(candidate, tests):
            return Outcome.TO_BE_MARKED, unmarked
        return None

    def sit(self, candidate: Candidate, part: int, tests: list[RankedTest]) -> Verdict | None:
        if part not in self.parts_held:
            return Outcome.PASSED_PART, frozenset({Reason(ReasonCode.NEXT_PART_NOT_HELD, part=part)})
        if absences := self.absences(candidate, part):
            return Outcome.ABSENT, absences
        return self.judge(candidate, tests)

    def before_preliminary(self, candidate: Candidate) -> Verdict | None:
        """Every part that has a test marked for all, and the parts before it."""
        for part in sorted({test.part for test in self.rules.tests}):
            if part <= self.last_for_all:
                tests = [t for t in self.rules.tests if t.part == part and t.marked_for.who is Who.ALL]
                if verdict := self.sit(candidate, part, tests):
                    return verdict
        return None

    # The best, and the marking of their papers

    def total(self, candidate: Candidate, stage: Stage) -> Fraction:
        total = Fraction(0)
        for test in self.rules.tests:
            weight = test.weight_preliminary if stage is Stage.PRELIMINARY else test.weight_final
            if weight is not None:
                total += Fraction(weight) * self.score(candidate, test) / test.maximum
        return total

    def places(self) -> int:
        marked_for = next(t.marked_for for t in self.rules.tests if t.marked_for.who is not Who.ALL)
        if marked_for.who is Who.BEST_NUMBER:
            return int(marked_for.limit)
        return math.ceil(Fraction(marked_for.limit) * int(self.rules.number_sought))

    def ranked_in_preliminary(self) -> dict[str, Fraction] | None:
        """The totals of who is in, or None if the preliminary ranking does not exist (yet)."""
        verdicts = self.verdicts_before_preliminary.values()
        if not self.has_marking_of_best or self.last_for_all not in self.parts_held:
            return None
        if any(verdict is not None and verdict[0] is Outcome.TO_BE_MARKED for verdict in verdicts):
            return None
        return {
            candidate.number: self.total(candidate, Stage.PRELIMINARY)
            for candidate in self.candidates
            if self.verdicts_before_preliminary[candidate.number] is None
        }

    def is_among_best(self, number: str) -> bool:
        higher = [total for total in self.preliminary.values() if total > self.preliminary[number]]
        return len(higher) < self.places()

    def before_final(self, candidate: Candidate) -> Verdict | None:
        if verdict := self.verdicts_before_preliminary[candidate.number]:
            return verdict
        if not self.has_marking_of_best:
            return None
        if self.preliminary is None:
            reason = Reason(ReasonCode.MARKS_OF_OTHERS_OUTSTANDING, stage=Stage.PRELIMINARY)
            return Outcome.WAITING, frozenset({reason})
        if not self.is_among_best(candidate.number):
            reason = Reason(ReasonCode.BELOW_THRESHOLD, stage=Stage.PRELIMINARY)
            return Outcome.NOT_AMONG_BEST, frozenset({reason})
        best = [test for test in self.rules.tests if test.marked_for.who is not Who.ALL]
        if verdict := self.judge(candidate, [test for test in best if test.part <= self.last_for_all]):
            return verdict
        for part in sorted({test.part for test in best if test.part > self.last_for_all}):
            if verdict := self.sit(candidate, part, [test for test in best if test.part == part]):
                return verdict
        return None

    # The files, from the top

    def ranked_in_final(self) -> dict[str, Fraction] | None:
        verdicts = self.verdicts_before_final.values()
        if any(verdict is not None and verdict[0] is Outcome.TO_BE_MARKED for verdict in verdicts):
            return None
        return {
            candidate.number: self.total(candidate, Stage.FINAL)
            for candidate in self.candidates
            if self.verdicts_before_final[candidate.number] is None
        }

    def is_taken(self, number: str) -> bool:
        above = [other for other, total in self.final.items() if total > self.final[number]]
        hopeful = [other for other in above if self.decisions.get(other) is not Eligibility.NOT_ELIGIBLE]
        return len(hopeful) < int(self.rules.number_sought)

    def verdict_on_file(self, candidate: Candidate) -> Verdict:
        if self.final is None:
            reason = Reason(ReasonCode.MARKS_OF_OTHERS_OUTSTANDING, stage=Stage.FINAL)
            return Outcome.WAITING, frozenset({reason})
        if self.is_taken(candidate.number):
            return self.verdict_on_taken_file(candidate.number)
        taken = [number for number in self.final if self.is_taken(number)]
        if any(number not in self.decisions for number in taken):
            return Outcome.WAITING, frozenset({Reason(ReasonCode.FILES_ABOVE_UNDECIDED)})
        reason = Reason(ReasonCode.BELOW_THRESHOLD, stage=Stage.FINAL)
        return Outcome.NOT_AMONG_BEST, frozenset({reason})

    def verdict_on_taken_file(self, number: str) -> Verdict:
        match self.decisions.get(number):
            case Eligibility.ELIGIBLE:
                return Outcome.LAUREATE, frozenset({Reason(ReasonCode.AMONG_BEST_AND_ELIGIBLE)})
            case Eligibility.NOT_ELIGIBLE:
                return Outcome.NOT_ELIGIBLE, frozenset({Reason(ReasonCode.FILE_NOT_ELIGIBLE)})
            case _:
                return Outcome.TO_BE_CHECKED, frozenset({Reason(ReasonCode.FILE_UNDECIDED)})
