"""Reads of what anyone may see."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, Model, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate

from careers.choices import OpportunityKind, OpportunityStage
from core.querysets import TranslatedQuerySet


class InstitutionQuerySet(TranslatedQuerySet):
    def served_by_epso(self) -> Self:
        """The institutions EPSO selects staff for, in the order of EPSO's own page."""
        return self.filter(epso_page_order__isnull=False).order_by("epso_page_order")


class VacancyQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """Vacancies the public may see."""
        return self.filter(is_published=True)

    def with_page(self) -> Self:
        """Fetch with each vacancy all that its public page shows; `place_codes` has its places."""
        through = self.model.places.through
        codes = through.objects.filter(vacancy=OuterRef("pk")).order_by("pk").values("place__code")
        return (
            self.in_language(related=("institution",))
            .select_related("institution")
            .annotate(place_codes=ArraySubquery(codes))
            .prefetch_related("contracts")
        )


class OpportunityQuerySet(TranslatedQuerySet):
    def published(self) -> Self:
        """What the public may see."""
        return self.filter(is_published=True)

    def open_at(self, now: datetime) -> Self:
        """What can be applied for at `now`; where the day of opening is not known, it is open already."""
        return self.filter(is_open_at(now))

    def with_status(self, now: datetime) -> Self:
        """Add `status_now`: the stage at `now`, since the clock opens and closes between two writings."""
        is_competition = Q(kind__in=[OpportunityKind.COMPETITION, OpportunityKind.CAST])
        return self.annotate(
            status_now=Case(
                When(is_open_at(now), then=Value(OpportunityStage.OPEN.value)),
                When(
                    stage=OpportunityStage.OPEN, opens_at__gt=now, then=Value(OpportunityStage.UPCOMING.value)
                ),
                When(
                    Q(stage=OpportunityStage.OPEN) & is_competition,
                    then=Value(OpportunityStage.IN_PROGRESS.value),
                ),
                When(stage=OpportunityStage.OPEN, then=Value(OpportunityStage.CLOSED.value)),
                default=F("stage"),
                output_field=CharField(),
            )
        )

    def by_deadline(self) -> Self:
        """Open ones by nearest deadline, then those to come by nearest opening, then the rest, newest first.

        Needs `with_status`.
        """
        is_open = Q(status_now=OpportunityStage.OPEN)
        is_upcoming = Q(status_now=OpportunityStage.UPCOMING)
        opening = Coalesce(NullIf("announced_for", Value("")), Cast(TruncDate("opens_at"), CharField()))
        return self.order_by(
            Case(When(is_open, then=Value(0)), When(is_upcoming, then=Value(1)), default=Value(2)),
            Case(When(is_open, then=F("closes_at"))).asc(nulls_last=True),
            Case(When(is_upcoming, then=opening)).asc(nulls_last=True),
            F("closes_at").desc(nulls_last=True),
            "reference",
        )

    def for_institution(self, institution: Model) -> Self:
        """What leads to a post there: its own, and what is for all institutions if EPSO serves it."""
        mine = Q(institutions__contains=[institution.code])  # type: ignore[attr-defined]  # careers.Institution
        if institution.epso_page_order is not None:  # type: ignore[attr-defined]  # as above
            mine |= Q(institutions=[], kind__in=[OpportunityKind.COMPETITION, OpportunityKind.CAST])
        return self.filter(mine)


def is_open_at(now: datetime) -> Q:
    """The condition on an opportunity that one can apply for at `now`; the deadline itself is late."""
    return (
        Q(stage=OpportunityStage.OPEN, is_closed_early=False)
        & (Q(opens_at__isnull=True) | Q(opens_at__lte=now))
        & (Q(closes_at__gt=now) | Q(has_no_deadline=True))
    )
