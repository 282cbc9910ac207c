"""A candidate asks for special needs adjustments. Another person's requests are not found."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from applications.models import Application
from core.requests import SiteRequest
from documents.files import as_sealed_download
from special_needs import services
from special_needs.forms import AnswersForm, EvidenceForm
from special_needs.models import AccommodationRequest, Evidence
from special_needs.permissions import (
    can_ask,
    can_ask_again,
    can_edit_request,
    can_withdraw_request,
)
from special_needs.reading import answer_rows, decision_rows

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
View = Callable[..., HttpResponse]


def says_why(view: View) -> View:
    """What a service refuses is said, in its words, on the page of the request."""

    @wraps(view)
    def answer(request: SiteRequest, number: str, **rest: Any) -> HttpResponse:
        try:
            return view(request, number, **rest)
        except ValidationError as error:
            for message in error.messages:
                messages.error(request, message)
            return redirect("special_needs:request_detail", number)

    return answer


def _application(request: SiteRequest, number: str) -> Application:
    mine = Application.objects.visible_to(request.user).with_competition()
    application: Application = get_object_or_404(mine, number=number)
    return application


def _mine(request: SiteRequest, number: str) -> AccommodationRequest:
    mine = AccommodationRequest.objects.visible_to(request.user)
    found: AccommodationRequest = get_object_or_404(
        mine.select_related("application__competition"), application__number=number
    )
    return found


def _back(number: str) -> HttpResponse:
    return redirect("special_needs:request_detail", number)


@never_cache
@require_GET
def overview(request: SiteRequest) -> HttpResponse:
    """My applications, with the request of each."""
    applications = Application.objects.visible_to(request.user).with_competition()
    rows = [
        (application, getattr(application, "accommodation_request", None))
        for application in applications.prefetch_related("accommodation_request")
        if can_ask(application) or hasattr(application, "accommodation_request")
    ]
    return render(request, "special_needs/overview.html", {"rows": rows})


@never_cache
@require_GET
def request_detail(request: SiteRequest, number: str) -> HttpResponse:
    """The request of one application: answers, certificates, decision; or the way to begin one."""
    application = _application(request, number)
    own = AccommodationRequest.objects.visible_to(request.user).filter(application=application).first()
    context: dict[str, Any] = {"application": application, "own": own, "can_ask": can_ask(application)}
    if own is not None:
        own.application = application
        context |= _context(request, own)
    return render(request, "special_needs/request_detail.html", context)


def _context(request: SiteRequest, own: AccommodationRequest) -> dict[str, Any]:
    earlier = AccommodationRequest.objects.visible_to(request.user).filter(is_reusable=True)
    return {
        "answers": answer_rows(own),
        "decision": decision_rows(own) if own.state == "DECIDED" else [],
        "evidence": own.evidence.all(),
        "form": EvidenceForm(),
        "can_edit": can_edit_request(own),
        "can_withdraw": can_withdraw_request(own),
        "can_ask_again": can_ask_again(own),
        "earlier": earlier.exclude(pk=own.pk).select_related("application").first(),
    }


@never_cache
@require_POST
@says_why
def begin(request: SiteRequest, number: str) -> HttpResponse:
    """Begin a request, or lead to the one there is."""
    by: Any = request.user
    services.open_request(application=_application(request, number), by=by, now=request.now)
    return redirect("special_needs:request_edit", number)


@never_cache
@get_or_post
@says_why
def request_edit(request: SiteRequest, number: str) -> HttpResponse:
    """The questions; saved by POST."""
    own = _mine(request, number)
    if not can_edit_request(own):
        raise ValidationError(_("This request cannot be changed now."))
    form = AnswersForm(request.POST if request.method == "POST" else None, request=own)
    if form.is_bound and form.is_valid():
        by: Any = request.user
        services.save_answers(
            request=own,
            answers=form.answers(),
            tests=form.cleaned_data["tests"],
            is_reusable=form.cleaned_data["is_reusable"],
            by=by,
        )
        messages.success(request, _("Saved."))
        return _back(number)
    context = {"own": own, "application": own.application, "form": form}
    return render(request, "special_needs/request_edit.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@says_why
def evidence_add(request: SiteRequest, number: str) -> HttpResponse:
    """Take a certificate in."""
    own = _mine(request, number)
    form = EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        raise ValidationError(list(form.errors["file"]))
    file, by = form.cleaned_data["file"], request.user
    held: Any = by
    services.add_evidence(request=own, name=file.name, content=file.read(), by=held, now=request.now)
    messages.success(request, _("The file is received."))
    return _back(number)


def _my_evidence(request: SiteRequest, number: str, pk: int) -> Evidence:
    return get_object_or_404(_mine(request, number).evidence.all(), pk=pk)


@never_cache
@require_GET
def evidence_file(request: SiteRequest, number: str, pk: int) -> HttpResponse:
    """A certificate as it was received."""
    evidence = _my_evidence(request, number, pk)
    if evidence.state == "INFECTED":
        raise Http404
    return as_sealed_download(services.open_evidence(evidence), name=evidence.name, kind=evidence.kind)


@never_cache
@require_POST
@says_why
def evidence_delete(request: SiteRequest, number: str, pk: int) -> HttpResponse:
    """Delete a certificate."""
    by: Any = request.user
    services.delete_evidence(evidence=_my_evidence(request, number, pk), by=by)
    messages.success(request, _("Deleted."))
    return _back(number)


def _change(request: SiteRequest, number: str, service: Any, done: str) -> HttpResponse:
    service(request=_mine(request, number), by=request.user, now=request.now)
    messages.success(request, done)
    return _back(number)


@never_cache
@require_POST
@says_why
def submit(request: SiteRequest, number: str) -> HttpResponse:
    return _change(request, number, services.submit_request, _("Your request is submitted."))


@never_cache
@require_POST
@says_why
def withdraw(request: SiteRequest, number: str) -> HttpResponse:
    return _change(request, number, services.withdraw_request, _("Saved."))


@never_cache
@require_POST
@says_why
def ask_again(request: SiteRequest, number: str) -> HttpResponse:
    return _change(request, number, services.ask_again, _("Saved."))


@never_cache
@require_POST
@says_why
def copy(request: SiteRequest, number: str, pk: int) -> HttpResponse:
    """Take the answers of an earlier request."""
    earlier = get_object_or_404(
        AccommodationRequest.objects.visible_to(request.user), pk=pk, is_reusable=True
    )
    by: Any = request.user
    services.copy_answers(request=_mine(request, number), earlier=earlier, by=by)
    return redirect("special_needs:request_edit", number)
