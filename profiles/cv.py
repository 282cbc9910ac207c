"""The curriculum vitae of a person, read whole: what an application is begun with, and what is exported."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from profiles.models import Education, Experience, IdentityDocument, LanguageSkill, Motivation, Profile


@dataclass(frozen=True, slots=True)
class Cv:
    """All that a person keeps. Each row gives with `values()` the columns that an application has too."""

    profile: Profile | None
    identity_document: IdentityDocument | None
    language_skills: Sequence[LanguageSkill]
    education: Sequence[Education]
    experience: Sequence[Experience]
    """With `in_fields` fetched: the fields of competitions that the person says the entry is in."""
    motivation: str


def cv_of(user: Any) -> Cv:
    """Read what `user` keeps in her account."""
    motivation = Motivation.objects.filter(user=user).first()
    return Cv(
        profile=Profile.objects.filter(user=user).first(),
        identity_document=IdentityDocument.objects.filter(user=user).first(),
        language_skills=list(LanguageSkill.objects.filter(user=user)),
        education=list(Education.objects.filter(user=user)),
        experience=list(Experience.objects.filter(user=user).prefetch_related("in_fields")),
        motivation=motivation.text if motivation else "",
    )
