"""How helpful answers are: counted, with nothing kept of who said so."""

from django.db import transaction
from django.db.models import F

from knowledge.models import FaqEntry, FaqFeedback


@transaction.atomic
def count_feedback(*, entry: FaqEntry, language: str, is_helpful: bool) -> None:
    """Add one to those who found the answer helpful, or not, in `language`."""
    column = "helpful" if is_helpful else "unhelpful"
    FaqFeedback.objects.bulk_create([FaqFeedback(entry=entry, language=language)], ignore_conflicts=True)
    FaqFeedback.objects.filter(entry=entry, language=language).update(**{column: F(column) + 1})
