"""Asking every affected applicant again after an amendment (epso 3.6; failure F3)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models.application import Application
from applications.models.submission import Submission
from competitions.models import Amendment


class ConfirmationRound(models.Model):
    """What an amendment asks of those who had submitted before it, and until when they can answer."""

    amendment = models.OneToOneField(
        Amendment,
        verbose_name=_("amendment"),
        on_delete=models.PROTECT,
        related_name="confirmation_round",
    )
    asks_languages = models.BooleanField(_("languages are chosen again"), default=False)
    answer_by = models.DateTimeField(_("answer by"))
    started_at = models.DateTimeField(_("started at"))
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("started by"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("round of confirmations")
        verbose_name_plural = _("rounds of confirmations")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(answer_by__gt=models.F("started_at")),
                name="confirmationround_leaves_time",
                violation_error_message=_("The last day to answer must be in the future."),
            )
        ]

    def __str__(self) -> str:
        return str(self.amendment)


class Answer(models.TextChoices):
    KEPT = "KEPT", pgettext_lazy("answer to an amendment", "Confirmed as it was")
    LANGUAGES = "LANGUAGES", pgettext_lazy("answer to an amendment", "Languages chosen again")
    SUBMITTED = "SUBMITTED", pgettext_lazy("answer to an amendment", "Submitted again")


class Confirmation(models.Model):
    """One application that was submitted before an amendment, and what its candidate answered."""

    round = models.ForeignKey(ConfirmationRound, on_delete=models.PROTECT, related_name="confirmations")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="confirmations")
    submission_before = models.ForeignKey(
        Submission, verbose_name=_("version before"), on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(_("answer"), max_length=12, choices=Answer, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    submission_after = models.ForeignKey(
        Submission,
        verbose_name=_("version after"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("confirmation of an application")
        verbose_name_plural = _("confirmations of applications")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "application"], name="confirmation_asked_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, submission_after__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, submission_after__isnull=False)),
                name="confirmation_answered_whole",
                violation_error_message=_("An answer has a time and a submitted version."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)
