"""The life of a page, a question, a news item, an event, a meeting, a voice or a document."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class PublicationState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("state of a page", "Draft")
    SCHEDULED = "SCHEDULED", pgettext_lazy("state of a page", "Scheduled")
    PUBLISHED = "PUBLISHED", pgettext_lazy("state of a page", "Published")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("state of a page", "Withdrawn")


S = PublicationState

PUBLICATION_MOVES = StateTable(
    {
        "publish": ([S.DRAFT, S.SCHEDULED, S.WITHDRAWN], S.PUBLISHED),
        "schedule": ([S.DRAFT, S.SCHEDULED, S.WITHDRAWN], S.SCHEDULED),
        "unschedule": ([S.SCHEDULED], S.DRAFT),
        "withdraw": ([S.PUBLISHED], S.WITHDRAWN),
    }
)

ACTION_LABELS = {
    "publish": pgettext_lazy("what staff do with a page", "Publish now"),
    "schedule": pgettext_lazy("what staff do with a page", "Schedule publication"),
    "unschedule": pgettext_lazy("what staff do with a page", "Cancel scheduled publication"),
    "withdraw": pgettext_lazy("what staff do with a page", "Withdraw from the site"),
}


class ContactState(models.TextChoices):
    """How far the contact service is with a message."""

    NEW = "NEW", pgettext_lazy("state of a message to the contact service", "New")
    IN_HAND = "IN_HAND", pgettext_lazy("state of a message to the contact service", "In hand")
    ANSWERED = "ANSWERED", pgettext_lazy("state of a message to the contact service", "Answered")
    CLOSED = "CLOSED", pgettext_lazy("state of a message to the contact service", "Closed without answer")


C = ContactState

CONTACT_MOVES = StateTable(
    {
        "take": ([C.NEW], C.IN_HAND),
        "answer": ([C.NEW, C.IN_HAND], C.ANSWERED),
        "close": ([C.NEW, C.IN_HAND], C.CLOSED),
        "reopen": ([C.ANSWERED, C.CLOSED], C.IN_HAND),
    }
)

CONTACT_LABELS = {
    "take": _("Take in hand"),
    "answer": _("Mark as answered"),
    "close": _("Close without answer"),
    "reopen": _("Open again"),
}
