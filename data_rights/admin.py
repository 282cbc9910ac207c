"""Staff answer requests about personal data, and fill in how long data are kept."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessKind
from accounts.services import record_file_access
from core.admin import ReadOnlyAdmin
from core.requests import SiteRequest
from core.services import record_audit
from data_rights import services
from data_rights.forms import AnswerForm, ExtensionForm
from data_rights.models import ConsentText, DataRequest, RetentionPolicy, RetentionRun
from data_rights.permissions import can_answer_request
from data_rights.plan import erasure_plan
from data_rights.states import OPEN, REQUEST_MOVES, RequestKind


def _instant(request: HttpRequest) -> Any:
    return cast(SiteRequest, request).now


@admin.register(DataRequest)
class DataRequestAdmin(ReadOnlyAdmin):
    """Requests, the most urgent first. Whose request is opened is written down."""

    list_display = ("number", "due_date", "kind", "state", "received_at", "answered_at")
    list_filter = ("state", "kind")
    ordering = ("due_date", "pk")
    search_fields = ("number__exact",)
    search_help_text = _("Search by reference number.")
    fields = (
        *("number", "person", "kind", "text", "state", "received_at", "due_date"),
        *("extension_reason", "answer", "answered_at", "answered_by"),
    )
    change_form_template = "admin/data_rights/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        def at(address: str, view: Callable[..., Any], name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"data_rights_datarequest_{name}")

        return [
            at("<int:pk>/answer/", self.answer_view, "answer"),
            at("<int:pk>/extend/", self.extend_view, "extend"),
            at("<int:pk>/erase/", self.erase_view, "erase"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        found = DataRequest.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context: dict[str, Any] = {}
        if found is not None and self.has_view_permission(request):
            about = [(found.person_id, f"data-request:{found.number}")]
            reader: Any = request.user
            record_file_access(people=about, by=reader, kind=AccessKind.OPENED, now=_instant(request))
            is_erasure = found.kind == RequestKind.ERASE and found.state in OPEN
            context = {
                "can_answer": can_answer_request(request.user, found) and found.state in OPEN,
                "can_extend": REQUEST_MOVES.permits("extend", found.state),
                "parts": erasure_plan(found.person) if is_erasure else [],
            }
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _found(self, request: HttpRequest, pk: int) -> DataRequest:
        found: DataRequest = get_object_or_404(DataRequest.objects.select_related("person"), pk=pk)
        if not can_answer_request(request.user, found):
            raise PermissionDenied
        return found

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer the request; the answer is a letter to the person."""
        found = self._found(request, pk)
        form = AnswerForm(request.POST if request.method == "POST" else None)
        return self._page(request, found, form, services.answer_request, title=_("Answer"), button=_("Send"))

    def extend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take more time, for a reason that the person reads."""
        found = self._found(request, pk)
        form = ExtensionForm(request.POST if request.method == "POST" else None)
        title = _("Take more time")
        return self._page(request, found, form, services.extend_request, title=title, button=_("Send"))

    def erase_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Erase what the plan says goes, after a question."""
        found = self._found(request, pk)
        if found.kind != RequestKind.ERASE:
            raise PermissionDenied
        form = forms.Form(request.POST if request.method == "POST" else None)
        title = _("Erase what can be erased")
        return self._page(request, found, form, services.erase_person, title=title, button=title)

    def _page(
        self, request: HttpRequest, found: DataRequest, form: Any, service: Any, *, title: Any, button: Any
    ) -> HttpResponse:
        if form.is_valid():
            try:
                service(request=found, by=request.user, now=_instant(request), **form.cleaned_data)
            except (ValidationError, services.NothingToErase) as refusal:
                form.add_error(None, getattr(refusal, "messages", [_("This is not possible any more.")])[0])
            else:
                messages.success(request, _("Your changes are saved."))
                return redirect("admin:data_rights_datarequest_change", found.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "button": button,
            "hint": f"{found.number}: {found.get_kind_display()}",
            "form": form,
        }
        return render(request, "admin/data_rights/form.html", context)


@admin.register(RetentionPolicy)
class RetentionPolicyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """How long each kind of data is kept; every change is written down."""

    list_display = ("category", "months", "is_enabled")
    fields = ("category", "months", "is_enabled")
    readonly_fields = ("category",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        details = {"months": obj.months, "is_enabled": obj.is_enabled}
        record_audit(
            now=_instant(request),
            by=request.user,
            verb="change_retention_policy",
            subject=obj,
            key=obj.category,
            details=details,
        )


@admin.register(ConsentText)
class ConsentTextAdmin(ReadOnlyAdmin):
    """The words that people agreed to, version after version."""

    list_display = ("name", "version", "since")


@admin.register(RetentionRun)
class RetentionRunAdmin(ReadOnlyAdmin):
    """What each run erased, and trials."""

    list_display = ("started_at", "ended_at", "is_dry", "counts")
    change_list_template = "admin/data_rights/run_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.try_view)
        return [path("try/", view, name="data_rights_retentionrun_try"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"can_try": _may_try(request), **(extra_context or {})})

    def try_view(self, request: HttpRequest) -> HttpResponse:
        """Count what is due and erase nothing. Only by POST."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not _may_try(request):
            raise PermissionDenied
        services.run_retention(now=_instant(request), is_dry=True)
        return redirect("admin:data_rights_retentionrun_changelist")


def _may_try(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("data_rights.change_retentionpolicy"))
