"""Documents, what they prove, and uploads that are under way (epso 4.8)."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Application
from core.states import Transition
from documents.querysets import AttachmentQuerySet, DocumentQuerySet, UploadQuerySet
from documents.states import ScanState


class FileKind(models.TextChoices):
    PDF = "PDF", "PDF"
    JPG = "JPG", "JPG"
    PNG = "PNG", "PNG"


class Document(models.Model):
    """A file of a candidate. Its bytes lie in `documents.storage` under a random name, and never change."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=3, choices=FileKind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    path = models.CharField(max_length=100, unique=True)
    preview = models.BinaryField(blank=True, default=b"")
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ScanState, default=ScanState.WAITING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    malware = models.CharField(max_length=200, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["owner", "sha256"],
                name="document_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=settings.DOCUMENT_MAX_MEGABYTES * 1024 * 1024),
                name="document_size",
            ),
            models.CheckConstraint(
                condition=Q(state=ScanState.INFECTED) ^ Q(malware=""),
                name="document_infected_by_something",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["uploaded_at"], name="document_to_scan", condition=Q(state=ScanState.WAITING)
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def is_infected(self) -> bool:
        return self.state == ScanState.INFECTED


class DocumentTransition(Transition):
    subject = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="transitions")


class ProofKind(models.TextChoices):
    IDENTITY = "IDENTITY", _("identity document")
    EDUCATION = "EDUCATION", _("diploma")
    EXPERIENCE = "EXPERIENCE", _("professional experience")
    LANGUAGE = "LANGUAGE", _("knowledge of a language")
    OTHER = "OTHER", pgettext_lazy("kind of document", "Other")


def _entry(model: str) -> Any:
    return models.ForeignKey(
        model, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )


class Attachment(models.Model):
    """A document and what it proves: an entry of the CV, or an application and perhaps an entry of that.

    What stood in the CV when applications closed is attached to each valid application, once: the CV may go
    on changing. An entry of an application that goes leaves its attachments with the application.
    """

    document = models.ForeignKey(
        Document,
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    kind = models.CharField(_("What it proves"), max_length=10, choices=ProofKind)
    label = models.CharField(_("entry"), max_length=400, blank=True)
    cv_language = _entry("profiles.LanguageSkill")
    cv_education = _entry("profiles.Education")
    cv_experience = _entry("profiles.Experience")
    application = models.ForeignKey(
        Application,
        verbose_name=_("application"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attachments",
    )
    education = models.ForeignKey(
        "applications.Education", null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    experience = models.ForeignKey(
        "applications.Experience",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="attachments",
    )
    attached_at = models.DateTimeField(_("attached at"))

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=[
                    "document", "kind", "cv_language", "cv_education", "cv_experience",
                    "application", "education", "experience",
                ],
                name="attachment_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(application__isnull=True, education__isnull=True, experience__isnull=True)
                | Q(
                    application__isnull=False,
                    cv_language__isnull=True,
                    cv_education__isnull=True,
                    cv_experience__isnull=True,
                ),
                name="attachment_cv_or_application",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class CarriedApplication(models.Model):
    """An application whose documents were taken over from the CV when applications closed."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="carried_documents"
    )
    carried_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.application_id)


class Upload(models.Model):
    """A file on its way, in pieces: goes on where it stopped, on whatever server of the site."""

    token = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=Q(received__lte=models.F("size")), name="upload_not_too_long"),
        ]

    def __str__(self) -> str:
        return str(self.token)


class UploadPiece(models.Model):
    """Bytes of an upload from `offset` on."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="pieces")
    offset = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["offset"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["upload", "offset"], name="uploadpiece_once"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.offset}"
