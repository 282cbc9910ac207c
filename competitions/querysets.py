"""Reads of competitions that read like sentences."""

from datetime import datetime
from typing import Self

from competitions.states import ACCEPTING, CompetitionState
from core.querysets import TranslatedQuerySet


class CompetitionQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """Competitions the public may see: all but drafts and internal ones."""
        return self.exclude(state=CompetitionState.DRAFT).exclude(kind="INTERNAL")

    def open_at(self, now: datetime) -> Self:
        """Those that take applications at `now`: in an open state, and before the deadline (itself late)."""
        return self.published().filter(
            state__in=ACCEPTING, application_open_at__lte=now, application_deadline__gt=now
        )

    def past_deadline(self, now: datetime) -> Self:
        """Competitions still in an open state whose deadline has passed."""
        return self.filter(state__in=ACCEPTING, application_deadline__lte=now)

    def due_to_open(self, now: datetime) -> Self:
        """Announced competitions whose day of opening has come."""
        return self.filter(
            state=CompetitionState.UPCOMING, application_open_at__lte=now, application_deadline__gt=now
        )
