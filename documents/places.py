"""What a document can prove: entries of the CV, and of applications while documents are taken for them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from applications.models import Application
from core.languages import language_name
from documents.models import Attachment, ProofKind
from documents.permissions import can_attach_to_application
from profiles.models import Education, Experience, LanguageSkill


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document can be attached. `key` names it in forms; `columns` are those of an Attachment."""

    key: str
    kind: ProofKind
    label: str
    columns: dict[str, Any] = field(default_factory=dict)

    @property
    def application(self) -> Application | None:
        return self.columns.get("application")

    @property
    def title(self) -> str:
        """The entry, with what kind of entry it is before it."""
        name = str(self.kind.label)
        name = name[:1].upper() + name[1:]
        return f"{name}: {self.label}" if self.label else name


IDENTITY: Final = "identity"
OTHER: Final = "other"


def places_in_cv(user: Any) -> list[Place]:
    """The identity document and every entry of the CV of `user`."""
    return [Place(IDENTITY, ProofKind.IDENTITY, ""), *_cv_entries(user)]


def _cv_entries(user: Any) -> Iterator[Place]:
    for diploma in Education.objects.filter(user=user):
        yield Place(f"education-{diploma.pk}", ProofKind.EDUCATION, str(diploma), {"cv_education": diploma})
    for period in Experience.objects.filter(user=user):
        yield Place(f"experience-{period.pk}", ProofKind.EXPERIENCE, str(period), {"cv_experience": period})
    for skill in LanguageSkill.objects.filter(user=user):
        label = language_name(skill.language)
        yield Place(f"language-{skill.pk}", ProofKind.LANGUAGE, label, {"cv_language": skill})


def places_in_application(application: Application) -> list[Place]:
    """The identity document, every entry of an application, and what its board may ask for besides."""
    start, own = f"{application.number}-", {"application": application}
    return [
        Place(start + IDENTITY, ProofKind.IDENTITY, "", own),
        *(
            Place(f"{start}education-{row.pk}", ProofKind.EDUCATION, str(row), {**own, "education": row})
            for row in application.education.all()
        ),
        *(
            Place(f"{start}experience-{row.pk}", ProofKind.EXPERIENCE, str(row), {**own, "experience": row})
            for row in application.experience.all()
        ),
        Place(start + OTHER, ProofKind.OTHER, "", own),
    ]


def open_applications(user: Any, now: datetime) -> list[Application]:
    """The applications of `user` that take documents now, the earliest deadline first."""
    mine = Application.objects.visible_to(user).valid().with_competition()
    found = [
        application
        for application in mine.prefetch_related("education", "experience")
        if can_attach_to_application(application, now)
    ]
    return sorted(found, key=lambda application: application.competition.supporting_documents_deadline)


def find_places(user: Any, now: datetime) -> list[tuple[str, list[Place]]]:
    """All places of `user` at `now`, in groups with a title each: those of applications first."""
    groups = [
        (
            _("Application %(number)s") % {"number": application.number},
            places_in_application(application),
        )
        for application in open_applications(user, now)
    ]
    return [*groups, (_("My CV"), places_in_cv(user))]


def find_place(user: Any, key: str, now: datetime) -> Place | None:
    """The place with this key, if it is one of `user` and takes documents at `now`."""
    everywhere = (place for _title, places in find_places(user, now) for place in places)
    return next((place for place in everywhere if place.key == key), None)


def is_at(attachment: Attachment, place: Place) -> bool:
    """Whether the attachment is there."""
    names = ("cv_language", "cv_education", "cv_experience", "application", "education", "experience")
    return attachment.kind == place.kind and all(
        getattr(attachment, f"{name}_id") == getattr(place.columns.get(name), "pk", None) for name in names
    )
