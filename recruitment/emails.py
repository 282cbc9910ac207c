"""Texts of letters about reserve lists, in the active language (messages 16 and 17 of epso 9.1)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application
from notifications.rendering import render_letter
from notifications.services import LetterText
from recruitment.models import ReserveList


def reserve_list_entry(application: Application, reserve_list: ReserveList) -> LetterText:
    """Message 16: that she is on the list, how long it is valid, what it means and what not."""
    subject = _("Your application %(number)s: you are on the reserve list") % {"number": application.number}
    return LetterText(subject, _body("reserve_list_entry", application, reserve_list))


def reserve_list_extended(application: Application, reserve_list: ReserveList) -> LetterText:
    """Message 17: until when the list is valid now."""
    subject = _("Your application %(number)s: the reserve list is extended") % {"number": application.number}
    return LetterText(subject, _body("reserve_list_extended", application, reserve_list))


def reserve_list_ends_soon(application: Application, reserve_list: ReserveList) -> LetterText:
    """Message 17: the last day on which the list is valid, while it is still to come."""
    subject = _("Your application %(number)s: the reserve list ends soon") % {"number": application.number}
    return LetterText(subject, _body("reserve_list_ends_soon", application, reserve_list))


def reserve_list_ended(application: Application, reserve_list: ReserveList) -> LetterText:
    """Message 17: that the list is valid no more."""
    subject = _("Your application %(number)s: the reserve list has ended") % {"number": application.number}
    return LetterText(subject, _body("reserve_list_ended", application, reserve_list))


def reserve_list_removal(application: Application, reserve_list: ReserveList, reason: str) -> LetterText:
    """That she is no longer on the list, and why."""
    subject = _("Your application %(number)s: you are no longer on the reserve list") % {
        "number": application.number
    }
    return LetterText(subject, _body("reserve_list_removal", application, reserve_list, reason=reason))


def _body(event: str, application: Application, reserve_list: ReserveList, **context: Any) -> str:
    values = {
        "application": application,
        "competition": reserve_list.field.competition,
        "reserve_list": reserve_list,
        "address": settings.SITE_URL + reverse("applications:application_detail", args=[application.number]),
        **context,
    }
    return render_letter(event, values)
