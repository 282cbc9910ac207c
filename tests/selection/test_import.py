"""A file of results is taken in whole or not at all, and every fault is named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from applications.models import Application
from competitions.models import Competition
from core.models import AuditRecord
from django.core.management import CommandError, call_command
from selection.models import RankingOutcome, RankingRun, ReplacedResult, ResultsFile, TestResult
from selection.results_format import TestCount
from selection.services import ResultsRefusedError, compute_ranking

from tests.factories import make_candidate, make_competition, make_submitted_application
from tests.selection.results_files import HEADER, as_bytes, manifest_of, take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
LATER = datetime(2026, 5, 5, 10, tzinfo=UTC)


@pytest.fixture
def competition() -> Competition:
    """Two fields; a test of 4 questions for all, a test of points for the second field alone."""
    competition = make_competition(
        now=NOW,
        fields=[{"number_sought": 1}, {"number_sought": 1}],
        tests=[{"code": "VR", "questions": 4, "maximum": 4, "pass_mark": 2, "weight_preliminary": None}],
    )
    return competition


def add_applications(competition: Competition, *numbers: str, field: int = 0) -> list[Application]:
    chosen = competition.fields.all()[field]
    made = []
    for number in numbers:
        application = make_submitted_application(competition=competition, field=chosen, now=NOW)
        Application.objects.filter(pk=application.pk).update(number=number)
        made.append(application)
    return made


def faults_of(competition: Competition, content: Any, **options: Any) -> list[str]:
    with pytest.raises(ResultsRefusedError) as refused:
        take_in(competition, content, now=NOW, **options)
    assert not ResultsFile.objects.exists() or options.get("after")
    return list(refused.value.messages)


def stored(*fields: str) -> list[Any]:
    columns = fields or ("is_attended", "correct", "points", "marks")
    return list(
        TestResult.objects.order_by("application__number").values_list("application__number", *columns)
    )


def test_the_results_of_a_file_are_stored_with_its_manifest(competition):
    add_applications(competition, "101", "102")
    outcome = take_in(competition, ["101,VR,yes,3,,1101", "102,VR,no,,,"], now=NOW)
    assert outcome.is_new
    assert stored() == [("101", True, 3, None, "1101"), ("102", False, None, None, "")]
    file = outcome.file
    assert (file.rows, file.attended, file.absent, file.tests) == (2, 1, 1, ["VR"])
    assert file.manifest["tests"] == {"VR": {"invited": 2, "attended": 1, "absent": 1}}
    assert AuditRecord.objects.get(verb="import_results").details["rows"] == 2


def test_a_ranking_is_stored_with_its_outcomes(competition):
    add_applications(competition, "101", "102", "103")
    take_in(competition, ["101,VR,yes,3,,", "102,VR,yes,1,,", "103,VR,no,,,"], now=NOW)
    run = compute_ranking(competition=competition, by=None, now=NOW).run
    outcomes = RankingOutcome.objects.order_by("application__number").values_list("outcome", flat=True)
    assert list(outcomes) == ["TO_BE_CHECKED", "FAILED", "ABSENT"]
    assert run.summary["fields"][0]["stages"][-1]["threshold"] == "75"
    assert RankingRun.objects.count() == 1
