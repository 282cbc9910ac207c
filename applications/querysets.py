"""Reads of applications, each named for who asks."""

from typing import Any, Self

from django.db import models

from applications.states import VALID


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The applications of `user` herself; nobody else's."""
        return self.filter(candidate=user)

    def valid(self) -> Self:
        """Applications with a submitted version that counts."""
        return self.filter(state__in=VALID)
