"""States of an outgoing e-mail and of a batch of letters, and the moves between them."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class EmailState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("state of an e-mail", "Waiting")
    SENT = "SENT", pgettext_lazy("state of an e-mail", "Sent")
    DEAD = "DEAD", pgettext_lazy("state of an e-mail", "Not deliverable")


class BatchState(models.TextChoices):
    PREPARING = "PREPARING", pgettext_lazy("state of a batch of letters", "Being prepared")
    PREPARED = "PREPARED", pgettext_lazy("state of a batch of letters", "Prepared, waits for approval")
    APPROVED = "APPROVED", pgettext_lazy("state of a batch of letters", "Approved, waits for release")
    RELEASING = "RELEASING", pgettext_lazy("state of a batch of letters", "Being released")
    RELEASED = "RELEASED", pgettext_lazy("state of a batch of letters", "Released")
    RECALLED = "RECALLED", pgettext_lazy("state of a batch of letters", "Recalled")


BATCH_MOVES = StateTable(
    {
        "finish_preparing": ([BatchState.PREPARING], BatchState.PREPARED),
        "approve": ([BatchState.PREPARED], BatchState.APPROVED),
        "release": ([BatchState.APPROVED], BatchState.RELEASING),
        "finish_releasing": ([BatchState.RELEASING], BatchState.RELEASED),
        "recall": ([BatchState.PREPARING, BatchState.PREPARED, BatchState.APPROVED], BatchState.RECALLED),
    }
)
