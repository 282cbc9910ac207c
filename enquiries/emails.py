"""The letter that says there is an answer; never the answer itself."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from enquiries.models import Enquiry
from notifications.rendering import render_letter
from notifications.services import LetterText


def enquiry_answered(enquiry: Enquiry) -> LetterText:
    """That a question has an answer, and where it is."""
    values = {
        "enquiry": enquiry,
        "address": settings.SITE_URL + reverse("enquiries:enquiry_detail", args=[enquiry.number]),
    }
    subject = _("Your question %(number)s has an answer") % {"number": enquiry.number}
    return LetterText(subject, render_letter("enquiry_answered", values))
