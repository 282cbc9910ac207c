"""The file with everything about a person: asked for, written by a worker, forgotten after some days."""

import tempfile
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction

from accounts.models import User
from core.models import Job, JobState
from core.services import create_job, record_audit, report_progress
from data_rights.archive import write_archive
from data_rights.models import DataExport
from documents.storage import document_storage, random_path
from notifications.services import send_task_on_commit

TASK = "data_rights.tasks.write_export"
UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@transaction.atomic
def ask_for_export(*, person: User, now: datetime) -> DataExport:
    """Have the file written by a worker; the one that is being written already, if there is one."""
    User.objects.select_for_update().get(pk=person.pk)
    waiting: DataExport | None = (
        DataExport.objects.visible_to(person).filter(job__state__in=UNDER_WAY).first()
    )
    if waiting is not None:
        return waiting
    export = DataExport.objects.create(
        person=person, asked_at=now, expires_at=now + timedelta(days=settings.DATA_EXPORT_DAYS)
    )
    export.job = create_job(
        kind="data_export", label="-", parameters={"export": export.pk}, task=TASK, by=None, now=now
    )
    export.save(update_fields=["job"])
    record_audit(now=now, by=person, verb="ask_for_own_data", subject=export)
    send_task_on_commit(TASK, export.job.pk)
    return export


def write_export(*, job: Job, now: datetime) -> dict[str, Any]:
    """Write the file of a job and put it into the store; a second try writes it anew."""
    export = DataExport.objects.select_related("person").get(pk=job.parameters["export"])
    with tempfile.TemporaryFile() as file:

        def tell(done: int, total: int) -> None:
            report_progress(job, done=done, total=total)

        write_archive(file, export.person, now=now, tell=tell)
        size = file.tell()
        file.seek(0)
        path = document_storage().save(random_path(), File(file))
    export.path, export.size = path, size
    export.save(update_fields=["path", "size"])
    return {}


def forget_expired_exports(*, now: datetime) -> int:
    """Remove the files whose time is over; say how many."""
    forgotten = 0
    for export in DataExport.objects.expired(now):
        if export.path:
            document_storage().delete(export.path)
        export.delete()
        forgotten += 1
    return forgotten
