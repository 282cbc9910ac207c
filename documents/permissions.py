"""What may be done with documents at an instant. The door each change goes through asks here again."""

from datetime import datetime
from typing import Any

from applications.models import Application
from applications.permissions import ENDED, is_before_deadline
from applications.states import VALID
from documents.models import Document


def can_attach_to_application(application: Application, now: datetime) -> bool:
    """From the deadline for application to that for documents; before it, documents go to the CV."""
    deadline = application.competition.supporting_documents_deadline
    return (
        application.state in VALID
        and application.competition.state not in ENDED
        and not is_before_deadline(application.competition, now)
        and deadline is not None
        and now < deadline
    )


def can_delete_document(document: Document) -> bool:
    """A document that belongs to an application that was handed in stays with it."""
    return not document.attachments.filter(application__isnull=False).exists()


def can_download_own(document: Document) -> bool:
    """Nobody is given a file that holds malware, not even back."""
    return not document.is_infected


def can_read_documents(user: Any) -> bool:
    """Whether documents of candidates are for `user` at all; of which competitions, `selection` says."""
    return bool(user.has_perm("documents.view_attachment"))
