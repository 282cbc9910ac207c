"""Reads of applications, each named for who asks."""

from datetime import datetime
from functools import cache
from typing import Any, Final, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from applications.states import VALID
from core.languages import ENGLISH, active_code
from core.querysets import read_columns

# What the rules of an application ask of its competition and field; no text in any language.
RULES: Final = {
    "competition": (
        "reference", "state", "application_open_at", "application_deadline", "document_digest",
        "languages_1", "languages_2", "language_1_minimum_level", "language_2_minimum_level",
        "is_motivation_asked", "motivation_max_characters",
    ),
    "field": ("competition", "code", "grade", "language_1", "talent_screener"),
}  # fmt: skip


_WITHOUT_SNAPSHOT: Final = tuple(
    f"current_submission__{name}"
    for name in (
        "application",
        "version",
        "revision",
        "submitted_at",
        "field",
        "language_1",
        "language_2",
        "sha256",
    )
)


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    """All columns of `model` itself."""
    return tuple(field.name for field in model._meta.concrete_fields)


def _of(path: str, names: tuple[str, ...]) -> list[str]:
    return [f"{path}__{name}" for name in names]


class ApplicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The applications of `user` herself; nobody else's."""
        return self.filter(candidate=user)

    def valid(self) -> Self:
        """Applications with a submitted version that counts."""
        return self.filter(state__in=VALID)

    def noting_questions(self, now: datetime) -> Self:
        """Say of each application whether an amendment waits for its candidate's answer."""
        waiting = apps.get_model("applications", "Confirmation").objects.filter(
            application=OuterRef("pk"), answered_at__isnull=True, round__answer_by__gt=now
        )
        return self.annotate(has_question=Exists(waiting))

    def with_competition(self) -> Self:
        """Fetch with each application its competition, field and version that counts, in one query."""
        own: Any = self.model
        names = _columns(own)
        for path in RULES:
            related: Any = self.model._meta.get_field(path).related_model
            names += read_columns(related, active_code(), f"{path}__")
        joined = self.select_related("competition", "field", "current_submission")
        return joined.only(*names, *_WITHOUT_SNAPSHOT, "personal_data").defer("competition__document")

    def with_answers(self) -> Self:
        """Fetch with each application all that its steps hold, in a fixed number of queries."""
        return self.with_competition().select_related("candidate", "personal_data")._with_lists()

    def for_submitting(self) -> Self:
        """Fetch all that is checked and frozen when an application is handed in, and nothing besides."""
        return self._with_rules("candidate__language", "candidate__email")._with_lists()

    def for_steps(self) -> Self:
        """Fetch with each application what a page of one step asks: rules, titles and its personal data."""
        codes = {active_code(), ENGLISH}
        titles = [f"{path}__title_{code}" for path in RULES for code in codes]
        version = [f"current_submission__{name}" for name in ("version", "revision", "submitted_at")]
        own = ("candidate__language", "candidate__first_names", "candidate__family_names")
        read = self._with_rules("competition__slug", *own, *titles, *version)
        return read.select_related("current_submission").prefetch_related("unfinished_steps")

    def _with_rules(self, *others: str) -> Self:
        """Join what the rules ask. Named column by column: a column not named costs a query of its own."""
        rules = [name for path, names in RULES.items() for name in _of(path, names)]
        own: Any = self.model
        return self.select_related("competition", "field", "candidate", "personal_data").only(
            *_columns(own), "personal_data", *rules, *others
        )

    def _with_lists(self) -> Self:
        return self.prefetch_related(
            "language_skills",
            "education",
            "experience",
            "unfinished_steps",
            "field__eligibility_routes",
        )
