"""What the virus scanner has said of a document, and the moves between."""

from django.db import models
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class ScanState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("virus check of a file", "Waiting for the virus check")
    CLEAN = "CLEAN", pgettext_lazy("virus check of a file", "Checked, nothing found")
    INFECTED = "INFECTED", pgettext_lazy("virus check of a file", "Refused: it holds malware")


S = ScanState

# Only what is CLEAN is ever shown to staff. New signatures of the scanner may find what old ones did not.
SCAN_MOVES = StateTable(
    {
        "clear": ([S.WAITING], S.CLEAN),
        "refuse": ([S.WAITING], S.INFECTED),
        "scan_again": ([S.CLEAN, S.INFECTED], S.WAITING),
    }
)
