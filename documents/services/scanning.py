"""What clamd says of a document, written down."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from core.services import record_audit
from core.states import StateMoveRefused, move
from documents import emails
from documents.clamd import PIECE, find_malware
from documents.models import Document, DocumentTransition
from documents.services.keeping import open_document
from documents.states import SCAN_MOVES, ScanState
from notifications.services import post_letter


def scan_document(*, document: Document, now: datetime) -> Document:
    """Show a document to the scanner and note what it finds; the owner of a refused one gets a letter.

    One that does not wait for it is left alone. Raises ScannerUnavailable.
    """
    if document.state != ScanState.WAITING:
        return document
    with open_document(document) as file:
        malware = find_malware(iter(lambda: file.read(PIECE), b""), address=settings.CLAMD_ADDRESS)
    try:
        return _note(document, malware, now)
    except StateMoveRefused:  # another worker was first
        return Document.objects.get(pk=document.pk)


@transaction.atomic
def _note(document: Document, malware: str, now: datetime) -> Document:
    noted = move(
        document,
        table=SCAN_MOVES,
        transition_model=DocumentTransition,
        action="refuse" if malware else "clear",
        by=None,
        now=now,
        reason=malware,
        changes={"scanned_at": now, "malware": malware, **({"preview": b""} if malware else {})},
    )
    if malware:
        record_audit(now=now, by=None, verb="refuse_document", subject=noted)
        post_letter(
            recipient=noted.owner,
            event="document_refused",
            key=f"document:{noted.pk}:{now:%Y%m%dT%H%M%S}",
            about=f"document:{noted.pk}",
            build=lambda: emails.document_refused(noted),
            now=now,
        )
    return noted
