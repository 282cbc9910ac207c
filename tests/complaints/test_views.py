"""What a candidate sees and does when she contests something."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from complaints.models import Complaint, ComplaintEvidence
from complaints.services import ask_for_information, decide_complaint
from complaints.services.decisions import Ruling
from selection.states import RouteKind
from tests.complaints.scenes import (
    NOW,
    add_candidate,
    board_member,
    complain_about_question,
    contest_result,
    draft_about_question,
    held_competition,
    tell_result,
)
from tests.factories import make_candidate

pytestmark = pytest.mark.django_db
HOME = "/en/account/complaints/"


@pytest.fixture
def competition():
    return held_competition()


@pytest.fixture
def application(competition, client):
    application = add_candidate(competition)
    client.force_login(application.candidate)
    return application


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (30, 20), "white").save(content, "PNG")
    return SimpleUploadedFile("screen.png", content.getvalue(), "image/png")


def test_the_start_page_shows_each_way_to_contest_and_until_when(client, application):
    tell_result(application)
    page = client.get(f"{HOME}new/").content.decode()
    assert page.count("until the end of") == 4
    assert f"{HOME}new/101/ITEM/?about=NR" in page


def test_a_question_is_contested_by_its_number_from_draft_to_receipt(client, application):
    values = {"test": "NR", "question_numbers": "7, 3", "description": "Two answers were right."}
    draft = client.post(f"{HOME}new/101/ITEM/", values)["Location"]
    complaint = Complaint.objects.get()
    assert (complaint.question_numbers, complaint.state) == ([3, 7], "DRAFT")
    assert "This is a draft." in client.get(draft).content.decode()
    page = client.post(f"{draft}submit/", follow=True).content.decode()
    complaint.refresh_from_db()
    assert (complaint.state, "We received your complaint." in page) == ("RECEIVED", True)
    assert client.get(f"{draft}edit/").status_code == 302


@pytest.mark.parametrize("numbers", ["", "three", "0", "11", "3;4"])
def test_a_number_that_the_test_does_not_have_is_refused(numbers, client, application):
    values = {"test": "NR", "question_numbers": numbers, "description": "Wrong."}
    response = client.post(f"{HOME}new/101/ITEM/", values)
    assert (list(response.context["form"].errors), Complaint.objects.count()) == (["question_numbers"], 0)


def test_a_decision_is_contested_by_its_letter(client, application):
    letter = tell_result(application)
    client.post(f"{HOME}new/101/REVIEW/", {"letter": str(letter.number), "description": "My diploma counts."})
    assert Complaint.objects.get().letter == letter


def test_a_late_complaint_is_warned_of_and_taken(client, application):
    draft = draft_about_question(application)  # the real clock is long after the day of the test
    page = client.get(f"{HOME}{draft.number}/").content.decode()
    assert "The time limit has passed." in page
    client.post(f"{HOME}{draft.number}/submit/")
    draft.refresh_from_db()
    assert (draft.state, draft.timeliness) == ("RECEIVED", "LATE")


def test_files_are_put_with_a_draft_and_taken_away(client, application):
    draft = draft_about_question(application)
    client.post(f"{HOME}{draft.number}/files/", {"file": picture()})
    evidence = ComplaintEvidence.objects.get()
    assert evidence.document.name == "screen.png"
    client.post(f"{HOME}{draft.number}/files/{evidence.pk}/remove/")
    assert ComplaintEvidence.objects.count() == 0


def test_a_file_that_is_no_document_is_refused_with_the_reason(client, application):
    draft = draft_about_question(application)
    response = client.post(
        f"{HOME}{draft.number}/files/", {"file": SimpleUploadedFile("a.png", b"no picture")}
    )
    assert (response.status_code, ComplaintEvidence.objects.count()) == (422, 0)
    assert "The file is not a PDF, JPG or PNG." in response.content.decode()


def test_what_was_handed_in_takes_no_more_files(client, application):
    complaint = complain_about_question(application)
    client.post(f"{HOME}{complaint.number}/files/", {"file": picture()})
    assert ComplaintEvidence.objects.count() == 0


def test_a_question_of_the_board_is_answered_on_the_page(client, application, competition):
    complaint = complain_about_question(application)
    ask_for_information(complaint=complaint, text="Which paper?", by=board_member(competition), now=NOW)
    assert "Which paper?" in client.get(f"{HOME}{complaint.number}/").content.decode()
    client.post(f"{HOME}{complaint.number}/answer/", {"text": "The Dutch one."})
    complaint.refresh_from_db()
    assert complaint.state == "EXAMINED"


def test_a_decision_shows_reasons_what_follows_and_what_can_be_done(client, application, competition):
    complaint = complain_about_question(application)
    ruling = Ruling(outcome="UPHELD", reasons="Both answers are right.", effect="NEUTRALISED")
    decide_complaint(complaint=complaint, ruling=ruling, by=board_member(competition), now=timezone.now())
    page = client.get(f"{HOME}{complaint.number}/").content.decode()
    for text in (
        "Both answers are right.",
        "The questions are cancelled for everybody",
        "The ranking will be computed again.",
        "Administrative complaint under Article 90(2)",
    ):
        assert text in page


def test_a_complaint_is_withdrawn_after_a_question(client, application):
    complaint = complain_about_question(application)
    assert "Withdraw this complaint?" in client.get(f"{HOME}{complaint.number}/withdraw/").content.decode()
    client.post(f"{HOME}{complaint.number}/withdraw/")
    complaint.refresh_from_db()
    assert complaint.state == "WITHDRAWN"


def test_a_draft_is_thrown_away(client, application):
    draft = draft_about_question(application)
    client.post(f"{HOME}{draft.number}/discard/")
    assert Complaint.objects.count() == 0


def test_another_person_finds_nothing_at_any_address(client, application):
    cases = [draft_about_question(application), contest_result(application, RouteKind.REVIEW)]
    client.force_login(make_candidate())
    statuses = set()
    for case in cases:
        for tail in ("", "edit/", "withdraw/"):
            statuses.add(client.get(f"{HOME}{case.number}/{tail}").status_code)
        for tail in ("submit/", "discard/", "answer/", "withdraw/", "edit/", "files/", "files/1/remove/"):
            statuses.add(client.post(f"{HOME}{case.number}/{tail}", {"text": "x"}).status_code)
    for route in RouteKind.values:
        statuses.add(client.get(f"{HOME}new/101/{route}/").status_code)
        statuses.add(client.post(f"{HOME}new/101/{route}/", {}).status_code)
    assert statuses == {404}
    assert cases[0].number not in client.get(HOME).content.decode()
    assert "101" not in client.get(f"{HOME}new/").content.decode()


def test_a_letter_of_another_person_cannot_be_contested(client, application, competition):
    foreign = tell_result(add_candidate(competition, "102"))
    response = client.post(
        f"{HOME}new/101/REVIEW/", {"letter": str(foreign.number), "description": "I do not agree."}
    )
    assert (list(response.context["form"].errors), Complaint.objects.count()) == (["letter"], 0)


def test_the_court_is_no_route_of_this_site(client, application):
    assert client.get(f"{HOME}new/101/COURT/").status_code == 404


def test_the_list_costs_the_same_number_of_queries_with_many_cases(
    client, application, django_assert_num_queries
):
    complain_about_question(application)
    client.get(HOME)
    with django_assert_num_queries(2):
        client.get(HOME)
    for question in range(1, 5):
        complain_about_question(application, question, now=NOW + timedelta(minutes=question))
    with django_assert_num_queries(2):
        client.get(HOME)
