"""Which rankings are deleted by the clock, and what is left of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.models import AuditRecord
from notifications.models import LetterBatch
from selection.models import RankingOutcome, RankingRun
from selection.services.forgetting import forget_old_rankings
from selection.tasks import forget_rankings
from tests.factories import make_competition, make_staff, make_submitted_application
from tests.selection.scenes import NOW

pytestmark = pytest.mark.django_db
KEPT = timedelta(days=90)


@pytest.fixture
def competition():
    return make_competition(now=NOW)


def make_run(competition, number, *, state="COMPUTED", age=KEPT + timedelta(seconds=1)):
    run = RankingRun.objects.create(
        competition=competition, number=number, rules={}, rules_digest="1" * 64, inputs_digest="2" * 64,
        result_digest="3" * 64, summary={}, candidates=1, computed_at=NOW - age,
    )  # fmt: skip
    application = make_submitted_application(competition=competition, now=NOW)
    RankingOutcome.objects.create(
        run=run, application=application, field=application.field, outcome="FAILED", explanation={}
    )
    if state != "COMPUTED":
        RankingRun.objects.filter(pk=run.pk).update(state="RELEASED", released_at=run.computed_at)
    if state == "SUPERSEDED":
        RankingRun.objects.filter(pk=run.pk).update(state="SUPERSEDED")
    return run


def numbers():
    return list(RankingRun.objects.order_by("number").values_list("number", flat=True))


def test_an_old_ranking_that_was_never_released_is_deleted_with_its_outcomes(competition):
    make_run(competition, 1)
    make_run(competition, 2)
    assert forget_old_rankings(now=NOW) == 1
    assert numbers() == [2]
    assert RankingOutcome.objects.count() == 1
    record = AuditRecord.objects.get()
    assert (record.verb, record.object_key) == ("forget_ranking", f"{competition.reference} #1")
    assert record.details["result_digest"] == "3" * 64


def test_a_ranking_is_kept_until_its_days_are_over(competition):
    make_run(competition, 1, age=KEPT)
    make_run(competition, 2)
    assert forget_old_rankings(now=NOW) == 0


@pytest.mark.parametrize("state", ["RELEASED", "SUPERSEDED"])
def test_what_was_released_is_never_deleted(competition, state):
    make_run(competition, 1, state=state)
    make_run(competition, 2)
    assert forget_old_rankings(now=NOW) == 0


def test_a_ranking_about_which_letters_were_prepared_is_kept(competition):
    run = make_run(competition, 1)
    make_run(competition, 2)
    LetterBatch.objects.create(
        event="result", title="Results", about=f"ranking:{run.pk}", state="RECALLED", expected=0,
        prepared_by=make_staff(), prepared_at=NOW,
    )  # fmt: skip
    assert forget_old_rankings(now=NOW) == 0


def test_a_ranking_released_meanwhile_is_left_alone(competition, monkeypatch):
    run = make_run(competition, 1)
    make_run(competition, 2)

    def release_it(*args, **kwargs):
        RankingRun.objects.filter(pk=run.pk).update(state="RELEASED", released_at=NOW)
        return forget(*args, **kwargs)

    from selection.services import forgetting

    forget = forgetting._forget
    monkeypatch.setattr(forgetting, "_forget", release_it)
    assert forget_old_rankings(now=NOW) == 0
    assert AuditRecord.objects.count() == 0


def test_the_clock_asks_for_it(competition):
    make_run(competition, 1)
    make_run(competition, 2)
    forget_rankings()
    assert numbers() == [2]
