"""Files that arrive in pieces: a cut connection costs the last piece, and nothing more."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.models import User
from documents.checking import Fault
from documents.faults import MEGABYTE, DocumentRefused
from documents.models import Document, Upload, UploadPiece
from documents.services.keeping import display_name, keep_document


class PieceDoesNotFit(Exception):
    """The piece leaves a hole, or is longer than what is left; the script is told how much arrived."""


PIECE: Final = MEGABYTE
"""The most that one request brings."""


@transaction.atomic
def begin_upload(*, owner: User, name: str, size: int, now: datetime) -> Upload:
    """Announce a file of `size` bytes; of many begun and never ended, the oldest are forgotten."""
    if size < 1:
        raise DocumentRefused(Fault.EMPTY)
    if size > settings.DOCUMENT_MAX_MEGABYTES * MEGABYTE:
        raise DocumentRefused(Fault.TOO_LARGE)
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    newest = Upload.objects.visible_to(owner).order_by("-pk").values_list("pk", flat=True)
    kept = list(newest[: settings.UPLOADS_PER_PERSON - 1])
    Upload.objects.visible_to(owner).exclude(pk__in=kept).delete()
    return Upload.objects.create(owner=owner, name=display_name(name), size=size, created_at=now)


@transaction.atomic
def add_piece(*, upload: Upload, offset: int, content: bytes) -> Upload:
    """Add the bytes from `offset` on; a piece that was received already changes nothing.

    Raises PieceDoesNotFit.
    """
    locked: Upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if offset + len(content) <= locked.received:
        return locked
    fits = offset == locked.received and locked.received + len(content) <= locked.size
    if not fits or len(content) > PIECE:
        raise PieceDoesNotFit
    UploadPiece.objects.create(upload=locked, offset=offset, content=content)
    locked.received += len(content)
    locked.save(update_fields=["received"])
    return locked


@transaction.atomic
def finish_upload(*, upload: Upload, now: datetime) -> Document:
    """Make a document of an upload that is complete. Raises DocumentRefused."""
    locked = Upload.objects.select_for_update(of=("self",)).select_related("owner").get(pk=upload.pk)
    if locked.received != locked.size:
        raise DocumentRefused(Fault.DAMAGED)
    content = b"".join(bytes(part) for part in locked.pieces.values_list("content", flat=True))
    document = keep_document(owner=locked.owner, name=locked.name, content=content, now=now)
    locked.delete()
    return document


def forget_uploads(*, now: datetime) -> int:
    """Delete uploads that were begun long ago and never ended; return how many."""
    old = Upload.objects.begun_before(now - timedelta(hours=settings.UPLOAD_KEPT_HOURS))
    return old.delete()[1].get("documents.Upload", 0)
