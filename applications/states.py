"""What a candidate's application can be, and the moves between (epso 4.7; failure F11)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class ApplicationState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("state of an application", "Draft, not submitted")
    SUBMITTED = "SUBMITTED", pgettext_lazy("state of an application", "Submitted")
    CHANGED_NOT_SUBMITTED = (
        "CHANGED_NOT_SUBMITTED",
        pgettext_lazy("state of an application", "Submitted, later changes not submitted"),
    )
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("state of an application", "Withdrawn")


S = ApplicationState
VALID = (S.SUBMITTED, S.CHANGED_NOT_SUBMITTED)

# A later edit never un-submits: what was submitted last stays valid until something newer is submitted.
APPLICATION_MOVES = StateTable(
    {
        "submit": ([S.DRAFT, S.SUBMITTED, S.CHANGED_NOT_SUBMITTED], S.SUBMITTED),
        "change": ([S.SUBMITTED], S.CHANGED_NOT_SUBMITTED),
        "discard_changes": ([S.CHANGED_NOT_SUBMITTED], S.SUBMITTED),
        "withdraw": ([S.DRAFT, S.SUBMITTED, S.CHANGED_NOT_SUBMITTED], S.WITHDRAWN),
        "apply_again": ([S.WITHDRAWN], S.DRAFT),
    }
)

ACTION_LABELS = {
    "start": _("Started"),
    "submit": _("Submitted"),
    "change": _("Changed after submission"),
    "discard_changes": _("Changes discarded"),
    "withdraw": _("Withdrawn"),
    "apply_again": _("Taken up again"),
}
