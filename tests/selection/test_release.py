"""Letters are prepared, approved by a second person, and released together with the ranking."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from core.models import AuditRecord
from core.services import JobStopped
from core.states import StateMoveRefused
from notifications.models import Letter, LetterBatch
from notifications.services import approve_batch, recall_batch, release_batch
from selection.models import RankingOutcome, RankingRun
from selection.services import compute_ranking, prepare_result_letters, release_ranking
from tests.factories import make_staff
from tests.selection.results_files import take_in
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    release_latest,
    staff_of_two,
    take_in_part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    competition = four_test_competition()
    for number in FIELD_OF_EIGHT:
        add_application(competition, number, language="nl")
    take_in_part(competition, 1)
    return competition


def test_everybody_gets_a_letter_and_may_read_it_after_the_release(competition):
    run = release_latest(competition)
    assert run.state == "RELEASED"
    letters = Letter.objects.filter(published_at__isnull=False, event="result")
    assert sorted(letters.values_list("about", flat=True)) == [f"application:{n}" for n in FIELD_OF_EIGHT]
    assert set(letters.values_list("language", flat=True)) == {"nl"}


def test_only_those_with_news_get_a_letter_after_the_second_part(competition):
    release_latest(competition)
    take_in_part(competition, 2)
    second = release_latest(competition)
    letters = Letter.objects.filter(key__startswith=f"ranking:{second.pk}:")
    assert sorted(letters.values_list("about", flat=True)) == [
        f"application:{number}" for number in ("101", "102", "103", "104", "105", "108")
    ]
    first = RankingRun.objects.get(number=1)
    assert first.state == "SUPERSEDED"
    outcomes = RankingOutcome.objects.filter(run=second).order_by("application__number")
    assert list(outcomes.values_list("outcome", flat=True)) == [
        "TO_BE_CHECKED", "TO_BE_CHECKED", "FAILED", "NOT_AMONG_BEST", "FAILED", "FAILED", "ABSENT",
        "TO_BE_CHECKED",
    ]  # fmt: skip


def prepared(competition):
    preparer, approver = staff_of_two()
    run = compute_ranking(competition=competition, by=preparer, now=NOW).run
    return run, prepare_result_letters(run=run, by=preparer, now=NOW), preparer, approver


def messages_of(refused) -> list[str]:
    return list(refused.value.messages)


def test_a_run_without_approved_letters_is_not_released(competition):
    run, batch, _preparer, approver = prepared(competition)
    with pytest.raises(ValidationError) as refused:
        release_ranking(run=run, by=approver, now=NOW)
    assert messages_of(refused) == [
        "The letters of this ranking must be prepared, and approved by a second person, first."
    ]
    batch.refresh_from_db()
    assert (batch.state, RankingRun.objects.get().state) == ("PREPARED", "COMPUTED")


def test_who_prepared_the_letters_does_not_approve_them(competition):
    _run, batch, preparer, _approver = prepared(competition)
    with pytest.raises(ValidationError):
        approve_batch(batch=batch, by=preparer, now=NOW)


def test_letters_are_never_released_without_their_ranking(competition):
    _run, batch, _preparer, approver = prepared(competition)
    approve_batch(batch=batch, by=approver, now=NOW)
    with pytest.raises(ValidationError), transaction.atomic():
        release_batch(batch=batch, by=approver, now=NOW)
    assert LetterBatch.objects.get().state == "APPROVED"


def test_nobody_sees_anything_before_the_release(competition):
    _run, batch, _preparer, approver = prepared(competition)
    approve_batch(batch=batch, by=approver, now=NOW)
    candidate = competition.applications.get(number="101").candidate
    assert not RankingOutcome.objects.told_to(candidate).exists()
    assert not Letter.objects.visible_to(candidate).exists()


def test_an_earlier_run_is_not_released(competition):
    run, batch, _preparer, approver = prepared(competition)
    approve_batch(batch=batch, by=approver, now=NOW)
    take_in_part(competition, 2)
    compute_ranking(competition=competition, by=None, now=NOW)
    with pytest.raises(ValidationError) as refused:
        release_ranking(run=run, by=approver, now=NOW)
    assert messages_of(refused) == ["There is a later ranking, number 2. Release that one."]


def test_a_run_is_released_once(competition):
    run = release_latest(competition)
    with pytest.raises(StateMoveRefused):
        release_ranking(run=run, by=make_staff(), now=NOW)


def test_after_a_recall_the_letters_can_be_prepared_again(competition):
    run, batch, preparer, approver = prepared(competition)
    recall_batch(batch=batch, by=approver, now=NOW, reason="Wrong sample.")
    assert RankingRun.objects.get().state == "COMPUTED"
    again = prepare_result_letters(run=run, by=preparer, now=NOW)
    assert (again.pk == batch.pk, again.letters.count()) == (False, 8)


def test_prepared_letters_are_not_prepared_twice(competition):
    run, _batch, preparer, _approver = prepared(competition)
    with pytest.raises(ValidationError) as refused:
        prepare_result_letters(run=run, by=preparer, now=NOW)
    assert messages_of(refused) == ["The letters of this ranking are prepared already."]


def test_a_preparation_that_was_stopped_goes_on_where_it_was(competition, monkeypatch, settings):
    settings.LETTERS_A_SLICE = 3
    monkeypatch.setattr("selection.services.release.PROGRESS_EVERY", 4)
    preparer = make_staff()
    run = compute_ranking(competition=competition, by=None, now=NOW).run

    def stop(done: int) -> None:
        if done == 4:
            raise JobStopped

    with pytest.raises(JobStopped):
        prepare_result_letters(run=run, by=preparer, now=NOW, report=stop)
    written = set(Letter.objects.values_list("number", flat=True))
    assert len(written) == 3
    batch = prepare_result_letters(run=run, by=preparer, now=NOW)
    assert (batch.state, batch.letters.count()) == ("PREPARED", 8)
    assert written < set(Letter.objects.values_list("number", flat=True))


def test_a_run_that_says_nothing_new_is_released_without_a_letter(competition):
    release_latest(competition)
    competition.fields.update(number_sought=3)
    second = release_latest(competition)
    assert second.number == 2
    assert LetterBatch.objects.get(about=f"ranking:{second.pk}").expected == 0


def test_a_corrected_score_is_told_even_where_the_outcome_stays(competition):
    release_latest(competition)
    take_in(competition, ["106,AR,yes,4,,"], now=NOW, correction_reason="Misread.")
    second = release_latest(competition)
    letters = Letter.objects.filter(key__startswith=f"ranking:{second.pk}:")
    assert [letter.about for letter in letters] == ["application:106"]


def test_the_release_is_recorded(competition):
    run = release_latest(competition)
    record = AuditRecord.objects.get(verb="release_ranking")
    assert (record.object_key, record.details["letters"]) == (str(run), 8)
    assert list(run.transitions.values_list("action", flat=True)) == ["compute", "release"]


def test_the_letter_says_scores_pass_marks_threshold_and_what_may_be_contested(competition):
    take_in_part(competition, 2)
    for application in competition.applications.all():
        application.candidate.language = "en"
        application.candidate.save()
    release_latest(competition)
    letter = Letter.objects.get(about="application:104")
    assert letter.subject == "Your application 104: result"
    assert (
        letter.body
        == f"""\
This letter is about the competition {competition.reference}, field “Field 1” (AD5), and your application \
104.

You passed the tests, but you are not among the best candidates. Your application is not taken further.

Your total in the preliminary ranking is below the threshold.

Your scores
– Test 1: 7 out of 10
– Test 2: 7 out of 10
– Test 3: 20 out of 30, pass mark 15
– Test 4: Not marked
– Test 1, Test 2 together: 14, combined pass mark 10
– Preliminary ranking: your total is 68 out of 100, the threshold is 86

All candidates of your field
– Part 1: candidates 8, admitted 6
– Part 2: candidates 6, admitted 5
– Preliminary ranking: candidates 5, places 3, admitted 4
– Marking of the remaining tests: candidates 4, admitted 3
– Final ranking: candidates 3, places 2, admitted 0

What you can do if you do not agree
– Request for review: 5 calendar days. Decided by: Selection board.
– Administrative complaint under Article 90(2) of the Staff Regulations: 3 months. Decided by: \
Appointing authority.
– Action before the General Court: 3 months and, for distance, 10 calendar days more. Decided by: \
General Court of the European Union.

These time limits run from the day on which this letter was published in your account. That day is \
not counted.

How your result came about, and the last day of each time limit: \
{settings.SITE_URL}/en/account/results/104/"""
    )


def test_letters_that_no_longer_match_the_outcomes_are_not_released(competition):
    run, batch, _preparer, approver = prepared(competition)
    approve_batch(batch=batch, by=approver, now=NOW)
    Letter.objects.filter(about="application:101").update(recalled_at=NOW)
    with pytest.raises(ValidationError) as refused:
        release_ranking(run=run, by=approver, now=NOW)
    assert messages_of(refused) == ["Candidates to be told: 8. Letters: 7. Recall the letters."]
    assert RankingRun.objects.get().state == "COMPUTED"


def test_a_paper_that_did_not_count_shows_no_score_in_the_letter(competition):
    take_in_part(competition, 2, {**FIELD_OF_EIGHT, "104": ({}, {"EUK": "20", "EUFTE": "9p"})})
    competition.applications.get(number="104").candidate.__class__.objects.update(language="en")
    release_latest(competition)
    body = Letter.objects.get(about="application:104").body
    assert "– Test 4: Not taken into account\n" in body
