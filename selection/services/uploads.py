"""Files of results between the browser and the worker: kept in pieces in the database both of them share."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from io import BufferedReader
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from competitions.models import Competition
from selection.models import ResultsUpload, ResultsUploadChunk
from selection.results_format import ManifestUnreadableError, read_manifest

PIECE: Final = 1 << 20
KEPT: Final = timedelta(days=1)
"""How long a file waits for a worker before it counts as forgotten."""


@transaction.atomic
def store_upload(
    *,
    competition: Competition,
    file: "UploadedFile[bytes]",
    manifest: bytes,
    correction_reason: str,
    now: datetime,
) -> ResultsUpload:
    """Keep a file until its import. Raises ValidationError for a manifest that cannot be read."""
    try:
        read_manifest(manifest)
    except ManifestUnreadableError as error:
        raise ValidationError(str(error), code="manifest") from error
    upload = ResultsUpload.objects.create(
        competition=competition,
        name=(file.name or _("results"))[:200],
        manifest=manifest,
        correction_reason=correction_reason.strip()[:300],
        uploaded_at=now,
    )
    for position, content in enumerate(file.chunks(PIECE)):
        ResultsUploadChunk.objects.create(upload=upload, position=position, content=content)
    return upload


@contextmanager
def open_upload(upload: ResultsUpload) -> Iterator[BufferedReader]:
    """The file as it was uploaded, on the disk of this machine until the block ends."""
    with tempfile.TemporaryFile() as file:
        for content in upload.chunks.values_list("content", flat=True).iterator(chunk_size=4):
            file.write(content)
        file.seek(0)
        reader: Any = file
        yield reader


def forget_old_uploads(*, now: datetime) -> int:
    """Delete files that no worker took up within a day; return how many."""
    return (
        ResultsUpload.objects.filter(uploaded_at__lt=now - KEPT).delete()[1].get("selection.ResultsUpload", 0)
    )
