"""Reads of documents, each named for who asks."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from documents.states import ScanState


class DocumentQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The documents of `user` herself; nobody else's."""
        return self.filter(owner=user)

    def to_scan(self) -> Self:
        """Documents that wait for the scanner, the oldest first."""
        return self.filter(state=ScanState.WAITING).order_by("uploaded_at")


class AttachmentQuerySet(models.QuerySet[Any]):
    def in_cv_of(self, user: Any) -> Self:
        """What stands in the CV of `user`, with its document."""
        return self.filter(document__owner=user, application=None).select_related("document")

    def readable_by_staff(self) -> Self:
        """What belongs to an application and was scanned: nothing else is shown to anybody but its owner."""
        return self.filter(application__isnull=False, document__state=ScanState.CLEAN)


class UploadQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Self:
        """The uploads of `user` herself."""
        return self.filter(owner=user)

    def begun_before(self, instant: datetime) -> Self:
        return self.filter(created_at__lt=instant)
