"""Texts of letters about data rights, in the active language (message 27 of epso 9.1 among them)."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from data_rights.models import DataRequest
from notifications.rendering import render_letter
from notifications.services import LetterText


def data_request_received(request: DataRequest) -> LetterText:
    """The number, and until when the answer is due."""
    return _about(request, "data_request_received")


def data_request_extended(request: DataRequest) -> LetterText:
    """Until when the answer is due now, and why."""
    return _about(request, "data_request_extended")


def data_request_answered(request: DataRequest) -> LetterText:
    """The answer, and where to complain about it."""
    return _about(request, "data_request_answered")


def account_erased_soon(*, last_day: date) -> LetterText:
    """Message 27: the account was not used; after this day it is erased."""
    values = {"last_day": last_day, "address": settings.SITE_URL + reverse("account_login")}
    return LetterText(_("Your account will be erased"), render_letter("account_erased_soon", values))


def _about(request: DataRequest, event: str) -> LetterText:
    values: dict[str, Any] = {
        "request": request,
        "address": settings.SITE_URL + reverse("data_rights:request_detail", args=[request.number]),
    }
    subject = _("Your request %(number)s about your data") % {"number": request.number}
    return LetterText(subject, render_letter(event, values))
