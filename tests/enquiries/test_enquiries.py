"""Questions of candidates, and EPSO's answers."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from PIL import Image

from accounts.models import FileAccess
from accounts.roles import PERMISSIONS, Role
from enquiries.models import Enquiry, EnquiryMessage
from enquiries.services import answer_enquiry, ask_question, assign_enquiry, close_enquiry, write_again
from enquiries.states import ENQUIRY_MOVES, EnquiryState
from notifications.models import Letter, OutgoingEmail
from tests.factories import make_application, make_candidate, make_staff

pytestmark = pytest.mark.django_db
HOME = "/en/account/questions/"
LIST = "/en/admin/enquiries/enquiry/"
NOW = datetime(2026, 5, 12, 21, 30, tzinfo=UTC)  # a Tuesday, 23:30 in Brussels


@pytest.fixture
def candidate():
    return make_candidate(language="nl")


def ask(candidate: Any, **values: Any) -> Enquiry:
    defaults = {
        "token": uuid.uuid4(), "subject": "My diploma", "text": "Is it enough?", "application": None,
        "now": NOW,
    }  # fmt: skip
    return ask_question(candidate=candidate, **{**defaults, **values})


def agent():
    return make_staff("enquiries.view_enquiry", "enquiries.answer_enquiry")


def answer(enquiry: Enquiry, *, text: str = "Yes, it is.", **values: Any) -> Enquiry:
    defaults = {"by": agent(), "token": uuid.uuid4(), "now": NOW + timedelta(days=1)}
    return answer_enquiry(enquiry=enquiry, text=text, **{**defaults, **values})


def test_a_question_has_its_number_at_once_and_is_due_in_five_working_days(candidate):
    enquiry = ask(candidate)
    # Ascension (14 May) and the day after do not count.
    assert (enquiry.state, str(enquiry.due_on), enquiry.number[:2]) == ("OPEN", "2026-05-21", "Q-")


def test_the_same_form_sent_twice_is_one_question(candidate):
    token = uuid.uuid4()
    assert ask(candidate, token=token) == ask(candidate, token=token)
    assert (Enquiry.objects.count(), EnquiryMessage.objects.count()) == (1, 1)


def test_a_question_without_words_leaves_nothing(candidate):
    with pytest.raises(ValidationError):
        ask(candidate, text=" ")
    assert Enquiry.objects.count() == 0


def test_a_question_about_another_persons_application_is_refused(candidate):
    with pytest.raises(PermissionDenied):
        ask(candidate, application=make_application())


def test_an_answer_is_announced_without_its_words(candidate):
    enquiry = answer(ask(candidate))
    letter, mail = Letter.objects.get(), OutgoingEmail.objects.get()
    assert (enquiry.state, enquiry.is_unread, letter.language) == ("ANSWERED", True, "nl")
    assert enquiry.number in letter.body
    assert [text for text in (letter.body, mail.body_text, mail.subject) if "Yes, it is." in text] == []
    assert enquiry.number not in mail.body_text + mail.subject


def test_an_answer_sent_twice_is_one_answer(candidate):
    enquiry, values = ask(candidate), {"by": agent(), "token": uuid.uuid4()}
    answer(enquiry, **values)
    answer(enquiry, **values)
    assert (EnquiryMessage.objects.count(), Letter.objects.count()) == (2, 1)


def test_nothing_of_an_answer_is_left_where_its_letter_fails(candidate, monkeypatch):
    enquiry = ask(candidate)
    monkeypatch.setattr("enquiries.services.answering.post_letter", _fail)
    with pytest.raises(RuntimeError), transaction.atomic():
        answer(enquiry)
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.answered_at, EnquiryMessage.objects.count()) == ("OPEN", None, 1)


def _fail(**_values: Any) -> None:
    raise RuntimeError


def test_writing_again_opens_the_question_anew_with_a_new_due_date(candidate):
    enquiry = answer(ask(candidate))
    later = NOW + timedelta(days=30)
    enquiry = write_again(enquiry=enquiry, by=candidate, token=uuid.uuid4(), text="And now?", now=later)
    assert (enquiry.state, str(enquiry.due_on)) == ("OPEN", "2026-06-18")


def test_a_question_is_closed_by_its_candidate_or_staff_and_by_nobody_else(candidate):
    first, second = ask(candidate), ask(candidate)
    assert close_enquiry(enquiry=first, by=candidate, now=NOW).state == "CLOSED"
    assert close_enquiry(enquiry=second, by=agent(), now=NOW).state == "CLOSED"
    with pytest.raises(PermissionDenied):
        close_enquiry(enquiry=ask(candidate), by=make_candidate(), now=NOW)


def test_only_who_may_answer_answers_and_is_given_a_question(candidate):
    enquiry, colleague = ask(candidate), agent()
    assert assign_enquiry(enquiry=enquiry, handler=colleague, by=agent(), now=NOW).handler == colleague
    for door in (
        lambda: answer(enquiry, by=make_staff()),
        lambda: assign_enquiry(enquiry=enquiry, handler=make_staff(), by=agent(), now=NOW),
        lambda: assign_enquiry(enquiry=enquiry, handler=colleague, by=make_staff(), now=NOW),
        lambda: write_again(enquiry=enquiry, by=make_candidate(), token=uuid.uuid4(), text="x", now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            door()


def test_messages_cannot_be_changed(candidate):
    ask(candidate)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE enquiries_enquirymessage SET text = 'other'")


def test_the_table_permits_these_moves_and_no_others():
    permitted = {
        (action, state)
        for action in ENQUIRY_MOVES.moves
        for state in EnquiryState.values
        if ENQUIRY_MOVES.permits(action, state)
    }
    assert permitted == {
        ("answer", "OPEN"), ("reopen", "ANSWERED"), ("reopen", "CLOSED"),
        ("close", "OPEN"), ("close", "ANSWERED"),
    }  # fmt: skip


def test_support_answers_questions_and_sees_no_scores_and_no_accommodation_files():
    held = PERMISSIONS[Role.SUPPORT]
    assert {"enquiries.view_enquiry", "enquiries.answer_enquiry"} <= held
    assert [name for name in held if name.startswith(("selection.", "special_needs.", "complaints."))] == []


def test_a_candidate_asks_with_a_file_reads_the_answer_and_writes_again(client, candidate):
    client.force_login(candidate)
    content = BytesIO()
    Image.new("RGB", (30, 20), "white").save(content, "PNG")
    file = SimpleUploadedFile("screen.png", content.getvalue(), "image/png")
    form = {"token": uuid.uuid4(), "subject": "My diploma", "text": "Is it enough?", "file": file}
    page = client.post(f"{HOME}new/", form, follow=True).content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.number in page, "screen.png" in page) == (True, True)
    answer(enquiry, now=NOW + timedelta(days=9000))
    assert "Unread" in client.get(HOME).content.decode()
    assert "Yes, it is." in client.get(f"{HOME}{enquiry.number}/").content.decode()
    client.post(f"{HOME}{enquiry.number}/", {"token": uuid.uuid4(), "text": "Thank you."})
    enquiry.refresh_from_db()
    assert enquiry.state == "OPEN"


def test_what_was_read_is_unread_no_more(client, candidate):
    enquiry = answer(ask(candidate))
    client.force_login(candidate)
    assert list(Enquiry.objects.unread()) == [enquiry]
    client.get(f"{HOME}{enquiry.number}/")
    enquiry.refresh_from_db()
    assert (enquiry.is_unread, list(Enquiry.objects.unread())) == (False, [])


def test_a_flood_of_messages_is_stopped_and_nothing_typed_is_lost(client, candidate, settings):
    settings.CONTACT_MESSAGES_AN_HOUR = 1
    client.force_login(candidate)
    client.post(f"{HOME}new/", {"token": uuid.uuid4(), "subject": "One", "text": "First"})
    response = client.post(f"{HOME}new/", {"token": uuid.uuid4(), "subject": "Two", "text": "Second"})
    assert (response.status_code, "Second" in response.content.decode()) == (429, True)
    assert Enquiry.objects.count() == 1


def test_another_person_finds_nothing_at_any_address(client, candidate):
    enquiry = ask(candidate)
    client.force_login(make_candidate())
    form = {"token": uuid.uuid4(), "text": "x"}
    statuses = [
        client.get(f"{HOME}{enquiry.number}/").status_code,
        client.post(f"{HOME}{enquiry.number}/", form).status_code,
        client.post(f"{HOME}{enquiry.number}/close/").status_code,
    ]
    assert (statuses, enquiry.number in client.get(HOME).content.decode()) == ([404] * 3, False)


def test_an_application_of_another_person_cannot_be_chosen(client, candidate):
    client.force_login(candidate)
    form = {"token": uuid.uuid4(), "subject": "x", "text": "y", "application": make_application().number}
    response = client.post(f"{HOME}new/", form)
    assert list(response.context["form"].errors) == ["application"]


def test_staff_answer_in_the_administration_and_leave_a_row(client, candidate):
    enquiry, person = ask(candidate), agent()
    client.force_login(person)
    assert "Is it enough?" in client.get(f"{LIST}{enquiry.pk}/change/").content.decode()
    client.post(f"{LIST}{enquiry.pk}/answer/", {"token": uuid.uuid4(), "text": "Yes, it is."})
    client.post(f"{LIST}{enquiry.pk}/assign/", {"handler": person.pk})
    client.post(f"{LIST}{enquiry.pk}/close/")
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.handler) == ("CLOSED", person)
    about = set(FileAccess.objects.values_list("person", "about", "kind"))
    assert about == {(candidate.pk, f"enquiry:{enquiry.number}", "OPENED")}


def test_staff_without_the_permission_are_refused(client, candidate):
    enquiry = ask(candidate)
    client.force_login(make_staff("enquiries.view_enquiry"))
    tails = ("answer", "assign", "close", "files/1")
    assert {client.post(f"{LIST}{enquiry.pk}/{tail}/").status_code for tail in tails} == {403}
    client.force_login(make_staff("complaints.view_complaint"))
    assert client.get(f"{LIST}{enquiry.pk}/change/").status_code == 403
