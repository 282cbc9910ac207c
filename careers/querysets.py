"""Reads of what anyone may see."""

from datetime import datetime
from typing import Self

from django.db.models import Q

from core.querysets import TranslatedQuerySet


class InstitutionQuerySet(TranslatedQuerySet):
    def served_by_epso(self) -> Self:
        """The institutions EPSO selects staff for, in the order of EPSO's own page."""
        return self.filter(epso_page_order__isnull=False).order_by("epso_page_order")


class VacancyQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """Vacancies the public may see."""
        return self.filter(is_published=True)


class OpportunityQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """What the public may see."""
        return self.filter(is_published=True)

    def open_at(self, now: datetime) -> Self:
        """What can be applied for at `now`."""
        return self.filter(is_closed_early=False).filter(
            Q(opens_at__lte=now, closes_at__gt=now) | Q(opens_at__lte=now, has_no_deadline=True)
        )
