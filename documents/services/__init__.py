"""Writes of documents: taking them in, attaching, scanning, carrying over, reminding, forgetting."""

from documents.services.attaching import attach_document, detach_document
from documents.services.carrying import carry_documents, carry_due_documents
from documents.services.keeping import delete_document, keep_document, open_document
from documents.services.reminders import remind_of_gaps, remind_of_identity_documents
from documents.services.scanning import scan_document
from documents.services.uploads import PieceDoesNotFit, add_piece, begin_upload, finish_upload, forget_uploads

__all__ = [
    "PieceDoesNotFit",
    "add_piece",
    "attach_document",
    "begin_upload",
    "carry_documents",
    "carry_due_documents",
    "delete_document",
    "detach_document",
    "finish_upload",
    "forget_uploads",
    "keep_document",
    "open_document",
    "remind_of_gaps",
    "remind_of_identity_documents",
    "scan_document",
]
