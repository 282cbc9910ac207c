"""Texts of letters about documents, in the active language (messages 7 and 26 of epso 9.1)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from documents.gaps import Proofs
from documents.models import Document
from notifications.rendering import render_letter
from notifications.services import LetterText
from profiles.models import IdentityDocument


def documents_missing(proofs: Proofs) -> LetterText:
    """Message 7: the entries without proof, and until when it is taken."""
    application = proofs.application
    subject = _("Your application %(number)s: documents missing") % {"number": application.number}
    values = {"application": application, "competition": application.competition, "proofs": proofs}
    return LetterText(subject, _body("documents_missing", values))


def document_refused(document: Document) -> LetterText:
    """That a file holds malware, and that nobody will see it."""
    return LetterText(_("A document of yours was refused"), _body("document_refused", {"document": document}))


def identity_document_expires(identity: IdentityDocument) -> LetterText:
    """Message 26: the day on which the identity document ends."""
    subject = _("Your identity document expires soon")
    return LetterText(subject, _body("identity_document_expires", {"identity": identity}))


def _body(event: str, values: dict[str, Any]) -> str:
    address = settings.SITE_URL + reverse("documents:overview")
    return render_letter(event, {**values, "address": address})
