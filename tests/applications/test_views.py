"""The pages of a candidate, as a browser posts them."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.models import Application, Submission
from applications.services import closed_message
from notifications.models import Letter, OutgoingEmail
from tests.factories import (
    experience_values,
    make_application,
    make_candidate,
    make_competition,
    make_submitted_application,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    return make_candidate()


@pytest.fixture
def client(candidate):
    browser = Client()
    browser.force_login(candidate)
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


MENU_QUERIES = 1
"""Who is signed in, and that no role was ever given to her."""


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


def mine(candidate, **values):
    return make_application(candidate=candidate, **values)


def test_what_is_not_valid_is_shown_again_with_errors_and_kept_for_another_device(client, candidate):
    number = mine(candidate, is_complete=False).number
    page = address("step", number, "personal")
    typed = {**PERSONAL, "phone": "call me", "date_of_birth": "soon", "family_names": ""}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"phone", "date_of_birth", "family_names"}
    other_device = Client()
    other_device.force_login(candidate)
    again = other_device.get(page)
    assert again.context["form"]["phone"].value() == "call me"
    assert again.context["form"]["date_of_birth"].value() == "soon"
    assert again.context["form"]["city"].value() == "Utrecht"
    assert 'href="#id_phone"' in again.content.decode()


def test_errors_are_in_the_language_of_the_page(client, candidate):
    number = mine(candidate, is_complete=False).number
    page = address("step", number, "personal").replace("/en/", "/nl/", 1)
    errors = client.post(page, {}).context["form"].errors["family_names"]
    assert errors == ["Dit veld is verplicht."]


def test_an_entry_begun_is_kept_and_can_be_dropped(client, candidate):
    number = mine(candidate, is_complete=False).number
    client.post(address("entry_new", number, "education"), {**DIPLOMA, "award_date": ""})
    listed = client.get(address("step", number, "education")).content.decode()
    assert address("entry_drop", number, "education") in listed
    again = client.get(address("entry_new", number, "education"))
    assert again.context["form"]["title"].value() == "Bachelor of Laws"
    client.post(address("entry_drop", number, "education"))
    assert client.get(address("entry_new", number, "education")).context["form"].is_bound is False


def test_an_entry_is_changed_and_deleted_after_a_question(client, candidate):
    application = mine(candidate)
    pk = application.experience.get().pk
    assert client.get(address("entry", application.number, "experience", pk)).status_code == 200
    client.post(address("entry", application.number, "experience", pk), {**WORK, "employer": "Provincie"})
    assert application.experience.get().employer == "Provincie"
    question = client.get(address("entry_delete", application.number, "experience", pk))
    assert (question.status_code, application.experience.count()) == (200, 1)
    client.post(address("entry_delete", application.number, "experience", pk))
    assert application.experience.count() == 0


def test_changes_after_submitting_are_announced_in_red_with_the_version_that_counts(client, candidate):
    application = make_submitted_application(candidate=candidate)
    client.post(address("step", application.number, "personal"), {**PERSONAL, "city": "Leiden"})
    for page in (
        address("application_detail", application.number),
        address("step", application.number, "personal"),
        address("step", application.number, "check"),
    ):
        text = " ".join(client.get(page).content.decode().split())
        assert '<div class="notice warning" role="status">' in text
        assert "Your changes are not submitted." in text
        assert "Version 1, submitted on " in text
    client.post(address("discard", application.number))
    text = client.get(address("application_detail", application.number)).content.decode()
    assert "Your changes are not submitted." not in text
    assert Application.objects.get().state == "SUBMITTED"


def paths_of(application):
    number = application.number
    pk = application.education.get().pk
    return [
        address("application_detail", number),
        *(address("step", number, step) for step in ("personal", "choice", "check", "experience")),
        address("entry_new", number, "education"),
        address("entry", number, "education", pk),
        address("entry_delete", number, "education", pk),
        address("entry_drop", number, "education"),
        address("submit", number),
        address("withdraw", number),
        address("discard", number),
        address("apply_again", number),
        address("submission_detail", number, 1),
        address("submission_json", number, 1),
    ]


def test_another_persons_number_is_not_found(client):
    theirs = make_submitted_application()
    for path in paths_of(theirs):
        found = {client.get(path).status_code, client.post(path).status_code}
        assert found <= {404, 405}, path
        assert 404 in found, path


def test_an_entry_of_ones_other_application_is_not_found_under_this_number(client, candidate):
    one, other = mine(candidate), mine(candidate)
    path = address("entry", one.number, "education", other.education.get().pk)
    assert client.get(path).status_code == 404


def test_without_signing_in_every_page_leads_to_signing_in():
    application = make_submitted_application()
    for path in (*paths_of(application), address("overview")):
        answer: Any = Client().get(path)
        assert answer.status_code == 302
        assert answer.url.startswith("/en/account/login/")


@pytest.mark.parametrize("step", ["unknown", "motivation"])
def test_a_step_that_the_application_has_not_is_not_found(client, candidate, step):
    number = mine(candidate).number
    assert client.get(address("step", number, step)).status_code == 404


@pytest.mark.parametrize(
    "state, reason",
    [
        ("SUSPENDED", "The competition is suspended."),
        ("CANCELLED", "The competition is cancelled."),
        ("CLOSED", "Applications are closed."),
    ],
)
def test_where_the_competition_is_not_open_the_reason_is_said_and_nothing_saved(
    client, candidate, state, reason
):
    application = mine(candidate, competition=make_competition(state=state))
    for path, data in (
        (address("step", application.number, "personal"), {**PERSONAL, "city": "Leiden"}),
        (address("submit", application.number), {"revision": application.revision}),
        (address("entry_new", application.number, "education"), DIPLOMA),
    ):
        answer = client.post(path, data, follow=True)
        assert answer.redirect_chain[-1][0] == address("application_detail", application.number)
        assert reason in answer.content.decode()
    application.refresh_from_db()
    assert (application.state, application.personal_data.city) == ("DRAFT", "Utrecht")
    assert application.education.count() == 1


def test_before_the_opening_nobody_is_told_that_the_deadline_has_passed():
    now = timezone.now()
    competition = make_competition(application_open_at=now + timedelta(days=1))
    assert closed_message(competition, now) == "The competition is not open for application yet."
    assert "The deadline has passed." in closed_message(competition, competition.application_deadline)


def test_a_competition_that_is_not_open_cannot_be_applied_for(client):
    competition = make_competition(state="SUSPENDED")
    page = client.get(address("start", competition.slug)).content.decode()
    assert "The competition is suspended." in page
    assert '<form method="post">' not in page
    client.post(address("start", competition.slug))
    assert Application.objects.count() == 0


def test_starting_a_competition_one_has_applied_for_leads_to_the_application(client, candidate):
    application = mine(candidate)
    answer = client.get(address("start", application.competition.slug))
    assert answer.url == address("application_detail", application.number)


def test_an_unpublished_competition_is_not_found(client):
    assert client.get(address("start", make_competition(state="DRAFT").slug)).status_code == 404


def test_an_incomplete_application_is_not_submitted_and_each_gap_links_to_its_step(client, candidate):
    application = mine(candidate, has_declared_on_honour=False)
    answer = client.post(address("submit", application.number), {"revision": application.revision})
    assert answer.status_code == 422
    assert f'href="{address("step", application.number, "declarations")}"' in answer.content.decode()
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("revision", ["", "x", "0", "99999999999999999999"])
def test_a_revision_that_is_none_submits_nothing(client, candidate, revision):
    number = mine(candidate).number
    answer = client.post(address("submit", number), {"revision": revision}, follow=True)
    assert "Your application has changed since you checked it." in answer.content.decode()
    assert Submission.objects.count() == 0


def test_withdrawing_asks_first_and_can_be_undone(client, candidate):
    application = make_submitted_application(candidate=candidate)
    assert client.get(address("withdraw", application.number)).status_code == 200
    assert Application.objects.get().state == "SUBMITTED"
    client.post(address("withdraw", application.number))
    assert Application.objects.get().state == "WITHDRAWN"
    assert client.get(address("apply_again", application.number)).status_code == 200
    client.post(address("apply_again", application.number))
    assert Application.objects.get().state == "DRAFT"


def test_the_download_is_the_bytes_the_fingerprint_was_taken_of(client, candidate):
    submission = make_submitted_application(candidate=candidate).submissions.get()
    answer = client.get(address("submission_json", submission.application.number, 1))
    assert hashlib.sha256(answer.content).hexdigest() == submission.sha256
    assert answer["Content-Type"] == "application/json"


def test_what_was_submitted_can_be_read_in_the_readers_language(client, candidate):
    number = make_submitted_application(candidate=candidate).number
    page = address("submission_detail", number, 1).replace("/en/", "/nl/", 1)
    text = client.get(page).content.decode()
    for shown in ("30 april 1995", "Nederland", "Frans", "Gemeente Utrecht"):
        assert shown in text


def test_what_a_candidate_types_is_text_and_never_markup(client, candidate):
    application = mine(candidate, motivation="<script>alert(1)</script>")
    application.personal_data.city = "<b>Utrecht</b>"
    application.personal_data.save()
    text = client.get(address("step", application.number, "check")).content.decode()
    assert "<b>Utrecht" not in text
    assert "&lt;b&gt;Utrecht" in text
    assert "<script>alert" not in text


def test_experience_is_added_up_and_held_against_the_routes_of_the_field(client, candidate):
    competition = make_competition(fields=[{"routes": [(3, 2, 1), (3, 7, 4)]}])
    number = mine(candidate, competition=competition).number
    page = client.get(address("step", number, "experience"))
    summary = page.context["summary"]
    assert (summary.months, summary.months_in_field) == (36, 36)
    assert [route.is_met for route in summary.routes] == [True, False]
    assert "36 months" in page.content.decode()


def test_overview_takes_as_many_queries_for_many_applications_as_for_one(
    client, candidate, django_assert_num_queries
):
    make_submitted_application(candidate=candidate)
    client.get(address("overview"))  # the session is cached from now on
    with django_assert_num_queries(MENU_QUERIES + 1):
        client.get(address("overview"))
    for _ in range(5):
        make_submitted_application(candidate=candidate)
    with django_assert_num_queries(MENU_QUERIES + 1):
        client.get(address("overview"))


def test_the_page_to_start_takes_two_queries_of_its_own(client, django_assert_num_queries):
    competition = make_competition()
    client.get(address("overview"))
    with django_assert_num_queries(MENU_QUERIES + 2):
        client.get(address("start", competition.slug))


@pytest.mark.parametrize("step, queries", [("personal", 2), ("choice", 3), ("declarations", 2)])
def test_a_form_takes_few_queries_of_its_own(client, candidate, django_assert_num_queries, step, queries):
    path = address("step", mine(candidate).number, step)
    client.get(path)
    with django_assert_num_queries(MENU_QUERIES + queries):
        client.get(path)


def test_a_step_takes_as_many_queries_for_many_entries_as_for_one(
    client, candidate, django_assert_num_queries
):
    application = mine(candidate)
    path = address("step", application.number, "experience")
    client.get(path)
    with CaptureQueriesContext(connection) as for_one:
        client.get(path)
    for _ in range(10):
        application.experience.create(**experience_values())
    with django_assert_num_queries(len(for_one)):
        client.get(path)


@pytest.mark.parametrize("code", ["el", "ga", "mt"])
def test_every_page_of_an_application_opens_in_other_languages(client, candidate, code):
    application = make_submitted_application(candidate=candidate, now=timezone.now() - timedelta(days=1))
    number = application.number
    for path in (
        address("overview"),
        *(path for path in paths_of(application) if not path.endswith(("submit/", "drop/"))),
        *(address("step", number, step) for step in ("languages", "education", "declarations")),
        address("start", make_competition().slug),
    ):
        assert client.get(path.replace("/en/", f"/{code}/", 1)).status_code == 200, path
