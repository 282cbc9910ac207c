"""What a request for adjusted tests can be, and the moves between (epso 5.6)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class RequestState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("state of a request for adjusted tests", "Draft, not submitted")
    SUBMITTED = "SUBMITTED", pgettext_lazy("state of a request for adjusted tests", "Submitted")
    QUESTION = "QUESTION", pgettext_lazy("state of a request for adjusted tests", "We ask you for more")
    DECIDED = "DECIDED", pgettext_lazy("state of a request for adjusted tests", "Decided")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("state of a request for adjusted tests", "Withdrawn")


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
