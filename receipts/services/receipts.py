"""The receipt of a submitted version."""

from datetime import datetime

from applications.models import Submission
from receipts.models import Receipt


def receipt_of(*, submission: Submission, now: datetime) -> Receipt:
    """The receipt of a version; drawn up when it is first asked for, and the same ever after."""
    return Receipt.objects.get_or_create(submission=submission, defaults={"made_at": now})[0]
