"""Reads of competitions that read like sentences."""

from datetime import datetime
from typing import Self

from django.db.models import Prefetch

from competitions.states import ACCEPTING, CompetitionState
from core.querysets import TranslatedQuerySet


class CompetitionQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """Competitions the public may see: all but drafts and internal ones."""
        return self.exclude(state=CompetitionState.DRAFT).exclude(kind="INTERNAL")

    def open_at(self, now: datetime) -> Self:
        """Competitions that take applications at `now`: in an open state, and before the deadline (midday exactly is late)."""
        return self.published().filter(
            state__in=ACCEPTING, application_open_at__lte=now, application_deadline__gt=now
        )

    def past_deadline(self, now: datetime) -> Self:
        """Competitions still in an open state whose deadline has passed."""
        return self.filter(state__in=ACCEPTING, application_deadline__lte=now)

    def due_to_open(self, now: datetime) -> Self:
        """Announced competitions whose day of opening has come."""
        return self.filter(
            state=CompetitionState.UPCOMING, application_open_at__lte=now, application_deadline__gt=now
        )

    def with_page(self) -> Self:
        """Fetch with each competition all that its public page shows, in a fixed number of queries."""
        from careers.models import Institution, Place
        from competitions.models import Amendment, CompetitionDocument, CompetitionField, PlanningRow, Test

        return (
            self.in_language()
            .defer("document")
            .prefetch_related(
                Prefetch(
                    "fields", CompetitionField.objects.in_language().prefetch_related("eligibility_routes")
                ),
                Prefetch("tests", Test.objects.in_language().select_related("field", "group")),
                Prefetch("planning_rows", PlanningRow.objects.in_language()),
                Prefetch("amendments", Amendment.objects.in_language()),
                Prefetch("documents", CompetitionDocument.objects.in_language()),
                Prefetch("places", Place.objects.in_language()),
                Prefetch("institutions", Institution.objects.in_language()),
                Prefetch("board_members__institution", Institution.objects.in_language()),
                "application_counts__field",
            )
        )
