"""The life of a question to EPSO."""

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class EnquiryState(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("state of a question to EPSO", "Waiting for an answer")
    ANSWERED = "ANSWERED", pgettext_lazy("state of a question to EPSO", "Answered")
    CLOSED = "CLOSED", pgettext_lazy("state of a question to EPSO", "Closed")


S = EnquiryState
ENQUIRY_MOVES: Final = StateTable(
    {
        "answer": ([S.OPEN], S.ANSWERED),
        "reopen": ([S.ANSWERED, S.CLOSED], S.OPEN),
        "close": ([S.OPEN, S.ANSWERED], S.CLOSED),
    }
)
