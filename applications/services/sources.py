"""Counting how applicants heard of a competition (epso 4.7), apart from their applications."""

from django.db import transaction
from django.db.models import F

from applications.models import Application, Source, SourceCount
from applications.states import VALID


@transaction.atomic
def count_source(*, application: Application, source: Source | str) -> bool:
    """Count one answer, and note that this applicant has given hers; say whether it was counted.

    What she answered is written nowhere but in the sum.
    """
    changed = Application.objects.filter(pk=application.pk, state__in=VALID, has_said_source=False).update(
        has_said_source=True
    )
    if not changed:
        return False
    row, _is_new = SourceCount.objects.get_or_create(competition=application.competition, source=source)
    SourceCount.objects.filter(pk=row.pk).update(number=F("number") + 1)
    return True
