"""Alerts by e-mail: what somebody wants to hear of, where to write, and what was told already.

There is no account behind an alert. Whoever holds a link from one of its mails may change or stop it; of a
link only the SHA-256 is kept, so that nobody who reads the database can use one.
"""

from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from alerts.querysets import AlertQuerySet
from careers.choices import OpportunityStage
from careers.models import Opportunity
from competitions.models import Competition

LONGEST_QUERY: Final = 1000


class Frequency(models.TextChoices):
    DAILY = "DAILY", pgettext_lazy("how often an alert is sent", "Every day")
    WEEKLY = "WEEKLY", pgettext_lazy("how often an alert is sent", "Every week, on Monday")


class Alert(models.Model):
    """What one address wants to hear of: a search, or one competition. It is sent nothing until confirmed.

    `query` is a search as the list of job opportunities has it in its address, in one fixed order of names.
    All that happened until `told_until` has been told.
    """

    address = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    frequency = models.CharField(_("how often"), max_length=6, choices=Frequency, default=Frequency.DAILY)
    query = models.CharField(_("search"), max_length=LONGEST_QUERY, blank=True)
    competition = models.ForeignKey(
        Competition,
        verbose_name=_("competition"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="alerts",
    )
    requested_at = models.DateTimeField(_("asked for at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    wanted_at = models.DateTimeField(
        _("last wanted at"),
        null=True,
        blank=True,
        help_text=_("When the reader last said that she wants the alert."),
    )
    asked_at = models.DateTimeField(_("asked whether it is still wanted at"), null=True, blank=True)
    told_until = models.DateTimeField(_("told until"), null=True, blank=True)
    next_digest_at = models.DateTimeField(_("next e-mail at"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(address=Lower("address")),
                name="alert_address_in_lower_case",
                violation_error_message=_("The address of an alert is written in lower case."),
            ),
            models.CheckConstraint(
                condition=Q(competition__isnull=True) | Q(query=""),
                name="alert_search_or_competition",
                violation_error_message=_("An alert is about a search or about one competition."),
            ),
            models.CheckConstraint(
                condition=Q(
                    confirmed_at__isnull=False,
                    wanted_at__isnull=False,
                    told_until__isnull=False,
                    next_digest_at__isnull=False,
                )
                | Q(
                    confirmed_at__isnull=True,
                    wanted_at__isnull=True,
                    asked_at__isnull=True,
                    told_until__isnull=True,
                    next_digest_at__isnull=True,
                ),
                name="alert_runs_once_confirmed",
                violation_error_message=_("An alert runs exactly when it is confirmed."),
            ),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=True) | Q(asked_at__gt=F("wanted_at")),
                name="alert_asked_after_wanted",
                violation_error_message=_("An answer ends the question whether the alert is still wanted."),
            ),
            models.UniqueConstraint(
                fields=["address", "query", "competition"],
                condition=Q(confirmed_at__isnull=False),
                nulls_distinct=False,
                name="alert_once",
                violation_error_message=_("There is such an alert already."),
            ),
            models.UniqueConstraint(
                fields=["address", "query", "competition"],
                condition=Q(confirmed_at__isnull=True),
                nulls_distinct=False,
                name="alert_pending_once",
                violation_error_message=_("There is such an alert already."),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["next_digest_at", "id"], name="alert_due"),
            models.Index(
                fields=["requested_at"], name="alert_unconfirmed", condition=Q(confirmed_at__isnull=True)
            ),
            models.Index(fields=["wanted_at"], name="alert_wanted", condition=Q(asked_at__isnull=True)),
            models.Index(fields=["asked_at"], name="alert_asked", condition=Q(asked_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_weekly(self) -> bool:
        return self.frequency == Frequency.WEEKLY


class AlertLink(models.Model):
    """A link in a mail of an alert. Each mail has its own; older ones work until they are forgotten."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(_("SHA-256 of the link"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created at"), db_index=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("link of an alert")
        verbose_name_plural = _("links of alerts")

    def __str__(self) -> str:
        return str(self.pk)


class ToldOpportunity(models.Model):
    """An opportunity that an alert has told of, once for each status: as announced, and when it opens."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="told")
    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+")
    status = models.CharField(_("status"), max_length=12, choices=OpportunityStage)
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        ordering = ["-told_at", "-pk"]
        verbose_name = _("opportunity told")
        verbose_name_plural = _("opportunities told")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["alert", "opportunity", "status"],
                name="toldopportunity_once",
                violation_error_message=_("The alert has told of this opportunity already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.opportunity_id}"
