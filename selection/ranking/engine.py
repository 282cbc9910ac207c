"""The ranking itself: from rules and marks to an outcome for each candidate."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from selection.ranking.candidates import (
    ABSENT,
    NO_RESULT,
    NOT_MARKED,
    Candidate,
    Eligibility,
    Table,
    read_table,
)
from selection.ranking.checks import check_known, check_rules
from selection.ranking.digests import digest_inputs
from selection.ranking.faults import Fault, FaultCode, InputError, fault
from selection.ranking.outcomes import Outcome, Reason, ReasonCode, StageResult
from selection.ranking.result import Ranking, Totals
from selection.ranking.rules import Rules, Stage, places_to_fill
from selection.ranking.steps import Step, plan_steps
from selection.ranking.weighing import groups_of_equal_total, pass_checks, threshold_of, total_of

Reasons = tuple[Reason, ...]

BELOW = {stage: (Reason(ReasonCode.BELOW_THRESHOLD, stage=stage),) for stage in Stage}
OTHERS = {stage: (Reason(ReasonCode.MARKS_OF_OTHERS_OUTSTANDING, stage=stage),) for stage in Stage}
OF_A_FILE = {
    None: (Outcome.TO_BE_CHECKED, (Reason(ReasonCode.FILE_UNDECIDED),)),
    Eligibility.ELIGIBLE: (Outcome.LAUREATE, (Reason(ReasonCode.AMONG_BEST_AND_ELIGIBLE),)),
    Eligibility.NOT_ELIGIBLE: (Outcome.NOT_ELIGIBLE, (Reason(ReasonCode.FILE_NOT_ELIGIBLE),)),
}
BEHIND_FILES = (Reason(ReasonCode.FILES_ABOVE_UNDECIDED),)


def rank(
    *,
    rules: Rules,
    candidates: Iterable[Candidate],
    decisions: Mapping[str, Eligibility],
    parts_held: Collection[int],
) -> Ranking:
    """Rank one unit's candidates over the parts of which the results are there.

    `candidates` is read once and in any order; it holds everybody who was invited to the first part.
    `decisions` maps application numbers to eligibility decisions; a file it lacks is undecided.
    Raises RulesError for rules that contradict themselves or leave open what this run needs, InputError for
    marks, decisions or parts that cannot be right, each with all the faults of its kind.
    """
    check_rules(rules)
    check_known(rules, parts_held)
    table = read_table(rules=rules, candidates=candidates, decisions=decisions, parts_held=parts_held)
    inputs_digest = digest_inputs(table, parts_held)
    run = _Run(rules, table, frozenset(parts_held))
    run.take_all_steps()
    if run.faults:
        raise InputError(run.faults)
    return Ranking(
        rules=rules,
        parts_held=tuple(sorted(set(parts_held))),
        table=table,
        steps=run.steps,
        outcomes=run.outcomes,
        reasons=run.reasons,
        settled_in=run.settled_in,
        totals=run.totals,
        stages=tuple(run.stages),
        inputs_digest=inputs_digest,
    )


class _Run:
    """The state of one run: row i of each list is about candidate i of the table."""

    def __init__(self, rules: Rules, table: Table, parts_held: frozenset[int]) -> None:
        size = len(table.numbers)
        self.rules = rules
        self.table = table
        self.parts_held = parts_held
        self.steps = plan_steps(rules)
        self.outcomes = [Outcome.WAITING] * size
        self.reasons: list[Reasons] = [()] * size
        self.settled_in = [0] * size
        self.totals: dict[Stage, Totals] = {}
        self.stages: list[StageResult] = []
        self.faults: list[Fault] = []
        self.is_marking_outstanding = False
        self.counts: Counter[Outcome] = Counter()
        self.same_reasons: dict[Reasons, Reasons] = {}

    def take_all_steps(self) -> None:
        """Take the candidates through the steps, up to the first that cannot be taken yet."""
        remaining = list(range(len(self.table.numbers)))
        for position, step in enumerate(self.steps):
            self.counts = Counter()
            considered = len(remaining)
            if step.stage in (Stage.PRELIMINARY, Stage.FINAL):
                remaining = self._rank(position, step, remaining)
                if self.is_marking_outstanding:
                    return
            elif step.part is None or step.part in self.parts_held:
                remaining = self._judge(position, step, remaining)
                self._record(step, considered, admitted=len(remaining))
            else:
                reason = Reason(ReasonCode.NEXT_PART_NOT_HELD, part=step.part)
                self._settle(remaining, position, Outcome.PASSED_PART, (reason,))
                self._record(step, considered, admitted=0)
                return

    def _settle(self, rows: Iterable[int], position: int, outcome: Outcome, reasons: Reasons) -> None:
        """Give these candidates their outcome; equal reasons are kept once."""
        reasons = self.same_reasons.setdefault(reasons, reasons)
        for row in rows:
            self.outcomes[row] = outcome
            self.reasons[row] = reasons
            self.settled_in[row] = position
            self.counts[outcome] += 1

    def _record(
        self,
        step: Step,
        considered: int,
        *,
        places: int | None = None,
        threshold: Fraction | None = None,
        taken: int | None = None,
        admitted: int,
    ) -> None:
        is_ranking = step.stage in (Stage.PRELIMINARY, Stage.FINAL)
        result = StageResult(
            stage=step.stage,
            part=step.part,
            considered=considered,
            number_sought=self.rules.number_sought if is_ranking else None,
            places=places,
            threshold=threshold,
            taken=admitted if taken is None else taken,
            admitted=admitted,
            counts={outcome: self.counts[outcome] for outcome in Outcome if self.counts[outcome]},
        )
        self.stages.append(result)

    # Steps 1 to 3 and 6: absence and pass marks

    def _judge(self, position: int, step: Step, rows: list[int]) -> list[int]:
        """Settle who was absent, missed a pass mark or waits for a mark; return the others."""
        columns = self.table.columns
        scheduled = [(test.code, columns[test.code].values) for test in step.scheduled]
        judged = [(test.code, columns[test.code].values) for test in step.judged]
        checks = pass_checks(self.rules, step.judged, columns)
        remaining = []
        for row in rows:
            absent = [code for code, values in scheduled if values[row] == ABSENT]
            if absent:
                self._settle([row], position, Outcome.ABSENT, _absences(absent, step.part))
                continue
            missing = [code for code, values in scheduled if values[row] == NO_RESULT]
            if missing:
                self._report_missing(row, missing)
                continue
            missed = tuple(check.reason for check in checks if check.is_missed_by(row))
            if missed:
                self._settle([row], position, Outcome.FAILED, missed)
                continue
            unmarked = [code for code, values in judged if values[row] == NOT_MARKED]
            if unmarked:
                self._settle([row], position, Outcome.TO_BE_MARKED, _unmarked(unmarked))
                self.is_marking_outstanding = True
            else:
                remaining.append(row)
        return remaining

    def _report_missing(self, row: int, codes: list[str]) -> None:
        number = self.table.numbers[row]
        self.faults += [fault(FaultCode.MISSING_RESULT, number=number, test=code) for code in codes]

    # Steps 4, 5 and 7: totals, the best, the files

    def _rank(self, position: int, step: Step, rows: list[int]) -> list[int]:
        """Settle who is not among the best, or everybody where marks are outstanding; return the others."""
        if self.is_marking_outstanding:
            self._settle(rows, position, Outcome.WAITING, OTHERS[step.stage])
            places = self._places(step.stage)
            self._record(step, len(rows), places=places, taken=0, admitted=0)
            return []
        total = total_of(self.rules, step.stage, self.table.columns)
        values = [-1] * len(self.table.numbers)
        for row in rows:
            values[row] = total.of(row)
        self.totals[step.stage] = Totals(values, total.denominator)
        if step.stage is Stage.PRELIMINARY:
            return self._choose_best(position, step, rows)
        return self._take_files(position, step, rows)

    def _places(self, stage: Stage) -> int:
        best = self.rules.marked_for_best()
        sought = self.rules.number_sought
        places = places_to_fill(best[0].marked_for, sought) if stage is Stage.PRELIMINARY else sought
        return places or 0

    def _choose_best(self, position: int, step: Step, rows: list[int]) -> list[int]:
        totals = self.totals[step.stage]
        places = self._places(step.stage)
        threshold = threshold_of([totals.values[row] for row in rows], places)
        best = [row for row in rows if threshold is not None and totals.values[row] >= threshold]
        others = [row for row in rows if threshold is not None and totals.values[row] < threshold]
        self._settle(others, position, Outcome.NOT_AMONG_BEST, BELOW[step.stage])
        self._record(step, len(rows), places=places, threshold=totals.exact(threshold), admitted=len(best))
        return best

    def _take_files(self, position: int, step: Step, rows: list[int]) -> list[int]:
        """Take whole groups from the top until those eligible or undecided reach the number sought."""
        totals = self.totals[step.stage]
        places = self._places(step.stage)
        taken: list[int] = []
        behind: list[int] = []
        hopeful = 0
        for group in groups_of_equal_total(rows, totals.values):
            if hopeful >= places:
                behind += group
                continue
            taken += group
            hopeful += sum(self.table.decisions[row] is not Eligibility.NOT_ELIGIBLE for row in group)
        for row in taken:
            self._settle([row], position, *OF_A_FILE[self.table.decisions[row]])
        self._settle_behind(position, step, behind)
        self._record(
            step,
            len(rows),
            places=places,
            threshold=totals.exact(totals.values[taken[-1]] if taken else None),
            taken=len(taken),
            admitted=self.counts[Outcome.LAUREATE],
        )
        return []

    def _settle_behind(self, position: int, step: Step, rows: list[int]) -> None:
        if self.counts[Outcome.TO_BE_CHECKED]:
            self._settle(rows, position, Outcome.WAITING, BEHIND_FILES)
        else:
            self._settle(rows, position, Outcome.NOT_AMONG_BEST, BELOW[step.stage])


def _absences(codes: list[str], part: int | None) -> Reasons:
    return tuple(Reason(ReasonCode.ABSENT, test=code, part=part) for code in codes)


def _unmarked(codes: list[str]) -> Reasons:
    return tuple(Reason(ReasonCode.NOT_MARKED_YET, test=code) for code in codes)
