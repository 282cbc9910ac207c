"""A ranking is stored with every figure, once for the same inputs, and checked from its export alone."""

from __future__ import annotations

import csv
import io
import random
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core.services import JobStopped
from selection.models import RankingOutcome, RankingRun
from selection.services import RankingRefusedError, compute_ranking
from selection.services import rules as field_rules
from selection.services.export import export_ranking
from selection.services.neutralisation import neutralise_questions
from tests.factories import make_competition, make_field, make_staff, make_test
from tests.selection.results_files import take_in
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    lines_of,
    release_latest,
    take_in_part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    competition = four_test_competition()
    for number in FIELD_OF_EIGHT:
        add_application(competition, number)
    return competition


def compute(competition, **options):
    return compute_ranking(competition=competition, by=None, now=NOW, **options)


def outcomes_of(run: RankingRun) -> dict[str, str]:
    rows = RankingOutcome.objects.filter(run=run)
    return dict(rows.values_list("application__number", "outcome"))


def test_the_first_part_sends_on_whoever_passed_it(competition):
    take_in_part(competition, 1)
    run = compute(competition).run
    assert outcomes_of(run) == {
        **dict.fromkeys(["101", "102", "103", "104", "105", "108"], "PASSED_PART"),
        "106": "FAILED",
        "107": "ABSENT",
    }
    assert (run.number, run.candidates, run.is_final, run.state) == (1, 8, False, "COMPUTED")
    assert run.summary["fields"][0]["parts_held"] == [1]


def test_both_parts_give_thresholds_and_the_files_to_check(competition):
    take_in_part(competition, 1)
    take_in_part(competition, 2)
    run = compute(competition).run
    assert outcomes_of(run) == {
        "101": "TO_BE_CHECKED", "102": "TO_BE_CHECKED", "103": "FAILED", "104": "NOT_AMONG_BEST",
        "105": "FAILED", "106": "FAILED", "107": "ABSENT", "108": "TO_BE_CHECKED",
    }  # fmt: skip
    stages = {stage["stage"]: stage for stage in run.summary["fields"][0]["stages"]}
    assert (stages["PRELIMINARY"]["places"], stages["PRELIMINARY"]["threshold"]) == (3, "86")
    assert (stages["PRELIMINARY"]["admitted"], stages["FINAL"]["threshold"]) == (4, "167/2")


def test_the_results_of_a_part_can_be_left_out(competition):
    take_in_part(competition, 1)
    take_in_part(competition, 2)
    assert outcomes_of(compute(competition, parts=[1]).run)["101"] == "PASSED_PART"


def test_the_same_inputs_give_the_run_there_is(competition):
    take_in_part(competition, 1)
    first, second = compute(competition), compute(competition)
    assert (first.is_new, second.is_new) == (True, False)
    assert first.run == second.run
    assert RankingRun.objects.count() == 1


def test_the_order_of_rows_and_their_keys_change_no_digest():
    digests = []
    for seed in (1, 2):
        with transaction.atomic():
            competition = four_test_competition(reference="EPSO/AD/9/26")
            numbers = list(FIELD_OF_EIGHT)
            random.Random(seed).shuffle(numbers)
            for number in numbers:
                add_application(competition, number)
            take_in_part(competition, 1, {number: FIELD_OF_EIGHT[number] for number in numbers})
            run = compute(competition).run
            digests.append((run.rules_digest, run.inputs_digest, run.result_digest))
            transaction.set_rollback(True)
    assert digests[0] == digests[1]


def test_who_withdrew_or_never_submitted_takes_no_part(competition):
    take_in_part(competition, 1)
    gone = competition.applications.get(number="101")
    gone.current_submission = None
    gone.state = "WITHDRAWN"
    gone.save()
    assert sorted(outcomes_of(compute(competition).run)) == ["102", "103", "104", "105", "106", "107", "108"]


def test_each_field_has_its_own_ranking():
    competition = four_test_competition()
    make_field(competition=competition, order=1, code="2", number_sought=1)
    for position, number in enumerate(FIELD_OF_EIGHT):
        add_application(competition, number, field=competition.fields.all()[position % 2])
    take_in_part(competition, 1)
    run = compute(competition).run
    assert [(part["key"], part["candidates"]) for part in run.summary["fields"]] == [
        ("1/AD5", 4), ("2/AD5", 4),
    ]  # fmt: skip
    assert sorted(run.rules) == ["1/AD5", "2/AD5"]


def test_a_missing_result_refuses_the_ranking_and_is_named(competition):
    lines = [line for number in FIELD_OF_EIGHT for line in lines_of(number, NR="8", AR="8")]
    take_in(competition, lines, now=NOW)
    add_application(competition, "109")
    with pytest.raises(RankingRefusedError) as refused:
        compute(competition)
    assert refused.value.messages == [
        "Field 1/AD5: the application 109 has no result in the test NR",
        "Field 1/AD5: the application 109 has no result in the test AR",
    ]
    assert RankingRun.objects.count() == 0


def test_faults_beyond_those_shown_are_counted(competition, monkeypatch):
    monkeypatch.setattr("selection.services.computing.FAULTS_SHOWN", 3)
    take_in_part(competition, 1)
    for number in ("109", "110", "111"):
        add_application(competition, number)
    with pytest.raises(RankingRefusedError) as refused:
        compute(competition)
    assert len(refused.value.messages) == 4
    assert refused.value.messages[-1] == "Further faults that are not shown: 3."


def test_the_essays_of_a_fixed_number_of_the_best_count(competition):
    competition.tests.filter(code="EUFTE").update(
        marked_for="BEST_NUMBER", marked_number=1, marked_multiplier=None
    )
    take_in_part(competition, 1)
    take_in_part(competition, 2)
    run = compute(competition).run
    stages = {stage["stage"]: stage for stage in run.summary["fields"][0]["stages"]}
    assert (stages["PRELIMINARY"]["places"], stages["PRELIMINARY"]["admitted"]) == (1, 1)
    assert [number for number, outcome in outcomes_of(run).items() if outcome == "NOT_AMONG_BEST"] == [
        "102", "103", "104", "108",
    ]  # fmt: skip


def test_a_competition_without_results_or_applications_is_not_ranked(competition):
    with pytest.raises(RankingRefusedError) as refused:
        compute(competition)
    assert refused.value.messages == ["Field 1/AD5: there are no results"]
    with pytest.raises(RankingRefusedError) as refused:
        compute(make_competition(now=NOW))
    assert refused.value.messages == ["Nobody has a valid application for this competition."]


def test_a_ranking_that_is_stopped_stores_nothing(competition, monkeypatch):
    take_in_part(competition, 1)
    monkeypatch.setattr("selection.services.inputs.PROGRESS_EVERY", 1)

    def stop(more: int) -> None:
        raise JobStopped

    with pytest.raises(JobStopped):
        compute(competition, report=stop)
    assert RankingRun.objects.count() == 0


def test_the_number_of_queries_does_not_grow_with_the_candidates(competition):
    take_in_part(competition, 1)
    with CaptureQueriesContext(connection) as few:
        compute(competition)
    for number in range(201, 221):
        add_application(competition, str(number))
    take_in(competition, [f"{n},{t},yes,7,," for n in range(201, 221) for t in ("NR", "AR")], now=NOW)
    with CaptureQueriesContext(connection) as many:
        compute(competition)
    assert len(many) == len(few)


def test_a_released_run_and_its_outcomes_cannot_be_changed(competition):
    take_in_part(competition, 1)
    run = release_latest(competition)
    with pytest.raises(IntegrityError), transaction.atomic():
        RankingRun.objects.filter(pk=run.pk).update(candidates=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        RankingOutcome.objects.filter(run=run).update(outcome="LAUREATE")
    with pytest.raises(IntegrityError), transaction.atomic():
        RankingOutcome.objects.filter(run=run).delete()


# The export, checked by arithmetic of its own


def exported(run: RankingRun) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(export_ranking(run=run)), newline="")))


def test_every_outcome_can_be_worked_out_from_the_export_alone(competition):
    take_in_part(competition, 1)
    take_in_part(competition, 2)
    rows = exported(compute(competition).run)
    assert [row["outcome"] for row in rows] == [work_out(row, rows) for row in rows]


def work_out(row: dict[str, str], rows: list[dict[str, str]]) -> str:
    """The outcome before any decision on a file, by the rules of docs/ranking.md."""
    if is_absent(row):
        return "ABSENT"
    if misses_a_pass_mark(row, ("NR", "AR", "EUK")):
        return "FAILED"
    passed = [r for r in rows if not is_absent(r) and not misses_a_pass_mark(r, ("NR", "AR", "EUK"))]
    limit = nth_highest([total(r, "preliminary") for r in passed], int(row["preliminary_places"]))
    assert total(row, "preliminary") == Fraction(row["preliminary_total_exact"])
    assert limit == Fraction(row["preliminary_threshold_exact"])
    if total(row, "preliminary") < limit:
        return "NOT_AMONG_BEST"
    if misses_a_pass_mark(row, ("EUFTE",)):
        return "FAILED"
    best = [r for r in passed if total(r, "preliminary") >= limit and not misses_a_pass_mark(r, ("EUFTE",))]
    last = nth_highest([total(r, "final") for r in best], int(row["number_sought"]))
    assert total(row, "final") == Fraction(row["final_total_exact"])
    return "TO_BE_CHECKED" if total(row, "final") >= last else "WAITING"


TESTS = ("NR", "AR", "EUK", "EUFTE")


def is_absent(row: dict[str, str]) -> bool:
    return any(row[f"{test}_state"] == "ABSENT" for test in TESTS)


def misses_a_pass_mark(row: dict[str, str], tests: tuple[str, ...]) -> bool:
    groups: dict[str, Fraction] = {}
    for test in tests:
        if row[f"{test}_state"] != "SCORED":
            continue
        score = Fraction(row[f"{test}_score_exact"])
        if row[f"{test}_correct"]:
            valid = int(row[f"{test}_valid_questions"])
            assert score == int(row[f"{test}_correct"]) * Fraction(row[f"{test}_maximum"]) / valid
        if row[f"{test}_pass_mark"] and score < Fraction(row[f"{test}_pass_mark"]):
            return True
        if row[f"{test}_group"]:
            groups[row[f"{test}_group"]] = groups.get(row[f"{test}_group"], Fraction()) + score
    return any(total < Fraction(row[f"{group}_pass_mark"]) for group, total in groups.items())


def total(row: dict[str, str], ranking: str) -> Fraction:
    return sum(
        (
            Fraction(row[f"{test}_weight_{ranking}"])
            * Fraction(row[f"{test}_score_exact"])
            / Fraction(row[f"{test}_maximum"])
            for test in TESTS
            if row[f"{test}_weight_{ranking}"]
        ),
        Fraction(),
    )


def nth_highest(totals: list[Fraction], places: int) -> Fraction:
    return sorted(totals, reverse=True)[: min(places, len(totals))][-1]


def test_no_cell_of_the_export_is_a_formula(competition):
    competition.fields.update(code="=1+1")
    take_in_part(competition, 1)
    rows = exported(compute(competition).run)
    assert {row["field"] for row in rows} == {"'=1+1"}


def test_a_test_of_another_field_leaves_its_cells_empty():
    competition = make_competition(
        now=NOW,
        fields=[{"code": "1"}, {"code": "2"}],
        tests=[{"code": "VR", "questions": 4, "maximum": 4, "pass_mark": 2, "weight_preliminary": None}],
    )
    own = competition.fields.get(code="2")
    make_test(
        competition=competition, sequence=2, code="WT", kind="POINTS", questions=None, maximum=10,
        pass_mark=5, field=own, weight_preliminary=None, weight_final=None,
    )  # fmt: skip
    add_application(competition, "101", field=competition.fields.get(code="1"))
    add_application(competition, "102", field=own)
    take_in(competition, ["101,VR,yes,3,,", "102,VR,yes,4,,", "102,WT,yes,,7.5,"], now=NOW)
    rows = exported(compute(competition).run)
    assert [(row["application_number"], row["VR_correct"]) for row in rows] == [("101", "3"), ("102", "4")]
    essay = [{name: cell for name, cell in row.items() if name.startswith("WT_")} for row in rows]
    assert set(essay[0].values()) == {""}
    assert (essay[1]["WT_state"], essay[1]["WT_score_exact"], essay[1]["WT_maximum"]) == (
        "SCORED", "15/2", "10",
    )  # fmt: skip


def test_the_commands_rank_and_export(competition, tmp_path, capsys):
    take_in_part(competition, 1)
    call_command("rank", competition.reference)
    call_command("rank", competition.reference)
    out = capsys.readouterr().out
    assert f"Ranking {competition.reference} #1: stored, 8 candidates, not final." in out
    assert f"Ranking {competition.reference} #1: unchanged, 8 candidates, not final." in out
    assert "  ABSENT 1, FAILED 1, PASSED_PART 6" in out
    call_command("export_ranking", competition.reference, out=tmp_path / "ranking.csv")
    with (tmp_path / "ranking.csv").open(newline="") as file:
        assert [row["application_number"] for row in csv.DictReader(file)] == list(FIELD_OF_EIGHT)


# Neutralised questions


@pytest.fixture
def board():
    return make_staff("selection.add_neutralisation")


@pytest.fixture
def one_test():
    """One test of 4 questions in language 2; the papers of 201 are in French, those of 202 in German."""
    competition = make_competition(
        now=NOW,
        tests=[{"code": "EUK", "language": "L2", "questions": 4, "maximum": 4, "pass_mark": 2,
                "weight_preliminary": None}],
    )  # fmt: skip
    add_application(competition, "201", language_2="fr")
    add_application(competition, "202", language_2="de")
    return competition


def score_of(run: RankingRun, number: str) -> tuple[int, int | None, str]:
    line = RankingOutcome.objects.get(run=run, application__number=number).explanation["tests"][0]
    return line["correct"], line.get("valid_questions"), line["score"]


def neutralise(competition, by, numbers, language=""):
    return neutralise_questions(
        test=competition.tests.get(), question_numbers=numbers, language=language, reason="Ambiguous.",
        by=by, now=NOW,
    )  # fmt: skip


def test_the_points_of_a_neutralised_question_are_shared_among_the_others(one_test, board):
    take_in(one_test, ["201,EUK,yes,3,,1101", "202,EUK,yes,2,,0011"], now=NOW)
    neutralise(one_test, board, [1])
    run = compute(one_test).run
    assert score_of(run, "201") == (2, None, "8/3")
    assert score_of(run, "202") == (2, None, "8/3")


def test_a_question_can_be_neutralised_on_the_papers_of_one_language(one_test, board):
    take_in(one_test, ["201,EUK,yes,3,,1101", "202,EUK,yes,2,,0011"], now=NOW)
    neutralise(one_test, board, [1], language="fr")
    run = compute(one_test).run
    assert score_of(run, "201") == (2, 3, "8/3")
    assert score_of(run, "202") == (2, 4, "2")
    rows = exported(run)
    assert [(row["EUK_correct"], row["EUK_valid_questions"]) for row in rows] == [("2", "3"), ("2", "4")]


def test_without_marks_a_ranking_after_a_neutralisation_is_refused(one_test, board):
    take_in(one_test, ["201,EUK,yes,3,,", "202,EUK,no,,,"], now=NOW)
    neutralise(one_test, board, [1])
    with pytest.raises(RankingRefusedError) as refused:
        compute(one_test)
    assert refused.value.messages == [
        "Questions of the test EUK were neutralised, and results do not say which questions were answered "
        "right: 1 in all, the first that of application 201. Import a corrected file with marks."
    ]


@pytest.mark.parametrize(
    ("numbers", "fault"),
    [
        ([5], "Name questions from 1 to 4."),
        ([0], "Name questions from 1 to 4."),
        ([], "Name questions from 1 to 4."),
        ([1, 2], "Cancelled already: 1."),
        ([2, 3, 4], "At least one question must be left."),
    ],
)
def test_questions_that_cannot_be_neutralised_are_refused(one_test, board, numbers, fault):
    neutralise(one_test, board, [1])
    with pytest.raises(ValidationError) as refused:
        neutralise(one_test, board, numbers)
    assert refused.value.messages == [fault]


def test_only_who_may_neutralises_questions(one_test):
    with pytest.raises(PermissionDenied):
        neutralise(one_test, make_staff(), [1])


def test_commands_name_what_they_do_not_find(competition, tmp_path):
    with pytest.raises(CommandError, match="There is no competition EPSO/X"):
        call_command("rank", "EPSO/X")
    with pytest.raises(CommandError, match="there are no results"):
        call_command("rank", competition.reference)
    with pytest.raises(CommandError, match="Nobody has the e-mail address"):
        call_command("rank", competition.reference, by="nobody@example.eu")
    with pytest.raises(CommandError, match="There is no such ranking"):
        call_command("export_ranking", competition.reference, out=tmp_path / "a.csv", run=7)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"reason": " "}, "Give the reason."),
        ({"language": "xx"}, "Choose one of the 24 official languages."),
        ({"test": "EUFTE"}, "Only questions of a test scored by questions can be cancelled."),
    ],
)
def test_a_neutralisation_needs_a_reason_a_language_and_questions(competition, board, changes, fault):
    values = {"test": "EUK", "language": "", "reason": "Ambiguous.", **changes}
    test = competition.tests.get(code=values.pop("test"))
    with pytest.raises(ValidationError) as refused:
        neutralise_questions(test=test, question_numbers=[1], **values, by=board, now=NOW)
    assert refused.value.messages == [fault]


def test_neutralised_questions_leave_absent_and_unmarked_candidates_alone(one_test, board):
    take_in(one_test, ["201,EUK,no,,,", "202,EUK,yes,2,,0011"], now=NOW)
    neutralise(one_test, board, [1])
    assert outcomes_of(compute(one_test).run) == {"201": "ABSENT", "202": "TO_BE_CHECKED"}


def test_a_paper_without_a_mark_stays_unmarked_after_a_neutralisation(competition, board):
    competition.tests.filter(code="EUFTE").update(kind="QUESTIONS", questions=10)
    take_in_part(competition, 1)
    answers = {"101": "1111111111", "102": "1111111100", "103": "1111000000", "108": "1111111100"}
    lines = [f"{number},EUK,yes,27,," for number in answers]
    lines += [f"{number},EUFTE,yes,{marks.count('1')},,{marks}" for number, marks in answers.items()]
    lines += [line for number in ("104", "105") for line in lines_of(number, EUK="20", EUFTE="sat")]
    take_in(competition, lines, now=NOW)
    neutralise_questions(
        test=competition.tests.get(code="EUFTE"), question_numbers=[1], language="", reason="Ambiguous.",
        by=board, now=NOW,
    )  # fmt: skip
    rows = {row["application_number"]: row for row in exported(compute(competition).run)}
    essays = {number: (row["EUFTE_state"], row["EUFTE_correct"]) for number, row in rows.items()}
    assert [essays[number] for number in ("102", "103", "104")] == [
        ("SCORED", "7"), ("SCORED", "3"), ("NOT_MARKED", ""),
    ]  # fmt: skip
    assert [rows[number]["outcome"] for number in ("102", "103", "104")] == [
        "TO_BE_CHECKED", "FAILED", "NOT_AMONG_BEST",
    ]  # fmt: skip


@pytest.mark.parametrize("sequence", [1, 3])
def test_a_field_may_have_its_own_test_by_a_code_of_all(competition, sequence):
    field = competition.fields.get()
    competition.tests.filter(code="EUK").update(pass_mark=1)
    make_test(
        competition=competition, sequence=sequence, code="EUK", part=2, field=field, questions=30, maximum=30,
        pass_mark=15, weight_preliminary=60, weight_final=50,
    )  # fmt: skip
    own = {test.code: test.field_id for test in field_rules.tests_of(field)}
    assert own == {"NR": None, "AR": None, "EUK": field.pk, "EUFTE": None}
