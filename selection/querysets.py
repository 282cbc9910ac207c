"""Reads of results, decisions and rankings."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from notifications.models import LetterBatch
from selection.states import RunState


class DecisionQuerySet(models.QuerySet[Any]):
    def current(self) -> Self:
        """Decisions that stand; those replaced are history."""
        return self.filter(replaced_at__isnull=True)


class RankingRunQuerySet(models.QuerySet[Any]):
    def released(self) -> Self:
        """Runs whose outcomes candidates may read."""
        return self.filter(state=RunState.RELEASED)

    def forgettable(self, before: datetime) -> Self:
        """Runs computed before that instant, never released, followed by another, and without letters."""
        later = self.model.objects.filter(competition=OuterRef("competition"), number__gt=OuterRef("number"))
        about = Concat(Value("ranking:"), Cast(OuterRef("pk"), models.CharField()))
        return self.filter(
            Exists(later),
            ~Exists(LetterBatch.objects.filter(about=about)),
            state=RunState.COMPUTED,
            released_at=None,
            computed_at__lt=before,
        )


class RankingOutcomeQuerySet(models.QuerySet[Any]):
    def told_to(self, user: Any) -> Self:
        """The outcomes of `user` herself in every run that was ever released, newest first."""
        return self.filter(run__released_at__isnull=False, application__candidate=user).order_by(
            "-run__released_at", "-run__number"
        )
