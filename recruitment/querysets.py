"""Reads of reserve lists, each named for its audience."""

from datetime import date
from typing import Any, Self

from django.db import models


class ReserveListQuerySet(models.QuerySet[Any]):
    def valid_on(self, day: date) -> Self:
        """Lists from which one may recruit on `day`."""
        return self.filter(valid_from__lte=day, valid_until__gte=day)

    def open_to(self, institution: Any) -> Self:
        """Lists that the institution may see and download."""
        return self.filter(openings__institution=institution)

    def visible_to_recruiter(self, user: Any) -> Self:
        """Lists open to the institution that `user` recruits for."""
        return self.filter(openings__institution__recruiters__user=user).distinct()
