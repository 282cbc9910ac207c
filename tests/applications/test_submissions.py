"""Submitting: in time, once, whole; and every way back."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from applications import services
from applications.models import Application, Submission
from applications.snapshots import sha256_of
from applications.steps import Step
from competitions.models import CompetitionTransition
from core.states import StateMoveRefused
from notifications.models import Letter, OutgoingEmail
from tests.factories import (
    make_application,
    make_competition,
    make_submitted_application,
    personal_values,
)

NOW = timezone.now()
MILLISECOND = timedelta(milliseconds=1)


def fail(*args, **kwargs):
    raise OSError("the disk is full")


def submit(application, revision=None, arrived_at=NOW):
    number = application.revision if revision is None else revision
    return services.submit_application(application=application, revision=number, arrived_at=arrived_at)


def change_city(application, city):
    values = {**personal_values(city=city), "language": application.candidate.language}
    services.save_step(application=application, step=Step.PERSONAL, values=values, now=NOW)
    application.refresh_from_db()


@pytest.mark.django_db
def test_submitting_freezes_the_application_and_sends_a_receipt():
    application = make_application()
    submission = submit(application)
    application.refresh_from_db()
    letter = Letter.objects.get()
    assert (application.state, application.current_submission) == ("SUBMITTED", submission)
    assert (submission.version, submission.revision, submission.submitted_at) == (
        1,
        application.revision,
        NOW,
    )
    assert submission.snapshot["answers"]["personal"]["family_names"] == "de Vries"
    assert submission.sha256 == sha256_of(submission.snapshot)
    assert [move.action for move in application.transitions.all()] == ["submit"]
    assert letter.event == "application_submitted"
    for fact in (application.number, submission.sha256, "Version 1"):
        assert fact in letter.subject + letter.body
    assert OutgoingEmail.objects.get().to_address == application.candidate.email


@pytest.mark.django_db
def test_the_receipt_is_in_the_candidates_language_whatever_language_the_page_had():
    application = make_application()
    application.candidate.language = "el"
    application.candidate.save()
    submit(application)
    assert Letter.objects.get().language == "el"


BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "deadline, in_utc",
    [
        (datetime(2026, 3, 10, 12, tzinfo=BRUSSELS), datetime(2026, 3, 10, 11, tzinfo=UTC)),
        (datetime(2026, 6, 10, 12, tzinfo=BRUSSELS), datetime(2026, 6, 10, 10, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, tzinfo=BRUSSELS), datetime(2026, 3, 29, 10, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, tzinfo=BRUSSELS), datetime(2026, 10, 25, 11, tzinfo=UTC)),
    ],
    ids=["winter", "summer", "first day of summer time", "last day of summer time"],
)
def test_midday_in_brussels_is_too_late_and_a_millisecond_before_is_in_time(deadline, in_utc):
    competition = make_competition(now=in_utc - timedelta(days=1), application_deadline=deadline)
    application = make_application(competition=competition, now=in_utc - timedelta(days=1))
    with pytest.raises(services.ApplicationsClosed):
        submit(application, arrived_at=in_utc)
    assert Submission.objects.count() == 0
    assert submit(application, arrived_at=in_utc - MILLISECOND).submitted_at == in_utc - MILLISECOND


@pytest.mark.django_db
def test_nothing_is_submitted_before_the_opening():
    competition = make_competition(now=NOW)
    application = make_application(competition=competition)
    with pytest.raises(services.ApplicationsClosed):
        submit(application, arrived_at=competition.application_open_at - MILLISECOND)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["SUSPENDED", "CANCELLED", "ANNULLED", "TESTING", "UPCOMING"])
def test_nothing_is_submitted_while_the_competition_is_not_open(state):
    application = make_application()
    application.competition.state = state
    application.competition.save()
    with pytest.raises(services.ApplicationsClosed):
        submit(application)
    assert Submission.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("closed_after, counts", [(timedelta(seconds=3), True), (-timedelta(hours=1), False)])
def test_a_request_that_arrived_in_time_counts_after_the_clock_closed_but_not_after_a_decision(
    closed_after, counts
):
    application = make_application()
    competition = application.competition
    deadline = competition.application_deadline
    competition.state = "CLOSED"
    competition.save()
    CompetitionTransition.objects.create(
        subject=competition,
        action="close",
        from_state="OPEN",
        to_state="CLOSED",
        made_at=deadline + closed_after,
    )
    assert services.was_open_at(competition, deadline - MILLISECOND) is counts


@pytest.mark.django_db
def test_an_incomplete_application_is_refused_with_all_that_is_missing():
    application = make_application(has_declared_on_honour=False)
    application.personal_data.delete()
    with pytest.raises(services.ApplicationIncomplete) as refusal:
        submit(application)
    assert [str(gap.step) for gap in refusal.value.gaps] == ["personal", "declarations"]
    assert Submission.objects.count() == 0


@pytest.mark.django_db
def test_pressing_twice_gives_the_same_receipt_once():
    application = make_application()
    assert submit(application) == submit(application)
    assert Submission.objects.count() == Letter.objects.count() == OutgoingEmail.objects.count() == 1


@pytest.mark.django_db
def test_trying_again_after_the_deadline_finds_what_was_submitted_in_time():
    application = make_application()
    first = submit(application)
    assert submit(application, arrived_at=NOW + timedelta(days=365)) == first


@pytest.mark.django_db
def test_a_page_that_was_checked_before_the_last_change_submits_nothing():
    application = make_application()
    checked = application.revision
    change_city(application, "Leiden")
    with pytest.raises(services.ApplicationStale):
        submit(application, checked)
    assert Submission.objects.count() == 0


@pytest.mark.django_db
def test_a_second_version_counts_in_place_of_the_first_which_stays():
    application = make_application()
    first = submit(application)
    change_city(application, "Leiden")
    second = submit(application)
    application.refresh_from_db()
    assert application.current_submission == second
    assert (first.version, second.version) == (1, 2)
    assert first.sha256 != second.sha256
    assert Submission.objects.get(pk=first.pk).snapshot["answers"]["personal"]["city"] == "Utrecht"
    assert [letter.event for letter in Letter.objects.all()] == ["application_submitted"] * 2


@pytest.mark.django_db
def test_a_submission_that_fails_at_the_last_moment_leaves_nothing(monkeypatch):
    application = make_application()
    monkeypatch.setattr("applications.services.submissions.post_letter", fail)
    with pytest.raises(OSError, match="disk is full"):
        submit(application)
    application.refresh_from_db()
    assert (application.state, application.current_submission) == ("DRAFT", None)
    assert Submission.objects.count() == application.transitions.count() == 0


@pytest.mark.django_db
def test_discarding_changes_restores_every_answer_that_was_submitted():
    application = make_submitted_application(now=NOW)
    submitted = application.current_submission.snapshot["answers"]
    change_city(application, "Leiden")
    application.education.all().delete()
    application.experience.update(employer="Somebody else")
    services.keep_unfinished(application=application, place="choice", typed={"field": [""]}, now=NOW)
    services.discard_changes(application=application, now=NOW)
    fresh = Application.objects.with_answers().get(pk=application.pk)
    assert (fresh.state, fresh.unfinished_steps.count()) == ("SUBMITTED", 0)
    restored = services.build_snapshot(fresh, version=1, submitted_at=NOW)
    assert restored["answers"] == submitted


@pytest.mark.django_db
def test_discarding_that_fails_changes_nothing(monkeypatch):
    application = make_submitted_application(now=NOW)
    change_city(application, "Leiden")
    monkeypatch.setattr("applications.services.submissions._restore_list", fail)
    with pytest.raises(OSError, match="disk is full"):
        services.discard_changes(application=application, now=NOW)
    application = Application.objects.get(pk=application.pk)
    assert (application.state, application.personal_data.city) == ("CHANGED_NOT_SUBMITTED", "Leiden")


@pytest.mark.django_db
def test_withdrawing_takes_the_version_that_counts_away_and_says_so():
    application = make_submitted_application(now=NOW)
    services.withdraw_application(application=application, now=NOW)
    application.refresh_from_db()
    assert (application.state, application.current_submission) == ("WITHDRAWN", None)
    assert application.submissions.count() == 1
    assert Letter.objects.get().event == "application_withdrawn"


@pytest.mark.django_db
def test_withdrawing_is_possible_until_the_deadline_and_while_suspended():
    late, paused = make_submitted_application(now=NOW), make_submitted_application(now=NOW)
    with pytest.raises(services.ApplicationsClosed):
        services.withdraw_application(application=late, now=late.competition.application_deadline)
    paused.competition.state = "SUSPENDED"
    paused.competition.save()
    assert services.withdraw_application(application=paused, now=NOW).state == "WITHDRAWN"


@pytest.mark.django_db
def test_withdrawing_twice_is_refused():
    application = make_application()
    services.withdraw_application(application=application, now=NOW)
    with pytest.raises(StateMoveRefused):
        services.withdraw_application(application=application, now=NOW)
    assert Letter.objects.count() == 1


@pytest.mark.django_db
def test_a_withdrawal_that_fails_changes_nothing(monkeypatch):
    application = make_submitted_application(now=NOW)
    monkeypatch.setattr("applications.services.submissions.post_letter", fail)
    with pytest.raises(OSError, match="disk is full"):
        services.withdraw_application(application=application, now=NOW)
    application.refresh_from_db()
    assert application.state == "SUBMITTED"
    assert application.current_submission is not None


@pytest.mark.django_db
def test_who_applies_again_goes_on_with_the_same_number_and_answers_and_submits_a_new_version():
    application = make_application()
    submit(application)
    services.withdraw_application(application=application, now=NOW)
    services.apply_again(application=application, now=NOW)
    application.refresh_from_db()
    assert (application.state, application.personal_data.city) == ("DRAFT", "Utrecht")
    assert submit(application).version == 2
    services.withdraw_application(application=application, now=NOW)
    assert Letter.objects.filter(event="application_withdrawn").count() == 2


@pytest.mark.django_db
def test_a_page_from_before_the_withdrawal_submits_nothing():
    application = make_application()
    submit(application)
    services.withdraw_application(application=application, now=NOW)
    with pytest.raises(StateMoveRefused):
        submit(application)
    services.apply_again(application=application, now=NOW)
    with pytest.raises(services.ApplicationStale):
        submit(application, revision=application.revision)


@pytest.mark.django_db
def test_nobody_applies_again_after_the_deadline_or_without_having_withdrawn():
    application = make_application()
    with pytest.raises(StateMoveRefused):
        services.apply_again(application=application, now=NOW)
    services.withdraw_application(application=application, now=NOW)
    with pytest.raises(services.ApplicationsClosed):
        services.apply_again(application=application, now=application.competition.application_deadline)


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_submit_at_once_get_one_receipt():
    application = make_application()
    together = threading.Barrier(2)
    receipts = []

    def press():
        try:
            together.wait(timeout=10)
            receipts.append(submit(application).pk)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join(timeout=30)
    assert receipts == [Submission.objects.get().pk] * 2
    assert Letter.objects.count() == OutgoingEmail.objects.count() == 1
    assert application.transitions.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_browsers_that_start_at_once_start_one_application():
    competition = make_competition()
    candidate = make_application().candidate
    together = threading.Barrier(2)
    numbers = []

    def press():
        try:
            together.wait(timeout=10)
            started = services.start_application(candidate=candidate, competition=competition, now=NOW)
            numbers.append(started.number)
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for each in presses:
        each.start()
    for each in presses:
        each.join(timeout=30)
    assert numbers == [Application.objects.get(competition=competition).number] * 2


@pytest.mark.django_db(transaction=True)
def test_a_competition_cannot_be_suspended_in_the_middle_of_a_submission(monkeypatch):
    application = make_application()
    competition = application.competition
    waited = []

    def suspend():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '300ms'")
                cursor.execute(
                    "UPDATE competitions_competition SET state = 'SUSPENDED' WHERE id = %s", [competition.pk]
                )
        except Exception as error:
            waited.append(type(error).__name__)
        finally:
            connection.close()

    def in_the_middle(**letter):
        other = threading.Thread(target=suspend)
        other.start()
        other.join(timeout=30)

    monkeypatch.setattr("applications.services.submissions.post_letter", in_the_middle)
    submit(application)
    competition.refresh_from_db()
    assert (waited, competition.state) == (["OperationalError"], "OPEN")


# A process of its own that submits, and stops for ever at the place named by its last argument.
SUBMITTER = """
import sys, time
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from applications.models import Application
from applications.services import submissions

def halt(*args, **options):
    print("halted", flush=True)
    time.sleep(600)

if sys.argv[2] == "before":
    submissions.post_letter = halt
application = Application.objects.get(pk=sys.argv[1])
submissions.submit_application(
    application=application, revision=application.revision, arrived_at=timezone.now()
)
halt()
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment, rows", [("before", 0), ("after", 1)])
def test_a_process_killed_while_submitting_leaves_nothing_or_everything(moment, rows):
    application = make_application()
    server = os.environ["TEST_DATABASE_URL"].rpartition("/")[0]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "epso_site.settings.test",
        "TEST_DATABASE_URL": f"{server}/{settings.DATABASES['default']['NAME']}",
    }
    process: Any = subprocess.Popen(
        [sys.executable, "-c", SUBMITTER, str(application.pk), moment],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout.readline() == "halted\n"
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=10)
    counts = (Submission.objects.count(), Letter.objects.count(), OutgoingEmail.objects.count())
    assert counts == (rows, rows, rows)
    application.refresh_from_db()
    assert application.state == ("SUBMITTED" if rows else "DRAFT")
    assert submit(application).version == 1
    assert Submission.objects.count() == Letter.objects.count() == 1
