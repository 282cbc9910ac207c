"""What is done with documents in the background."""

import logging
from typing import Any, Final

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from documents import services
from documents.clamd import ScannerUnavailable
from documents.models import Document

logger = logging.getLogger(__name__)

A_TURN: Final = 200


@shared_task(name="documents.tasks.scan_document", bind=True, max_retries=5)
def scan_document(self: Any, document_id: int) -> None:
    """Scan one document; a scanner that is away is asked again, later and later."""
    document = Document.objects.filter(pk=document_id).first()
    if document is None or not settings.CLAMD_ADDRESS:
        return
    try:
        services.scan_document(document=document, now=timezone.now())
    except ScannerUnavailable as error:
        logger.warning("The virus scanner did not answer for document %s: %s", document_id, error)
        raise self.retry(countdown=10 * 2**self.request.retries) from error


@shared_task(name="documents.tasks.scan_waiting_documents")
def scan_waiting_documents() -> int:
    """Scan what no task was heard of for; say how many."""
    if not settings.CLAMD_ADDRESS:
        return 0
    scanned = 0
    for document in Document.objects.to_scan()[:A_TURN]:
        try:
            services.scan_document(document=document, now=timezone.now())
        except ScannerUnavailable as error:
            logger.warning("The virus scanner did not answer: %s", error)
            break
        except OSError:
            logger.exception("Document %s cannot be read from its store", document.pk)
        else:
            scanned += 1
    return scanned


@shared_task(name="documents.tasks.carry_documents")
def carry_documents() -> int:
    """Make documents of the CV part of the applications that closed; say of how many."""
    return services.carry_due_documents(now=timezone.now())


@shared_task(name="documents.tasks.forget_uploads")
def forget_uploads() -> int:
    """Delete uploads that were never ended; say how many."""
    return services.forget_uploads(now=timezone.now())


@shared_task(name="documents.tasks.remind_of_documents")
def remind_of_documents() -> int:
    """Write to candidates about documents that are missing, or expire; say to how many."""
    now = timezone.now()
    return services.remind_of_gaps(now=now) + services.remind_of_identity_documents(now=now)
