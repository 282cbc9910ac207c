"""A message is taken once, numbered at once, acknowledged; hostile input gets an answer and a limit."""

from __future__ import annotations

import re
import threading
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation

from applications.numbers import is_application_number
from core.languages import CODES
from core.models import AuditRecord
from core.states import StateMoveRefused
from knowledge.forms import ContactForm
from knowledge.models import ContactMessage
from knowledge.services import change_contact_state, receive_message
from notifications.models import OutgoingEmail
from tests.factories import make_candidate, make_staff
from tests.knowledge.conftest import NOW

pytestmark = pytest.mark.django_db

FORM: dict[str, Any] = {
    "salutation": "MS",
    "first_names": "Zoé",
    "family_names": "Papadopoúlou",
    "email": "zoe@example.eu",
    "language": "el",
    "subject": "My application",
    "message": "Where is it?\r\n\r\nThank you.",
    "phone": "",
    "candidate_number": "",
    "competition_reference": "",
}


def form(**changes: Any) -> dict[str, Any]:
    return {**FORM, "token": str(uuid.uuid4()), **changes}


def errors_of(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_a_message_gets_a_number_at_once(client: Client) -> None:
    response = client.post("/en/contact/", form())
    message = ContactMessage.objects.get()
    assert response["Location"] == f"/en/contact/received/{message.token}/"
    assert re.fullmatch(r"C-\d{7}", message.number)
    assert is_application_number(message.number.removeprefix("C-"))
    assert message.number in client.get(response["Location"]).content.decode()
    assert message.message == "Where is it?\n\nThank you."


def test_the_acknowledgement_is_in_the_language_of_the_person_and_holds_none_of_her_words(
    client: Client,
) -> None:
    client.post(
        "/en/contact/", form(subject="Buy at https://evil.example", message="Click https://evil.example")
    )
    email = OutgoingEmail.objects.get()
    number = ContactMessage.objects.get().number
    assert (email.to_address, email.language, email.event) == ("zoe@example.eu", "el", "contact_received")
    assert number in email.subject
    assert number in email.body_text
    assert "evil" not in email.subject + email.body_text + email.body_html
    assert "\n" not in email.subject


@pytest.mark.parametrize("code", CODES)
def test_the_acknowledgement_can_be_written_in_every_language(code: str) -> None:
    message = receive_message(token=uuid.uuid4(), values={**FORM, "language": code}, now=NOW)
    email = OutgoingEmail.objects.get()
    assert (email.language, message.number in email.body_text) == (code, True)
    with translation.override(code):
        assert str(settings.CONTACT_ANSWER_DAYS) in email.body_text


def test_the_same_form_sent_twice_is_one_message(client: Client) -> None:
    sent = form()
    first, second = client.post("/en/contact/", sent), client.post("/en/contact/", sent)
    assert first["Location"] == second["Location"]
    assert (ContactMessage.objects.count(), OutgoingEmail.objects.count()) == (1, 1)


def test_a_form_changed_after_going_back_is_another_message(client: Client) -> None:
    sent = form()
    client.post("/en/contact/", sent)
    for _again in range(2):
        client.post("/en/contact/", {**sent, "message": "And another thing."})
    assert ContactMessage.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_are_one_message() -> None:
    token, barrier, numbers = uuid.uuid4(), threading.Barrier(4), []

    def click() -> None:
        try:
            barrier.wait()
            values = {name: FORM[name] for name in FORM}
            numbers.append(receive_message(token=token, values=values, now=NOW).number)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(numbers), len(set(numbers)), ContactMessage.objects.count()) == (4, 1, 1)
    assert OutgoingEmail.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "0" * 500, "<script>", "\x00"])
def test_a_spoilt_token_does_not_lose_the_message(client: Client, token: str) -> None:
    assert client.post("/en/contact/", form(token=token)).status_code == 302
    assert ContactMessage.objects.count() == 1


@pytest.mark.parametrize("name", ["first_names", "family_names", "email", "subject", "message"])
def test_what_is_mandatory_is_asked_for_and_the_rest_is_kept(client: Client, name: str) -> None:
    response = client.post("/en/contact/", form(**{name: ""}))
    assert list(errors_of(response)) == [name]
    assert ContactMessage.objects.count() == 0
    page = response.content.decode()
    assert [value for key, value in FORM.items() if key == "family_names" and key != name] == [
        value for value in ["Papadopoúlou"] if name != "family_names" and value in page
    ]


@pytest.mark.parametrize(
    "name", ["first_names", "family_names", "email", "phone", "subject", "candidate_number"]
)
@pytest.mark.parametrize(
    "ending", ["\r\nBcc: all@example.eu", "\nX: y", "\rX: y", "\x0bX", "\u2028X: y", "\x85X"]
)
def test_lines_that_would_begin_a_header_are_refused(client: Client, name: str, ending: str) -> None:
    value = "a@example.eu" if name == "email" else "A"
    assert list(errors_of(client.post("/en/contact/", form(**{name: f"{value}{ending}"})))) == [name]
    assert OutgoingEmail.objects.count() == 0


@pytest.mark.parametrize(
    "name, value",
    [
        ("message", "x" * (settings.CONTACT_MESSAGE_CHARACTERS + 1)),
        ("message", "a\x00b"),
        ("subject", "x" * 151),
        ("first_names", "x" * 151),
        ("email", "x" * 250 + "@example.eu"),
        ("email", "not an address"),
        ("email", "a@b.eu, c@d.eu"),
        ("email", "Zoe <zoe@example.eu>"),
        ("language", "tlh"),
        ("language", ""),
        ("salutation", "LORD"),
        ("candidate_number", "1" * 31),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(client: Client, name: str, value: str) -> None:
    assert list(errors_of(client.post("/en/contact/", form(**{name: value})))) == [name]


def test_binary_in_place_of_a_form_is_answered(client: Client) -> None:
    response = client.post("/en/contact/", b"\xff\xfe\x00" * 1000, content_type="application/octet-stream")
    assert set(errors_of(response)) >= {"first_names", "message"}


def test_markup_is_text(client: Client) -> None:
    sent = form(first_names="<script>alert(1)</script>", subject="")
    page = client.post("/en/contact/", sent).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_flood_from_one_place_is_stopped_with_the_form_kept(client: Client) -> None:
    for count in range(settings.CONTACT_MESSAGES_AN_HOUR):
        assert client.post("/en/contact/", form(email=f"a{count}@example.eu")).status_code == 302
    response = client.post("/en/contact/", form(email="z@example.eu", message="Kept words."))
    assert response.status_code == 429
    assert "Kept words." in response.content.decode()
    assert ContactMessage.objects.count() == settings.CONTACT_MESSAGES_AN_HOUR


def test_one_address_is_not_flooded_from_many_places() -> None:
    for count in range(settings.CONTACT_MESSAGES_AN_HOUR):
        Client(REMOTE_ADDR=f"192.0.2.{count}").post("/en/contact/", form())
    assert Client(REMOTE_ADDR="192.0.2.200").post("/en/contact/", form()).status_code == 429
    assert OutgoingEmail.objects.count() == settings.CONTACT_MESSAGES_AN_HOUR


def test_the_same_form_again_does_not_count_as_a_flood(client: Client) -> None:
    sent = form()
    statuses = {
        client.post("/en/contact/", sent).status_code for _ in range(settings.CONTACT_MESSAGES_AN_HOUR + 5)
    }
    assert statuses == {302}


def test_the_form_needs_its_token_against_forgery() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/en/contact/", form()).status_code == 403
    assert ContactMessage.objects.count() == 0


def test_the_form_is_never_kept_for_others(client: Client) -> None:
    assert "no-store" in client.get("/en/contact/")["Cache-Control"]


def test_who_is_signed_in_finds_her_name_filled_in(client: Client) -> None:
    candidate = make_candidate(language="mt", first_names="Ġanna", family_names="Ħaż-Żebbuġ")
    client.force_login(candidate)
    initial = client.get("/fr/contact/").context["form"].initial
    assert (initial["first_names"], initial["email"], initial["language"]) == ("Ġanna", candidate.email, "mt")


def test_a_number_is_shown_to_nobody_without_its_token(client: Client) -> None:
    assert client.get(f"/en/contact/received/{uuid.uuid4()}/").status_code == 404


def test_all_columns_of_the_form_are_columns_of_the_message() -> None:
    names = set(ContactForm.base_fields) - {"token"}
    assert names == set(FORM)


def test_staff_take_a_message_in_hand_and_answer_it() -> None:
    message = receive_message(token=uuid.uuid4(), values=FORM, now=NOW)
    agent = make_staff()
    for action, state in [
        ("take", "IN_HAND"),
        ("answer", "ANSWERED"),
        ("reopen", "IN_HAND"),
        ("close", "CLOSED"),
    ]:
        assert change_contact_state(message=message, action=action, by=agent, now=NOW).state == state
    with pytest.raises(StateMoveRefused):
        change_contact_state(message=message, action="answer", by=agent, now=NOW)
    assert AuditRecord.objects.filter(by=agent).count() == message.transitions.count() == 4
