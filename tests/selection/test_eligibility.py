"""The board decides file by file until the ranking is complete; a changed decision keeps the old one."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command

from accounts.models import User
from core.models import AuditRecord
from selection.models import BoardMembership, EligibilityDecision, RankingOutcome
from selection.services import ResultsRefusedError, compute_ranking
from selection.services.eligibility import decide_eligibility, import_decisions
from selection.worklist import files_to_decide
from tests.factories import make_staff
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    take_in_part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    """101 leads, 102 and 108 tie behind her; the essay of 103 fails; two are sought."""
    competition = four_test_competition()
    for number in FIELD_OF_EIGHT:
        add_application(competition, number)
    take_in_part(competition, 1)
    take_in_part(competition, 2)
    compute(competition)
    return competition


@pytest.fixture
def member(competition) -> User:
    member = make_staff("selection.decide_eligibility")
    BoardMembership.objects.create(user=member, competition=competition)
    return member


def compute(competition):
    return compute_ranking(competition=competition, by=None, now=NOW).run


def decide(competition, number, decision, by, reason=""):
    return decide_eligibility(
        application=competition.applications.get(number=number), decision=decision, reason=reason,
        by=by, now=NOW,
    )  # fmt: skip


def outcomes_of(run, *numbers) -> list[str]:
    rows = RankingOutcome.objects.filter(run=run, application__number__in=numbers)
    return list(rows.order_by("application__number").values_list("outcome", flat=True))


def test_the_files_come_from_the_top_in_groups_of_equal_total(competition):
    groups = files_to_decide(compute(competition))
    assert [([file.number for file in group.files], str(group.total)) for group in groups] == [
        (["101"], "98"),
        (["102", "108"], "167/2 = 83.5"),
    ]


def test_decisions_are_worked_through_until_the_ranking_is_final(competition, member):
    decide(competition, "101", "ELIGIBLE", member)
    decide(competition, "102", "NOT_ELIGIBLE", member, "No diploma.")
    run = compute(competition)
    assert outcomes_of(run, "101", "102", "108") == ["LAUREATE", "NOT_ELIGIBLE", "TO_BE_CHECKED"]
    assert not run.is_final
    decide(competition, "108", "ELIGIBLE", member)
    final = compute(competition)
    assert outcomes_of(final, "101", "102", "108") == ["LAUREATE", "NOT_ELIGIBLE", "LAUREATE"]
    assert final.is_final
    refused = RankingOutcome.objects.get(run=final, application__number="102")
    assert refused.explanation["board_reason"] == "No diploma."


def test_a_tie_at_the_last_place_is_never_cut(competition, member):
    for number in ("101", "102", "108"):
        decide(competition, number, "ELIGIBLE", member)
    final = compute(competition)
    assert outcomes_of(final, "101", "102", "108") == ["LAUREATE", "LAUREATE", "LAUREATE"]
    assert final.summary["fields"][0]["stages"][-1]["admitted"] == 3


def test_a_changed_decision_replaces_the_old_one_and_keeps_it(competition, member):
    decide(competition, "101", "NOT_ELIGIBLE", member, "No diploma.")
    compute(competition)
    decide(competition, "101", "ELIGIBLE", member)
    rows = EligibilityDecision.objects.order_by("pk").values_list("decision", "replaced_at")
    assert list(rows) == [("NOT_ELIGIBLE", NOW), ("ELIGIBLE", None)]


def test_the_same_decision_again_changes_nothing(competition, member):
    first = decide(competition, "101", "ELIGIBLE", member)
    assert decide(competition, "101", "ELIGIBLE", member) == first
    assert AuditRecord.objects.filter(verb="decide_eligibility").count() == 1


@pytest.mark.parametrize(
    ("number", "decision", "fault"),
    [
        ("104", "ELIGIBLE", "The file of application 104 is not up for decision in the latest ranking."),
        ("101", "NOT_ELIGIBLE", "Give the reasons why the file is not eligible."),
        ("101", "PERHAPS", "The decision must be ELIGIBLE or NOT_ELIGIBLE."),
    ],
)
def test_a_decision_that_cannot_be_made_is_refused(competition, member, number, decision, fault):
    with pytest.raises(ValidationError) as refused:
        decide(competition, number, decision, member)
    assert refused.value.messages == [fault]
    assert EligibilityDecision.objects.count() == 0


def test_only_members_of_this_board_decide(competition):
    stranger = make_staff("selection.decide_eligibility")
    with pytest.raises(PermissionDenied):
        decide(competition, "101", "ELIGIBLE", stranger)
    powerless = make_staff()
    BoardMembership.objects.create(user=powerless, competition=competition)
    with pytest.raises(PermissionDenied):
        decide(competition, "101", "ELIGIBLE", powerless)
    assert EligibilityDecision.objects.count() == 0


def take_in(competition, by, *lines: str) -> int:
    text = "".join(f"{line}\n" for line in ("application_number,decision,reason", *lines))
    return import_decisions(competition=competition, source=io.BytesIO(text.encode()), by=by, now=NOW)


def test_a_file_of_decisions_is_taken_in_whole(competition, member):
    assert take_in(competition, member, "101,ELIGIBLE,", '102,NOT_ELIGIBLE,"No diploma, no work."') == 2
    rows = EligibilityDecision.objects.order_by("application__number").values_list("decision", "reason")
    assert list(rows) == [("ELIGIBLE", ""), ("NOT_ELIGIBLE", "No diploma, no work.")]


def test_one_faulty_line_refuses_all_decisions(competition, member):
    with pytest.raises(ResultsRefusedError) as refused:
        take_in(
            competition, member, "101,ELIGIBLE,", "101,ELIGIBLE,", "999,ELIGIBLE,", "102,NOT_ELIGIBLE,",
            "104,ELIGIBLE,", "108", "108,MAYBE,",
        )  # fmt: skip
    assert refused.value.messages == [
        "Line 3: the application 101 has an earlier line",
        "Line 4: the competition has no application 999",
        "Line 5: Give the reasons why the file is not eligible.",
        "Line 6: The file of application 104 is not up for decision in the latest ranking.",
        "Line 7: columns expected: 3, found: 1",
        "Line 8: The decision must be ELIGIBLE or NOT_ELIGIBLE.",
    ]
    assert EligibilityDecision.objects.count() == 0


def test_the_command_needs_a_member_of_the_board(competition, member, tmp_path, capsys):
    path = tmp_path / "decisions.csv"
    path.write_text("application_number,decision,reason\n101,ELIGIBLE,\n")
    stranger = make_staff(email="stranger@example.eu")
    with pytest.raises(CommandError, match="may not decide on files"):
        call_command("import_decisions", competition.reference, str(path), by=stranger.email)
    call_command("import_decisions", competition.reference, str(path), by=member.email)
    assert capsys.readouterr().out == "1 decisions taken in.\n"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "The file has no decision."),
        (b"application_number,decision,reason\n", "The file has no decision."),
        (b"number,decision\n101,ELIGIBLE\n",
         "Line 1: the first line must be “application_number,decision,reason”"),
    ],
)  # fmt: skip
def test_a_file_without_decisions_is_refused(competition, member, content, fault):
    with pytest.raises(ResultsRefusedError) as refused:
        import_decisions(competition=competition, source=io.BytesIO(content), by=member, now=NOW)
    assert refused.value.messages == [fault]


def test_a_file_of_decisions_by_a_stranger_is_refused(competition):
    with pytest.raises(PermissionDenied):
        take_in(competition, make_staff("selection.decide_eligibility"), "101,ELIGIBLE,")
