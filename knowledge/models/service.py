"""The state of the service: what does not work, since when, and what was done about it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.querysets import TranslatedQuerySet, english_required
from knowledge.querysets import IncidentQuerySet


class Service(models.TextChoices):
    """The parts of the service that readers know."""

    SITE = "SITE", pgettext_lazy("part of the service", "Website")
    ACCOUNT = "ACCOUNT", pgettext_lazy("part of the service", "Account and sign-in")
    APPLICATION = "APPLICATION", pgettext_lazy("part of the service", "Applications")
    LETTERS = "LETTERS", pgettext_lazy("part of the service", "Letters and e-mail")
    TESTS = "TESTS", pgettext_lazy("part of the service", "Online tests")


class IncidentState(models.TextChoices):
    """How far the work on an incident is."""

    INVESTIGATING = "INVESTIGATING", pgettext_lazy("state of an incident", "We are looking for the cause")
    IDENTIFIED = "IDENTIFIED", pgettext_lazy("state of an incident", "We know the cause")
    WATCHING = "WATCHING", pgettext_lazy("state of an incident", "Mended; we are watching")
    RESOLVED = "RESOLVED", pgettext_lazy("state of an incident", "Resolved")


class ServiceIncident(models.Model):
    """Something that did not work, or planned maintenance."""

    service = models.CharField(_("part of the service"), max_length=12, choices=Service)
    is_maintenance = models.BooleanField(_("planned maintenance"), default=False)
    started_at = models.DateTimeField(_("started at"), help_text=_("Brussels time."))
    ended_at = models.DateTimeField(
        _("ended at"), null=True, blank=True, help_text=_("Brussels time. Empty while it goes on.")
    )
    title = models.CharField(_("title"), max_length=200)
    is_demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = [F("ended_at").desc(nulls_first=True), "-started_at", "-pk"]
        verbose_name = _("incident")
        verbose_name_plural = _("service status")
        constraints: ClassVar[list[Any]] = [
            *english_required("serviceincident", "title"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(started_at__lte=F("ended_at")),
                name="serviceincident_starts_before_it_ends",
                violation_error_message=_("An incident must start before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class IncidentUpdate(models.Model):
    """What was known at an instant. Readers see all of them: nothing is written over."""

    incident = models.ForeignKey(ServiceIncident, on_delete=models.CASCADE, related_name="updates")
    at = models.DateTimeField(_("at"), help_text=_("Brussels time."))
    state = models.CharField(_("state"), max_length=14, choices=IncidentState)
    text = models.TextField(_("text"), help_text=_("Plain text."))

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("update")
        verbose_name_plural = _("updates")
        constraints = english_required("incidentupdate", "text")

    def __str__(self) -> str:
        return f"{self.at} {self.state}"
