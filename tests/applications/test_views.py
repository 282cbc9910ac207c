"""The pages of a candidate, as a browser posts them."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.models import Application, Submission
from notifications.models import Letter, OutgoingEmail
from tests.factories import (
    make_candidate,
    make_competition,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    return make_candidate()


@pytest.fixture
def client(candidate):
    browser = Client()
    browser.force_login(candidate, backend="django.contrib.auth.backends.ModelBackend")
    return browser


PERSONAL = {
    "family_names": "de Vries",
    "first_names": "Anna Maria",
    "date_of_birth": "1995-04-30",
    "place_of_birth": "Utrecht",
    "country_of_birth": "NL",
    "gender": "NO_ANSWER",
    "citizenship_1": "NL",
    "street": "Dorpsstraat 1",
    "city": "Utrecht",
    "country": "NL",
    "phone": "+31 6 12 34 56 78",
    "language": "nl",
}
QUESTION = {"code": "TS1", "question": {"en": "Why?"}, "max_characters": 100}
LEVELS = dict.fromkeys(("listening", "reading", "speaking", "writing"), "C1")
DIPLOMA = {
    "title": "Bachelor of Laws",
    "awarding_body": "Universiteit Utrecht",
    "country": "NL",
    "level": "6",
    "start_date": "2013-09-01",
    "end_date": "2016-08-31",
    "award_date": "2016-08-31",
    "gives_access": "on",
}
WORK = {
    "kind": "PAID",
    "employer": "Gemeente Utrecht",
    "position": "Policy officer",
    "start_date": "2020-01-01",
    "end_date": "2022-12-31",
    "percentage": "100",
    "is_paid": "on",
    "description": "Drafting local rules and answering the council.",
}
DECLARATIONS = dict.fromkeys(
    (
        "has_citizen_rights",
        "has_met_military_obligations",
        "has_character_requirements",
        "has_eligible_qualification",
        "has_read_privacy_statement",
        "has_declared_on_honour",
    ),
    "on",
)


def address(name, *args):
    return reverse(f"applications:{name}", args=args)


def test_a_candidate_starts_takes_every_step_and_submits(client, candidate):
    competition = make_competition(
        is_motivation_asked=True,
        motivation_max_characters=2000,
        fields=[{}, {"talent_screener": [QUESTION]}],
    )
    field = competition.fields.last()

    started = client.post(address("start", competition.slug))
    number = Application.objects.get().number
    assert started.url == address("step", number, "personal")

    def save(step, data, *, following):
        assert client.get(address("step", number, step)).status_code == 200
        answer = client.post(address("step", number, step), {**data, "then": "next"})
        assert answer.status_code == 302, answer.context["form"].errors
        assert answer.url == address("step", number, following)

    def add(step, data):
        assert client.get(address("entry_new", number, step)).status_code == 200
        answer = client.post(address("entry_new", number, step), data)
        assert answer.status_code == 302, answer.context["form"].errors
        assert answer.url == address("step", number, step)

    save("personal", PERSONAL, following="choice")
    save("choice", {"field": field.pk, "language_1": "nl", "language_2": "fr"}, following="languages")
    add("languages", {"language": "nl", "is_mother_tongue": "on", **LEVELS})
    add("languages", {"language": "fr", **LEVELS})
    save("languages", {}, following="education")
    add("education", DIPLOMA)
    save("education", {}, following="experience")
    add("experience", WORK)
    save("experience", {}, following="motivation")
    save("motivation", {"motivation": "To serve.", "question_TS1": "Because."}, following="declarations")
    save("declarations", DECLARATIONS, following="check")

    check = client.get(address("step", number, "check"))
    assert check.context["gaps"] == []
    receipt = client.post(
        address("submit", number), {"revision": check.context["form"].initial["revision"]}, follow=True
    )
    assert receipt.status_code == 200
    submission = Submission.objects.get()
    assert submission.sha256 in receipt.content.decode()
    assert list(Letter.objects.order_by("pk").values_list("event", "language")) == [
        ("application_started", "en"),
        ("application_submitted", "nl"),
    ]
    assert submission.sha256 in Letter.objects.get(event="application_submitted").body
    assert OutgoingEmail.objects.count() == 2
    assert client.get(address("submission_detail", number, 1)).status_code == 200
    assert client.get(address("overview")).status_code == 200
