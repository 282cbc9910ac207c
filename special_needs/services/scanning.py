"""What clamd says of a certificate, which is opened in memory for it alone."""

from django.conf import settings

from documents.clamd import find_malware
from documents.states import ScanState
from special_needs.models import Evidence
from special_needs.services.asking import open_evidence


def scan_evidence(*, evidence: Evidence) -> str:
    """Show a certificate to the scanner and note what it says. Raises ScannerUnavailable."""
    malware = find_malware([open_evidence(evidence)], address=settings.CLAMD_ADDRESS)
    state = ScanState.INFECTED if malware else ScanState.CLEAN
    Evidence.objects.filter(pk=evidence.pk, state=ScanState.WAITING).update(state=state)
    return state
