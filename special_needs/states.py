"""What a request for special needs adjustments can be, and the moves between (epso 5.6)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class RequestState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("state of a request for special needs adjustments", "Draft, not submitted")
    SUBMITTED = "SUBMITTED", pgettext_lazy("state of a request for special needs adjustments", "Submitted")
    QUESTION = (
        "QUESTION",
        pgettext_lazy("state of a request for special needs adjustments", "We ask you for more"),
    )
    DECIDED = "DECIDED", pgettext_lazy("state of a request for special needs adjustments", "Decided")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("state of a request for special needs adjustments", "Withdrawn")


S = RequestState
EDITABLE = (S.DRAFT, S.QUESTION)

REQUEST_MOVES = StateTable(
    {
        "submit": ([S.DRAFT, S.QUESTION], S.SUBMITTED),
        "ask_more": ([S.SUBMITTED], S.QUESTION),
        "decide": ([S.SUBMITTED, S.QUESTION], S.DECIDED),
        "ask_again": ([S.DECIDED, S.WITHDRAWN], S.DRAFT),
        "withdraw": ([S.DRAFT, S.SUBMITTED, S.QUESTION, S.DECIDED], S.WITHDRAWN),
    }
)
