"""The receipt of a submitted version as PDF/UA, in its owner's language."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from applications.models import Submission
from core.formats import BRUSSELS, format_datetime_brussels
from core.languages import language_name
from core.pdf import compile_pdf, printable
from receipts.models import ChainDay, ChainEntry, ItemKind, Receipt

SOURCE: Final = (Path(__file__).parent / "receipt.typ").read_bytes()


def receipt_pdf(receipt: Receipt, *, language: str) -> bytes:
    """The receipt on one page, with a code that leads to the page where anybody can check it."""
    with translation.override(language):
        document = printable(_document(receipt, language))
    return compile_pdf(SOURCE, {"data": json.dumps(document)})


def check_address(receipt: Receipt) -> str:
    """The absolute address of the page that confirms a receipt, in the active language."""
    return settings.SITE_URL + reverse("receipts:receipt_check", args=[receipt.code])


def closed_day_of(submission: Submission) -> ChainDay | None:
    """The day of the chain that holds a submission; None until it is closed."""
    entry = ChainEntry.objects.filter(kind=ItemKind.SUBMISSION, source_id=submission.pk).first()
    return None if entry is None else ChainDay.objects.filter(day=entry.day).first()


def _document(receipt: Receipt, language: str) -> dict[str, Any]:
    day = receipt.submission.submitted_at.astimezone(BRUSSELS).date()
    address = check_address(receipt)
    return {
        "title": _("Receipt for your application"),
        "by": settings.SITE_NAME,
        "lang": language,
        "day": {"year": day.year, "month": day.month, "day": day.day},
        "rows": list(_rows(receipt.submission)),
        "note": _(
            "Anybody with this code can check that the receipt is genuine. The page shows no personal data."
        ),
        "qr": _qr_code(address),
        "qr_words": _("QR code with the address below"),
        "address": address,
    }


def _rows(submission: Submission) -> Iterator[tuple[str, str]]:
    application = submission.application
    competition, field = application.competition, submission.field
    yield _("Application number"), application.number
    yield _("Competition"), f"{competition.title} ({competition.reference})"
    yield _("Field"), f"{field.title} ({field.grade})"
    yield _("Language 1"), language_name(submission.language_1)
    yield _("Language 2"), language_name(submission.language_2)
    yield _("Version"), str(submission.version)
    yield _("Submitted on"), format_datetime_brussels(submission.submitted_at)
    yield _("Fingerprint (SHA-256)"), submission.sha256
    closed = closed_day_of(submission)
    if closed is not None:
        yield _("Published fingerprint of the day"), f"{closed.day.isoformat()}: {closed.digest_text}"


def _qr_code(address: str) -> str:
    """The address as a picture: a mistake of up to 15 % of it does no harm."""
    file = io.BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, box_size=10).save(file)
    return file.getvalue().decode()
