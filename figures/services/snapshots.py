"""Counting the valid applications of competitions, set-based, once their deadline has passed."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Func, Q

from applications.models import Application
from applications.states import VALID
from competitions.models import Competition
from competitions.states import ACCEPTING, CompetitionState
from core.kept import publish
from figures.models import Dimension, Snapshot, SnapshotCount


def take_snapshots(*, now: datetime) -> int:
    """Count anew each competition whose deadline has passed and that got applications here; say how many."""
    taken = 0
    for competition in _counted_competitions(now):
        with transaction.atomic():
            take_snapshot(competition=competition, now=now)
        taken += 1
    return taken


@transaction.atomic
def take_snapshot(*, competition: Competition, now: datetime) -> Snapshot:
    """Write what can be counted now in place of what was counted before."""
    valid = Application.objects.filter(competition=competition, state__in=VALID)
    snapshot, _created = Snapshot.objects.update_or_create(
        competition=competition, defaults={"taken_at": now, "applications": valid.count()}
    )
    snapshot.counts.all().delete()
    SnapshotCount.objects.bulk_create(
        [
            *_counts(snapshot, Dimension.FIELD, valid.values("field_id"), "field_id"),
            *_counts(
                snapshot,
                Dimension.CITIZENSHIP,
                valid.values(citizenship=Func(F("personal_data__citizenships"), function="unnest")),
                "citizenship",
            ),
        ]
    )
    publish()
    return snapshot


def _counts(snapshot: Snapshot, dimension: Dimension, grouped: Any, key: str) -> list[SnapshotCount]:
    rows = grouped.annotate(number=Count("pk")).order_by(key)
    return [
        SnapshotCount(snapshot=snapshot, dimension=dimension, key=str(row[key]), applications=row["number"])
        for row in rows
        if row[key] is not None
    ]


def _counted_competitions(now: datetime) -> Any:
    closed = Q(application_deadline__lte=now) & ~Q(state__in=(*ACCEPTING, CompetitionState.DRAFT))
    with_applications = Application.objects.filter(state__in=VALID).values("competition")
    return Competition.objects.in_language().filter(closed, pk__in=with_applications).order_by("pk")
