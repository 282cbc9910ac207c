"""Starting and filling in: what each service writes, and what it leaves when it fails."""

from datetime import timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from accounts.models import User
from applications import services
from applications.models import Application, UnfinishedStep
from applications.steps import MOST_ENTRIES, Step
from notifications.models import Letter, OutgoingEmail
from tests.factories import (
    education_values,
    experience_values,
    make_application,
    make_candidate,
    make_competition,
    make_submitted_application,
    personal_values,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def fail(*args, **kwargs):
    raise OSError("the disk is full")


def start(candidate, competition, now=NOW):
    return services.start_application(candidate=candidate, competition=competition, now=now)


def test_starting_gives_a_number_a_history_and_a_letter_in_the_candidates_language():
    candidate, competition = make_candidate(language="nl"), make_competition()
    application = start(candidate, competition)
    letter = Letter.objects.get()
    assert application.state == "DRAFT"
    assert [(move.action, move.to_state) for move in application.transitions.all()] == [("start", "DRAFT")]
    assert (letter.recipient, letter.event, letter.language) == (candidate, "application_started", "nl")
    assert application.number in letter.subject
    assert application.number in letter.body
    assert f"/nl/account/applications/{application.number}/" in letter.body


def test_the_only_field_of_a_competition_is_chosen_at_once():
    one, two = make_competition(), make_competition(fields=[{}, {}])
    assert start(make_candidate(), one).field == one.fields.get()
    assert start(make_candidate(), two).field is None


def test_starting_again_returns_the_application_there_is():
    candidate, competition = make_candidate(), make_competition()
    assert start(candidate, competition) == start(candidate, competition)
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "state", ["DRAFT", "UPCOMING", "CLOSED", "TESTING", "SUSPENDED", "CANCELLED", "ANNULLED"]
)
def test_nobody_starts_where_the_competition_is_not_open(state):
    with pytest.raises(services.ApplicationsClosed):
        start(make_candidate(), make_competition(state=state))
    assert Application.objects.count() == 0


@pytest.mark.parametrize("state", ["OPEN", "REOPENED"])
def test_a_competition_closed_by_the_clock_is_closed_before_its_state_says_so(state):
    competition = make_competition(state=state)
    deadline = competition.application_deadline
    millisecond = timedelta(milliseconds=1)
    assert start(make_candidate(), competition, deadline - millisecond).state == "DRAFT"
    with pytest.raises(services.ApplicationsClosed):
        start(make_candidate(), competition, deadline)


def test_a_start_that_fails_leaves_nothing(monkeypatch):
    monkeypatch.setattr("applications.services.starting.post_letter", fail)
    with pytest.raises(OSError, match="disk is full"):
        start(make_candidate(), make_competition())
    assert Application.objects.count() == Letter.objects.count() == OutgoingEmail.objects.count() == 0


def save_personal(application, now=NOW, **changes):
    values = {**personal_values(**changes), "language": "mt"}
    services.save_step(application=application, step=Step.PERSONAL, values=values, now=now)


def test_saving_a_step_keeps_its_answers_and_counts_a_revision():
    application = make_application(is_complete=False, now=NOW)
    later = NOW + timedelta(minutes=5)
    save_personal(application, later)
    application.refresh_from_db()
    assert application.personal_data.family_names == "de Vries"
    assert application.candidate.language == "mt"
    assert (application.revision, application.changed_at, application.steps_done) == (2, later, ["personal"])


def test_saving_a_step_drops_what_was_typed_there_and_was_not_valid():
    application = make_application(is_complete=False)
    services.keep_unfinished(application=application, place="personal", typed={"city": ["?"]}, now=NOW)
    services.keep_unfinished(application=application, place="education/new", typed={}, now=NOW)
    save_personal(application)
    assert [row.place for row in application.unfinished_steps.all()] == ["education/new"]


def test_a_step_that_fails_half_way_leaves_nothing(monkeypatch):
    application = make_application(is_complete=False)
    language = application.candidate.language
    monkeypatch.setattr("applications.services.drafts._forget", fail)
    with pytest.raises(OSError, match="disk is full"):
        save_personal(application)
    application.refresh_from_db()
    assert not hasattr(application, "personal_data")
    assert (application.revision, application.steps_done) == (1, [])
    assert User.objects.get(pk=application.candidate_id).language == language


def test_an_entry_is_added_changed_and_deleted():
    application = make_application(is_complete=False)
    step = Step.EDUCATION

    def save(pk=None, **changes):
        values = education_values(**changes)
        services.save_entry(application=application, step=step, values=values, pk=pk, now=NOW)

    save()
    diploma = application.education.get()
    save(pk=diploma.pk, title="Master of Laws")
    assert application.education.get().title == "Master of Laws"
    services.delete_entry(application=application, step=step, pk=diploma.pk, now=NOW)
    assert application.education.count() == 0
    application.refresh_from_db()
    assert application.revision == 4


def test_an_entry_of_another_application_is_out_of_reach():
    mine, other = make_application(is_complete=False), make_application()
    pk = other.experience.get().pk
    with pytest.raises(ObjectDoesNotExist):
        services.delete_entry(application=mine, step=Step.EXPERIENCE, pk=pk, now=NOW)
    with pytest.raises(ObjectDoesNotExist):
        services.save_entry(
            application=mine, step=Step.EXPERIENCE, values=experience_values(), pk=pk, now=NOW
        )
    assert other.experience.get().employer == "Gemeente Utrecht"


def test_a_list_that_is_full_takes_no_more():
    application = make_application(is_complete=False)
    for _ in range(MOST_ENTRIES[Step.EDUCATION]):
        application.education.create(**education_values())
    values = education_values(title="One more")
    with pytest.raises(services.TooManyEntries):
        services.save_entry(application=application, step=Step.EDUCATION, values=values, now=NOW)
    assert application.education.count() == MOST_ENTRIES[Step.EDUCATION]


def test_a_list_is_done_when_the_candidate_says_so():
    application = make_application(is_complete=False)
    for _ in range(2):
        services.confirm_list(application=application, step=Step.EXPERIENCE, now=NOW)
    application.refresh_from_db()
    assert application.steps_done == ["experience"]


def test_what_is_typed_is_kept_whatever_it_holds():
    application = make_application(is_complete=False)
    typed = {"city": ["a\x00b\ud800"], "phone": ["٣"]}
    services.keep_unfinished(application=application, place="personal", typed=typed, now=NOW)
    assert UnfinishedStep.objects.get().typed == {"city": ["ab?"], "phone": ["٣"]}
    services.drop_unfinished(application=application, place="personal", now=NOW)
    assert UnfinishedStep.objects.count() == 0


def change_city(application, city, now=NOW):
    personal = {name: getattr(application.personal_data, name) for name in personal_values()}
    values = {**personal, "city": city, "language": "en"}
    services.save_step(application=application, step=Step.PERSONAL, values=values, now=now)
    application.refresh_from_db()


def test_an_edit_never_takes_back_what_was_submitted():
    application = make_submitted_application(now=NOW)
    submission = application.current_submission
    change_city(application, "Leiden")
    assert application.state == "CHANGED_NOT_SUBMITTED"
    assert application.current_submission == submission
    assert submission.snapshot["answers"]["personal"]["city"] == "Utrecht"
    assert [move.action for move in application.transitions.all()] == ["change"]


def test_saving_the_same_answers_again_is_no_change():
    application = make_submitted_application(now=NOW)
    change_city(application, "Utrecht")
    assert application.state == "SUBMITTED"


def test_something_typed_and_not_valid_is_a_change_not_submitted():
    application = make_submitted_application(now=NOW)
    services.keep_unfinished(application=application, place="personal", typed={"city": [""]}, now=NOW)
    application.refresh_from_db()
    assert application.state == "CHANGED_NOT_SUBMITTED"


@pytest.mark.parametrize("state", ["SUSPENDED", "CANCELLED", "CLOSED"])
def test_nothing_is_edited_where_the_competition_is_not_open(state):
    application = make_application(competition=make_competition(state=state), is_complete=False)
    with pytest.raises(services.ApplicationsClosed):
        save_personal(application)
    assert not hasattr(Application.objects.get(pk=application.pk), "personal_data")


def test_field_and_languages_are_fixed_from_the_deadline_on():
    application = make_submitted_application(now=NOW)
    deadline = application.competition.application_deadline
    values = {
        "field": application.field,
        "accepts_reassignment": False,
        "language_1": "de",
        "language_2": "fr",
    }
    with pytest.raises(services.ApplicationsClosed):
        services.save_step(application=application, step=Step.CHOICE, values=values, now=deadline)
    application.refresh_from_db()
    assert (application.language_1, application.state) == ("nl", "SUBMITTED")


def test_a_withdrawn_application_is_not_edited():
    application = make_application()
    services.withdraw_application(application=application, now=NOW)
    with pytest.raises(services.ApplicationsClosed):
        save_personal(application)
