"""A candidate's questions to EPSO. Another person's question is not found."""

from typing import Any, Final, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.limits import is_over_limit
from core.requests import SiteRequest
from documents.services import keep_document
from enquiries import services
from enquiries.forms import EnquiryForm, MessageForm
from enquiries.models import Enquiry
from enquiries.permissions import can_close_enquiry

HOUR: Final = 3600
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _mine(request: SiteRequest, number: str) -> Enquiry:
    """The question with this number, if it is the reader's own."""
    rows = Enquiry.objects.visible_to(request.user).select_related("application")
    enquiry: Enquiry = get_object_or_404(rows, number=number)
    return enquiry


def _is_flood(request: SiteRequest, form: MessageForm) -> bool:
    """Count one more message of this person; say on the form where there were too many."""
    most = settings.CONTACT_MESSAGES_AN_HOUR
    if not is_over_limit("enquiries", str(request.user.pk), most=most, seconds=HOUR):
        return False
    form.add_error(None, _("There were too many messages from you. Try again in an hour."))
    return True


def _posted(request: SiteRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _can_be_taken(request: SiteRequest, form: MessageForm) -> bool:
    """Whether the form is right and in measure; its file is kept then, as `document` of its values."""
    if not form.is_valid() or _is_flood(request, form):
        return False
    file = form.cleaned_data.pop("file")
    if file:
        owner: Any = request.user
        try:
            kept = keep_document(owner=owner, name=file.name, content=file.read(), now=request.now)
        except ValidationError as error:
            form.add_error("file", error.messages[0])
            return False
        form.cleaned_data["document"] = kept
    return True


@never_cache
@require_safe
def overview(request: SiteRequest) -> HttpResponse:
    """My questions, newest first, the unread ones marked."""
    enquiries = Enquiry.objects.visible_to(request.user).select_related("application")
    return render(request, "enquiries/overview.html", {"enquiries": enquiries})


@never_cache
@get_or_post
def enquiry_new(request: SiteRequest) -> HttpResponse:
    """Ask a question; it gets its number at once."""
    user = cast(Any, request.user)
    form = EnquiryForm(
        *_posted(request),
        candidate=user,
        initial={"application": request.GET.get("application", "")},
    )
    if request.method == "POST" and _can_be_taken(request, form):
        enquiry = services.ask_question(candidate=user, now=request.now, **form.cleaned_data)
        messages.success(
            request,
            _("We received your message. Its reference number is %(number)s.") % {"number": enquiry.number},
        )
        return redirect("enquiries:enquiry_detail", enquiry.number)
    status = 429 if form.is_bound and form.non_field_errors() else 200
    context = {"form": form, "days": settings.CONTACT_ANSWER_DAYS}
    return render(request, "enquiries/enquiry_new.html", context, status=status)


@never_cache
@get_or_post
def enquiry_detail(request: SiteRequest, number: str) -> HttpResponse:
    """A thread, and a form to write again."""
    enquiry = _mine(request, number)
    form = MessageForm(*_posted(request))
    if request.method == "POST" and _can_be_taken(request, form):
        user = cast(Any, request.user)
        services.write_again(enquiry=enquiry, by=user, now=request.now, **form.cleaned_data)
        return redirect("enquiries:enquiry_detail", number)
    context = {
        "enquiry": enquiry,
        "thread": enquiry.messages.select_related("document").defer("document__preview"),
        "was_unread": enquiry.is_unread,
        "form": form,
        "can_close": can_close_enquiry(enquiry),
    }
    services.mark_read(enquiry=enquiry, now=request.now)
    status = 429 if form.is_bound and form.non_field_errors() else 200
    return render(request, "enquiries/enquiry_detail.html", context, status=status)


@never_cache
@require_POST
def close(request: SiteRequest, number: str) -> HttpResponse:
    """Close my question: it needs no answer any more."""
    enquiry = _mine(request, number)
    try:
        services.close_enquiry(enquiry=enquiry, by=cast(Any, request.user), now=request.now)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect("enquiries:enquiry_detail", number)
