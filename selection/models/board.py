"""Selection boards: who sits on them, and what they decide on files (epso 2.7)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from competitions.models import Competition
from selection.querysets import DecisionQuerySet
from selection.states import Eligibility


class EligibilityDecision(models.Model):
    """The selection board's decision on a file. A changed decision replaces the old one, which is kept."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="eligibility_decisions"
    )
    decision = models.CharField(_("decision"), max_length=12, choices=Eligibility)
    reason = models.TextField(
        _("reasons"), blank=True, help_text=_("Required when the file is not eligible.")
    )
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        verbose_name = _("eligibility decision")
        verbose_name_plural = _("eligibility decisions")
        permissions: ClassVar[list[Any]] = [("decide_eligibility", "Can decide on the eligibility of files")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(replaced_at__isnull=True),
                name="eligibilitydecision_one_stands",
                violation_error_message=_("There is a decision on this file already."),
            ),
            models.CheckConstraint(
                condition=Q(decision=Eligibility.ELIGIBLE) | ~Q(reason=""),
                name="eligibilitydecision_refusal_has_reason",
                violation_error_message=_("Give the reasons why the file is not eligible."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.decision}"


class BoardMembership(models.Model):
    """A person of staff who sits on the board of a competition, or is its secretary: sees only that one."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="board_memberships",
    )
    competition = models.ForeignKey(
        Competition, verbose_name=_("competition"), on_delete=models.CASCADE, related_name="board_memberships"
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("membership of a selection board")
        verbose_name_plural = _("memberships of selection boards")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["user", "competition"], name="boardmembership_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.competition}"
