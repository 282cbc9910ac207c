"""A real worker takes up the jobs that the administration asks for."""

from __future__ import annotations

import pytest

from core.models import Job
from selection.models import RankingOutcome
from selection.services.jobs import start_ranking
from tests.conftest import wait_until
from tests.factories import make_staff
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    take_in_part,
)


@pytest.mark.django_db(transaction=True)
def test_a_worker_computes_the_ranking_that_was_asked_for(worker):
    competition = four_test_competition()
    for number in FIELD_OF_EIGHT:
        add_application(competition, number)
    take_in_part(competition, 1)
    job = start_ranking(competition=competition, by=make_staff(), now=NOW)
    wait_until(lambda: Job.objects.get(pk=job.pk).state in ("DONE", "FAILED"), seconds=30)
    job.refresh_from_db()
    assert (job.state, job.error, job.done) == ("DONE", "", 8)
    assert RankingOutcome.objects.count() == 8
