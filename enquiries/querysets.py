"""Reads of questions, each named for who asks."""

from typing import Any, Self

from django.db import models

from enquiries.states import EnquiryState


class EnquiryQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The questions of `user` herself; nobody else's."""
        return self.filter(candidate=user)

    def waiting(self) -> Self:
        """Questions that wait for an answer, the most urgent first."""
        return self.filter(state=EnquiryState.OPEN).order_by("due_on", "pk")

    def unread(self) -> Self:
        """Questions with an answer their candidate has not seen."""
        is_unseen = models.Q(read_at__isnull=True) | models.Q(read_at__lt=models.F("answered_at"))
        return self.filter(is_unseen, answered_at__isnull=False)
