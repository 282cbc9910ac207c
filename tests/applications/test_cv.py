"""From the CV of the account into an application, and back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import services
from applications.models import Application, SourceCount
from profiles.models import Education as KeptEducation
from profiles.models import Experience as KeptExperience
from profiles.models import LanguageSkill as KeptLanguage
from profiles.models import Profile
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
LEVELS = dict.fromkeys(("listening", "reading", "speaking", "writing"), "C1")


def kept(values):
    return {name: value for name, value in values.items() if name not in ("gives_access", "is_in_field")}


def with_cv():
    candidate = make_candidate()
    Profile.objects.create(user=candidate, changed_at=NOW, **personal_values())
    KeptLanguage.objects.create(user=candidate, language="nl", **LEVELS)
    KeptEducation.objects.create(user=candidate, **kept(education_values()))
    KeptExperience.objects.create(user=candidate, **kept(experience_values()))
    return candidate


def start(candidate, **values):
    return services.start_application(candidate=candidate, competition=make_competition(**values), now=NOW)


def test_an_application_begins_with_what_the_account_keeps():
    application = start(with_cv())
    assert application.personal_data.city == "Utrecht"
    assert [row.language for row in application.language_skills.all()] == ["nl"]
    assert [row.title for row in application.education.all()] == ["Bachelor of Laws"]
    assert [row.employer for row in application.experience.all()] == ["Gemeente Utrecht"]


def test_experience_that_was_said_to_be_in_the_field_is_in_the_field():
    candidate, competition = with_cv(), make_competition()
    KeptExperience.objects.get().in_fields.add(competition.fields.get())
    application = services.start_application(candidate=candidate, competition=competition, now=NOW)
    assert application.experience.get().is_in_field is True


def test_personal_data_kept_after_the_application_was_begun_are_offered_in_its_form():
    candidate = make_candidate()
    application = start(candidate)
    Profile.objects.create(user=candidate, changed_at=NOW, **personal_values(city="Leiden"))
    browser, address = pages(application)
    form = browser.get(address("step", "personal")).context["form"]
    assert (form["city"].value(), form["citizenship_1"].value()) == ("Leiden", "NL")


def test_without_a_cv_it_begins_empty():
    application = start(make_candidate())
    assert not hasattr(application, "personal_data")
    assert application.education.count() == 0


def test_later_changes_of_the_cv_do_not_reach_the_application():
    candidate = with_cv()
    application = start(candidate)
    KeptEducation.objects.update(title="Master of Laws")
    assert application.education.get().title == "Bachelor of Laws"


def pages(application):
    browser = Client()
    browser.force_login(application.candidate)
    number = application.number

    def address(name, *args):
        return reverse(f"applications:{name}", args=[number, *args])

    return browser, address


def test_entries_of_the_cv_are_offered_until_they_are_taken_over():
    candidate = with_cv()
    application = make_application(candidate=candidate, is_complete=False)
    browser, address = pages(application)
    offered = browser.get(address("step", "education")).context["rows_to_take"]
    assert [row.title for row in offered] == ["Bachelor of Laws"]
    browser.post(address("take_over", "education"), {"entry": [offered[0].pk, "x"]})
    assert application.education.get().title == "Bachelor of Laws"
    assert browser.get(address("step", "education")).context["rows_to_take"] == []


def test_nobody_takes_over_from_the_cv_of_another():
    with_cv()
    application = make_application(is_complete=False)
    browser, address = pages(application)
    browser.post(address("take_over", "education"), {"entry": [KeptEducation.objects.get().pk]})
    assert application.education.count() == 0


def test_an_entry_is_kept_in_the_cv_too_once():
    application = make_application()
    browser, address = pages(application)
    for step, table in (
        ("languages", KeptLanguage), ("education", KeptEducation), ("experience", KeptExperience),
    ):  # fmt: skip
        pk = getattr(application, {"languages": "language_skills"}.get(step, step)).first().pk
        for _time in range(2):
            assert browser.post(address("entry_keep", step, pk)).status_code == 302
        assert table.objects.filter(user=application.candidate).count() == 1


def test_an_entry_of_another_application_is_not_kept():
    browser, address = pages(make_application())
    theirs = make_application().education.get().pk
    assert browser.post(address("entry_keep", "education", theirs)).status_code == 404
    assert KeptEducation.objects.count() == 0


def test_taking_over_that_fails_leaves_nothing(monkeypatch):
    application = make_application(candidate=with_cv(), is_complete=False)

    def fail(*args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("applications.services.drafts._differs_from_submission", fail)
    monkeypatch.setattr("applications.services.cv._add", fail)
    with pytest.raises(OSError, match="disk is full"):
        services.take_from_cv(
            application=application, step="education", pks={KeptEducation.objects.get().pk}, now=NOW
        )
    application.refresh_from_db()
    assert (application.revision, application.education.count()) == (1, 0)


def test_how_she_heard_of_it_is_a_number_and_nothing_leads_from_it_to_her():
    application = make_submitted_application()
    browser, address = pages(application)
    for source in ("PRESS", "FAIR"):
        browser.post(address("say_source"), {"source": source})
    assert [(row.source, row.number) for row in SourceCount.objects.all()] == [("PRESS", 1)]
    assert {field.name for field in SourceCount._meta.get_fields()} == {
        "id", "competition", "source", "number",
    }  # fmt: skip
    assert browser.get(address("application_detail")).context["source_form"] is None


def test_a_draft_is_not_asked_how_she_heard_of_it():
    application = make_application()
    assert services.count_source(application=application, source="PRESS") is False
    assert SourceCount.objects.count() == 0


def test_the_list_of_tasks_says_how_far_each_step_is():
    application = make_application(is_complete=False)
    services.keep_unfinished(application=application, place="personal", typed={"city": ["Gent"]}, now=NOW)
    services.confirm_list(application=application, step="languages", now=NOW)
    services.confirm_list(application=application, step="experience", now=NOW)
    browser, address = pages(application)
    states = {task.step: task.state for task in browser.get(address("application_detail")).context["tasks"]}
    assert states == {
        "personal": "IN_PROGRESS",
        "choice": "NOT_STARTED",
        "languages": "ATTENTION",
        "education": "NOT_STARTED",
        "experience": "DONE",
        "declarations": "NOT_STARTED",
    }


def test_my_applications_begin_with_what_is_to_be_done():
    candidate = make_candidate()
    done = make_submitted_application(candidate=candidate)
    draft = make_application(candidate=candidate)
    changed = make_submitted_application(candidate=candidate)
    Application.objects.filter(pk=changed.pk).update(state="CHANGED_NOT_SUBMITTED")
    browser, _address = pages(draft)
    rows = browser.get(reverse("applications:overview")).context["rows"]
    assert [row[0] for row in rows] == [changed, draft, done]
