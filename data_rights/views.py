"""A person's own data: all of it as a file, what can be corrected, what can be erased, and requests."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.models import JobState
from core.requests import SiteRequest
from core.services import record_audit
from core.states import StateMoveRefused
from data_rights import services
from data_rights.forms import RequestForm
from data_rights.models import DataExport, DataRequest
from data_rights.plan import erasure_plan
from data_rights.states import OPEN, RequestKind
from documents.storage import document_storage


@never_cache
@require_safe
def overview(request: SiteRequest) -> HttpResponse:
    """Everything a person can do about her data."""
    export = DataExport.objects.visible_to(request.user).filter(expires_at__gt=request.now).first()
    context = {
        "export": export,
        "is_failed": export is not None and _has_failed(export),
        "requests": DataRequest.objects.visible_to(request.user),
    }
    return render(request, "data_rights/overview.html", context)


def _has_failed(export: DataExport) -> bool:
    return export.job is not None and export.job.state in (JobState.FAILED, JobState.STOPPED)


@never_cache
@require_POST
def export_ask(request: SiteRequest) -> HttpResponse:
    """Have the file made. Only by POST: a page fetched ahead must not ask."""
    reader: Any = request.user
    services.ask_for_export(person=reader, now=request.now)
    messages.success(request, _("Your file is being made. Load this page again in a few minutes."))
    return redirect("data_rights:overview")


@never_cache
@require_safe
def export_download(request: SiteRequest, pk: int) -> Any:
    """The file, for its owner, until its time is over."""
    exports = DataExport.objects.visible_to(request.user).ready(request.now)
    export = get_object_or_404(exports, pk=pk)
    try:
        content = document_storage().open(export.path)
    except FileNotFoundError:
        raise Http404 from None
    record_audit(now=request.now, by=request.user, verb="download_own_data", subject=export)
    return FileResponse(content, as_attachment=True, filename="my-data.zip", content_type="application/zip")


@never_cache
@require_safe
def erasure(request: SiteRequest) -> HttpResponse:
    """What would be erased today, and what has to stay and why."""
    reader: Any = request.user
    parts = erasure_plan(reader)
    context = {
        "goes": [part for part in parts if part.goes],
        "stays": [part for part in parts if not part.goes],
    }
    return render(request, "data_rights/erasure.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: SiteRequest) -> HttpResponse:
    """Send a request."""
    asked = request.GET.get("kind", "")
    initial = {"kind": asked} if asked in RequestKind.values else {}
    form = RequestForm(request.POST if request.method == "POST" else None, initial=initial)
    reader: Any = request.user
    if form.is_valid():
        try:
            sent = services.send_request(person=reader, now=request.now, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("We have received your request."))
            return redirect("data_rights:request_detail", sent.number)
    return render(request, "data_rights/request_new.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_safe
def request_detail(request: SiteRequest, number: str) -> HttpResponse:
    """One request: how far it is, and the answer."""
    found = _mine(request, number)
    context = {"data_request": found, "can_withdraw": found.state in OPEN}
    return render(request, "data_rights/request_detail.html", context)


@never_cache
@require_POST
def request_withdraw(request: SiteRequest, number: str) -> HttpResponse:
    """Take a request back that is not answered."""
    try:
        services.withdraw_request(request=_mine(request, number), now=request.now)
    except StateMoveRefused as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect("data_rights:request_detail", number)


def _mine(request: SiteRequest, number: str) -> DataRequest:
    found: DataRequest = get_object_or_404(DataRequest.objects.visible_to(request.user), number=number)
    return found
