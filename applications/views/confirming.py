"""What an amendment asks of a candidate who had submitted before it, and her answer; how she heard of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications import services
from applications.forms import LanguagesForm, SourceForm
from applications.models import Application, Confirmation
from applications.services import Languages
from applications.views.reading import get_or_post, mine, permissions, says_why
from competitions.amendment_reading import difference_lines
from competitions.models import Amendment
from core.requests import SiteRequest


@never_cache
@get_or_post
@says_why
def confirm(request: SiteRequest, number: str) -> HttpResponse:
    """What changed in the notice, what is asked, and what was answered; POST answers."""
    application = mine(request, number)
    confirmation = _latest(application)
    is_open = confirmation.answered_at is None and request.now < confirmation.round.answer_by
    form = _form(request, application, confirmation)
    if request.method == "POST" and (form is None or form.is_valid()):
        languages = Languages(**form.cleaned_data) if form is not None else None
        submission = services.answer_confirmation(
            confirmation=confirmation, languages=languages, now=request.now
        )
        done = _("Your application is submitted. Version: %(version)s.")
        messages.success(request, done % {"version": submission.version})
        return redirect("applications:application_detail", number)
    amendment = Amendment.objects.in_language().get(pk=confirmation.round.amendment_id)
    context = {
        "application": application,
        "confirmation": confirmation,
        "amendment": amendment,
        "differences": difference_lines(amendment.differences),
        "form": form,
        "is_open": is_open,
        **permissions(request, application),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/confirm.html", context, status=status)


def _latest(application: Application) -> Confirmation:
    """The question that waits, else the last one answered."""
    asked = Confirmation.objects.filter(application=application).select_related("round", "application")
    found: Confirmation | None = asked.order_by("answered_at", "-pk").last()
    waiting: Confirmation | None = asked.filter(answered_at__isnull=True).order_by("-pk").first()
    if waiting is None and found is None:
        raise Http404
    return waiting or found  # type: ignore[return-value]  # one of them is there


def _form(request: SiteRequest, application: Application, confirmation: Confirmation) -> Any:
    if not confirmation.round.asks_languages or application.current_submission is None:
        return None
    data = request.POST if request.method == "POST" else None
    return LanguagesForm(data, application=application, today=request.now.date())


@require_POST
@says_why
def say_source(request: SiteRequest, number: str) -> HttpResponse:
    """Count how she heard of the competition, once; nothing of it stays with her application but that."""
    application = mine(request, number)
    form = SourceForm(request.POST)
    if form.is_valid():
        services.count_source(application=application, source=form.cleaned_data["source"])
        messages.success(request, _("Thank you. Your answer is counted."))
    return redirect("applications:application_detail", number)
