"""The home of the account: what to do next, where each application stands, unread letters."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.models import Confirmation, ConfirmationRound
from applications.services import submit_application, withdraw_application
from competitions.models import Amendment
from dashboard.reading import read_home
from tests.factories import (
    make_application,
    make_candidate,
    make_competition,
    make_staff,
    make_submitted_application,
)
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    release_latest,
    take_in_part,
)

pytestmark = pytest.mark.django_db


def home_of(client: Any, person: Any) -> Any:
    client.force_login(person)
    response = client.get(reverse("dashboard:home"))
    assert response.status_code == 200
    return response.content.decode()


def titles(standing: Any) -> list[tuple[str, str]]:
    return [(step.title, step.state) for step in standing.steps]


def test_a_person_without_applications_is_led_to_the_competitions(client):
    page = home_of(client, make_candidate())
    assert "You have no application yet." in page
    assert "Nothing for now." in page


def test_a_draft_is_the_next_thing_to_do_with_its_deadline():
    application: Any = make_application(is_complete=True)
    home = read_home(application.candidate, timezone.now())
    assert [(step.text, step.until) for step in home.next_steps] == [
        (
            "Complete your application and submit it. A draft does not count.",
            application.competition.application_deadline,
        )
    ]


def test_the_nearest_deadline_comes_first():
    person, now = make_candidate(), timezone.now()
    for days in (9, 3, 6):
        competition = make_competition(application_deadline=now + timedelta(days=days))
        make_application(candidate=person, competition=competition)
    untils = [step.until - now for step in read_home(person, now).next_steps]
    assert untils == [timedelta(days=3), timedelta(days=6), timedelta(days=9)]


def test_a_submitted_application_shows_when_and_which_version():
    application: Any = make_submitted_application()
    standing = read_home(application.candidate, timezone.now()).standings[0]
    text = next(step.text for step in standing.steps if step.title == "Applications")
    assert text.startswith("Submitted on ")
    assert text.endswith("version 1.")


def test_a_withdrawn_application_ends_with_that():
    application: Any = make_submitted_application()
    withdraw_application(application=application, now=timezone.now())
    standing = read_home(application.candidate, timezone.now()).standings[0]
    assert titles(standing) == [("Publication of the notice", "past"), ("Withdrawn", "past")]
    assert not standing.goes_on


def test_a_draft_after_the_deadline_is_said_not_to_count():
    application: Any = make_application()
    late = application.competition.application_deadline + timedelta(seconds=1)
    home = read_home(application.candidate, late)
    assert titles(home.standings[0])[-1] == ("Not submitted", "past")
    assert home.next_steps == []


def test_another_persons_applications_and_letters_are_not_shown(client):
    application: Any = make_submitted_application()
    page = home_of(client, make_candidate())
    assert application.number not in page
    assert "You have no application yet." in page


def test_unread_letters_are_listed_until_they_are_opened(client):
    application: Any = make_application(is_complete=True)
    submit_application(application=application, revision=application.revision, arrived_at=timezone.now())
    home = read_home(application.candidate, timezone.now())
    assert len(home.letters) == home.unread
    client.force_login(application.candidate)
    client.get(reverse("notifications:letter_detail", args=[home.letters[0].number]))
    again = read_home(application.candidate, timezone.now())
    assert again.unread == home.unread - 1
    assert home.letters[0] not in again.letters


@pytest.mark.parametrize("count", [1, 4])
def test_the_number_of_queries_does_not_grow_with_applications(
    client, count, django_assert_num_queries, settings
):
    settings.KEEP_VALUES = True
    person = make_candidate()
    for _each in range(count):
        application: Any = make_application(candidate=person, is_complete=True)
        submit_application(application=application, revision=application.revision, arrived_at=timezone.now())
    home_of(client, person)
    with django_assert_num_queries(8):
        client.get(reverse("dashboard:home"))


def test_a_result_ends_the_timeline_and_may_be_contested():
    competition = four_test_competition()
    applications = {number: add_application(competition, number) for number in FIELD_OF_EIGHT}
    application: Any = applications["101"]
    take_in_part(competition, 1)
    release_latest(competition)
    home = read_home(application.candidate, NOW)
    standing = home.standings[0]
    assert standing.outcome is not None
    assert ("Your result", "past") in titles(standing)
    assert [step.text for step in home.next_steps if not step.is_pressing] == [
        "You may contest your result: Request for review."
    ]


def test_a_changed_notice_asks_for_an_answer_with_its_time_limit():
    application: Any = make_application(is_complete=True)
    now = timezone.now()
    submit_application(application=application, revision=application.revision, arrived_at=now)
    application.refresh_from_db()
    amendment = Amendment.objects.create(
        competition=application.competition,
        number=1,
        date=now.date(),
        reason_en="More applicants than expected",
        document={},
        digest_before="0" * 64,
        digest_after="1" * 64,
        applied_at=now,
    )
    asked = ConfirmationRound.objects.create(
        amendment=amendment, answer_by=now + timedelta(days=2), started_at=now, started_by=make_staff()
    )
    Confirmation.objects.create(
        round=asked, application=application, submission_before=application.current_submission
    )
    steps = read_home(application.candidate, now).next_steps
    assert [(step.text, step.until) for step in steps] == [
        ("The notice was changed after you applied. Say whether your application stands.", asked.answer_by)
    ]


def test_documents_are_asked_for_until_their_deadline():
    deadline = timezone.now() + timedelta(days=90)
    competition = make_competition(supporting_documents_deadline=deadline)
    application: Any = make_submitted_application(competition=competition)
    texts = [step.text for step in read_home(application.candidate, timezone.now()).next_steps]
    assert texts == ["Hand in the documents that prove what you declared."]
    late = deadline + timedelta(seconds=1)
    assert read_home(application.candidate, late).next_steps == []
