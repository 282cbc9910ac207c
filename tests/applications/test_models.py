"""Each constraint, broken once: the database refuses, whoever writes."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone

from applications.models import (
    Application,
    Education,
    Experience,
    LanguageSkill,
    PersonalData,
    Submission,
    UnfinishedStep,
)
from tests.factories import (
    education_values,
    experience_values,
    make_application,
    make_submitted_application,
    personal_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_application(is_complete=False)


def refused(name, write):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()
    cause: Any = refusal.value.__cause__
    assert cause.diag.constraint_name == name


def test_one_application_for_each_candidate_and_competition(draft):
    same = {"candidate": draft.candidate, "competition": draft.competition}
    refused(
        "application_one_per_competition",
        lambda: make_application(is_complete=False, **same),
    )


def test_a_number_belongs_to_one_application(draft):
    other = make_application(is_complete=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=other.pk).update(number=draft.number)


@pytest.mark.parametrize(
    "name, columns",
    [
        ("application_two_languages", {"language_1": "fr", "language_2": "fr"}),
        ("application_official_languages", {"language_1": "uk"}),
        ("application_valid_has_submission", {"state": "SUBMITTED"}),
        ("application_valid_has_submission", {"state": "CHANGED_NOT_SUBMITTED"}),
    ],
)
def test_an_application_refuses_nonsense(draft, name, columns):
    refused(name, lambda: Application.objects.filter(pk=draft.pk).update(**columns))


@pytest.mark.parametrize("state", ["DRAFT", "WITHDRAWN"])
def test_what_does_not_count_has_no_version_that_counts(state):
    application = make_submitted_application()
    refused(
        "application_valid_has_submission",
        lambda: Application.objects.filter(pk=application.pk).update(state=state),
    )


def test_personal_data_name_a_citizenship(draft):
    refused(
        "personaldata_a_citizenship",
        lambda: PersonalData.objects.create(application=draft, **personal_values(citizenships=[])),
    )


def test_a_language_is_entered_once(draft):
    levels = dict.fromkeys(("listening", "reading", "speaking", "writing"), "C1")

    def add():
        return LanguageSkill.objects.create(application=draft, language="fr", **levels)

    add()
    refused("languageskill_once", add)


@pytest.mark.parametrize(
    "name, columns",
    [
        ("education_starts_before_end", {"end_date": date(2013, 8, 31)}),
        ("education_level_of_framework", {"level": 2}),
        ("education_level_of_framework", {"level": 9}),
    ],
)
def test_a_diploma_refuses_nonsense(draft, name, columns):
    refused(name, lambda: Education.objects.create(application=draft, **education_values(**columns)))


@pytest.mark.parametrize(
    "name, columns",
    [
        ("experience_starts_before_end", {"end_date": date(2019, 12, 31)}),
        ("experience_percentage", {"percentage": 0}),
        ("experience_percentage", {"percentage": 101}),
    ],
)
def test_experience_refuses_nonsense(draft, name, columns):
    refused(name, lambda: Experience.objects.create(application=draft, **experience_values(**columns)))


@pytest.mark.parametrize(
    "name, columns",
    [
        ("submission_version_once", {"revision": 99}),
        ("submission_revision_once", {"version": 2}),
        ("submission_two_languages", {"version": 2, "revision": 99, "language_2": "nl"}),
    ],
)
def test_a_submission_refuses_nonsense(name, columns):
    first = make_submitted_application().submissions.get()
    values = {
        "application": first.application,
        "version": 1,
        "revision": first.revision,
        "submitted_at": first.submitted_at,
        "field": first.field,
        "language_1": "nl",
        "language_2": "fr",
        "snapshot": {},
        "sha256": "0" * 64,
        **columns,
    }
    refused(name, lambda: Submission.objects.create(**values))


def test_nothing_changes_or_deletes_what_was_submitted():
    submission = make_submitted_application().submissions.get()
    for write in (
        lambda: Submission.objects.filter(pk=submission.pk).update(sha256="1" * 64),
        lambda: Submission.objects.filter(pk=submission.pk)._raw_delete("default"),
    ):
        with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
            write()


def test_a_step_is_unfinished_once(draft):
    def add():
        UnfinishedStep.objects.create(application=draft, place="personal", typed={}, saved_at=timezone.now())

    add()
    refused("unfinishedstep_once", add)


def test_the_level_compared_with_a_minimum_is_the_lowest():
    skill = LanguageSkill(listening="C2", reading="B2", speaking="C1", writing="C1")
    assert skill.lowest_level == "B2"
