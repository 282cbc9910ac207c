"""Reads of letters and outgoing mail."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from notifications.states import EmailState


class LetterQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """Letters their recipients can see."""
        return self.filter(published_at__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """The letters in the account of `user`."""
        return self.published().filter(recipient=user)

    def standing(self) -> Self:
        """Letters that were not recalled before anybody saw them."""
        return self.filter(recalled_at__isnull=True)

    def to_publish(self) -> Self:
        """Letters that wait for the release of their batch, in the order they were written."""
        return self.standing().filter(published_at__isnull=True).order_by("id")

    def newest_first(self) -> Self:
        """As a mailbox shows them."""
        return self.order_by("-published_at", "-pk")

    def unread(self) -> Self:
        """Letters nobody has opened yet."""
        return self.filter(first_opened_at__isnull=True)


class OutgoingEmailQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> Self:
        """E-mail that waits and may be tried at `now`, oldest first."""
        return self.filter(state=EmailState.WAITING, due_at__lte=now).order_by("due_at", "id")
