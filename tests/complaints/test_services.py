"""A complaint from the draft to what follows from its decision."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from applications.snapshots import sha256_of
from complaints.models import Complaint, ComplaintMessage, ComplaintSubmission, ComplaintTransition
from complaints.services import (
    answer_request,
    ask_for_information,
    decide_complaint,
    decide_complaints,
    discard_complaint,
    examine_complaint,
    note_complaint,
    submit_complaint,
    withdraw_complaint,
)
from complaints.services.decisions import Ruling
from complaints.states import COMPLAINT_MOVES, ComplaintState
from core.models import AuditRecord
from core.states import StateMoveRefused
from notifications.models import Letter, OutgoingEmail
from selection.models import EligibilityDecision, Neutralisation
from selection.states import RouteKind
from tests.complaints.scenes import (
    NOW,
    TEST_DAY,
    add_candidate,
    board_member,
    complain_about_question,
    complain_about_technique,
    contest_result,
    draft_about_question,
    held_competition,
    legal_officer,
    manager,
    tell_result,
)
from tests.factories import make_candidate, make_staff

pytestmark = pytest.mark.django_db
UPHELD = Ruling(outcome="UPHELD", reasons="Two answers are right.", effect="NEUTRALISED")
REJECTED = Ruling(outcome="REJECTED", reasons="One answer is right.")


@pytest.fixture
def competition():
    return held_competition()


@pytest.fixture
def application(competition):
    return add_candidate(competition)


def test_handing_in_gives_number_due_date_frozen_text_and_letter_at_once(application):
    complaint = complain_about_question(application, 3, 7)
    letter = Letter.objects.get(event="complaint_received")
    frozen = ComplaintSubmission.objects.get(complaint=complaint)
    assert (complaint.state, str(complaint.due_on), complaint.timeliness) == (
        "RECEIVED",
        "2026-07-05",
        "IN_TIME",
    )
    assert letter.subject == f"Your complaint {complaint.number}"
    assert ("5 July 2026" in letter.body, frozen.sha256 in letter.body) == (True, True)
    assert (frozen.sha256, frozen.snapshot["question_numbers"]) == (sha256_of(frozen.snapshot), [3, 7])
    assert complaint.number not in OutgoingEmail.objects.get().body_text


def test_handing_in_twice_is_handing_in_once(application):
    complaint = complain_about_question(application)
    again = submit_complaint(complaint=complaint, by=application.candidate, now=NOW + timedelta(hours=1))
    assert (again.submitted_at, Letter.objects.count(), ComplaintSubmission.objects.count()) == (NOW, 1, 1)


def test_what_comes_late_is_taken_and_marked(application):
    complaint = complain_about_question(application, now=TEST_DAY + timedelta(days=9))
    assert (complaint.state, complaint.timeliness) == ("RECEIVED", "LATE")
    assert "after the time limit" in Letter.objects.get().body


def test_what_comes_in_time_from_the_day_the_letter_was_opened_is_marked_so(application):
    letter = tell_result(application)
    letter.first_opened_at = NOW + timedelta(days=4)
    letter.save()
    complaint = contest_result(application, letter=letter, now=NOW + timedelta(days=8))
    assert complaint.timeliness == "BY_READING"


def test_where_the_notice_gives_no_period_nothing_is_late(application, competition):
    competition.item_complaint_days = None
    competition.save()
    complaint = complain_about_question(application, now=NOW + timedelta(days=300))
    assert (complaint.timeliness, complaint.first_too_late_at) == ("UNKNOWN", None)


def test_an_administrative_complaint_is_answered_within_four_months(application):
    assert str(contest_result(application, RouteKind.ADMINISTRATIVE).due_on) == "2026-09-05"


def test_the_frozen_text_and_messages_cannot_be_changed(application, competition):
    complaint = complain_about_question(application)
    ask_for_information(complaint=complaint, text="Which key?", by=board_member(competition), now=NOW)
    for table in ("complaints_complaintsubmission", "complaints_complaintmessage"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET complaint_id = complaint_id")


def test_nothing_is_handed_in_where_the_letter_fails(application, monkeypatch):
    draft = draft_about_question(application)
    monkeypatch.setattr("complaints.services.submission.post_letter", _fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        submit_complaint(complaint=draft, by=application.candidate, now=NOW)
    draft.refresh_from_db()
    counts = (ComplaintSubmission.objects.count(), ComplaintTransition.objects.count())
    assert (draft.state, draft.submitted_at, counts) == ("DRAFT", None, (0, 0))


def _fail(**_values: Any) -> None:
    raise RuntimeError


def test_another_person_can_do_nothing_with_a_case(application):
    stranger = make_candidate()
    draft, case = draft_about_question(application), complain_about_question(application)
    for door in (
        lambda: submit_complaint(complaint=draft, by=stranger, now=NOW),
        lambda: discard_complaint(complaint=draft, by=stranger),
        lambda: withdraw_complaint(complaint=case, by=stranger, now=NOW),
        lambda: answer_request(complaint=case, text="x", by=stranger, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            door()


def test_a_draft_can_be_thrown_away_and_a_complaint_cannot(application):
    draft, case = draft_about_question(application), complain_about_question(application)
    discard_complaint(complaint=draft, by=application.candidate)
    with pytest.raises(StateMoveRefused):
        discard_complaint(complaint=case, by=application.candidate)
    assert list(Complaint.objects.all()) == [case]


def test_the_board_asks_the_candidate_answers_and_the_case_goes_on(application, competition):
    member = board_member(competition)
    case = examine_complaint(complaint=complain_about_question(application), by=member, now=NOW)
    assert (case.state, case.handler) == ("EXAMINED", member)
    ask_for_information(complaint=case, text="In which language?", by=member, now=NOW)
    asked = Letter.objects.get(event="complaint_information_asked")
    case = answer_request(complaint=case, text="In Dutch.", by=application.candidate, now=NOW)
    assert ("In which language?" in asked.body, case.state) == (True, "EXAMINED")
    assert list(ComplaintMessage.objects.values_list("is_from_candidate", "text")) == [
        (False, "In which language?"),
        (True, "In Dutch."),
    ]


def test_a_question_without_words_is_refused_and_nothing_moves(application, competition):
    case = complain_about_question(application)
    with pytest.raises(ValidationError):
        ask_for_information(complaint=case, text=" ", by=board_member(competition), now=NOW)
    case.refresh_from_db()
    assert (case.state, ComplaintMessage.objects.count()) == ("RECEIVED", 0)


def test_a_withdrawn_complaint_cannot_be_decided(application, competition):
    case = withdraw_complaint(
        complaint=complain_about_question(application), by=application.candidate, now=NOW
    )
    with pytest.raises(PermissionDenied):
        decide_complaint(complaint=case, ruling=REJECTED, by=board_member(competition), now=NOW)


def test_an_upheld_complaint_about_a_question_cancels_it_for_everybody(application, competition):
    member = board_member(competition)
    case = decide_complaint(
        complaint=complain_about_question(application, 3, 7), ruling=UPHELD, by=member, now=NOW
    )
    row = Neutralisation.objects.get()
    letter = Letter.objects.get(event="complaint_decided")
    assert (case.state, case.neutralisation, row.question_numbers) == ("UPHELD", row, [3, 7])
    assert (row.decided_by, row.reason) == (member, "Two answers are right.")
    assert ("Two answers are right." in letter.body, "The questions are cancelled" in letter.body) == (
        True,
        True,
    )
    assert ("General Court" in letter.body, "Request for review" in letter.body) == (True, False)
    verbs = set(AuditRecord.objects.values_list("verb", flat=True))
    assert {"complaint_submit", "complaint_uphold", "neutralise_questions"} - verbs == {"complaint_submit"}


def test_similar_cases_are_decided_together_each_with_its_own_letter(competition):
    cases = [
        complain_about_question(add_candidate(competition, number, language=language), *questions)
        for number, language, questions in (("101", "nl", (3,)), ("102", "en", (3, 7)), ("103", "fr", (7,)))
    ]
    decided = decide_complaints(complaints=cases, ruling=UPHELD, by=board_member(competition), now=NOW)
    assert [row.question_numbers for row in Neutralisation.objects.order_by("pk")] == [[3], [7]]
    assert len({case.neutralisation_id for case in decided}) == 2
    letters = Letter.objects.filter(event="complaint_decided")
    assert {(letter.recipient_id, letter.language) for letter in letters} == {
        (case.application.candidate_id, case.application.candidate.language) for case in cases
    }


def test_where_one_of_a_group_cannot_be_decided_none_is(application, competition):
    first = complain_about_question(application)
    second = complain_about_question(add_candidate(competition, "102"), 25)  # the test has 10 questions
    with pytest.raises(ValidationError):
        decide_complaints(complaints=[first, second], ruling=UPHELD, by=board_member(competition), now=NOW)
    first.refresh_from_db()
    left = (Neutralisation.objects.count(), Letter.objects.filter(event="complaint_decided").count())
    assert (first.state, left) == ("RECEIVED", (0, 0))


def test_an_upheld_review_of_a_refused_file_decides_on_the_file_anew(application, competition):
    member = board_member(competition)
    EligibilityDecision.objects.create(
        application=application,
        decision="NOT_ELIGIBLE",
        reason="No diploma.",
        decided_at=TEST_DAY,
        decided_by=member,
    )
    ruling = Ruling(outcome="UPHELD", reasons="The diploma counts.", effect="READMITTED")
    case = decide_complaint(complaint=contest_result(application), ruling=ruling, by=member, now=NOW)
    standing = EligibilityDecision.objects.current().get()
    assert (standing.decision, case.eligibility_decision) == ("ELIGIBLE", standing)


def test_an_upheld_technical_complaint_names_its_remedy(application):
    ruling = Ruling(outcome="UPHELD", reasons="The log shows it.", effect="RETEST", effect_note="On 3 June.")
    case = decide_complaint(
        complaint=complain_about_technique(application), ruling=ruling, by=manager(), now=NOW
    )
    letter = Letter.objects.get(event="complaint_decided")
    assert (case.effect, "take the test again" in letter.body, "On 3 June." in letter.body) == (
        "RETEST",
        True,
        True,
    )


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling(outcome="UPHELD", reasons="", effect="NEUTRALISED"),
        Ruling(outcome="UPHELD", reasons="Yes."),
        Ruling(outcome="UPHELD", reasons="Yes.", effect="RETEST"),
        Ruling(outcome="REJECTED", reasons="No.", effect="NEUTRALISED"),
        Ruling(outcome="WITHDRAWN", reasons="No."),
    ],
    ids=["no reasons", "no effect", "effect of another route", "effect of a rejection", "no decision"],
)
def test_a_ruling_that_makes_no_sense_changes_nothing(ruling, application, competition):
    case = complain_about_question(application)
    with pytest.raises(ValidationError):
        decide_complaint(complaint=case, ruling=ruling, by=board_member(competition), now=NOW)
    case.refresh_from_db()
    assert (case.state, Neutralisation.objects.count()) == ("RECEIVED", 0)


def test_each_route_is_decided_by_the_competent_role_alone(competition):
    makers = {
        "ITEM": complain_about_question,
        "TECHNICAL": complain_about_technique,
        "REVIEW": contest_result,
        "ADMINISTRATIVE": lambda application: contest_result(application, RouteKind.ADMINISTRATIVE),
    }
    people = {
        "board": board_member(competition),
        "other board": board_member(held_competition()),
        "manager": manager(),
        "legal": legal_officer(),
        "support": make_staff("applications.view_application"),
    }
    competent = set()
    for number, (route, make) in enumerate(makers.items(), start=201):
        case = make(add_candidate(competition, str(number)))
        for name, person in people.items():
            try:
                with transaction.atomic():
                    decide_complaint(complaint=case, ruling=REJECTED, by=person, now=NOW)
                    competent.add((route, name))
                    transaction.set_rollback(True)
            except PermissionDenied:
                pass
    assert competent == {
        ("ITEM", "board"), ("REVIEW", "board"), ("TECHNICAL", "manager"), ("ADMINISTRATIVE", "legal"),
    }  # fmt: skip


def test_what_the_provider_says_stands_beside_the_case(application, competition):
    case = complain_about_technique(application)
    noted = note_complaint(
        complaint=case, provider_notes="10:02 lost", incident="Outage", by=manager(), now=NOW
    )
    assert (noted.provider_notes, noted.incident) == ("10:02 lost", "Outage")
    with pytest.raises(PermissionDenied):
        note_complaint(complaint=case, provider_notes="", incident="", by=make_staff(), now=NOW)


def test_the_table_permits_these_moves_and_no_others():
    permitted = {
        (action, state)
        for action in COMPLAINT_MOVES.moves
        for state in ComplaintState.values
        if COMPLAINT_MOVES.permits(action, state)
    }
    decisions = {
        (action, state)
        for action in ("uphold", "uphold_partly", "reject", "refuse", "withdraw")
        for state in ("RECEIVED", "EXAMINED", "ASKED")
    }
    assert permitted == decisions | {
        ("submit", "DRAFT"), ("examine", "RECEIVED"), ("ask", "RECEIVED"), ("ask", "EXAMINED"),
        ("answer", "ASKED"),
    }  # fmt: skip
