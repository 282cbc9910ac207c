"""Reads of alerts."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q


class AlertQuerySet(models.QuerySet[Any]):
    def confirmed(self) -> Self:
        """Alerts whose readers have said by a link in their mail that they want them."""
        return self.filter(confirmed_at__isnull=False)

    def pending(self) -> Self:
        """Alerts that wait for that."""
        return self.filter(confirmed_at__isnull=True)

    def due(self, now: datetime) -> Self:
        """Alerts whose next digest is to be made, oldest first."""
        return self.filter(next_digest_at__lte=now).order_by("next_digest_at", "pk")

    def same_as(self, alert: Any) -> Self:
        """Other alerts of the same reader about the same thing."""
        about = Q(query=alert.query, competition_id=alert.competition_id)
        return self.filter(about, address=alert.address).exclude(pk=alert.pk)

    def to_be_asked(self, wanted_before: datetime) -> Self:
        """Alerts last wanted before that instant, whose readers have not been asked since."""
        return self.filter(wanted_at__lte=wanted_before, asked_at__isnull=True).order_by("pk")

    def unconfirmed_since(self, instant: datetime) -> Self:
        """Alerts asked for at that instant or before, and never confirmed."""
        return self.pending().filter(requested_at__lte=instant)

    def unanswered_since(self, instant: datetime) -> Self:
        """Alerts whose readers were asked at that instant or before, and did not answer."""
        return self.filter(asked_at__lte=instant)
