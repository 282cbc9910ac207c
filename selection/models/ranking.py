"""Rankings with every figure that led to them (epso 2.6)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from competitions.models import Competition, CompetitionField
from core.states import Transition
from selection.querysets import RankingOutcomeQuerySet, RankingRunQuerySet
from selection.states import Outcome, RunState


class RankingRun(models.Model):
    """One computation of a ranking: its rules, hashes of inputs and result, thresholds and counts per field.

    A released run is never changed, only superseded by a later one; a trigger refuses anything else.
    """

    competition = models.ForeignKey(
        Competition, verbose_name=_("competition"), on_delete=models.PROTECT, related_name="ranking_runs"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=12, choices=RunState, default=RunState.COMPUTED)
    is_final = models.BooleanField(_("final for every candidate"), default=False)
    rules = models.JSONField(_("rules applied"))
    rules_digest = models.CharField(_("SHA-256 of the rules"), max_length=64)
    inputs_digest = models.CharField(_("SHA-256 of the inputs"), max_length=64)
    result_digest = models.CharField(_("SHA-256 of the result"), max_length=64)
    summary = models.JSONField(_("thresholds and counts of each field"))
    candidates = models.PositiveIntegerField(_("candidates"))
    computed_at = models.DateTimeField(_("computed at"))
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("computed by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    objects = RankingRunQuerySet.as_manager()

    class Meta:
        ordering = ["-computed_at", "-pk"]
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        permissions: ClassVar[list[Any]] = [
            ("compute_rankingrun", "Can compute a ranking"),
            ("release_rankingrun", "Can release a ranking"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["competition", "number"], name="rankingrun_number_once"),
            models.UniqueConstraint(
                fields=["competition"],
                condition=Q(state=RunState.RELEASED),
                name="rankingrun_one_released",
                violation_error_message=_("Another ranking of this competition is released."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competition.reference} #{self.number}"


class RankingRunTransition(Transition):
    subject = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a ranking")
        verbose_name_plural = _("moves of rankings")


class RankingOutcome(models.Model):
    """How one candidate stands in one run, with every figure: exact scores, sums, totals, reasons."""

    run = models.ForeignKey(RankingRun, on_delete=models.CASCADE, related_name="outcomes")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="ranking_outcomes")
    field = models.ForeignKey(CompetitionField, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    explanation = models.JSONField(_("explanation"))

    objects = RankingOutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "application"], name="rankingoutcome_once")
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["run", "field", "outcome"], name="rankingoutcome_by_field")
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.outcome}"
