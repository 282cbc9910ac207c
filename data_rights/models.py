"""Requests about one's data, the file with all of it, and how long each kind is kept (epso 9.3)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Job
from core.states import Transition
from data_rights.querysets import DataExportQuerySet, DataRequestQuerySet, RetentionPolicyQuerySet
from data_rights.states import ANSWERED, Category, RequestKind, RequestState


class DataRequest(models.Model):
    """What a person asks about her data. The answer is due within a month, or three with a reason."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="data_requests",
    )
    number = models.CharField(_("reference number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=RequestKind)
    text = models.TextField(_("text"), blank=True, max_length=5000)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    received_at = models.DateTimeField(_("received at"))
    due_date = models.DateField(_("answer due"))
    extension_reason = models.TextField(_("Reason for more time"), blank=True, max_length=5000)
    answer = models.TextField(_("answer"), blank=True, max_length=20000)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        ordering = ["due_date", "pk"]
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        permissions: ClassVar[list[Any]] = [("answer_datarequest", "Can answer requests about personal data")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(state__in=ANSWERED, answered_at__isnull=False) & ~Q(answer="")
                | ~Q(state__in=ANSWERED) & Q(answered_at__isnull=True, answer=""),
                name="datarequest_answered_whole",
                violation_error_message=_("An answer has a text and a time."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.EXTENDED) | ~Q(extension_reason=""),
                name="datarequest_extended_with_reason",
                violation_error_message=_("Say why the answer takes longer."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class DataRequestTransition(Transition):
    subject = models.ForeignKey(DataRequest, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a request")
        verbose_name_plural = _("moves of requests")


class DataExport(models.Model):
    """Everything about a person as a ZIP in the store of documents, for some days."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )
    job = models.OneToOneField(Job, null=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = DataExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class RetentionPolicy(models.Model):
    """How long a kind of data is kept after the person last needed it. Who protects data fills it in."""

    category = models.CharField(_("kind of data"), max_length=14, choices=Category, unique=True)
    months = models.PositiveSmallIntegerField(
        _("kept for months"), null=True, blank=True, help_text=_("Empty: nothing of this kind is erased.")
    )
    is_enabled = models.BooleanField(_("switched on"), default=False)

    objects = RetentionPolicyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(is_enabled=False) | Q(months__isnull=False, months__gte=1),
                name="retentionpolicy_enabled_has_months",
                violation_error_message=_("Say for how many months before you switch it on."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())


class RetentionRun(models.Model):
    """What one run found and erased, by kind of data: numbers only."""

    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    is_dry = models.BooleanField(_("trial: nothing was erased"))
    counts = models.JSONField(_("counts"), default=dict)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("run of erasures")
        verbose_name_plural = _("runs of erasures")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class RetentionWarning(models.Model):
    """That a person was told that her data would be erased unless she signs in (message 27)."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="retention_warnings"
    )
    warned_at = models.DateTimeField()

    class Meta:
        ordering = ["-warned_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class ConsentText(models.Model):
    """A text that people read or agree to, word for word in every language. Rows are only added."""

    name = models.CharField(_("name"), max_length=40)
    version = models.CharField(_("version of the text"), max_length=20)
    since = models.DateTimeField(_("valid from"))
    texts = models.JSONField(_("text"))
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)

    class Meta:
        ordering = ["name", "since"]
        verbose_name = _("text of a consent")
        verbose_name_plural = _("texts of consents")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["name", "sha256"], name="consenttext_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"
