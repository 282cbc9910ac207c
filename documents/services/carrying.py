"""When applications close, what proves the CV becomes part of each application that was handed in."""

from datetime import datetime

from django.db import transaction

from applications.models import Application
from applications.permissions import is_before_deadline
from core.services import record_audit
from documents.gaps import proves
from documents.models import Attachment, CarriedApplication
from documents.places import places_in_application


def carry_due_documents(*, now: datetime, most: int = 500) -> int:
    """Carry the documents of applications that closed; return of how many. The rest is for the next time."""
    due = (
        Application.objects.valid()
        .filter(competition__application_deadline__lte=now, carried_documents=None)
        .filter(competition__supporting_documents_deadline__isnull=False)
        .order_by("pk")
    )
    keys = list(due.values_list("pk", flat=True)[:most])
    for key in keys:
        carry_documents(application=Application(pk=key), now=now)
    return len(keys)


@transaction.atomic
def carry_documents(*, application: Application, now: datetime) -> int:
    """Attach to an application what its candidate's CV proves; return how many attachments. Once for all."""
    locked: Application = (
        Application.objects.select_for_update(of=("self",))
        .select_related("competition", "candidate")
        .get(pk=application.pk)
    )
    if CarriedApplication.objects.filter(application=locked).exists():
        return 0
    if is_before_deadline(locked.competition, now):
        return 0
    places = places_in_application(locked)
    in_cv = Attachment.objects.in_cv_of(locked.candidate).filter(
        attached_at__lt=locked.competition.application_deadline
    )
    carried = [
        _copy(row, next((place.columns for place in places if proves(row, place)), {}), locked, now)
        for row in in_cv.select_related("cv_education", "cv_experience")
        if not row.document.is_infected
    ]
    Attachment.objects.bulk_create(carried, ignore_conflicts=True)
    CarriedApplication.objects.create(application=locked, carried_at=now)
    record_audit(
        now=now, by=None, verb="carry_documents", subject=locked, key=locked.number,
        details={"attachments": len(carried)},
    )  # fmt: skip
    return len(carried)


def _copy(row: Attachment, columns: dict[str, object], application: Application, now: datetime) -> Attachment:
    entry = {name: columns.get(name) for name in ("education", "experience")}
    return Attachment(
        document=row.document,
        kind=row.kind,
        label=row.label,
        application=application,
        attached_at=now,
        **entry,
    )
