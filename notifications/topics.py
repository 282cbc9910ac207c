"""What a person may choose to get no e-mail about. The letter is put in the account all the same.

Decisions, invitations and answers are always announced: nobody may miss a time limit for a choice made long
before (epso 9.1).
"""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    REMINDERS = "REMINDERS", _("Reminders of deadlines")
    CONFIRMATIONS = "CONFIRMATIONS", _("Confirmations of what I did")


TOPIC_OF: Final[Mapping[str, Topic]] = {
    "application_started": Topic.CONFIRMATIONS,
    "application_submitted": Topic.CONFIRMATIONS,
    "application_withdrawn": Topic.CONFIRMATIONS,
    "application_reminder": Topic.REMINDERS,
    "documents_missing": Topic.REMINDERS,
    "identity_document_expires": Topic.REMINDERS,
    "right_lapses": Topic.REMINDERS,
}
"""The topic of an event that a person may do without; an event that is not here is always announced."""
