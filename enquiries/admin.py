"""Support agents answer questions: a queue by due date, threads, answers, hand-over."""

import uuid
from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessKind
from accounts.services import record_file_access
from core.admin import ReadOnlyAdmin
from core.requests import SiteRequest
from documents.files import as_download
from documents.states import ScanState
from enquiries import services
from enquiries.forms import AnswerForm, AssignForm
from enquiries.models import Enquiry
from enquiries.permissions import can_answer_enquiries, can_close_enquiry


@admin.register(Enquiry)
class EnquiryAdmin(ReadOnlyAdmin):
    """Questions of candidates, the most urgent first. Whose question is opened is written down."""

    list_display = ("number", "due_on", "subject", "state", "application", "handler", "asked_at")
    list_select_related = ("application", "handler")
    list_filter = ("state", ("handler", admin.RelatedOnlyFieldListFilter))
    ordering = ("due_on", "pk")
    search_fields = ("number__exact", "application__number__exact", "candidate__email__iexact")
    search_help_text = _("Search by reference number.")
    fields = ("number", "state", "candidate", "application", "subject", "asked_at", "due_on", "handler")
    change_form_template = "admin/enquiries/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        def at(address: str, view: Callable[..., Any], name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"enquiries_enquiry_{name}")

        return [
            at("<int:pk>/answer/", self.answer_view, "answer"),
            at("<int:pk>/assign/", self.assign_view, "assign"),
            at("<int:pk>/close/", self.close_view, "close"),
            at("<int:pk>/files/<int:id>/", self.file_view, "file"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        context = {} if row is None or not self.has_view_permission(request) else _thread(request, row)
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer, or add to the answer."""
        enquiry = _found(request, pk)
        form = AnswerForm(request.POST if request.method == "POST" else None, initial={"token": uuid.uuid4()})
        # Translators: a button: to answer a question.
        return self._form(request, enquiry, form, services.answer_enquiry, title=_("Answer"))

    def assign_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the question to a colleague."""
        enquiry = _found(request, pk)
        form = AssignForm(
            request.POST if request.method == "POST" else None, initial={"handler": request.user.pk}
        )
        # Translators: a button: to give a question to a member of staff, who handles it.
        return self._form(request, enquiry, form, services.assign_enquiry, title=_("Assign"))

    def close_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Close the question. Only by POST."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        enquiry = _found(request, pk)
        try:
            services.close_enquiry(enquiry=enquiry, by=cast(Any, request.user), now=_instant(request))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return _to(pk)

    def file_view(self, request: HttpRequest, pk: int, id: int) -> HttpResponseBase:
        """A file of the candidate that the virus scanner has cleared. That it was taken is written down."""
        enquiry = _found(request, pk)
        rows = enquiry.messages.select_related("document")
        message = get_object_or_404(rows, pk=id, document__state=ScanState.CLEAN)
        user, about = cast(Any, request.user), f"document:{message.document_id}"
        record_file_access(
            people=[(enquiry.candidate_id, about)],
            by=user,
            kind=AccessKind.DOWNLOADED,
            now=_instant(request),
            purpose=enquiry.number,
        )
        return as_download(cast(Any, message.document))

    def _form(
        self, request: HttpRequest, enquiry: Enquiry, form: forms.Form, service: Any, *, title: Any
    ) -> HttpResponse:
        """A page with one form; what it takes goes to the service."""
        if form.is_valid():
            try:
                service(enquiry=enquiry, by=request.user, now=_instant(request), **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error.messages[0])
            else:
                return _to(enquiry.pk)
        context = {
            **self.admin_site.each_context(request),
            **_thread(request, enquiry),
            "opts": self.opts,
            "form": form,
            "title": title,
        }
        return render(request, "admin/enquiries/form.html", context)


def _thread(request: HttpRequest, enquiry: Enquiry) -> dict[str, Any]:
    """The question with its messages. That it was opened is written down."""
    person, about = enquiry.candidate_id, f"enquiry:{enquiry.number}"
    user = cast(Any, request.user)
    record_file_access(people=[(person, about)], by=user, kind=AccessKind.OPENED, now=_instant(request))
    return {
        "enquiry": enquiry,
        "thread": enquiry.messages.select_related("document").defer("document__preview"),
        "can_answer": can_answer_enquiries(user),
        "can_close": can_answer_enquiries(user) and can_close_enquiry(enquiry),
    }


def _found(request: HttpRequest, pk: int) -> Enquiry:
    if not can_answer_enquiries(request.user):
        raise PermissionDenied
    enquiry: Enquiry = get_object_or_404(Enquiry.objects.select_related("candidate"), pk=pk)
    return enquiry


def _instant(request: HttpRequest) -> Any:
    return cast(SiteRequest, request).now


def _to(pk: int) -> HttpResponse:
    return redirect("admin:enquiries_enquiry_change", pk)
