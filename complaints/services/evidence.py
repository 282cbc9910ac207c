"""Files that a candidate puts with her complaint: with the draft, and with the answer to a question."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from complaints.models import Complaint, ComplaintEvidence
from complaints.permissions import can_add_evidence
from complaints.services.drafts import lock_draft
from core.services import record_audit
from core.states import StateMoveRefused
from documents.models import Document


@transaction.atomic
def add_evidence(*, complaint: Complaint, document: Document, by: User, now: datetime) -> ComplaintEvidence:
    """Put a document of `by` with her complaint; one that is there already stays as it is.

    Raises PermissionDenied for another person's, StateMoveRefused where no files are taken any more.
    """
    locked: Complaint = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if locked.application.candidate_id != by.pk or document.owner_id != by.pk:
        raise PermissionDenied
    if not can_add_evidence(locked):
        raise StateMoveRefused("add_evidence", locked.state)
    row, is_new = ComplaintEvidence.objects.get_or_create(
        complaint=locked, document=document, defaults={"added_at": now}
    )
    if is_new:
        record_audit(now=now, by=by, verb="complaint_evidence", subject=row, key=locked.number)
    return row


@transaction.atomic
def remove_evidence(*, evidence: ComplaintEvidence, by: User) -> None:
    """Take a file away from a draft; it stays among the candidate's documents."""
    lock_draft(evidence.complaint, by)
    evidence.delete()
