"""The steps of an application, in the order a candidate takes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Step(models.TextChoices):
    PERSONAL = "personal", _("Personal data")
    CHOICE = "choice", _("Field and languages of the tests")
    LANGUAGES = "languages", _("Knowledge of languages")
    EDUCATION = "education", _("Education")
    EXPERIENCE = "experience", _("Professional experience")
    MOTIVATION = "motivation", _("Motivation and questions")
    DECLARATIONS = "declarations", _("Declarations")
    CHECK = "check", _("Check your answers and submit")


LISTS = (Step.LANGUAGES, Step.EDUCATION, Step.EXPERIENCE)
"""Steps that hold a list of entries."""

MINUTES = {
    Step.PERSONAL: 5,
    Step.CHOICE: 5,
    Step.LANGUAGES: 5,
    Step.EDUCATION: 10,
    Step.EXPERIENCE: 20,
    Step.MOTIVATION: 40,
    Step.DECLARATIONS: 5,
}
"""About how long a step takes whoever has the facts at hand."""

MOST_ENTRIES = {Step.LANGUAGES: 24, Step.EDUCATION: 20, Step.EXPERIENCE: 50}

COLUMNS = {
    Step.CHOICE: ("field", "accepts_reassignment", "language_1", "language_2"),
    Step.MOTIVATION: ("motivation", "talent_screener_answers"),
    Step.DECLARATIONS: (
        "has_citizen_rights",
        "has_met_military_obligations",
        "has_character_requirements",
        "has_eligible_qualification",
        "has_declared_on_honour",
        "privacy_statement_version",
    ),
}
"""Columns of Application that a step fills."""

PRIVACY_STATEMENT_VERSION = "1"
