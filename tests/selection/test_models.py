"""What rows are called in the administration and in records, and which runs candidates may read."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from selection.models import (
    EligibilityDecision,
    Neutralisation,
    RankingRun,
    ReplacedResult,
    ResultsUploadChunk,
    TestResult,
)
from selection.services.uploads import store_upload
from tests.selection.results_files import as_bytes, manifest_of, take_in
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    lines_of,
    release_latest,
    take_in_part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    return four_test_competition()


def test_results_and_what_they_replaced_are_named_by_application_and_test(competition):
    application = add_application(competition, "101")
    take_in(competition, lines_of("101", NR="7", AR="6"), now=NOW)
    take_in(competition, lines_of("101", NR="8"), now=NOW, correction_reason="Wrong list.")
    nr, ar = competition.tests.get(code="NR"), competition.tests.get(code="AR")
    assert [str(result) for result in TestResult.objects.order_by("test__sequence")] == [
        f"{application.pk} {nr.pk}",
        f"{application.pk} {ar.pk}",
    ]
    assert str(ReplacedResult.objects.get()) == f"{application.pk} {nr.pk}"


def test_an_upload_is_named_by_its_file_and_a_piece_by_its_position(competition):
    content = as_bytes(lines_of("101", NR="7"))
    upload = store_upload(
        competition=competition,
        file=SimpleUploadedFile("results.csv", content),
        manifest=json.dumps(manifest_of(competition, content).to_json()).encode(),
        correction_reason="",
        now=NOW,
    )
    assert str(upload) == "results.csv"
    assert str(ResultsUploadChunk.objects.get()) == f"{upload.pk}/0"


def test_a_decision_names_the_application_and_what_was_decided(competition):
    application = add_application(competition, "101")
    decision = EligibilityDecision(application=application, decision="ELIGIBLE", decided_at=NOW)
    assert str(decision) == f"{application.pk}: ELIGIBLE"


def test_a_neutralisation_names_the_test_and_the_questions(competition):
    test = competition.tests.get(code="NR")
    assert str(Neutralisation(test=test, question_numbers=[3, 7])) == f"{test.pk}: [3, 7]"


def test_only_the_last_run_that_was_released_counts_as_released(competition):
    for number in FIELD_OF_EIGHT:
        add_application(competition, number)
    take_in_part(competition, 1)
    first = release_latest(competition)
    take_in_part(competition, 2)
    assert list(RankingRun.objects.released()) == [first]
    second = release_latest(competition)
    assert list(RankingRun.objects.released()) == [second]
