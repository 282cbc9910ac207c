"""What a complaint can be, the moves between, and what may follow from one (epso 9.2)."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.states import StateTable
from selection.states import RouteKind

OWN_ROUTES: Final = (RouteKind.ITEM, RouteKind.TECHNICAL, RouteKind.REVIEW, RouteKind.ADMINISTRATIVE)
"""The routes that this site takes; an action before the Court is brought there."""
ABOUT_TESTS: Final = (RouteKind.ITEM, RouteKind.TECHNICAL)
BY_BOARD: Final = (RouteKind.ITEM, RouteKind.REVIEW)


class ComplaintState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("state of a complaint", "Draft, not submitted")
    RECEIVED = "RECEIVED", pgettext_lazy("state of a complaint", "Received")
    EXAMINED = "EXAMINED", pgettext_lazy("state of a complaint", "Admissible, being examined")
    ASKED = "ASKED", pgettext_lazy("state of a complaint", "More information asked of you")
    UPHELD = "UPHELD", pgettext_lazy("state of a complaint", "Upheld")
    PARTLY_UPHELD = "PARTLY_UPHELD", pgettext_lazy("state of a complaint", "Partly upheld")
    REJECTED = "REJECTED", pgettext_lazy("state of a complaint", "Rejected")
    INADMISSIBLE = "INADMISSIBLE", pgettext_lazy("state of a complaint", "Not admissible")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("state of a complaint", "Withdrawn")


S = ComplaintState
IN_HAND: Final = (S.RECEIVED, S.EXAMINED, S.ASKED)
GRANTED: Final = (S.UPHELD, S.PARTLY_UPHELD)
DECIDED: Final = (*GRANTED, S.REJECTED, S.INADMISSIBLE)

COMPLAINT_MOVES: Final = StateTable(
    {
        "submit": ([S.DRAFT], S.RECEIVED),
        "examine": ([S.RECEIVED], S.EXAMINED),
        "ask": ([S.RECEIVED, S.EXAMINED], S.ASKED),
        "answer": ([S.ASKED], S.EXAMINED),
        "uphold": (IN_HAND, S.UPHELD),
        "uphold_partly": (IN_HAND, S.PARTLY_UPHELD),
        "reject": (IN_HAND, S.REJECTED),
        "refuse": (IN_HAND, S.INADMISSIBLE),
        "withdraw": (IN_HAND, S.WITHDRAWN),
    }
)
DECIDING: Final[Mapping[str, str]] = {
    S.UPHELD: "uphold",
    S.PARTLY_UPHELD: "uphold_partly",
    S.REJECTED: "reject",
    S.INADMISSIBLE: "refuse",
}
"""The action that takes a complaint to each decision."""


class Timeliness(models.TextChoices):
    """Whether it came in time. None keeps a complaint out: who decides, decides on that too (T-587/16)."""

    IN_TIME = "IN_TIME", pgettext_lazy("a complaint came", "In time")
    BY_READING = (
        "BY_READING",
        pgettext_lazy("a complaint came", "In time from the day the letter was opened"),
    )
    LATE = "LATE", pgettext_lazy("a complaint came", "Late")
    UNKNOWN = "UNKNOWN", pgettext_lazy("a complaint came", "Time limit not known")


class Effect(models.TextChoices):
    """What follows from a complaint that was upheld."""

    NEUTRALISED = "NEUTRALISED", _("The questions are cancelled for everybody")
    READMITTED = "READMITTED", _("You are readmitted at the step where you were excluded")
    RETEST = "RETEST", _("You are invited to take the test again")
    SENT_BACK = "SENT_BACK", _("The case goes back to the selection board for a new decision")
    OTHER = "OTHER", _("Another remedy")


EFFECTS: Final[Mapping[str, tuple[str, ...]]] = {
    RouteKind.ITEM: (Effect.NEUTRALISED, Effect.OTHER),
    RouteKind.TECHNICAL: (Effect.RETEST, Effect.OTHER),
    RouteKind.REVIEW: (Effect.READMITTED, Effect.OTHER),
    RouteKind.ADMINISTRATIVE: (Effect.SENT_BACK, Effect.OTHER),
}
"""The effects that each route may have."""
