"""A released final ranking becomes reserve lists, and laureates are told (epso 6.1, message 16)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import CharField, Exists, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from careers.models import Institution
from competitions.models import Competition, CompetitionField
from competitions.services import change_state
from competitions.states import COMPETITION_MOVES, LISTED
from core.formats import BRUSSELS
from core.services import record_audit
from notifications.models import LetterBatch
from notifications.services import post_letter
from notifications.states import BatchState
from recruitment import emails
from recruitment.models import Laureate, ListOpening, ReserveList
from selection.models import RankingRun
from selection.periods import Period, compute_time_limit
from selection.states import Outcome, RunState

ON_THEIR_WAY = (BatchState.PREPARING, BatchState.PREPARED, BatchState.APPROVED, BatchState.RELEASING)
"""States of a batch whose letters are not all in the accounts yet."""

# Applications and not outcomes give the order of the rows: a list keeps no order of merit (epso 6.4).
ADD_LAUREATES = """
INSERT INTO recruitment_laureate (reserve_list_id, application_id, added_at, removal_reason)
SELECT reserve_list.id, ranked.application_id, %(now)s, ''
FROM selection_rankingoutcome ranked
JOIN recruitment_reservelist reserve_list ON reserve_list.field_id = ranked.field_id
WHERE ranked.run_id = %(run)s AND ranked.outcome = %(laureate)s
ORDER BY ranked.application_id
ON CONFLICT (application_id) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Establishment:
    """The lists that rest on a ranking now, how many laureates are new, how many it no longer names."""

    lists: list[ReserveList]
    added: int
    unconfirmed: int


def due_runs() -> QuerySet[RankingRun]:
    """Released final rankings whose letters are all out, and on which no list rests yet."""
    about = Concat(Value("ranking:"), Cast(OuterRef("pk"), CharField()))
    batches = LetterBatch.objects.filter(about=about)
    fields = CompetitionField.objects.filter(competition=OuterRef("competition"))
    return RankingRun.objects.released().filter(
        Exists(batches.filter(state=BatchState.RELEASED)),
        ~Exists(batches.filter(state__in=ON_THEIR_WAY)),
        ~Exists(ReserveList.objects.filter(run=OuterRef("pk"))),
        Exists(fields),
        is_final=True,
    )


@transaction.atomic
def establish_reserve_lists(*, run: RankingRun, by: Any, now: datetime) -> Establishment:
    """Draw up the list of each field from the ranking, open it to the institutions, and tell the laureates.

    Once for a ranking; again changes nothing. A ranking that supersedes an earlier one adds its new laureates
    to the lists there are, and removes nobody: whom it no longer names stays until `remove_laureate`.
    Raises ValidationError when the ranking is not released and final, its letters are not all out, the
    competition is not at its end, or the notice does not say how long the list is valid.
    """
    locked = RankingRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.reserve_lists.exists():
        return _result(locked, added=0)
    _check_released(locked)
    competition = Competition.objects.get(pk=locked.competition_id)
    _check_competition(competition, now)
    for reserve_list in _draw_up(competition, locked, now):
        _open_to_institutions(reserve_list, competition, now)
    added = _add_laureates(locked, now)
    if competition.state not in LISTED:
        change_state(competition=competition, action="publish_list", by=by, now=now)
    _tell_laureates(locked, now)
    result = _result(locked, added)
    _record(locked, result, by, now)
    return result


def _check_released(run: RankingRun) -> None:
    if run.state != RunState.RELEASED or not run.is_final:
        raise ValidationError(
            _("A reserve list needs a ranking that is released and final for every candidate."),
            code="run_not_final",
        )
    states = set(LetterBatch.objects.filter(about=f"ranking:{run.pk}").values_list("state", flat=True))
    if BatchState.RELEASED not in states or states & set(ON_THEIR_WAY):
        raise ValidationError(
            _("The letters with the results of this ranking are not all released yet."),
            code="letters_not_released",
        )


def _check_competition(competition: Competition, now: datetime) -> None:
    if competition.state not in LISTED and not COMPETITION_MOVES.permits("publish_list", competition.state):
        raise ValidationError(
            _("The competition %(reference)s is in the state “%(state)s”, from which no list is published."),
            code="competition_not_at_end",
            params={"reference": competition.reference, "state": competition.get_state_display()},
        )
    valid_until(competition, now)


def waiting_runs(*, now: datetime) -> list[tuple[RankingRun, str]]:
    """The rankings that are due, each with what keeps its lists from being drawn up; "" for nothing."""
    runs = due_runs().select_related("competition").defer("competition__document")
    return [(run, _obstacle(run, now)) for run in runs]


def _obstacle(run: RankingRun, now: datetime) -> str:
    try:
        _check_competition(run.competition, now)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def valid_until(competition: Competition, now: datetime) -> date:
    """The last day of validity: the day the notice names, else so many months from the Brussels day of `now`.

    Months are counted as Regulation 1182/71 does. Raises ValidationError when the notice says neither.
    """
    if competition.reserve_list_valid_until is not None:
        return competition.reserve_list_valid_until
    if competition.reserve_list_months is None:
        raise ValidationError(
            _(
                "The notice %(reference)s does not say how long its reserve list is valid. Load an amendment "
                "that does."
            ),
            code="validity_unknown",
            params={"reference": competition.reference},
        )
    return compute_time_limit(event_at=now, period=Period(months=competition.reserve_list_months)).last_day


def _draw_up(competition: Competition, run: RankingRun, now: datetime) -> Iterable[ReserveList]:
    """Rest the lists there are on `run`, and return new ones for the fields that have none."""
    present = ReserveList.objects.filter(field__competition=competition)
    present.update(run=run)
    lacking = competition.fields.exclude(pk__in=present.values("field"))
    last_day = valid_until(competition, now)
    return ReserveList.objects.bulk_create(
        ReserveList(
            field=field,
            run=run,
            established_at=now,
            valid_from=now.astimezone(BRUSSELS).date(),
            valid_until=last_day,
        )
        for field in lacking
    )


def _open_to_institutions(reserve_list: ReserveList, competition: Competition, now: datetime) -> None:
    """Open a new list to those the notice names, or to all that EPSO serves."""
    named = competition.institutions.all()
    recruiting = Institution.objects.served_by_epso() if competition.is_for_all_institutions else named
    ListOpening.objects.bulk_create(
        ListOpening(reserve_list=reserve_list, institution_id=key, opened_at=now)
        for key in recruiting.values_list("pk", flat=True)
    )


def _add_laureates(run: RankingRun, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(ADD_LAUREATES, {"now": now, "run": run.pk, "laureate": Outcome.LAUREATE.value})
        return int(cursor.rowcount)


def _tell_laureates(run: RankingRun, now: datetime) -> None:
    lists = {row.pk: row for row in run.reserve_lists.select_related("field__competition")}
    added = Laureate.objects.filter(reserve_list__in=lists, added_at=now)
    for laureate in added.select_related("application__candidate").iterator(chunk_size=1000):
        _tell(laureate, lists[laureate.reserve_list_id], now)


def _tell(laureate: Laureate, reserve_list: ReserveList, now: datetime) -> None:
    application = laureate.application
    post_letter(
        recipient=application.candidate,
        event="reserve_list_entry",
        key=f"list:{reserve_list.pk}",
        about=f"application:{application.number}",
        build=lambda: emails.reserve_list_entry(application, reserve_list),
        now=now,
    )


def _result(run: RankingRun, added: int) -> Establishment:
    lists = list(run.reserve_lists.all())
    return Establishment(lists, added, Laureate.objects.filter(reserve_list__in=lists).unconfirmed().count())


def _record(run: RankingRun, result: Establishment, by: Any, now: datetime) -> None:
    record_audit(
        now=now,
        by=by,
        verb="establish_reserve_lists",
        subject=run,
        key=str(run),
        details={
            "lists": [row.pk for row in result.lists],
            "laureates_added": result.added,
            "laureates_unconfirmed": result.unconfirmed,
        },
    )
