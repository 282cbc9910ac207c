"""The rules of the graduate competition of 2026 on candidates whose totals were worked out by hand."""

import hashlib
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from selection.ranking import (
    Candidate,
    Contribution,
    Eligibility,
    Fault,
    FaultCode,
    GroupLine,
    InputError,
    Kind,
    MarkedFor,
    Outcome,
    RankedTest,
    Ranking,
    Reason,
    ReasonCode,
    Rules,
    RulesError,
    Special,
    Stage,
    StageResult,
    TestLine,
    TestState,
    TotalLine,
    Who,
    check_rules,
    explanation_to_json,
    places_to_fill,
    rank,
    rules_from_json,
    rules_to_json,
)
from selection.ranking.bench import measure_ranking
from selection.scores import as_decimal, exact, parse_exact

ABSENT, NOT_MARKED = Special.ABSENT, Special.NOT_MARKED
ELIGIBLE, NOT_ELIGIBLE = Eligibility.ELIGIBLE, Eligibility.NOT_ELIGIBLE
CODES = ("VR", "NR", "AR", "EUK", "DS", "EUFTE")


def by_questions(code: str, part: int, questions: int, **terms: Any) -> RankedTest:
    base: dict[str, Any] = {"code": code, "part": part, "sequence": CODES.index(code), "kind": Kind.QUESTIONS}
    return RankedTest(**{**base, "questions": questions, "maximum": questions, **terms})


VERBAL = by_questions("VR", 1, 20, pass_mark=10, weight_preliminary=40, weight_final=35)
NUMERICAL = by_questions("NR", 1, 10, group="NR+AR")
ABSTRACT = by_questions("AR", 1, 10, group="NR+AR")
KNOWLEDGE = by_questions("EUK", 2, 30, pass_mark=15, weight_preliminary=30, weight_final=25)
DIGITAL = by_questions("DS", 2, 40, pass_mark=20, weight_preliminary=30, weight_final=25)
ESSAY = RankedTest(
    code="EUFTE",
    part=2,
    sequence=5,
    kind=Kind.POINTS,
    maximum=10,
    pass_mark=5,
    weight_final=15,
    marked_for=MarkedFor(Who.BEST_MULTIPLE, Fraction(3, 2)),
)
AD5 = Rules(
    number_sought=2,
    tests=(VERBAL, NUMERICAL, ABSTRACT, KNOWLEDGE, DIGITAL, ESSAY),
    groups={"NR+AR": Fraction(10)},
)


def candidate(number: str, *marks: Any) -> Candidate:
    return Candidate(
        number, {code: mark for code, mark in zip(CODES, marks, strict=False) if mark is not None}
    )


# Preliminary: 40·VR/20 + 30·EUK/30 + 30·DS/40. Final: 35·VR/20 + 25·EUK/30 + 25·DS/40 + 15·EUFTE/10.
ADA = candidate("ADA", 20, 8, 8, 30, 40, 10)  # 100; 100
BEA = candidate("BEA", 15, 5, 5, 24, 30, Decimal("7.5"))  # 30+24+22.5 = 76.5; 26.25+20+18.75+11.25 = 76.25
CAI = candidate("CAI", 18, 9, 2, 21, 26, 5)  # 36+21+19.5 = 76.5; 31.5+17.5+16.25+7.5 = 72.75
DEO = candidate("DEO", 12, 7, 7, 27, 34, Fraction(23, 3))  # 24+27+25.5 = 76.5; 21+22.5+21.25+11.5 = 76.25
EVA = candidate("EVA", 13, 7, 7, 24, 35, NOT_MARKED)  # 26+24+26.25 = 76.25
FAY = candidate("FAY", 9, 4, 5)  # VR below 10, NR + AR = 9 below 10
GUS = candidate("GUS", 20, ABSENT, 10)
HAL = candidate("HAL", 20, 10, 10, 30, 40, ABSENT)
IDA = candidate("IDA", 10, 10, 0, 15, 20, NOT_MARKED)  # every pass mark exactly: 20+15+15 = 50
EVERYBODY = (ADA, BEA, CAI, DEO, EVA, FAY, GUS, HAL, IDA)
ALL_FOUR = dict.fromkeys(("ADA", "BEA", "CAI", "DEO"), ELIGIBLE)


def ranked(
    candidates: tuple[Candidate, ...] = EVERYBODY,
    decisions: dict[str, Eligibility] | None = None,
    *,
    rules: Rules = AD5,
    parts_held: tuple[int, ...] = (1, 2),
) -> Ranking:
    return rank(rules=rules, candidates=candidates, decisions=decisions or {}, parts_held=parts_held)


WRITTEN: dict[str, Any] = rules_to_json(AD5)


def with_test(test: RankedTest, **changes: Any) -> Rules:
    tests = tuple(replace(test, **changes) if other is test else other for other in AD5.tests)
    return replace(AD5, tests=tests)


OUT = {
    "EVA": Outcome.NOT_AMONG_BEST,
    "FAY": Outcome.FAILED,
    "GUS": Outcome.ABSENT,
    "HAL": Outcome.ABSENT,
    "IDA": Outcome.NOT_AMONG_BEST,
}


# The order of the list


def test_everybody_tied_at_the_last_place_enters_the_list() -> None:
    assert dict(ranked(decisions=ALL_FOUR).by_number()) == OUT | {
        "ADA": Outcome.LAUREATE,
        "BEA": Outcome.LAUREATE,
        "DEO": Outcome.LAUREATE,
        "CAI": Outcome.NOT_AMONG_BEST,
    }


def test_a_failed_file_within_a_tie_pulls_in_nobody_while_the_number_sought_is_reached() -> None:
    assert dict(ranked(decisions=ALL_FOUR | {"BEA": NOT_ELIGIBLE}).by_number()) == OUT | {
        "ADA": Outcome.LAUREATE,
        "BEA": Outcome.NOT_ELIGIBLE,
        "DEO": Outcome.LAUREATE,
        "CAI": Outcome.NOT_AMONG_BEST,
    }


def test_failed_files_pull_in_the_next_group() -> None:
    failed = {"BEA": NOT_ELIGIBLE, "DEO": NOT_ELIGIBLE}
    assert dict(ranked(decisions=ALL_FOUR | failed).by_number()) == OUT | {
        "ADA": Outcome.LAUREATE,
        "BEA": Outcome.NOT_ELIGIBLE,
        "DEO": Outcome.NOT_ELIGIBLE,
        "CAI": Outcome.LAUREATE,
    }


def test_only_the_files_that_could_fill_the_list_are_to_be_checked() -> None:
    ranking = ranked(decisions={"DEO": ELIGIBLE})
    assert dict(ranking.by_number()) == OUT | {
        "ADA": Outcome.TO_BE_CHECKED,
        "BEA": Outcome.TO_BE_CHECKED,
        "DEO": Outcome.LAUREATE,
        "CAI": Outcome.WAITING,
    }
    assert not ranking.is_final


def test_a_list_may_stay_shorter_than_the_number_sought() -> None:
    ranking = ranked(decisions=dict.fromkeys(ALL_FOUR, NOT_ELIGIBLE))
    assert ranking.counts == {
        Outcome.ABSENT: 2,
        Outcome.FAILED: 1,
        Outcome.NOT_AMONG_BEST: 2,
        Outcome.NOT_ELIGIBLE: 4,
    }
    assert ranking.is_final


def test_the_figures_of_each_stage() -> None:
    assert ranked(decisions=ALL_FOUR).stages == (
        StageResult(Stage.PART, 1, 9, None, None, None, 7, 7, {Outcome.ABSENT: 1, Outcome.FAILED: 1}),
        StageResult(Stage.PART, 2, 7, None, None, None, 6, 6, {Outcome.ABSENT: 1}),
        StageResult(Stage.PRELIMINARY, None, 6, 2, 3, Fraction(153, 2), 4, 4, {Outcome.NOT_AMONG_BEST: 2}),
        StageResult(Stage.MARKING, None, 4, None, None, None, 4, 4, {}),
        StageResult(
            Stage.FINAL,
            None,
            4,
            2,
            2,
            Fraction(305, 4),
            3,
            3,
            {Outcome.NOT_AMONG_BEST: 1, Outcome.LAUREATE: 3},
        ),
    )


# Parts and marking


def test_who_passes_the_first_part_waits_for_the_second() -> None:
    first_part = tuple(candidate(c.number, *(c.marks[code] for code in CODES[:3])) for c in EVERYBODY)
    ranking = ranked(first_part, parts_held=(1,))
    passed = dict.fromkeys(("ADA", "BEA", "CAI", "DEO", "EVA", "HAL", "IDA"), Outcome.PASSED_PART)
    assert dict(ranking.by_number()) == passed | {"FAY": Outcome.FAILED, "GUS": Outcome.ABSENT}
    assert ranking.explain("ADA").reasons == (Reason(ReasonCode.NEXT_PART_NOT_HELD, part=2),)
    assert ranking.stages[-1].admitted == 0


def test_nothing_the_later_stages_need_must_be_known_after_the_first_part() -> None:
    rules = Rules(number_sought=None, tests=with_test(ESSAY, marked_for=MarkedFor(Who.BEST_MULTIPLE)).tests)
    rules = replace(rules, groups=AD5.groups)
    ranking = ranked((candidate("ADA", 20, 8, 8),), rules=rules, parts_held=(1,))
    assert ranking.outcome_of("ADA") is Outcome.PASSED_PART


def test_the_list_waits_for_the_last_essay() -> None:
    unmarked = Candidate("CAI", {**CAI.marks, "EUFTE": NOT_MARKED})
    ranking = ranked((ADA, BEA, unmarked, DEO), ALL_FOUR)
    assert dict(ranking.by_number()) == {
        "ADA": Outcome.WAITING,
        "BEA": Outcome.WAITING,
        "CAI": Outcome.TO_BE_MARKED,
        "DEO": Outcome.WAITING,
    }
    assert ranking.explain("CAI").reasons == (Reason(ReasonCode.NOT_MARKED_YET, test="EUFTE"),)
    others = Reason(ReasonCode.MARKS_OF_OTHERS_OUTSTANDING, stage=Stage.FINAL)
    assert ranking.explain("ADA").reasons == (others,)
    assert ranking.stages[-1] == StageResult(Stage.FINAL, None, 3, 2, 2, None, 0, 0, {Outcome.WAITING: 3})


def test_an_essay_below_its_pass_mark_is_a_failure_whatever_the_total() -> None:
    weak = Candidate("ADA", {**ADA.marks, "EUFTE": Decimal("4.999")})
    ranking = ranked((weak, BEA, CAI, DEO), ALL_FOUR)
    assert ranking.explain("ADA").reasons == (Reason(ReasonCode.BELOW_PASS_MARK, test="EUFTE"),)
    assert ranking.outcome_of("CAI") is Outcome.NOT_AMONG_BEST


def test_the_best_are_not_chosen_while_a_mark_of_a_test_for_all_is_missing() -> None:
    unmarked = Candidate("CAI", {**CAI.marks, "VR": NOT_MARKED})
    ranking = ranked((ADA, unmarked))
    assert dict(ranking.by_number()) == {"ADA": Outcome.WAITING, "CAI": Outcome.TO_BE_MARKED}
    others = Reason(ReasonCode.MARKS_OF_OTHERS_OUTSTANDING, stage=Stage.PRELIMINARY)
    assert ranking.explain("ADA").reasons == (others,)
    assert ranking.stages[-1] == StageResult(
        Stage.PRELIMINARY, None, 1, 2, 3, None, 0, 0, {Outcome.WAITING: 1}
    )


def test_a_part_for_the_best_alone_needs_no_results_of_the_others() -> None:
    rules = with_test(ESSAY, part=3)
    before = tuple(
        Candidate(c.number, {code: mark for code, mark in c.marks.items() if code != "EUFTE"})
        for c in (ADA, BEA, DEO, CAI, IDA)
    )
    invited = ranked(before, rules=rules)
    passed = dict.fromkeys(("ADA", "BEA", "CAI", "DEO"), Outcome.PASSED_PART)
    assert dict(invited.by_number()) == passed | {"IDA": Outcome.NOT_AMONG_BEST}
    held = ranked((ADA, BEA, DEO, HAL, before[-1]), ALL_FOUR_WITHOUT_CAI, rules=rules, parts_held=(1, 2, 3))
    assert held.outcome_of("HAL") is Outcome.ABSENT
    assert held.explain("HAL").reasons == (Reason(ReasonCode.ABSENT, test="EUFTE", part=3),)
    assert held.outcome_of("BEA") is Outcome.LAUREATE


ALL_FOUR_WITHOUT_CAI = {number: ELIGIBLE for number in ALL_FOUR if number != "CAI"}


def test_without_tests_for_the_best_there_is_only_the_final_ranking() -> None:
    terms: dict[str, Any] = {"weight_preliminary": None, "weight_final": None}
    tests = (
        replace(VERBAL, **terms, pass_mark=None),
        by_questions("EUK", 1, 30, weight_final=100),
    )
    rules = Rules(number_sought=1, tests=tests)
    better = candidate("A", 1, None, None, 20)
    worse = candidate("B", 20, None, None, 19)
    ranking = ranked((worse, better), {"A": ELIGIBLE}, rules=rules, parts_held=(1,))
    assert [stage.stage for stage in ranking.stages] == [Stage.PART, Stage.FINAL]
    assert dict(ranking.by_number()) == {"A": Outcome.LAUREATE, "B": Outcome.NOT_AMONG_BEST}


def test_nobody_at_all_is_a_final_ranking_of_nobody() -> None:
    ranking = ranked(())
    assert (len(ranking), ranking.counts, ranking.is_final) == (0, {}, True)
    assert [stage.threshold for stage in ranking.stages] == [None] * 5


# Neutralised questions


@pytest.mark.parametrize(
    "correct, valid, maximum, score, shown",
    [(23, 36, 60, Fraction(115, 3), "38.333"), (29, 38, 20, Fraction(290, 19), "15.263")],
)
def test_neutralised_questions_give_the_scores_of_real_letters(
    correct: int, valid: int, maximum: int, score: Fraction, shown: str
) -> None:
    test = by_questions("VR", 1, valid + 2, neutralised=2, maximum=maximum, weight_final=100)
    rules = Rules(number_sought=1, tests=(test,))
    line = ranked((candidate("A", correct),), rules=rules, parts_held=(1,)).explain("A").tests[0]
    assert (line.score, line.correct) == (score, correct)
    assert as_decimal(line.score or 0, 3) == shown


def test_a_difference_no_decimal_shows_still_decides() -> None:
    thirds = by_questions("VR", 1, 40, neutralised=4, maximum=60, weight_final=50)
    points = replace(ESSAY, part=1, maximum=60, pass_mark=None, weight_final=50, marked_for=MarkedFor())
    rules = Rules(number_sought=1, tests=(thirds, points))
    exactly = candidate("A", 23, None, None, None, None, Fraction(115, 3))
    nearly = candidate("B", 23, None, None, None, None, Decimal("38.333333333333333"))
    decisions = {"A": ELIGIBLE, "B": ELIGIBLE}
    ranking = ranked((exactly, nearly), decisions, rules=rules, parts_held=(1,))
    assert dict(ranking.by_number()) == {"A": Outcome.LAUREATE, "B": Outcome.NOT_AMONG_BEST}
    shown = {as_decimal(e.totals[0].total, 3) for e in ranking.explanations()}
    assert shown == {"63.889"}


def test_a_pass_mark_is_held_against_the_unrounded_score() -> None:
    # 10 of 19 valid questions are 200/19 of 20 points: 10.526315789…
    for pass_mark, outcome in [
        (Fraction(200, 19), Outcome.TO_BE_CHECKED),
        (Fraction("10.526315790"), Outcome.FAILED),
    ]:
        test = by_questions("VR", 1, 20, neutralised=1, pass_mark=pass_mark, weight_final=100)
        ranking = ranked((candidate("A", 10),), rules=Rules(number_sought=1, tests=(test,)), parts_held=(1,))
        assert ranking.outcome_of("A") is outcome


@pytest.mark.parametrize(
    "marked_for, sought, places",
    [
        (MarkedFor(Who.BEST_NUMBER, 7), None, 7),
        (MarkedFor(Who.BEST_MULTIPLE, Fraction(3, 2)), 3, 5),
        (MarkedFor(Who.BEST_MULTIPLE, Fraction(3, 2)), 1490, 2235),
        (MarkedFor(Who.BEST_MULTIPLE, 2), None, None),
        (MarkedFor(Who.BEST_MULTIPLE), 10, None),
    ],
)
def test_places_to_fill_are_rounded_up(marked_for: MarkedFor, sought: int | None, places: int | None) -> None:
    assert places_to_fill(marked_for, sought) == places


# What a candidate reads


def test_a_laureate_reads_the_whole_reckoning() -> None:
    explanation = ranked(decisions=ALL_FOUR).explain("BEA")
    assert explanation.outcome is Outcome.LAUREATE
    assert explanation.reasons == (Reason(ReasonCode.AMONG_BEST_AND_ELIGIBLE),)
    assert explanation.tests[0] == TestLine(
        "VR", 1, TestState.SCORED, 15, Fraction(15), Fraction(20), Fraction(10), passed=True
    )
    assert explanation.tests[1] == TestLine(
        "NR", 1, TestState.SCORED, 5, Fraction(5), Fraction(10), None, passed=None
    )
    assert explanation.tests[5] == TestLine(
        "EUFTE", 2, TestState.SCORED, None, Fraction(15, 2), Fraction(10), Fraction(5), passed=True
    )
    assert explanation.groups == (GroupLine("NR+AR", ("NR", "AR"), Fraction(10), Fraction(10), passed=True),)
    parts: list[Any] = [("VR", 35, 15, 20, "105/4"), ("EUK", 25, 24, 30, "20"), ("DS", 25, 30, 40, "75/4")]
    contributions = tuple(
        Contribution(test, Fraction(weight), Fraction(score), Fraction(maximum), Fraction(value))
        for test, weight, score, maximum, value in [*parts, ("EUFTE", 15, "15/2", 10, "45/4")]
    )
    final = TotalLine(Stage.FINAL, Fraction(305, 4), contributions, Fraction(305, 4), reaches_threshold=True)
    assert explanation.totals[1] == final
    assert explanation.totals[0].total == Fraction(153, 2)


def test_a_failure_names_every_missed_pass_mark() -> None:
    explanation = ranked().explain("FAY")
    assert explanation.reasons == (
        Reason(ReasonCode.BELOW_PASS_MARK, test="VR"),
        Reason(ReasonCode.BELOW_GROUP_PASS_MARK, group="NR+AR"),
    )
    assert (explanation.stage, explanation.part) == (Stage.PART, 1)
    assert explanation.tests[0].passed is False
    assert explanation.tests[3].state is TestState.NO_RESULT
    assert explanation.groups[0].sum == 9
    assert explanation.totals == ()


def test_absence_counts_before_any_mark() -> None:
    absent = candidate("GUS", 1, ABSENT, ABSENT)
    explanation = ranked((absent,)).explain("GUS")
    assert explanation.outcome is Outcome.ABSENT
    assert explanation.reasons == (
        Reason(ReasonCode.ABSENT, test="NR", part=1),
        Reason(ReasonCode.ABSENT, test="AR", part=1),
    )
    assert explanation.groups[0].sum is None


def test_an_essay_marked_although_its_writer_was_not_among_the_best_does_not_count() -> None:
    marked = Candidate("IDA", {**IDA.marks, "EUFTE": 10})
    explanation = ranked((ADA, BEA, CAI, DEO, marked)).explain("IDA")
    assert explanation.outcome is Outcome.NOT_AMONG_BEST
    assert explanation.reasons == (Reason(ReasonCode.BELOW_THRESHOLD, stage=Stage.PRELIMINARY),)
    assert explanation.tests[5].state is TestState.NOT_COUNTED
    assert explanation.tests[5].passed is None


def test_who_is_not_in_the_run_has_no_outcome() -> None:
    with pytest.raises(KeyError):
        ranked().outcome_of("ZOE")
    with pytest.raises(KeyError):
        ranked().explain("AAA")


def test_a_reckoning_is_written_in_exact_fractions() -> None:
    written = explanation_to_json(ranked(decisions=ALL_FOUR).explain("DEO"))
    assert written["tests"][5] == {
        "test": "EUFTE",
        "part": 2,
        "state": "SCORED",
        "correct": None,
        "score": "23/3",
        "maximum": "10",
        "pass_mark": "5",
        "passed": True,
    }
    assert written["totals"][1]["total"] == "305/4"
    assert written["reasons"] == [{"code": "AMONG_BEST_AND_ELIGIBLE"}]


# Digests: written down here, so that a change of the canonical writing cannot go unseen


def test_the_digests_are_the_same_on_every_machine() -> None:
    ranking = ranked(decisions=ALL_FOUR)
    assert (ranking.rules_digest, ranking.inputs_digest, ranking.result_digest) == (
        "ee89045f5921ad9998d8cc7f2a9a7d2dd3c19c1cf66c40c16bb59c3be294dd62",
        "882087ffdc705f238f5d8dbcd2302d942f234a4151f13a0a2b209b1500e875f5",
        "1bcb5e4b1c36e881740ef711b57ab53b60d395d56db891fa19a4199b2c9bb22e",
    )


def test_anybody_can_recompute_the_digest_of_the_inputs() -> None:
    unmarked = Candidate("B-1", {**BEA.marks, "EUFTE": NOT_MARKED})
    lines = [
        '{"method":"eu-careers-ranking/1","parts_held":[1,2],"what":"inputs"}',
        '["A-2",{"AR":"8","DS":"40","EUFTE":"23/3","EUK":"30","NR":"8","VR":"20"},"ELIGIBLE"]',
        '["B-1",{"AR":"5","DS":"30","EUFTE":"not marked","EUK":"24","NR":"5","VR":"15"},null]',
        '["C-3",{"AR":"10","DS":null,"EUFTE":null,"EUK":null,"NR":"absent","VR":"20"},null]',
    ]
    text = "".join(f"{line}\n" for line in lines)
    ada = Candidate("A-2", {**ADA.marks, "EUFTE": Fraction(23, 3)})
    gus = Candidate("C-3", GUS.marks)
    ranking = ranked((unmarked, gus, ada), {"A-2": ELIGIBLE})
    assert ranking.inputs_digest == hashlib.sha256(text.encode("ascii")).hexdigest()


def test_points_written_differently_give_the_same_digest() -> None:
    def digest(points: Any) -> str:
        return ranked((Candidate("ADA", {**ADA.marks, "EUFTE": points}),)).inputs_digest

    assert digest(Decimal("7.50")) == digest(Fraction(15, 2)) == digest(Decimal("7.5"))
    assert digest(Decimal("7.50")) != digest(Decimal("7.51"))


def test_a_decision_and_a_part_held_are_inputs() -> None:
    one = (candidate("ADA", 9, 8, 8),)
    digests = {
        ranked(one).inputs_digest,
        ranked(one, {"ADA": ELIGIBLE}).inputs_digest,
        ranked(one, {"ADA": NOT_ELIGIBLE}).inputs_digest,
        ranked(one, parts_held=(1,)).inputs_digest,
    }
    assert len(digests) == 4


# Rules that cannot be


def as_any(value: object) -> Any:
    """A value of a type that the annotations forbid, as it may come from a caller nobody checked."""
    return value


def fault(code: FaultCode, **values: str) -> Fault:
    return Fault(code, values)


LATER = MarkedFor(Who.BEST_NUMBER, 5)
CONTRADICTIONS: list[Any] = [
    (replace(AD5, tests=()), [fault(FaultCode.NO_TEST)]),
    (replace(AD5, number_sought=0), [fault(FaultCode.NUMBER_SOUGHT_NOT_POSITIVE, number_sought="0")]),
    (replace(AD5, number_sought=True), [fault(FaultCode.NOT_EXACT, field="number_sought")]),
    (
        replace(AD5, groups=as_any({"NR+AR": 0.5})),
        [fault(FaultCode.NOT_EXACT, field="pass_mark", group="NR+AR")],
    ),
    (with_test(VERBAL, maximum=20.0), [fault(FaultCode.NOT_EXACT, test="VR", field="maximum")]),
    (
        with_test(ESSAY, marked_for=MarkedFor(Who.BEST_MULTIPLE, as_any(1.5))),
        [fault(FaultCode.NOT_EXACT, test="EUFTE", field="limit")],
    ),
    (
        replace(AD5, tests=(*AD5.tests, replace(NUMERICAL))),
        [fault(FaultCode.DUPLICATE_TEST, test="NR")],
    ),
    (with_test(NUMERICAL, code=""), [fault(FaultCode.NO_TEST_CODE)]),
    (with_test(VERBAL, part=0), [fault(FaultCode.PART_NOT_POSITIVE, test="VR", part="0")]),
    (with_test(VERBAL, maximum=0), [fault(FaultCode.MAXIMUM_NOT_POSITIVE, test="VR", maximum="0")]),
    (with_test(VERBAL, questions=0), [fault(FaultCode.QUESTIONS_NOT_POSITIVE, test="VR", questions="0")]),
    (
        with_test(VERBAL, neutralised=-1),
        [fault(FaultCode.NEUTRALISED_NEGATIVE, test="VR", neutralised="-1")],
    ),
    (
        with_test(VERBAL, neutralised=20),
        [fault(FaultCode.NEUTRALISED_ALL, test="VR", neutralised="20", questions="20")],
    ),
    (
        with_test(VERBAL, neutralised=1, questions=None),
        [fault(FaultCode.NEUTRALISED_WITHOUT_QUESTIONS, test="VR", neutralised="1")],
    ),
    (
        with_test(ESSAY, neutralised=1, questions=2),
        [fault(FaultCode.NEUTRALISED_WITHOUT_QUESTIONS, test="EUFTE", neutralised="1")],
    ),
    (with_test(VERBAL, pass_mark=-1), [fault(FaultCode.PASS_MARK_NEGATIVE, test="VR", pass_mark="-1")]),
    (
        with_test(VERBAL, pass_mark=Fraction(41, 2)),
        [fault(FaultCode.PASS_MARK_ABOVE_MAXIMUM, test="VR", pass_mark="41/2", maximum="20")],
    ),
    (
        with_test(VERBAL, weight_final=0),
        [
            fault(FaultCode.WEIGHT_NOT_POSITIVE, test="VR", stage="FINAL", weight="0"),
            fault(FaultCode.WEIGHTS_NOT_100, stage="FINAL", sum="65"),
        ],
    ),
    (
        with_test(VERBAL, weight_preliminary=Fraction(81, 2)),
        [fault(FaultCode.WEIGHTS_NOT_100, stage="PRELIMINARY", sum="201/2")],
    ),
    (with_test(VERBAL, group="X"), [fault(FaultCode.UNKNOWN_GROUP, test="VR", group="X")]),
    (replace(AD5, groups={**AD5.groups, "X": 0}), [fault(FaultCode.EMPTY_GROUP, group="X")]),
    (with_test(NUMERICAL, part=2), [fault(FaultCode.GROUP_ACROSS_PARTS, group="NR+AR")]),
    (
        with_test(NUMERICAL, marked_for=ESSAY.marked_for),
        [fault(FaultCode.GROUP_MARKED_APART, group="NR+AR")],
    ),
    (
        replace(AD5, groups={"NR+AR": -1}),
        [fault(FaultCode.GROUP_PASS_MARK_NEGATIVE, group="NR+AR", pass_mark="-1")],
    ),
    (
        replace(AD5, groups={"NR+AR": 21}),
        [fault(FaultCode.GROUP_PASS_MARK_ABOVE_MAXIMUM, group="NR+AR", pass_mark="21", maximum="20")],
    ),
    (
        with_test(ESSAY, marked_for=MarkedFor(Who.BEST_NUMBER, 0)),
        [fault(FaultCode.LIMIT_NOT_POSITIVE, test="EUFTE", limit="0")],
    ),
    (
        with_test(ESSAY, marked_for=MarkedFor(Who.BEST_NUMBER, Fraction(3, 2))),
        [fault(FaultCode.LIMIT_NOT_WHOLE, test="EUFTE", limit="3/2")],
    ),
    (
        replace(AD5, tests=(*AD5.tests, replace(ESSAY, code="X", weight_final=None, marked_for=LATER))),
        [fault(FaultCode.LIMITS_DIFFER, tests="EUFTE, X")],
    ),
    (
        Rules(number_sought=1, tests=(replace(ESSAY, weight_final=100),)),
        [fault(FaultCode.NO_TEST_MARKED_FOR_ALL)],
    ),
    (
        Rules(
            number_sought=1,
            tests=(replace(ESSAY, weight_final=100, weight_preliminary=100, marked_for=MarkedFor()),),
        ),
        [fault(FaultCode.PRELIMINARY_WEIGHTS_UNUSED)],
    ),
    (
        with_test(DIGITAL, marked_for=ESSAY.marked_for),
        [fault(FaultCode.PRELIMINARY_WEIGHT_MARKED_LATER, test="DS")],
    ),
]


@pytest.mark.parametrize("rules, faults", CONTRADICTIONS, ids=[str(f[0].code) for _, f in CONTRADICTIONS])
def test_rules_that_contradict_themselves_are_refused(rules: Rules, faults: list[Fault]) -> None:
    with pytest.raises(RulesError) as caught:
        check_rules(rules)
    assert list(caught.value.faults) == faults


def test_all_contradictions_are_named_at_once() -> None:
    rules = replace(with_test(VERBAL, maximum=0, part=0), number_sought=-1)
    with pytest.raises(RulesError) as caught:
        ranked(rules=rules)
    assert [fault.code for fault in caught.value.faults] == [
        FaultCode.NUMBER_SOUGHT_NOT_POSITIVE,
        FaultCode.PART_NOT_POSITIVE,
        FaultCode.MAXIMUM_NOT_POSITIVE,
    ]
    assert "MAXIMUM_NOT_POSITIVE {'test': 'VR', 'maximum': '0'}" in str(caught.value)


def unweighed(rules: Rules) -> Rules:
    terms: dict[str, Any] = {"weight_preliminary": None, "weight_final": None}
    return replace(rules, tests=tuple(replace(test, **terms) for test in rules.tests))


GAPS = [
    (with_test(VERBAL, maximum=None), (1,), [fault(FaultCode.MAXIMUM_UNKNOWN, test="VR")]),
    (with_test(VERBAL, questions=None), (1,), [fault(FaultCode.QUESTIONS_UNKNOWN, test="VR")]),
    (
        unweighed(AD5),
        (1, 2),
        [
            fault(FaultCode.WEIGHTS_UNKNOWN, stage="PRELIMINARY"),
            fault(FaultCode.WEIGHTS_UNKNOWN, stage="FINAL"),
        ],
    ),
    (
        with_test(ESSAY, marked_for=MarkedFor(Who.BEST_MULTIPLE)),
        (1, 2),
        [fault(FaultCode.LIMIT_UNKNOWN, test="EUFTE")],
    ),
    (replace(AD5, number_sought=None), (1, 2), [fault(FaultCode.NUMBER_SOUGHT_UNKNOWN)]),
    (
        replace(with_test(ESSAY, part=3), number_sought=None),
        (1, 2),
        [fault(FaultCode.NUMBER_SOUGHT_UNKNOWN)],
    ),
]


@pytest.mark.parametrize("rules, held, faults", GAPS)
def test_a_rule_the_notice_leaves_open_is_named_once_it_is_needed(
    rules: Rules, held: tuple[int, ...], faults: list[Fault]
) -> None:
    check_rules(rules)
    with pytest.raises(RulesError) as caught:
        ranked((), rules=rules, parts_held=held)
    assert list(caught.value.faults) == faults


# Inputs that cannot be

BAD_MARKS = [
    (
        "VR",
        21,
        fault(FaultCode.CORRECT_ABOVE_VALID_QUESTIONS, number="ADA", test="VR", mark="21", valid="20"),
    ),
    ("VR", -1, fault(FaultCode.MARK_NEGATIVE, number="ADA", test="VR", mark="-1")),
    ("VR", 1.0, fault(FaultCode.MARK_NOT_EXACT, number="ADA", test="VR", mark="1.0")),
    ("VR", True, fault(FaultCode.MARK_NOT_EXACT, number="ADA", test="VR", mark="True")),
    ("VR", "12", fault(FaultCode.MARK_NOT_EXACT, number="ADA", test="VR", mark="'12'")),
    ("VR", Fraction(3, 2), fault(FaultCode.CORRECT_NOT_WHOLE, number="ADA", test="VR", mark="3/2")),
    (
        "EUFTE",
        Decimal("NaN"),
        fault(FaultCode.MARK_NOT_EXACT, number="ADA", test="EUFTE", mark="Decimal('NaN')"),
    ),
    (
        "EUFTE",
        Decimal("10.01"),
        fault(FaultCode.POINTS_ABOVE_MAXIMUM, number="ADA", test="EUFTE", mark="1001/100", maximum="10"),
    ),
    ("XX", 1, fault(FaultCode.UNKNOWN_TEST, number="ADA", test="XX")),
]


@pytest.mark.parametrize("code, mark, expected", BAD_MARKS)
def test_a_mark_that_cannot_be_is_refused(code: str, mark: Any, expected: Fault) -> None:
    with pytest.raises(InputError) as caught:
        ranked((Candidate("ADA", {**ADA.marks, code: mark}),))
    assert list(caught.value.faults) == [expected]


def test_an_answer_to_a_neutralised_question_cannot_count() -> None:
    with pytest.raises(InputError) as caught:
        ranked((ADA,), rules=with_test(VERBAL, neutralised=2))
    assert caught.value.faults[0].values == {"number": "ADA", "test": "VR", "mark": "20", "valid": "18"}


def test_every_faulty_number_is_named() -> None:
    with pytest.raises(InputError) as caught:
        ranked((ADA, BEA, ADA, BEA, BEA, candidate("", 1, 1, 1)), {"ZOE": ELIGIBLE, "YAN": ELIGIBLE})
    assert list(caught.value.faults) == [
        fault(FaultCode.NO_NUMBER),
        fault(FaultCode.DUPLICATE_NUMBER, number="ADA"),
        fault(FaultCode.DUPLICATE_NUMBER, number="BEA"),
        fault(FaultCode.UNKNOWN_NUMBER, number="YAN"),
        fault(FaultCode.UNKNOWN_NUMBER, number="ZOE"),
    ]


def test_a_result_of_a_part_that_was_not_held_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        ranked((candidate("ADA", 20, 8, 8, 30),), parts_held=(1,))
    expected = fault(FaultCode.PART_NOT_HELD, part="2", number="ADA", test="EUK")
    assert list(caught.value.faults) == [expected]


def test_who_is_still_in_needs_a_result_in_every_test_of_a_part_held() -> None:
    with pytest.raises(InputError) as caught:
        ranked((candidate("ADA", 20, 8, 8), candidate("BEA", 20, 8), FAY))
    assert list(caught.value.faults) == [
        fault(FaultCode.MISSING_RESULT, number="BEA", test="AR"),
        fault(FaultCode.MISSING_RESULT, number="ADA", test="EUK"),
        fault(FaultCode.MISSING_RESULT, number="ADA", test="DS"),
        fault(FaultCode.MISSING_RESULT, number="ADA", test="EUFTE"),
    ]


@pytest.mark.parametrize(
    "held, expected",
    [
        ((), fault(FaultCode.NO_PART_HELD)),
        ((1, 3), fault(FaultCode.UNKNOWN_PART, part="3")),
        ((2,), fault(FaultCode.PART_SKIPPED, part="1")),
    ],
)
def test_parts_are_held_in_order(held: tuple[int, ...], expected: Fault) -> None:
    with pytest.raises(InputError) as caught:
        ranked((), parts_held=held)
    assert list(caught.value.faults) == [expected]


# Rules in writing


def test_rules_are_written_the_same_whatever_their_order() -> None:
    assert rules_to_json(replace(AD5, tests=AD5.tests[::-1])) == rules_to_json(AD5)
    assert WRITTEN["tests"][3] == {
        "code": "EUK",
        "part": 2,
        "sequence": 3,
        "kind": "QUESTIONS",
        "questions": 30,
        "neutralised": 0,
        "maximum": "30",
        "pass_mark": "15",
        "group": None,
        "weight_preliminary": "30",
        "weight_final": "25",
        "marked_for": {"who": "ALL", "limit": None},
    }


@pytest.mark.parametrize(
    "change",
    [
        {"format": "ranking-rules/0"},
        {"number_sought": "2"},
        {"tests": {}},
        {"groups": []},
        {"groups": {"NR+AR": "10.0"}},
        {"tests": [{}]},
        {"tests": [{**WRITTEN["tests"][0], "part": None}]},
        {"tests": [{**WRITTEN["tests"][0], "maximum": 20}]},
        {"tests": [{**WRITTEN["tests"][0], "kind": "ESSAY"}]},
        {"tests": [{**WRITTEN["tests"][0], "marked_for": "ALL"}]},
    ],
)
def test_rules_written_otherwise_are_not_read(change: dict[str, object]) -> None:
    with pytest.raises(RulesError) as caught:
        rules_from_json({**rules_to_json(AD5), **change})
    assert [fault.code for fault in caught.value.faults] == [FaultCode.UNREADABLE_RULES]


# Numbers in writing


@pytest.mark.parametrize(
    "text, value", [("12", Fraction(12)), ("23/2", Fraction(23, 2)), ("-1/3", Fraction(-1, 3))]
)
def test_a_number_is_written_in_lowest_terms_and_read_back(text: str, value: Fraction) -> None:
    assert exact(value) == text
    assert parse_exact(text) == value


@pytest.mark.parametrize("text", ["", "1.5", " 1", "1/0", "1/2/3", "1e3", "½", "١"])
def test_what_is_not_a_written_fraction_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match="not a whole number or a fraction"):
        parse_exact(text)


@pytest.mark.parametrize(
    "value, places, shown",
    [
        (Fraction(115, 3), 3, "38.333"),
        (Fraction(1, 8), 2, "0.12"),
        (Fraction(3, 8), 2, "0.38"),
        (Fraction(-1, 3), 2, "-0.33"),
        (Fraction(-1, 1000), 2, "0.00"),
        (Fraction(7, 2), 0, "4"),
        (5, 2, "5.00"),
        (Fraction(1, 20), 1, "0.0"),
    ],
)
def test_decimals_are_rounded_half_to_even_for_display(value: Fraction, places: int, shown: str) -> None:
    assert as_decimal(value, places) == shown


def test_the_measurement_ranks_what_it_says() -> None:
    figures = measure_ranking(count=2000, seed=3)
    assert (figures.candidates, figures.tests) == (2000, 6)
    assert figures.laureates > 0
    assert figures.ratio > 0
