"""Reads of results, decisions and rankings."""

from typing import Any, Self

from django.db import models

from selection.states import RunState


class DecisionQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """Decisions that stand; those replaced are history."""
        return self.filter(replaced_at__isnull=True)


class RankingRunQuerySet(models.QuerySet[Any]):
    def released(self) -> Self:
        """Runs whose outcomes candidates may read."""
        return self.filter(state=RunState.RELEASED)


class RankingOutcomeQuerySet(models.QuerySet[Any]):
    def told_to(self, user: Any) -> Self:
        """The outcomes of `user` herself in every run that was ever released, newest first."""
        return self.filter(run__released_at__isnull=False, application__candidate=user).order_by(
            "-run__released_at", "-run__number"
        )
