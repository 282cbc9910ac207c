"""How much of her profile a person has filled in, and what is left to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from profiles.cv import Cv
from profiles.sections import Section

FEWEST_LANGUAGES = 2


@dataclass(frozen=True, slots=True)
class Part:
    """One page of the profile. `is_needed`: no application can be submitted without it."""

    title: Any
    url: str
    is_done: bool
    is_needed: bool
    summary: str = ""


def parts_of(cv: Cv, today: date) -> list[Part]:
    """The pages of the profile, in the order of the form of application."""
    document = cv.identity_document
    return [
        Part(_("Personal data"), reverse("profiles:personal"), cv.profile is not None, True),
        Part(
            _("Identity document"),
            reverse("profiles:identity_document"),
            document is not None and document.is_valid_on(today),
            True,
        ),
        _list(Section.LANGUAGES, cv.language_skills, fewest=FEWEST_LANGUAGES),
        _list(Section.EDUCATION, cv.education, fewest=1),
        _list(Section.EXPERIENCE, cv.experience, fewest=0),
        Part(_("Motivation"), reverse("profiles:motivation"), bool(cv.motivation), False),
    ]


def _list(section: Section, rows: Sequence[Any], *, fewest: int) -> Part:
    is_done = len(rows) >= max(fewest, 1)
    return Part(
        section.label, reverse("profiles:entries", args=[section]), is_done, fewest > 0, str(len(rows))
    )


def share_done(parts: Sequence[Part]) -> tuple[int, int]:
    """How many of the parts that every application needs are done, and how many there are."""
    needed = [part for part in parts if part.is_needed]
    return sum(part.is_done for part in needed), len(needed)
