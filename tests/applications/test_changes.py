"""Letters to all applicants when their competition changes."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from applications import services
from applications.services.changes import applicants_at
from applications.tasks import write_change_letters
from competitions.models import Amendment, CompetitionTransition
from core.models import Job
from core.services import report_progress, resume_job
from notifications.models import Letter, LetterBatch
from notifications.services import recall_batch
from tests.factories import make_application, make_candidate, make_competition, make_staff

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def apply(competition, language="en"):
    candidate = make_candidate(language=language)
    return make_application(candidate=candidate, competition=competition, now=NOW - timedelta(days=1))


def move_of(competition, action="suspend"):
    return CompetitionTransition.objects.create(
        subject=competition, action=action, from_state="OPEN", to_state="SUSPENDED", made_at=NOW
    )


def amendment_of(competition):
    return Amendment.objects.create(
        competition=competition, number=1, date=date(2026, 6, 30), reason_en="A test failed.",
        reason_nl="Een toets mislukte.", document={}, digest_before="0" * 64, digest_after="1" * 64,
        applied_at=NOW,
    )  # fmt: skip


def prepare(competition, change, by=None):
    return services.prepare_change_letters(
        competition=competition, change=change, by=by or make_staff(), now=NOW
    )


def write():
    write_change_letters(Job.objects.get().pk)
    return Job.objects.get()


def test_every_applicant_gets_a_letter_in_their_language_drafts_included():
    competition = make_competition(reference="EPSO/AD/427/26")
    dutch, greek = apply(competition, "nl"), apply(competition, "el")
    apply(make_competition())
    batch = prepare(competition, amendment_of(competition))
    job = write()
    letters = {letter.recipient: letter for letter in Letter.objects.all()}
    batch.refresh_from_db()
    assert (job.state, job.outcome, job.percent) == ("DONE", {"batch": batch.pk, "letters": 2}, 100)
    assert (batch.state, batch.expected) == ("PREPARED", 2)
    assert set(letters) == {dutch.candidate, greek.candidate}
    letter = letters[dutch.candidate]
    assert (letter.language, letter.published_at) == ("nl", None)
    assert dutch.number in letter.body
    assert greek.number not in letter.body
    assert "Een toets mislukte." in letter.body
    assert f"/nl/account/applications/{dutch.number}/" in letter.body
    assert "A test failed." in letters[greek.candidate].body


def test_the_letter_about_a_suspension_carries_the_public_note_and_not_the_internal_reason():
    competition = make_competition(status_note_en="The test platform failed.")
    apply(competition)
    change = move_of(competition)
    change.reason = "internal"
    change.save()
    prepare(competition, change)
    write()
    body = Letter.objects.get().body
    assert "The competition is suspended." in body
    assert "The test platform failed." in body
    assert "internal" not in body


@pytest.mark.parametrize(
    "action, words",
    [
        ("reopen", "open for application again"),
        ("cancel", "The competition is cancelled."),
        ("annul", "annulled by a judgment"),
        ("resume_testing", "The competition continues."),
    ],
)
def test_each_decision_has_its_own_words(action, words):
    competition = make_competition()
    apply(competition)
    prepare(competition, move_of(competition, action))
    write()
    assert words in Letter.objects.get().body


def test_who_had_withdrawn_gets_no_letter_and_who_withdraws_later_does():
    competition = make_competition()
    before, after = apply(competition), apply(competition)
    services.withdraw_application(application=before, now=NOW - timedelta(hours=1))
    prepare(competition, move_of(competition))
    services.withdraw_application(application=after, now=NOW + timedelta(hours=1))
    services.apply_again(application=before, now=NOW + timedelta(hours=1))
    assert list(applicants_at(competition.pk, NOW)) == [after]
    assert write().state == "DONE"


def test_the_same_change_has_one_batch_until_it_is_recalled():
    competition, staff = make_competition(), make_staff()
    apply(competition)
    change = move_of(competition)
    first = prepare(competition, change, staff)
    assert prepare(competition, change, staff) == first
    recall_batch(batch=first, by=staff, now=NOW, reason="Wrong note.")
    assert prepare(competition, change, staff) != first


def test_a_change_of_another_competition_is_refused():
    with pytest.raises(ValueError, match="another competition"):
        prepare(make_competition(), move_of(make_competition()))
    assert LetterBatch.objects.count() == 0


def test_work_that_was_stopped_goes_on_where_it_was_and_doubles_nothing(monkeypatch):
    competition = make_competition()
    for _ in range(3):
        apply(competition)
    prepare(competition, move_of(competition))
    monkeypatch.setattr("applications.services.mailings.SLICE_SIZE", 1)
    stop_after(monkeypatch, letters=2)
    assert write().state == "STOPPED"
    assert Letter.objects.count() == 2
    monkeypatch.undo()
    resume_job(job=Job.objects.get(), now=timezone.now())
    assert write().state == "DONE"
    assert Letter.objects.count() == 3


def stop_after(monkeypatch, letters):
    def stop_then_report(job, **progress):
        if progress.get("done") == letters:
            Job.objects.filter(pk=job.pk).update(state="STOPPING")
        report_progress(job, **progress)

    monkeypatch.setattr("applications.services.mailings.report_progress", stop_then_report)


def test_letters_that_do_not_match_the_applicants_are_not_offered_for_approval():
    competition = make_competition()
    apply(competition)
    batch = prepare(competition, move_of(competition))
    LetterBatch.objects.filter(pk=batch.pk).update(expected=2)
    with pytest.raises(ValidationError):
        write()
    assert LetterBatch.objects.get().state == "PREPARING"
    assert Job.objects.get().state == "FAILED"
