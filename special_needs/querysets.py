"""Reads of requests for special needs adjustments, each named for who asks."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from applications.states import ApplicationState
from special_needs.states import RequestState


class RequestQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The requests of `user` herself; nobody else's."""
        return self.filter(application__candidate=user)

    def handed_in(self) -> Self:
        """What the accessibility officer sees: a draft is its writer's alone until it is submitted once."""
        return self.filter(submitted_at__isnull=False)


class MeasureQuerySet(models.QuerySet[Any]):
    def standing(self) -> Self:
        """Measures of decisions that stand, for applications that do."""
        withdrawn = {"request__application__state": ApplicationState.WITHDRAWN}
        return self.filter(request__state=RequestState.DECIDED).exclude(**withdrawn)

    def unconfirmed_before(self, end: datetime, *, now: datetime) -> Self:
        """Measures for tests before `end` that the provider has not confirmed, the next test first."""
        return (
            self.standing()
            .filter(confirmed_at=None, test__scheduled_at__gte=now, test__scheduled_at__lt=end)
            .order_by("test__scheduled_at", "pk")
        )
