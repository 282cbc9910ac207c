"""Which entries of an application have no proof yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from applications.models import Application
from documents.models import Attachment, ProofKind
from documents.places import Place, is_at, places_in_application

_NEEDS_PROOF: Final = (ProofKind.IDENTITY, ProofKind.EDUCATION, ProofKind.EXPERIENCE)


@dataclass(frozen=True, slots=True)
class Proofs:
    """An application, its entries without proof, and until when proof is taken."""

    application: Application
    missing: list[Place]
    deadline: datetime | None


def find_proofs(application: Application) -> Proofs:
    """What is missing for one application; until applications close, the CV proves what it copies."""
    attached = list(application.attachments.all())
    is_carried = hasattr(application, "carried_documents")
    in_cv = [] if is_carried else list(_cv_attachments(application))
    missing = [
        place
        for place in places_in_application(application)
        if place.kind in _NEEDS_PROOF and not _is_proven(place, attached, in_cv)
    ]
    return Proofs(application, missing, application.competition.supporting_documents_deadline)


def _cv_attachments(application: Application) -> Any:
    rows = Attachment.objects.in_cv_of(application.candidate_id)
    return rows.select_related("cv_education", "cv_experience")


def _is_proven(place: Place, attached: Iterable[Attachment], in_cv: Iterable[Attachment]) -> bool:
    return any(is_at(row, place) for row in attached) or any(proves(row, place) for row in in_cv)


def proves(in_cv: Attachment, place: Place) -> bool:
    """Whether what is attached to the CV stands for this entry of an application, copied from it."""
    if in_cv.document.is_infected or in_cv.kind != place.kind:
        return False
    if place.kind == ProofKind.IDENTITY:
        return True
    if place.kind == ProofKind.EDUCATION:
        return _diploma(in_cv.cv_education) == _diploma(place.columns["education"])
    if place.kind == ProofKind.EXPERIENCE:
        return _period(in_cv.cv_experience) == _period(place.columns["experience"])
    return False


def _diploma(row: Any) -> tuple[Any, ...]:
    return (row.title.casefold(), row.awarding_body.casefold(), row.award_date)


def _period(row: Any) -> tuple[Any, ...]:
    return (row.employer.casefold(), row.position.casefold(), row.start_date)
