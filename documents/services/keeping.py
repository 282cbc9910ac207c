"""Taking a file in, giving it back, and letting it go."""

import hashlib
import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.services import record_audit
from documents.checking import FileRefused, examine
from documents.faults import MEGABYTE, DocumentRefused
from documents.models import Document
from documents.permissions import can_delete_document
from documents.storage import document_storage, random_path
from notifications.services import send_task_on_commit

logger = logging.getLogger(__name__)

SCAN_TASK: Final = "documents.tasks.scan_document"


def keep_document(*, owner: User, name: str, content: bytes, now: datetime) -> Document:
    """Take in a file of `owner`, and ask for its scan; one that is there already comes back as it is.

    Raises DocumentRefused for what is no document, ValidationError where the owner has too many.
    """
    try:
        examined = examine(content, most_bytes=settings.DOCUMENT_MAX_MEGABYTES * MEGABYTE)
    except FileRefused as refusal:
        raise DocumentRefused(refusal.fault) from refusal
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic(), _stored_unless_it_fails(content) as path:
        User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # two clicks keep one document
        standing: Document | None = Document.objects.visible_to(owner).filter(sha256=sha256).first()
        if standing is not None:
            document_storage().delete(path)
            return standing
        _refuse_too_many(owner)
        document = Document.objects.create(
            owner=owner,
            name=display_name(name),
            kind=examined.kind,
            size=len(content),
            sha256=sha256,
            pages=examined.pages,
            width=examined.width,
            height=examined.height,
            path=path,
            preview=examined.preview,
            uploaded_at=now,
        )
        record_audit(now=now, by=owner, verb="upload_document", subject=document)
        send_task_on_commit(SCAN_TASK, document.pk)
    return document


@contextmanager
def _stored_unless_it_fails(content: bytes) -> Iterator[str]:
    """Store the bytes, and take them back where the rows about them are not written."""
    path = document_storage().save(random_path(), ContentFile(content))
    try:
        yield path
    except BaseException:
        document_storage().delete(path)
        raise


def display_name(name: str) -> str:
    """The name as its owner typed it, without what cannot be seen; where nothing is left, a dash."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(character for character in last if unicodedata.category(character)[0] != "C")
    return seen.strip()[-255:] or "–"


def _refuse_too_many(owner: User) -> None:
    if Document.objects.visible_to(owner).count() >= settings.DOCUMENTS_PER_PERSON:
        raise ValidationError(
            _("You have %(most)s documents, which is the most there can be. Delete some first."),
            code="too_many",
            params={"most": settings.DOCUMENTS_PER_PERSON},
        )


def open_document(document: Document) -> IO[Any]:
    """The bytes of the document. Whoever calls has asked whether the reader may."""
    return document_storage().open(document.path)


@transaction.atomic
def delete_document(*, document: Document, by: User, now: datetime) -> None:
    """Delete a document of `by`. Raises ValidationError where it belongs to an application."""
    locked = Document.objects.select_for_update().get(pk=document.pk, owner=by)
    if not can_delete_document(locked):
        raise ValidationError(
            _("This document belongs to an application that you submitted. It cannot be deleted."),
            code="attached",
        )
    record_audit(now=now, by=by, verb="delete_document", subject=locked)
    path = locked.path
    try:
        locked.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("This document belongs to a complaint or a question of yours. It cannot be deleted."),
            code="attached",
        ) from error
    transaction.on_commit(lambda: document_storage().delete(path))
