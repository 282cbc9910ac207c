"""Records of what was done (audit) and of work that takes long (jobs)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditRecord(models.Model):
    """Who did what to which row, when and why. Rows are only added: a trigger refuses change and deletion."""

    at = models.DateTimeField(_("at"), db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    verb = models.CharField(_("what was done"), max_length=60, db_index=True)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_key = models.CharField(_("object"), max_length=120, db_index=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit record")
        verbose_name_plural = _("audit records")

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_key}"


class JobState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("state of a job", "Waiting")
    RUNNING = "RUNNING", pgettext_lazy("state of a job", "Running")
    STOPPING = "STOPPING", pgettext_lazy("state of a job", "Stopping")
    STOPPED = "STOPPED", pgettext_lazy("state of a job", "Stopped")
    DONE = "DONE", pgettext_lazy("state of a job", "Done")
    FAILED = "FAILED", pgettext_lazy("state of a job", "Failed")


class Job(models.Model):
    """A piece of long work: what it does, how far it is, whether it was asked to stop, how it ended."""

    kind = models.CharField(_("kind of work"), max_length=60, db_index=True)
    label = models.CharField(_("description"), max_length=300)
    task = models.CharField(_("task of the worker"), max_length=120, blank=True)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.WAITING)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("total"), null=True, blank=True)
    outcome = models.JSONField(_("outcome"), default=dict, blank=True)
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created at"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(total__isnull=True) | models.Q(done__lte=models.F("total")),
                name="job_done_at_most_total",
                violation_error_message=_("A job cannot have done more than its total."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def percent(self) -> int | None:
        """How much is done, in whole percent; None while the total is not known."""
        return None if not self.total else self.done * 100 // self.total
