"""States of a ranking run, and outcomes of candidates."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class RunState(models.TextChoices):
    COMPUTED = "COMPUTED", pgettext_lazy("state of a ranking", "Computed")
    RELEASED = "RELEASED", pgettext_lazy("state of a ranking", "Released")
    SUPERSEDED = "SUPERSEDED", pgettext_lazy("state of a ranking", "Superseded")


RUN_MOVES = StateTable(
    {
        "release": ([RunState.COMPUTED], RunState.RELEASED),
        "supersede": ([RunState.COMPUTED, RunState.RELEASED], RunState.SUPERSEDED),
    }
)


class Outcome(models.TextChoices):
    """How a candidate stands in a run (epso 2.6, 4.7). After the first four, more is to come for her."""

    PASSED_PART = "PASSED_PART", pgettext_lazy("outcome", "Passed, next part follows")
    TO_BE_MARKED = "TO_BE_MARKED", pgettext_lazy("outcome", "Among the best, remaining test to be marked")
    TO_BE_CHECKED = "TO_BE_CHECKED", pgettext_lazy("outcome", "File to be checked for eligibility")
    WAITING = "WAITING", pgettext_lazy("outcome", "Waiting: files of better candidates are being checked")
    LAUREATE = "LAUREATE", pgettext_lazy("outcome", "Placed on the reserve list")
    ABSENT = "ABSENT", pgettext_lazy("outcome", "Absent from a test")
    FAILED = "FAILED", pgettext_lazy("outcome", "Below a pass mark")
    NOT_AMONG_BEST = "NOT_AMONG_BEST", pgettext_lazy("outcome", "Passed, but not among the best")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", pgettext_lazy("outcome", "Not eligible")


class Eligibility(models.TextChoices):
    ELIGIBLE = "ELIGIBLE", pgettext_lazy("decision on a file", "Eligible")
    NOT_ELIGIBLE = "NOT_ELIGIBLE", pgettext_lazy("decision on a file", "Not eligible")


class RouteKind(models.TextChoices):
    """The ways to contest a test or a decision (epso 9.2)."""

    ITEM = "ITEM", _("Complaint about a question")
    TECHNICAL = "TECHNICAL", _("Technical complaint")
    REVIEW = "REVIEW", _("Request for review")
    ADMINISTRATIVE = (
        "ADMINISTRATIVE",
        _("Administrative complaint under Article 90(2) of the Staff Regulations"),
    )
    COURT = "COURT", _("Action before the General Court")
