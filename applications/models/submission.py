"""The versions handed in, each frozen (epso 4.7)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from competitions.models import CompetitionField


class Submission(models.Model):
    """A version handed in: the whole application as canonical JSON, its SHA-256, and when the server took it.

    Rows are only added: a trigger refuses change and deletion.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField(_("version"))
    revision = models.PositiveIntegerField(_("revision of the draft"))
    submitted_at = models.DateTimeField(_("submitted at"))
    field = models.ForeignKey(
        CompetitionField, verbose_name=_("field"), on_delete=models.PROTECT, related_name="+"
    )
    language_1 = models.CharField(_("language 1"), max_length=2)
    language_2 = models.CharField(_("language 2"), max_length=2)
    snapshot = models.JSONField(_("snapshot"))
    sha256 = models.CharField(_("SHA-256 of the snapshot"), max_length=64)

    class Meta:
        ordering = ["version"]
        verbose_name = _("submitted version")
        verbose_name_plural = _("submitted versions")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["application", "version"], name="submission_version_once"),
            models.UniqueConstraint(fields=["application", "revision"], name="submission_revision_once"),
            models.CheckConstraint(
                condition=~Q(language_1=F("language_2")),
                name="submission_two_languages",
                violation_error_message=_("Language 1 and language 2 must be different."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.version}"
