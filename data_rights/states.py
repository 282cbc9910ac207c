"""What a person may ask about her data, and how far a request is (Regulation (EU) 2018/1725)."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class RequestKind(models.TextChoices):
    ACCESS = "ACCESS", _("Give me access to my data")
    RECTIFY = "RECTIFY", _("Correct my data")
    ERASE = "ERASE", _("Erase my data")
    RESTRICT = "RESTRICT", _("Do not use my data for now")
    OBJECT = "OBJECT", _("I object to the use of my data")
    PORTABILITY = "PORTABILITY", _("Give my data to somebody else")


class RequestState(models.TextChoices):
    RECEIVED = "RECEIVED", pgettext_lazy("state of a request", "Received")
    EXTENDED = "EXTENDED", pgettext_lazy("state of a request", "Takes longer")
    GRANTED = "GRANTED", pgettext_lazy("state of a request", "Answered: done")
    REFUSED = "REFUSED", pgettext_lazy("state of a request", "Answered: refused")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("state of a request", "Withdrawn")


OPEN: Final = (RequestState.RECEIVED, RequestState.EXTENDED)
ANSWERED: Final = (RequestState.GRANTED, RequestState.REFUSED)

REQUEST_MOVES: Final = StateTable(
    {
        "extend": ([RequestState.RECEIVED], RequestState.EXTENDED),
        "grant": (OPEN, RequestState.GRANTED),
        "refuse": (OPEN, RequestState.REFUSED),
        "withdraw": (OPEN, RequestState.WITHDRAWN),
    }
)


class Category(models.TextChoices):
    """What is kept for a time of its own (epso 9.3)."""

    ACCOUNT = "ACCOUNT", _("account without an application")
    DRAFT = "DRAFT", _("application that was never submitted")
    UNSUCCESSFUL = "UNSUCCESSFUL", _("application without success")
    RECRUITED = "RECRUITED", _("laureate who was recruited")
    NOT_RECRUITED = "NOT_RECRUITED", _("laureate who was not recruited")
    CAST = "CAST", "CAST"
    COMPLAINT = "COMPLAINT", _("complaint")
    ACCOMMODATION = "ACCOMMODATION", _("request for special needs adjustments")
    CONTACT = "CONTACT", _("question to EPSO")
    LOGS = "LOGS", _("audit records")
    NEWSLETTER = "NEWSLETTER", _("alerts")
