"""Long work asked for in the administration: a job with progress, taken up by a worker after the commit."""

from datetime import datetime
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from competitions.models import Competition
from core.models import Job
from core.services import create_job
from notifications.services import send_task_on_commit
from selection.models import RankingRun
from selection.services.uploads import store_upload

IMPORT: Final = "import_results"
RANKING: Final = "compute_ranking"
LETTERS: Final = "prepare_result_letters"
TASKS: Final = {
    IMPORT: "selection.tasks.run_import",
    RANKING: "selection.tasks.run_ranking",
    LETTERS: "selection.tasks.run_letters",
}


@transaction.atomic
def start_import(
    *,
    competition: Competition,
    file: "UploadedFile[bytes]",
    manifest: bytes,
    correction_reason: str,
    by: Any,
    now: datetime,
) -> Job:
    """Have an uploaded file of results taken in. Raises ValidationError for an unreadable manifest."""
    upload = store_upload(
        competition=competition, file=file, manifest=manifest, correction_reason=correction_reason, now=now
    )
    label = _("Import of %(file)s for %(reference)s") % {
        "file": upload.name,
        "reference": competition.reference,
    }
    return _start(IMPORT, label, {"upload": upload.pk, "competition": competition.reference}, by, now)


@transaction.atomic
def start_ranking(*, competition: Competition, by: Any, now: datetime) -> Job:
    """Have a ranking computed over everything there is."""
    label = _("Ranking of %(reference)s") % {"reference": competition.reference}
    return _start(RANKING, label, {"competition": competition.reference}, by, now)


@transaction.atomic
def start_letters(*, run: RankingRun, by: Any, now: datetime) -> Job:
    """Have the letters of a ranking prepared."""
    label = _("Letters of the ranking %(run)s") % {"run": run}
    return _start(LETTERS, label, {"run": run.pk}, by, now)


def _start(kind: str, label: str, parameters: dict[str, Any], by: Any, now: datetime) -> Job:
    job = create_job(kind=kind, label=label[:300], parameters=parameters, task=TASKS[kind], by=by, now=now)
    send_task_on_commit(TASKS[kind], job.pk)
    return job
