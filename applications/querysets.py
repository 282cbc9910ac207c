"""Reads of applications, each named for who asks."""

from functools import cache
from typing import Any, Final, Self

from django.db import models

from applications.states import VALID
from core.querysets import unread_columns

# What the rules of an application ask of its competition and field; no text in any language.
RULES: Final = {
    "competition": (
        "reference", "state", "application_open_at", "application_deadline", "document_digest",
        "languages_1", "languages_2", "language_1_minimum_level", "language_2_minimum_level",
        "is_motivation_asked", "motivation_max_characters",
    ),
    "field": ("competition", "code", "grade", "language_1", "talent_screener"),
}  # fmt: skip


@cache
def _columns(model: type[models.Model], *others: str) -> list[str]:
    """All columns of `model` itself, and the named ones of rows joined."""
    return [*(field.name for field in model._meta.concrete_fields), *others]


def _of(path: str, names: tuple[str, ...]) -> list[str]:
    return [f"{path}__{name}" for name in names]


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
        return self.with_competition().select_related("candidate", "personal_data")._with_lists()

    def for_submitting(self) -> Self:
        """Fetch all that is checked and frozen when an application is handed in, and nothing besides."""
        return self._with_rules("candidate__language", "candidate__email")._with_lists()

    def _with_rules(self, *others: str) -> Self:
        """Join what the rules ask. Named column by column: a column not named costs a query of its own."""
        rules = [name for path, names in RULES.items() for name in _of(path, names)]
        return self.select_related("competition", "field", "candidate", "personal_data").only(
            *_columns(self.model, "personal_data", *rules, *others)
        )

    def _with_lists(self) -> Self:
        return self.prefetch_related(
            "language_skills",
            "education",
            "experience",
            "unfinished_steps",
            "field__eligibility_routes",
        )
