"""What is done with requests for special needs adjustments in the background."""

import logging
from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from documents.clamd import ScannerUnavailable
from documents.states import ScanState
from special_needs import services
from special_needs.models import Evidence

logger = logging.getLogger(__name__)


@shared_task(name="special_needs.tasks.scan_evidence", bind=True, max_retries=5)
def scan_evidence(self: Any, evidence_id: int) -> None:
    """Scan one certificate; a scanner that is away is asked again, later and later."""
    evidence = Evidence.objects.filter(pk=evidence_id, state=ScanState.WAITING).first()
    if evidence is None or not settings.CLAMD_ADDRESS:
        return
    try:
        services.scan_evidence(evidence=evidence)
    except ScannerUnavailable as error:
        raise self.retry(countdown=10 * 2**self.request.retries) from error


@shared_task(name="special_needs.tasks.scan_waiting_evidence")
def scan_waiting_evidence() -> int:
    """Scan what no task was heard of for; say how many."""
    if not settings.CLAMD_ADDRESS:
        return 0
    scanned = 0
    for evidence in Evidence.objects.filter(state=ScanState.WAITING).order_by("pk")[:200]:
        try:
            services.scan_evidence(evidence=evidence)
        except ScannerUnavailable as error:
            logger.warning("The virus scanner did not answer: %s", error)
            break
        scanned += 1
    return scanned


@shared_task(name="special_needs.tasks.raise_alarms")
def raise_alarms() -> int:
    """Tell the accessibility officers of measures not confirmed a week ahead; say how many letters."""
    return services.raise_alarms(now=timezone.now())
