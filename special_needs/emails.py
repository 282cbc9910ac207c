"""Texts of letters about requests for adjustments (message 8 of epso 9.1), in the active language.

Letters can be read by some members of staff, so these say only that there is something to read and where:
the decision and its reasons stand on the page of the request, which opens to its candidate alone.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from competitions.models import Test
from notifications.rendering import render_letter
from notifications.services import LetterText


def private_message(application: Application) -> LetterText:
    """Message 8: that there is a message nobody else can open."""
    subject = _("Your application %(number)s: a message for you alone") % {"number": application.number}
    address = reverse("applications:application_detail", args=[application.number])
    values = {"number": application.number, "address": settings.SITE_URL + address}
    return LetterText(subject, render_letter("private_message", values))


def measures_not_confirmed(test: Test, count: int) -> LetterText:
    """To the accessibility officers: how many measures are not confirmed a week before a test."""
    address = settings.SITE_URL + reverse("admin:special_needs_grantedmeasure_changelist")
    values = {"test": test, "competition": test.competition, "count": count, "address": address}
    return LetterText(
        _("Measures not confirmed by the test provider"), render_letter("measures_not_confirmed", values)
    )
