"""The lists of a curriculum vitae, and how long each may grow."""

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from profiles.models import (
    EDUCATION_COLUMNS,
    EXPERIENCE_COLUMNS,
    LANGUAGE_COLUMNS,
    Education,
    Experience,
    LanguageSkill,
)


class Section(models.TextChoices):
    LANGUAGES = "languages", _("Knowledge of languages")
    EDUCATION = "education", _("Education")
    EXPERIENCE = "experience", _("Professional experience")


MODELS: Final[dict[Section, Any]] = {
    Section.LANGUAGES: LanguageSkill,
    Section.EDUCATION: Education,
    Section.EXPERIENCE: Experience,
}
MOST_ENTRIES: Final = {Section.LANGUAGES: 24, Section.EDUCATION: 20, Section.EXPERIENCE: 50}
COLUMNS: Final = {
    Section.LANGUAGES: LANGUAGE_COLUMNS,
    Section.EDUCATION: (*EDUCATION_COLUMNS, "institution_address"),
    Section.EXPERIENCE: (*EXPERIENCE_COLUMNS, "employer_details", "web_link"),
}
"""What a person enters in each entry."""


def entries_of(user: Any, section: Section) -> Any:
    """The entries of one list of `user`'s, and of nobody else."""
    return MODELS[section].objects.filter(user=user)
