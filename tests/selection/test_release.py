"""Letters are prepared, approved by a second person, and released together with the ranking."""

from __future__ import annotations

import pytest
from core.models import AuditRecord
from core.states import StateMoveRefused
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from notifications.models import Letter, LetterBatch
from notifications.services import approve_batch, recall_batch, release_batch
from selection.models import RankingOutcome, RankingRun
from selection.services import compute_ranking, prepare_result_letters, release_ranking

from tests.factories import make_staff
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
