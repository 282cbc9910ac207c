"""Reads of complaints, each named for who asks."""

from typing import Any, Self

from django.db import models

from complaints.states import IN_HAND, ComplaintState


class ComplaintQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The complaints of `user` herself, drafts included; nobody else's."""
        return self.filter(application__candidate=user)

    def handed_in(self) -> Self:
        """What staff may see: no drafts."""
        return self.exclude(state=ComplaintState.DRAFT)

    def in_hand(self) -> Self:
        """Complaints that wait for a decision."""
        return self.filter(state__in=IN_HAND)

    def by_due_date(self) -> Self:
        """The most urgent first."""
        return self.order_by("due_on", "pk")

    def with_subject(self) -> Self:
        """Fetch application, competition, test and letter with each, without their long texts."""
        joined = self.select_related("application__competition", "test__competition", "letter", "handler")
        return joined.defer(
            "application__competition__document", "test__competition__document", "letter__body"
        )

    def similar_to(self, complaint: Any) -> Self:
        """Others by the same route about the same test and question, the same incident, or the same decision.

        Requests about decisions are alike only where staff have named the same incident.
        """
        same = models.Q(pk__in=[])
        if complaint.test_id is not None:
            about = models.Q(test=complaint.test_id)
            if complaint.question_numbers:
                about &= models.Q(question_numbers__overlap=complaint.question_numbers)
            same |= about
        if complaint.incident:
            same |= models.Q(incident=complaint.incident)
        others = self.handed_in().exclude(pk=complaint.pk)
        return others.filter(
            same, route=complaint.route, application__competition=complaint.application.competition_id
        )
