"""Pages of a candidate who contests a test or a decision. Another person's case is not found."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applications.models import Application
from complaints import services
from complaints.forms import AnswerForm, ComplaintForm, EvidenceForm, initial_of
from complaints.models import Complaint
from complaints.openings import decisions_told, openings_for, routes_about, routes_against, tests_held
from complaints.permissions import (
    can_add_evidence,
    can_answer_request,
    can_contest,
    can_edit_complaint,
    can_withdraw_complaint,
)
from complaints.reading import case_page
from complaints.states import OWN_ROUTES
from core.requests import SiteRequest
from documents.services import keep_document
from selection.states import RouteKind

AFTER = {"ombudsman_years": settings.OMBUDSMAN_YEARS}
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _mine(request: SiteRequest, number: str) -> Complaint:
    """The case with this number, if it is the reader's own."""
    rows = Complaint.objects.visible_to(request.user).with_subject()
    complaint: Complaint = get_object_or_404(rows, number=number)
    return complaint


def _applications(request: SiteRequest) -> Any:
    """The reader's applications that were handed in once."""
    mine = Application.objects.visible_to(request.user).with_competition()
    return mine.filter(submissions__isnull=False).distinct()


@never_cache
@require_safe
def overview(request: SiteRequest) -> HttpResponse:
    """My complaints, newest first."""
    complaints = Complaint.objects.visible_to(request.user).with_subject()
    return render(request, "complaints/overview.html", {"complaints": complaints})


@never_cache
@require_safe
def start(request: SiteRequest) -> HttpResponse:
    """What can be contested, by application: by which route, with whom, and until when."""
    groups = [
        (application, openings_for(application, now=request.now)) for application in _applications(request)
    ]
    return render(request, "complaints/start.html", {"groups": groups, **AFTER})


@never_cache
@get_or_post
def complaint_new(request: SiteRequest, number: str, kind: str) -> HttpResponse:
    """Begin a complaint by one route; saving it keeps a draft."""
    application: Application = get_object_or_404(_applications(request), number=number)
    if kind not in OWN_ROUTES or not can_contest(application):
        raise Http404
    route = RouteKind(kind)
    about = request.GET.get("about", "")
    return _edit(request, application, route, None, initial={"test": about, "letter": about})


@never_cache
@get_or_post
def complaint_edit(request: SiteRequest, number: str) -> HttpResponse:
    """Change a draft."""
    complaint = _mine(request, number)
    if not can_edit_complaint(complaint):
        return redirect("complaints:complaint_detail", number)
    return _edit(
        request, complaint.application, complaint.route_kind, complaint, initial=initial_of(complaint)
    )


def _edit(
    request: SiteRequest,
    application: Application,
    route: RouteKind,
    complaint: Complaint | None,
    *,
    initial: dict[str, Any],
) -> HttpResponse:
    form = ComplaintForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        route=route,
        tests=[test for test in tests_held(application, now=request.now) if route in routes_about(test)],
        letters=[letter for letter in decisions_told(application) if route in routes_against(letter)],
    )
    if request.method == "POST" and form.is_valid():
        saved = services.save_complaint(
            application=application,
            route=route,
            values=form.values,
            by=cast(Any, request.user),
            now=request.now,
            complaint=complaint,
        )
        return redirect("complaints:complaint_detail", saved.number)
    context = {"form": form, "application": application, "route": route, "complaint": complaint}
    return render(request, "complaints/edit.html", context)


@never_cache
@require_safe
def complaint_detail(request: SiteRequest, number: str) -> HttpResponse:
    """A case: what was written, how far it is, what was decided, and what can be done next."""
    return _show(request, _mine(request, number))


def _show(
    request: SiteRequest,
    complaint: Complaint,
    form: AnswerForm | None = None,
    file_form: EvidenceForm | None = None,
) -> HttpResponse:
    status = 422 if form or file_form else 200
    context = {
        "evidence": complaint.evidence.select_related("document").defer("document__preview"),
        "file_form": file_form or (EvidenceForm() if can_add_evidence(complaint) else None),
        "complaint": complaint,
        "page": case_page(complaint, now=request.now),
        "can_edit": can_edit_complaint(complaint),
        "can_withdraw": can_withdraw_complaint(complaint),
        "form": form or (AnswerForm() if can_answer_request(complaint) else None),
    }
    return render(request, "complaints/complaint_detail.html", {**context, **AFTER}, status=status)


@never_cache
@require_POST
def evidence_add(request: SiteRequest, number: str) -> HttpResponse:
    """Put a file with the complaint; one that is refused is named with the reason."""
    complaint = _mine(request, number)
    form = EvidenceForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        by: Any = request.user
        try:
            document = keep_document(owner=by, name=file.name, content=file.read(), now=request.now)
            services.add_evidence(complaint=complaint, document=document, by=by, now=request.now)
        except ValidationError as error:
            form.add_error("file", error.messages[0])
        else:
            messages.success(request, _("The file is received."))
            return redirect("complaints:complaint_detail", number)
    return _show(request, complaint, file_form=form)


@never_cache
@require_POST
def evidence_remove(request: SiteRequest, number: str, pk: int) -> HttpResponse:
    """Take a file away from a draft."""
    evidence = get_object_or_404(_mine(request, number).evidence.select_related("complaint"), pk=pk)
    try:
        services.remove_evidence(evidence=evidence, by=cast(Any, request.user))
    except ValidationError as error:
        _say(request, error)
    return redirect("complaints:complaint_detail", number)


@never_cache
@require_POST
def submit(request: SiteRequest, number: str) -> HttpResponse:
    """Hand a draft in."""
    complaint = _mine(request, number)
    try:
        services.submit_complaint(complaint=complaint, by=cast(Any, request.user), now=request.now)
    except ValidationError as error:
        _say(request, error)
    else:
        messages.success(request, _("We received your complaint. You have a letter with its number."))
    return redirect("complaints:complaint_detail", number)


@never_cache
@require_POST
def discard(request: SiteRequest, number: str) -> HttpResponse:
    """Throw a draft away."""
    complaint = _mine(request, number)
    try:
        services.discard_complaint(complaint=complaint, by=cast(Any, request.user))
    except ValidationError as error:
        _say(request, error)
        return redirect("complaints:complaint_detail", number)
    messages.success(request, _("Deleted."))
    return redirect("complaints:overview")


@never_cache
@require_POST
def answer(request: SiteRequest, number: str) -> HttpResponse:
    """Answer what was asked."""
    complaint = _mine(request, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _show(request, complaint, form)
    try:
        services.answer_request(
            complaint=complaint,
            text=form.cleaned_data["text"],
            by=cast(Any, request.user),
            now=request.now,
        )
    except ValidationError as error:
        _say(request, error)
    else:
        messages.success(request, _("Saved."))
    return redirect("complaints:complaint_detail", number)


@never_cache
@get_or_post
def withdraw(request: SiteRequest, number: str) -> HttpResponse:
    """Ask whether to withdraw, then do."""
    complaint = _mine(request, number)
    if request.method != "POST":
        context = {"complaint": complaint, "can_withdraw": can_withdraw_complaint(complaint)}
        return render(request, "complaints/withdraw.html", context)
    try:
        services.withdraw_complaint(complaint=complaint, by=cast(Any, request.user), now=request.now)
    except ValidationError as error:
        _say(request, error)
    return redirect("complaints:complaint_detail", number)


def _say(request: SiteRequest, error: ValidationError) -> None:
    """What a service refuses, in its words."""
    for message in error.messages:
        messages.error(request, message)
