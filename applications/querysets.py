"""Reads of applications, each named for who asks."""

from typing import Any, Self

from django.db import models

from applications.states import VALID
from core.querysets import unread_columns


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The applications of `user` herself; nobody else's."""
        return self.filter(candidate=user)

    def valid(self) -> Self:
        """Applications with a submitted version that counts."""
        return self.filter(state__in=VALID)

    def with_competition(self) -> Self:
        """Fetch with each application its competition, field and version that counts, in one query."""
        from competitions.models import Competition, CompetitionField
        from core.languages import active_code

        code = active_code()
        unread = [f"competition__{name}" for name in unread_columns(Competition, code)]
        unread += [f"field__{name}" for name in unread_columns(CompetitionField, code)]
        return self.select_related("competition", "field", "current_submission").defer(
            *unread, "competition__document", "current_submission__snapshot"
        )

    def with_answers(self) -> Self:
        """Fetch with each application all that its steps hold, in a fixed number of queries."""
        return (
            self.with_competition()
            .select_related("candidate", "personal_data")
            .prefetch_related(
                "language_skills",
                "education",
                "experience",
                "unfinished_steps",
                "field__eligibility_routes",
            )
        )
