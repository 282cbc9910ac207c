"""A released final ranking, lists and recruiters: rows that tests of reserve lists begin with."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import User
from applications.models import Application, PersonalData, Submission
from applications.services import build_snapshot
from applications.snapshots import sha256_of
from careers.models import Institution
from competitions.models import Competition, CompetitionField
from competitions.notice import read_notice
from competitions.services import load_notice
from notifications.models import LetterBatch
from recruitment.models import Laureate, ListOpening, Recruiter, ReserveList
from selection.models import RankingOutcome, RankingRun
from tests.factories import make_application, make_candidate, make_staff

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
NOTICE = Path(__file__).parents[2] / "competitions" / "data" / "demonstration.json"
_serial = itertools.count(1)


def make_institution(code: str = "", *, served_by_epso: bool = False, **values: Any) -> Institution:
    """An institution; `served_by_epso` puts it on EPSO's own page."""
    serial = next(_serial)
    name = code or f"INST{serial}"
    institution: Institution = Institution.objects.create(
        code=name,
        slug=name.lower(),
        kind="INSTITUTION",
        name_en=f"Institution {name}",
        epso_page_order=serial if served_by_epso else None,
        **values,
    )
    return institution


def make_recruiter(institution: Institution | None, **values: Any) -> User:
    """A person in the role of recruiter, for `institution`; None: for none yet."""
    user = make_candidate(email=values.pop("email", f"recruiter{next(_serial)}@example.eu"), **values)
    user.groups.add(Group.objects.get(name="recruiter"))
    if institution is not None:
        Recruiter.objects.create(user=user, institution=institution)
    return user


def load_competition(*, state: str = "ELIGIBILITY", months: int | None = 12, **values: Any) -> Competition:
    """The demonstration notice as of a year before NOW, in `state`, its list valid for so many `months`."""
    document = {
        **read_notice(NOTICE.read_bytes()),
        "status": state,
        "places": [],
        "reserve_list": {"validity_months": months, "valid_until": None},
        **values,
    }
    result = load_notice(document=document, by=None, now=NOW - timedelta(days=365))
    assert result.faults == []
    assert result.competition is not None
    return result.competition


def make_candidacy(
    field: CompetitionField,
    *,
    candidate: User | None = None,
    personal: Mapping[str, Any] | None = None,
    rows: Callable[[Application], None] = lambda application: None,
) -> Application:
    """A submitted application with its whole snapshot; `personal` changes columns of PersonalData.

    `rows` may change diplomas, languages and experience before they are frozen.
    """
    application: Application = make_application(
        candidate=candidate, competition=field.competition, field=field, now=NOW - timedelta(days=360)
    )
    PersonalData.objects.filter(application=application).update(**(personal or {}))
    rows(application)
    complete = Application.objects.with_answers().get(pk=application.pk)
    snapshot = build_snapshot(complete, version=1, submitted_at=application.created_at)
    application.current_submission = Submission.objects.create(
        application=application,
        version=1,
        revision=1,
        submitted_at=application.created_at,
        field=field,
        language_1=application.language_1,
        language_2=application.language_2,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
    )
    application.state = "SUBMITTED"
    application.save()
    return application


def make_run(
    outcomes: Mapping[Application, str],
    *,
    competition: Competition,
    state: str = "RELEASED",
    is_final: bool = True,
    letters: str | None = "RELEASED",
) -> RankingRun:
    """A ranking with these outcomes; `letters` is the state of the batch of its letters, None for none."""
    serial = next(_serial)
    run: RankingRun = RankingRun.objects.create(
        competition=competition,
        number=serial,
        state="COMPUTED",
        is_final=is_final,
        rules={},
        rules_digest="0" * 64,
        inputs_digest="0" * 64,
        result_digest="0" * 64,
        summary={},
        candidates=len(outcomes),
        computed_at=NOW,
    )
    RankingOutcome.objects.bulk_create(
        RankingOutcome(run=run, application=each, field=each.field, outcome=outcome, explanation={})
        for each, outcome in outcomes.items()
    )
    if state == "RELEASED":
        RankingRun.objects.filter(competition=competition, state="RELEASED").update(state="SUPERSEDED")
    RankingRun.objects.filter(pk=run.pk).update(state=state, released_at=NOW)
    if letters is not None:
        make_batch(run, letters)
    run.refresh_from_db()
    return run


def make_batch(run: RankingRun, state: str) -> LetterBatch:
    """The batch of letters with the results of a ranking."""
    approval: dict[str, Any] = {}
    if state not in ("PREPARING", "PREPARED", "RECALLED"):
        approval = {"approved_by": make_staff(), "approved_at": NOW}
    batch: LetterBatch = LetterBatch.objects.create(
        event="result",
        title="Results",
        about=f"ranking:{run.pk}",
        state=state,
        expected=0,
        prepared_by=make_staff(),
        prepared_at=NOW,
        **approval,
    )
    return batch


def make_list(
    *applications: Application, institutions: Sequence[Institution] = (), **values: Any
) -> ReserveList:
    """A list of these laureates, all of one field, open to `institutions`, valid a year from NOW."""
    field = applications[0].field
    assert field is not None
    run = make_run(dict.fromkeys(applications, "LAUREATE"), competition=field.competition)
    today = NOW.date()
    reserve_list: ReserveList = ReserveList.objects.create(
        field=field,
        run=run,
        established_at=NOW,
        **{"valid_from": today, "valid_until": today.replace(year=today.year + 1), **values},
    )
    for application in applications:
        Laureate.objects.create(reserve_list=reserve_list, application=application, added_at=NOW)
    for institution in institutions:
        ListOpening.objects.create(reserve_list=reserve_list, institution=institution, opened_at=NOW)
    return reserve_list
