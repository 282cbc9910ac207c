"""What the pages of one application have in common: whose it is, what may be done, and why not."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from applications.answers import fields_of, read_answers, read_sections
from applications.completeness import find_gaps, steps_for
from applications.forms import SubmitForm
from applications.models import Application
from applications.permissions import (
    can_apply_again,
    can_discard_changes,
    can_edit_application,
    can_withdraw_application,
)
from applications.steps import Step
from core.requests import SiteRequest

get_or_post = require_http_methods(["GET", "HEAD", "POST"])

View = Callable[..., HttpResponse]


def says_why(view: View) -> View:
    """What a service refuses is said, in its words, on the page of the application."""

    @wraps(view)
    def answer(request: SiteRequest, number: str, **rest: Any) -> HttpResponse:
        try:
            return view(request, number, **rest)
        except ValidationError as error:
            if is_autosave(request):
                return JsonResponse({"text": " ".join(error.messages)}, status=409)
            for message in error.messages:
                messages.error(request, message)
            return redirect("applications:application_detail", number)

    return answer


def is_autosave(request: SiteRequest) -> bool:
    """Say whether the script posts, which reads JSON, and not a person, who reads a page."""
    return "autosave" in request.POST


def mine(request: SiteRequest, number: str) -> Application:
    """The application with this number, if it is the reader's own, with all its answers."""
    own = Application.objects.visible_to(request.user).with_answers()
    application: Application = get_object_or_404(own, number=number)
    return application


def mine_at_a_step(request: SiteRequest, number: str) -> Application:
    """The same, with what a form of one step needs of it."""
    own = Application.objects.visible_to(request.user).for_steps()
    application: Application = get_object_or_404(own, number=number)
    return application


def permissions(request: SiteRequest, application: Application) -> dict[str, bool]:
    """What may be done with the application now, for its pages."""
    return {
        "can_edit": can_edit_application(application, request.now),
        "can_withdraw": can_withdraw_application(application, request.now),
        "can_apply_again": can_apply_again(application, request.now),
        "can_discard": can_discard_changes(application),
    }


def step_context(application: Application, step: Step) -> dict[str, Any]:
    """Where a page stands among the steps."""
    steps = steps_for(application)
    place = steps.index(step)
    return {
        "application": application,
        "step": step,
        "place": place + 1,
        "steps": steps,
        "previous": steps[place - 1] if place else None,
        "following": steps[place + 1] if place + 1 < len(steps) else None,
        "can_edit": True,
    }


def show_check(request: SiteRequest, application: Application, status: int = 200) -> HttpResponse:
    """All answers, and what keeps them from being submitted."""
    context = {
        "gaps": find_gaps(application),
        "sections": read_sections(read_answers(application), fields_of(application.competition)),
        "form": SubmitForm(initial={"revision": application.revision}),
        **step_context(application, Step.CHECK),
    }
    return render(request, "applications/check.html", context, status=status)
