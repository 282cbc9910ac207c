"""Published changes of a notice (epso 3.6)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.models.competition import Competition
from core.querysets import TranslatedQuerySet, english_required


class Amendment(models.Model):
    """A published change of a notice: what, why, with what effect (epso 3.6). It is kept for good."""

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("number"))
    date = models.DateField(_("date"))
    oj_reference = models.CharField(_("Official Journal reference"), max_length=60, blank=True)
    eli = models.URLField(_("European Legislation Identifier"), max_length=300, blank=True)
    reason = models.TextField(_("reason"))
    effects = ArrayField(models.CharField(max_length=40), verbose_name=_("effects"), default=list, blank=True)
    document = models.JSONField(_("amendment document"))
    differences = models.JSONField(
        _("what is different"),
        default=list,
        blank=True,
        help_text=_("Every value of the notice that the amendment changed, before and after."),
    )
    digest_before = models.CharField(_("SHA-256 of the notice before"), max_length=64)
    digest_after = models.CharField(_("SHA-256 of the notice after"), max_length=64)
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("applied by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints: ClassVar[list[Any]] = [
            *english_required("amendment", "reason"),
            models.UniqueConstraint(
                fields=["competition", "number"],
                name="amendment_once",
                violation_error_message=_("This amendment was applied already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competition.reference} {self.number}"
