"""Staff read documents of applications: of their own competitions, once scanned; each look is kept."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessKind, User
from accounts.services import record_file_access
from documents.files import as_download, as_preview
from documents.models import Attachment
from documents.permissions import can_read_documents
from selection.admin.base import BoardAdmin, instant_of, refuse_unless


@admin.register(Attachment)
class AttachmentAdmin(BoardAdmin):
    """Documents of applications, found by application number. Those in CVs are their owners' alone."""

    competition_path = "application__competition"
    list_display = ("application", "kind", "label", "file_kind", "attached_at")
    list_select_related = ("application", "document")
    list_filter = ("kind",)
    search_fields = ("application__number__exact",)
    search_help_text = _("Search by application number.")
    fields = (
        "application",
        "kind",
        "label",
        "file_kind",
        "pages",
        "sha256",
        "attached_at",
        "picture",
        "file",
    )
    readonly_fields = ("file_kind", "pages", "sha256", "picture", "file")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.readable_by_staff()  # type: ignore[no-any-return]

    @admin.display(description=_("Type of file"))
    def file_kind(self, row: Attachment) -> str:
        return row.document.kind

    @admin.display(description=_("Pages"))
    def pages(self, row: Attachment) -> Any:
        return row.document.pages

    @admin.display(description=_("SHA-256 of the file"))
    def sha256(self, row: Attachment) -> str:
        return row.document.sha256

    @admin.display(description=_("Small picture of the document"))
    def picture(self, row: Attachment) -> str:
        if not row.document.preview:
            return ""
        address = reverse("admin:documents_attachment_preview", args=[row.pk])
        return format_html('<img src="{}" alt="">', address)

    @admin.display(description=_("File"))
    def file(self, row: Attachment) -> str:
        address = reverse("admin:documents_attachment_file", args=[row.pk])
        return format_html('<a href="{}">{}</a>', address, row.document.name)

    def get_urls(self) -> list[URLPattern]:
        return [
            path(
                "<int:pk>/file/",
                self.admin_site.admin_view(self.file_view),
                name="documents_attachment_file",
            ),
            path(
                "<int:pk>/preview/",
                self.admin_site.admin_view(self.preview_view),
                name="documents_attachment_preview",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        answer = super().change_view(request, object_id, form_url, extra_context)
        row = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        if row is not None and answer.status_code == 200:
            _record(request, row, AccessKind.OPENED)
        return answer

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The file, for who may read the application it belongs to."""
        row = self._row(request, pk)
        answer = as_download(row.document)
        _record(request, row, AccessKind.DOWNLOADED)
        return answer

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The small picture on the page of the document, whose opening is written down by that page."""
        return as_preview(self._row(request, pk).document)

    def _row(self, request: HttpRequest, pk: int) -> Attachment:
        refuse_unless(can_read_documents(request.user))
        row: Attachment = get_object_or_404(self.get_queryset(request).select_related("document"), pk=pk)
        return row


def _record(request: HttpRequest, row: Attachment, kind: AccessKind) -> None:
    record_file_access(
        people=[(row.document.owner_id, f"document:{row.document_id}")],
        by=cast(User, request.user),
        kind=kind,
        now=instant_of(request),
    )
