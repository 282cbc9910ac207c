"""Amendments that ask something of those who had submitted: who is asked, what an answer does (F3)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications import services
from applications.models import Application, Confirmation
from applications.services import Languages
from applications.snapshots import sha256_of
from applications.tasks import write_confirmation_letters
from competitions.models import Amendment
from core.models import AuditRecord, Job
from notifications.models import Letter, LetterBatch
from tests.factories import make_application, make_competition, make_staff, make_submitted_application

pytestmark = pytest.mark.django_db
NOW = timezone.now()
BEFORE = NOW - timedelta(days=3)
ANSWER_BY = NOW + timedelta(days=14)
LANGUAGES_AGAIN = "requires_language_rechoice"
SUBMIT_AGAIN = "requires_revalidation"


def amend(competition, *effects, differences=(), number=1):
    return Amendment.objects.create(
        competition=competition, number=number, date=date(2026, 5, 6), reason_en="Tests are held again.",
        effects=list(effects), document={}, differences=list(differences), digest_before="0" * 64,
        digest_after="1" * 64, applied_at=NOW - timedelta(hours=1),
    )  # fmt: skip


def ask(amendment, by=None):
    by = by or make_staff("notifications.prepare_letterbatch")
    return services.ask_again(amendment=amendment, answer_by=ANSWER_BY, by=by, now=NOW)


def answer(application, languages=None, now=NOW):
    confirmation = Confirmation.objects.get(application=application)
    return services.answer_confirmation(confirmation=confirmation, languages=languages, now=now)


def submitted(competition, **values):
    return make_submitted_application(competition=competition, now=BEFORE, **values)


def test_whoever_had_submitted_before_is_asked_and_nobody_else():
    competition = make_competition()
    before = submitted(competition)
    make_application(competition=competition, now=BEFORE)
    make_submitted_application(competition=competition, now=NOW)
    submitted(make_competition())
    asked = ask(amend(competition, SUBMIT_AGAIN))
    assert [each.application for each in asked.confirmations.all()] == [before]
    assert (asked.asks_languages, asked.answer_by) == (False, ANSWER_BY)
    assert AuditRecord.objects.filter(verb="ask_again").get().details == {"applications": 1}


def test_an_amendment_of_one_field_affects_nobody_of_another():
    competition = make_competition(fields=[{}, {}])
    one, other = competition.fields.all()
    first = submitted(competition, field=one)
    submitted(competition, field=other)
    difference: dict[str, Any] = {
        "member": "fields.number_sought", "entry": {"code": one.code}, "kind": "changed", "before": 1,
        "after": 2,
    }  # fmt: skip
    asked = ask(amend(competition, SUBMIT_AGAIN, differences=[difference]))
    assert [each.application for each in asked.confirmations.all()] == [first]


def test_the_same_amendment_is_asked_about_once():
    competition = make_competition()
    submitted(competition)
    amendment = amend(competition, LANGUAGES_AGAIN)
    assert ask(amendment) == ask(amendment)
    assert (LetterBatch.objects.count(), Job.objects.count()) == (1, 1)


def test_an_amendment_that_asks_nothing_is_refused():
    with pytest.raises(ValidationError, match="asks nothing"):
        ask(amend(make_competition(), "changes_number_sought"))


def test_who_may_not_prepare_letters_asks_nobody():
    with pytest.raises(PermissionDenied):
        ask(amend(make_competition(), SUBMIT_AGAIN), by=make_staff())


def test_a_last_day_that_has_passed_is_refused():
    amendment = amend(make_competition(), SUBMIT_AGAIN)
    by = make_staff("notifications.prepare_letterbatch")
    with pytest.raises(ValidationError):
        services.ask_again(amendment=amendment, answer_by=NOW, by=by, now=NOW)


def test_asking_that_fails_half_way_leaves_nothing(monkeypatch):
    competition = make_competition()
    submitted(competition)

    def fail(**values: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("applications.services.confirmations.create_job", fail)
    with pytest.raises(OSError, match="disk is full"):
        ask(amend(competition, SUBMIT_AGAIN))
    assert (Confirmation.objects.count(), LetterBatch.objects.count()) == (0, 0)


def test_the_letters_say_what_is_asked_and_until_when():
    competition = make_competition()
    application = submitted(competition)
    application.candidate.language = "nl"
    application.candidate.save()
    ask(amend(competition, LANGUAGES_AGAIN))
    write_confirmation_letters(Job.objects.get().pk)
    letter = Letter.objects.get()
    assert (Job.objects.get().state, LetterBatch.objects.get().state) == ("DONE", "PREPARED")
    assert (letter.recipient, letter.language, letter.published_at) == (application.candidate, "nl", None)
    assert f"/nl/account/applications/{application.number}/answer/" in letter.body


def test_new_languages_are_a_new_version_of_what_was_submitted_also_after_the_deadline():
    competition = make_competition(document_digest="2" * 64)
    application = submitted(competition)
    ask(amend(competition, LANGUAGES_AGAIN))
    type(competition).objects.update(state="CLOSED", application_deadline=NOW - timedelta(hours=2))
    submission = answer(application, Languages("fr", "nl"))
    application.refresh_from_db()
    assert (submission.version, submission.language_1, submission.language_2) == (2, "fr", "nl")
    assert (application.state, application.current_submission) == ("SUBMITTED", submission)
    assert submission.sha256 == sha256_of(submission.snapshot)
    assert submission.snapshot["notice_sha256"] == "2" * 64
    before = application.submissions.get(version=1).snapshot["answers"]
    assert submission.snapshot["answers"]["education"] == before["education"]
    assert Letter.objects.get(event="application_submitted").recipient == application.candidate


def test_confirming_hands_in_again_what_was_submitted_and_leaves_later_changes_alone():
    competition = make_competition()
    application = submitted(competition)
    services.keep_unfinished(
        application=application, place="personal", typed={"city": ["Gent"]}, now=NOW - timedelta(days=1)
    )
    ask(amend(competition, SUBMIT_AGAIN))
    submission = answer(application)
    application.refresh_from_db()
    assert (application.state, application.current_submission) == ("CHANGED_NOT_SUBMITTED", submission)
    assert application.revision > submission.revision
    assert application.unfinished_steps.count() == 1


def test_answering_twice_is_one_answer():
    competition = make_competition()
    application = submitted(competition)
    ask(amend(competition, SUBMIT_AGAIN))
    assert answer(application) == answer(application, now=ANSWER_BY + timedelta(days=1))
    assert application.submissions.count() == 2


def test_after_the_last_day_the_submitted_version_stays_and_no_answer_is_taken():
    competition = make_competition()
    application = submitted(competition)
    ask(amend(competition, SUBMIT_AGAIN))
    with pytest.raises(services.ConfirmationRefused):
        answer(application, now=ANSWER_BY)
    application.refresh_from_db()
    assert (application.state, application.submissions.count()) == ("SUBMITTED", 1)


def test_submitting_again_is_an_answer():
    competition = make_competition()
    application = submitted(competition)
    ask(amend(competition, SUBMIT_AGAIN))
    services.keep_unfinished(application=application, place="personal", typed={}, now=NOW)
    services.drop_unfinished(application=application, place="personal", now=NOW)
    application.refresh_from_db()
    submission = services.submit_application(
        application=application, revision=application.revision, arrived_at=NOW
    )
    confirmation = Confirmation.objects.get()
    assert (confirmation.answer, confirmation.submission_after) == ("SUBMITTED", submission)


def test_an_answer_that_fails_leaves_nothing(monkeypatch):
    competition = make_competition()
    application = submitted(competition)
    ask(amend(competition, SUBMIT_AGAIN))

    def fail(**values: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("applications.services.confirmations.post_letter", fail)
    with pytest.raises(OSError, match="disk is full"):
        answer(application)
    assert (application.submissions.count(), Confirmation.objects.get().answer) == (1, "")


def signed_in(application) -> Client:
    browser = Client()
    browser.force_login(application.candidate)
    return browser


def path_of(application) -> str:
    return reverse("applications:confirm", args=[application.number])


def test_the_page_shows_what_changed_and_takes_the_languages():
    difference: dict[str, Any] = {
        "member": "number_sought", "entry": {}, "kind": "changed", "before": 80, "after": 220,
    }  # fmt: skip
    competition = make_competition()
    application = submitted(competition)
    ask(amend(competition, LANGUAGES_AGAIN, differences=[difference]))
    browser, path = signed_in(application), path_of(application)
    assert path in browser.get(reverse("applications:overview")).content.decode()
    assert (
        path
        in browser.get(reverse("applications:application_detail", args=[application.number])).content.decode()
    )
    page = browser.get(path).content.decode()
    assert ("80" in page, "220" in page, "Tests are held again." in page) == (True, True, True)
    wrong = browser.post(path, {"language_1": "fr", "language_2": "de"})
    assert (wrong.status_code, application.submissions.count()) == (422, 1)
    right = browser.post(path, {"language_1": "fr", "language_2": "nl"})
    assert (right.status_code, application.submissions.count()) == (302, 2)
    assert "Languages chosen again" in browser.get(path).content.decode()


def test_confirming_takes_one_press():
    competition = make_competition()
    application = submitted(competition)
    ask(amend(competition, SUBMIT_AGAIN))
    signed_in(application).post(path_of(application))
    assert Confirmation.objects.get().answer == "KEPT"


def test_nothing_is_asked_of_others():
    competition = make_competition()
    application = submitted(competition)
    ask(amend(competition, SUBMIT_AGAIN))
    other = make_submitted_application()
    assert signed_in(other).get(path_of(application)).status_code == 404
    assert signed_in(other).post(path_of(application)).status_code == 404
    assert signed_in(other).get(path_of(other)).status_code == 404


def test_staff_see_how_many_are_affected_and_ask_them():
    competition = make_competition()
    submitted(competition)
    amendment = amend(competition, SUBMIT_AGAIN)
    staff = make_staff("notifications.prepare_letterbatch", "applications.view_confirmationround")
    browser = Client()
    browser.force_login(staff)
    path = reverse("admin:applications_announcedamendment_ask", args=[amendment.pk])
    assert "1 submitted application is affected." in browser.get(path).content.decode()
    browser.post(path, {"answer_by": ""})
    assert Confirmation.objects.count() == 0
    browser.post(path, {"answer_by": (timezone.now() + timedelta(days=10)).strftime("%Y-%m-%dT%H:%M")})
    assert Confirmation.objects.count() == 1
    listed = browser.get(reverse("admin:applications_confirmationround_changelist"))
    assert listed.status_code == 200
    chosen = {"action": "ask_again", "_selected_action": [amendment.pk]}
    answered = browser.post(reverse("admin:applications_announcedamendment_changelist"), chosen)
    assert answered.url == path
    assert Application.objects.count() == 1


def test_staff_without_the_permission_ask_nobody():
    browser = Client()
    browser.force_login(make_staff("applications.view_confirmationround"))
    amendment = amend(make_competition(), SUBMIT_AGAIN)
    path = reverse("admin:applications_announcedamendment_ask", args=[amendment.pk])
    assert browser.get(path).status_code == 403
