"""What is true of every ranking, whatever the rules and the marks, and agreement with the slow reference."""

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from selection.ranking import (
    Candidate,
    Eligibility,
    Kind,
    Outcome,
    Ranking,
    Special,
    Stage,
    TestState,
    explanation_from_json,
    explanation_to_json,
    rank,
    rules_from_json,
    rules_to_json,
)
from tests.selection.ranking_strategies import Case, cases, numeric_marks
from tests.selection.reference_ranking import ReferenceRanking

ABSENT_ONLY = (Special.ABSENT,)


def outcomes(ranking: Ranking) -> dict[str, Outcome]:
    return dict(ranking.by_number())


def made(case: Case) -> Ranking:
    return rank(**case.arguments())


@settings(max_examples=400)
@given(case=cases())
def test_it_says_the_same_as_the_slow_reference(case: Case) -> None:
    ranking = made(case)
    reference = ReferenceRanking(case.rules, list(case.candidates), case.decisions, case.parts_held)
    got = {e.number: (e.outcome, frozenset(e.reasons)) for e in ranking.explanations()}
    assert got == {candidate.number: reference.verdict(candidate) for candidate in case.candidates}


@settings(max_examples=400)
@given(case=cases(specials=ABSENT_ONLY, all_parts=True))
def test_it_says_the_same_as_the_slow_reference_when_everything_is_marked(case: Case) -> None:
    ranking = made(case)
    reference = ReferenceRanking(case.rules, list(case.candidates), case.decisions, case.parts_held)
    got = {e.number: (e.outcome, frozenset(e.reasons)) for e in ranking.explanations()}
    assert got == {candidate.number: reference.verdict(candidate) for candidate in case.candidates}


@given(case=cases())
def test_its_totals_and_scores_are_those_of_plain_fractions(case: Case) -> None:
    reference = ReferenceRanking(case.rules, list(case.candidates), case.decisions, case.parts_held)
    by_number = {candidate.number: candidate for candidate in case.candidates}
    tests = {test.code: test for test in case.rules.tests}
    for explanation in made(case).explanations():
        candidate = by_number[explanation.number]
        for line in explanation.tests:
            if line.state is not TestState.NOT_HELD:
                assert line.score == reference.score(candidate, tests[line.test])
        for total in explanation.totals:
            assert total.total == reference.total(candidate, total.stage)
            assert total.total == sum(part.value for part in total.contributions)


@given(case=cases(), order=st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_matters(case: Case, order: random.Random) -> None:
    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(order.sample(items, len(items)))

    candidates = tuple(
        Candidate(candidate.number, dict(shuffled(tuple(candidate.marks.items()))))
        for candidate in shuffled(case.candidates)
    )
    other = made(
        case.having(
            rules=replace(case.rules, tests=shuffled(case.rules.tests)),
            candidates=candidates,
            decisions=dict(shuffled(tuple(case.decisions.items()))),
            parts_held=shuffled(case.parts_held),
        )
    )
    ranking = made(case)
    assert list(other.explanations()) == list(ranking.explanations())
    assert other.stages == ranking.stages
    assert (other.rules_digest, other.inputs_digest, other.result_digest) == (
        ranking.rules_digest,
        ranking.inputs_digest,
        ranking.result_digest,
    )


@given(case=cases(specials=ABSENT_ONLY), data=st.data())
def test_adding_a_worse_candidate_changes_nothing_above(case: Case, data: st.DataObject) -> None:
    held = [test for test in case.rules.tests if test.part in case.parts_held]
    newcomer = Candidate("new", {test.code: data.draw(numeric_marks(test)) for test in held})
    decision = data.draw(st.sampled_from([None, *Eligibility]))
    decisions = case.decisions | ({"new": decision} if decision else {})
    before = made(case)
    after = made(case.having(candidates=(*case.candidates, newcomer), decisions=decisions))
    hers = {total.stage: total.total for total in after.explain("new").totals}
    for explanation in before.explanations():
        theirs = {total.stage: total.total for total in explanation.totals}
        if all(stage in theirs and theirs[stage] > total for stage, total in hers.items()):
            now = after.explain(explanation.number)
            assert (now.outcome, now.reasons) == (explanation.outcome, explanation.reasons)


@given(case=cases(), factor=st.fractions(Fraction(1, 7), 9).filter(bool), data=st.data())
def test_scaling_a_test_changes_nothing(case: Case, factor: Fraction, data: st.DataObject) -> None:
    chosen: Any = data.draw(
        st.sampled_from([test for test in case.rules.tests if test.group is None] or [None])
    )
    assume(chosen is not None)
    scaled = replace(
        chosen,
        maximum=chosen.maximum * factor,
        pass_mark=None if chosen.pass_mark is None else chosen.pass_mark * factor,
    )
    tests = tuple(scaled if test is chosen else test for test in case.rules.tests)
    candidates = tuple(_scaled(candidate, scaled, factor) for candidate in case.candidates)
    other = made(case.having(rules=replace(case.rules, tests=tests), candidates=candidates))
    ranking = made(case)
    assert outcomes(other) == outcomes(ranking)
    assert other.stages == ranking.stages


def _scaled(candidate: Candidate, test: Any, factor: Fraction) -> Candidate:
    mark: Any = candidate.marks.get(test.code)
    if test.kind is Kind.QUESTIONS or mark is None or isinstance(mark, Special):
        return candidate
    return Candidate(candidate.number, {**candidate.marks, test.code: mark * factor})


@given(case=cases())
def test_scaling_the_tests_of_a_group_together_changes_nothing(case: Case) -> None:
    assume(case.rules.groups)
    in_group = {test.code: test for test in case.rules.tests if test.group}
    factor = Fraction(7, 3)
    tests = tuple(
        replace(test, maximum=test.maximum * factor) if test.code in in_group else test
        for test in case.rules.tests
    )
    candidates = case.candidates
    for test in in_group.values():
        candidates = tuple(_scaled(candidate, test, factor) for candidate in candidates)
    rules = replace(case.rules, tests=tests, groups={"G": case.rules.groups["G"] * factor})
    assert outcomes(made(case.having(rules=rules, candidates=candidates))) == outcomes(made(case))


@given(case=cases())
def test_equal_totals_are_never_parted(case: Case) -> None:
    explanations = list(made(case).explanations())
    for stage in (Stage.PRELIMINARY, Stage.FINAL):
        in_it = {e.number: t for e in explanations for t in e.totals if t.stage is stage}
        reached: dict[Fraction, set[bool]] = {}
        for line in in_it.values():
            reached.setdefault(line.total, set()).add(line.reaches_threshold)
        assert all(len(answers) == 1 for answers in reached.values())


@given(case=cases(specials=(), all_parts=True))
def test_candidates_with_the_same_marks_and_decision_have_the_same_outcome(case: Case) -> None:
    twins = tuple(Candidate(f"twin {c.number}", dict(c.marks)) for c in case.candidates)
    decisions = case.decisions | {f"twin {number}": d for number, d in case.decisions.items()}
    ranking = made(case.having(candidates=case.candidates + twins, decisions=decisions))
    for candidate in case.candidates:
        assert ranking.outcome_of(f"twin {candidate.number}") is ranking.outcome_of(candidate.number)


@given(case=cases(specials=(), all_parts=True))
def test_no_file_is_taken_before_it_is_needed_and_none_is_forgotten(case: Case) -> None:
    ranking = made(case)
    final: Any = next((stage for stage in ranking.stages if stage.stage is Stage.FINAL), None)
    assume(final is not None and final.taken)
    ranked = [e for e in ranking.explanations() if e.totals and e.totals[-1].stage is Stage.FINAL]
    taken = [e for e in ranked if e.totals[-1].total >= final.threshold]
    above = [e for e in taken if e.totals[-1].total > final.threshold]

    def hopeful(group: list[Any]) -> int:
        return sum(e.outcome is not Outcome.NOT_ELIGIBLE for e in group)

    assert hopeful(above) < case.rules.number_sought
    assert hopeful(taken) >= case.rules.number_sought or final.taken == final.considered


@given(case=cases())
def test_deciding_the_files_asked_for_ends_the_checking(case: Case) -> None:
    decisions = dict(case.decisions)
    for _ in range(len(case.candidates) + 1):
        ranking = made(case.having(decisions=decisions))
        asked = [number for number, o in ranking.by_number() if o is Outcome.TO_BE_CHECKED]
        decisions |= dict.fromkeys(asked, Eligibility.ELIGIBLE)
    assert Outcome.TO_BE_CHECKED not in ranking.counts


@given(case=cases(specials=ABSENT_ONLY))
def test_results_of_who_was_out_before_change_nothing(case: Case) -> None:
    ranking = made(case)
    trimmed = tuple(_without_uncounted(candidate, ranking) for candidate in case.candidates)
    other = made(case.having(candidates=trimmed))
    assert outcomes(other) == outcomes(ranking)
    assert other.stages == ranking.stages


def _without_uncounted(candidate: Candidate, ranking: Ranking) -> Candidate:
    explanation = ranking.explain(candidate.number)
    settled_in = explanation.part if explanation.part is not None else 99
    parts = {line.test: line.part for line in explanation.tests}
    kept = {code: mark for code, mark in candidate.marks.items() if parts[code] <= settled_in}
    return Candidate(candidate.number, kept)


@given(case=cases())
def test_the_stages_add_up(case: Case) -> None:
    ranking = made(case)
    counted: Counter[Outcome] = Counter()
    considered = len(case.candidates)
    for stage in ranking.stages:
        assert stage.considered == considered
        considered -= sum(stage.counts.values())
        counted.update(stage.counts)
    assert considered == 0
    assert counted == Counter(ranking.counts)
    assert sum(ranking.counts.values()) == len(ranking) == len(case.candidates)
    assert ranking.is_final == (not any(outcome.is_pending for outcome in counted))


@given(case=cases())
def test_rules_and_reckonings_survive_being_written(case: Case) -> None:
    read = rules_from_json(rules_to_json(case.rules))
    assert rules_to_json(read) == rules_to_json(case.rules)
    assert made(case.having(rules=read)).result_digest == made(case).result_digest
    for explanation in made(case).explanations():
        assert explanation_from_json(explanation_to_json(explanation)) == explanation


@given(case=cases(), data=st.data())
def test_another_mark_gives_another_digest(case: Case, data: st.DataObject) -> None:
    assume(case.candidates)
    chosen = data.draw(st.sampled_from(case.candidates))
    test = data.draw(st.sampled_from([test for test in case.rules.tests if test.code in chosen.marks]))
    mark = data.draw(st.one_of(numeric_marks(test), st.sampled_from(Special)))
    assume(mark != chosen.marks[test.code])
    changed = Candidate(chosen.number, {**chosen.marks, test.code: mark})
    candidates = tuple(changed if candidate is chosen else candidate for candidate in case.candidates)
    assert made(case.having(candidates=candidates)).inputs_digest != made(case).inputs_digest
