"""Synthetic candidates: the same for a seed, real in every constraint, and never in a real competition."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from applications.models import Application, Submission
from applications.services.submissions import build_snapshot
from applications.services.synthetic import generate_applications
from applications.snapshots import sha256_of
from applications.synthetic import synthetic_candidates
from tests.factories import make_competition


def people(count=50, seed=7, skip=0):
    return list(synthetic_candidates(count=count, seed=seed, fields=[2, 1], label="trial", skip=skip))


def test_the_same_seed_gives_the_same_people():
    assert people() == people()


def test_another_seed_gives_other_people():
    assert people(seed=7) != people(seed=8)


def test_a_run_that_goes_on_gives_the_people_that_were_missing():
    assert people(skip=20) == people()[20:]


def test_every_candidate_has_two_different_languages():
    assert [p.serial for p in people(500) if p.language_1 == p.language_2] == []


@pytest.fixture
def competition(db):
    return make_competition(is_demonstration=True, fields=[{"number_sought": 3}, {"number_sought": 2}])


def generate(competition, count, seed=1, report=lambda done: None):
    return generate_applications(
        competition=competition, count=count, seed=seed, now=timezone.now(), report=report
    )


def test_each_application_is_submitted_with_the_snapshot_of_what_its_rows_say(competition):
    generate(competition, 20)
    for application in Application.objects.with_answers().filter(competition=competition):
        submission = application.current_submission
        assert submission.sha256 == sha256_of(submission.snapshot)
        rebuilt = build_snapshot(application, version=1, submitted_at=submission.submitted_at)
        assert {**submission.snapshot, "submitted_at": ""} == {**rebuilt, "submitted_at": ""}


def test_a_second_run_adds_only_what_is_missing(competition):
    assert generate(competition, 10) == 10
    assert generate(competition, 15) == 5
    assert Submission.objects.filter(application__competition=competition).count() == 15


def test_a_run_that_is_stopped_keeps_what_it_wrote_and_can_go_on(competition, monkeypatch):
    monkeypatch.setattr("applications.services.synthetic.SLICE", 4)

    def stop_after_eight(done):
        if done == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate(competition, 12, report=stop_after_eight)
    assert Application.objects.filter(competition=competition).count() == 8
    assert generate(competition, 12) == 4


def test_a_real_competition_gets_no_synthetic_candidates(db):
    with pytest.raises(ValidationError, match="demonstration"):
        generate(make_competition(), 1)


def test_the_command_says_how_many_it_made(competition, capsys):
    call_command("generate_applications", competition.reference, count=5, seed=3)
    assert "5 new applications, 5 with seed 3." in capsys.readouterr().out
