"""Reads of figures."""

from typing import Any, Self

from django.db import models

from core.querysets import unread_columns


class PublishedFigureQuerySet(models.QuerySet[Any]):
    def with_competition(self) -> Self:
        """Fetch with each figure its competition, in the reader's language, without the document."""
        from competitions.models import Competition
        from core.languages import active_code

        names = [f"competition__{name}" for name in unread_columns(Competition, active_code())]
        return self.select_related("competition").defer(*names, "competition__document")
