"""Who looked at a person's file."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AccessKind(models.TextChoices):
    OPENED = "OPENED", pgettext_lazy("a file", "Opened")
    DOWNLOADED = "DOWNLOADED", pgettext_lazy("a file", "Downloaded")
    PRINTED = "PRINTED", pgettext_lazy("a file", "Printed")


class FileAccess(models.Model):
    """Somebody other than its owner looked at a person's file. A trigger refuses to change a row.

    `role` is a value of `accounts.roles.Role`, or empty for an operator; `institution` is a code. `about`
    names what was looked at, as letters do: "application:2026-000123", "document:15".
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="file_accesses",
    )
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=30, blank=True)
    institution = models.CharField(_("institution"), max_length=20, blank=True)
    kind = models.CharField(_("kind of access"), max_length=10, choices=AccessKind)
    about = models.CharField(_("about"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("access to a file")
        verbose_name_plural = _("accesses to files")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(person=models.F("by")),
                name="fileaccess_by_another",
                violation_error_message=_("Who reads her own file is not written down."),
            )
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["person", "-at"], name="fileaccess_of_person")]

    def __str__(self) -> str:
        return f"{self.about} {self.at:%Y-%m-%d}"
