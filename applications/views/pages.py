"""Pages of a candidate about her own applications. Another person's number is not found."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from applications import services
from applications.answers import fields_of, read_sections
from applications.completeness import find_tasks
from applications.forms import SourceForm, SubmitForm
from applications.models import Application, Submission
from applications.permissions import can_edit_application, can_start_application
from applications.services import ApplicationIncomplete, ApplicationsClosed, closed_message
from applications.snapshots import canonical_bytes
from applications.states import ACTION_LABELS, VALID, ApplicationState
from applications.steps import Step
from applications.views.reading import (
    get_or_post,
    mine,
    mine_at_a_step,
    permissions,
    says_why,
    show_check,
)
from competitions.models import Competition
from core.requests import SiteRequest


@never_cache
@require_GET
def overview(request: SiteRequest) -> HttpResponse:
    """My applications: first what there is something to do for, by its deadline."""
    applications = Application.objects.visible_to(request.user).with_competition()
    rows = [
        (application, can_edit_application(application, request.now))
        for application in applications.noting_questions(request.now)
    ]
    context = {"rows": sorted(rows, key=lambda row: _urgency(*row))}
    return render(request, "applications/overview.html", context)


def _urgency(application: Any, can_edit: bool) -> tuple[int, float]:
    deadline = application.competition.application_deadline
    instant = deadline.timestamp() if deadline else float("inf")
    if application.has_question:
        return 0, instant
    if can_edit and application.state == ApplicationState.CHANGED_NOT_SUBMITTED:
        return 1, instant
    if can_edit and application.state == ApplicationState.DRAFT:
        return 2, instant
    return (3, -application.created_at.timestamp())


@never_cache
@get_or_post
def start(request: SiteRequest, slug: str) -> HttpResponse:
    """What to know before starting; POST starts, or leads to the application there is."""
    published = Competition.objects.published().in_language().defer("document")
    competition = get_object_or_404(published, slug=slug)
    started = Application.objects.visible_to(request.user).filter(competition=competition)
    existing = started.values_list("number", flat=True).first()
    if existing is not None:
        return redirect("applications:application_detail", existing)
    if request.method == "POST":
        return _start(request, competition)
    can_start = can_start_application(competition, request.now)
    context = {
        "competition": competition,
        "can_start": can_start,
        "reason": closed_message(competition, request.now),
    }
    return render(request, "applications/start.html", context)


def _start(request: SiteRequest, competition: Competition) -> HttpResponse:
    candidate: Any = request.user
    try:
        application = services.start_application(
            candidate=candidate, competition=competition, now=request.now
        )
    except ApplicationsClosed as error:
        messages.error(request, error.messages[0])
        return redirect("applications:start", competition.slug)
    return redirect("applications:step", application.number, Step.PERSONAL)


@never_cache
@require_GET
def application_detail(request: SiteRequest, number: str) -> HttpResponse:
    """State, tasks, what can be done, submitted versions and history of one application."""
    application = mine(request, number)
    context = {
        "application": application,
        "tasks": find_tasks(application),
        "transitions": [(move, ACTION_LABELS[move.action]) for move in application.transitions.all()],
        "submissions": application.submissions.defer("snapshot"),
        "closed_reason": closed_message(application.competition, request.now),
        "has_question": application.confirmations.filter(
            answered_at__isnull=True, round__answer_by__gt=request.now
        ).exists(),
        "source_form": SourceForm() if _may_say_source(application) else None,
        **permissions(request, application),
    }
    return render(request, "applications/application_detail.html", context)


def _may_say_source(application: Application) -> bool:
    return application.state in VALID and not application.has_said_source


@require_POST
@says_why
def submit(request: SiteRequest, number: str) -> HttpResponse:
    """Submit what was checked. Pressing twice leads to the same receipt."""
    application = mine_at_a_step(request, number)
    form = SubmitForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        submission = services.submit_application(
            application=application, revision=revision, arrived_at=request.now
        )
    except ApplicationIncomplete:
        return show_check(request, mine(request, number), status=422)
    done = _("Your application is submitted. Version: %(version)s.")
    messages.success(request, done % {"version": submission.version})
    return redirect("applications:application_detail", number)


def _confirmed(request: SiteRequest, number: str, change: Any, template: str, done: str) -> HttpResponse:
    """Ask before a change of the whole application; POST makes it."""
    application = mine(request, number)
    if request.method != "POST":
        context = {"application": application, **permissions(request, application)}
        return render(request, template, context)
    change(application=application, now=request.now)
    messages.success(request, done)
    return redirect("applications:application_detail", number)


@never_cache
@get_or_post
@says_why
def withdraw(request: SiteRequest, number: str) -> HttpResponse:
    """Withdraw, after a question."""
    done = _("Your application is withdrawn.")
    return _confirmed(request, number, services.withdraw_application, "applications/withdraw.html", done)


@never_cache
@get_or_post
@says_why
def discard(request: SiteRequest, number: str) -> HttpResponse:
    """Go back to the submitted version, after a question."""
    done = _("Your changes are discarded. The submitted version counts, as before.")
    return _confirmed(request, number, services.discard_changes, "applications/discard.html", done)


@never_cache
@get_or_post
@says_why
def apply_again(request: SiteRequest, number: str) -> HttpResponse:
    """Take a withdrawn application up again, after a question."""
    done = _("Your application is a draft again. Check it and submit it.")
    return _confirmed(request, number, services.apply_again, "applications/apply_again.html", done)


def _my_submission(request: SiteRequest, number: str, version: int) -> Submission:
    reader: Any = request.user
    theirs = Submission.objects.filter(application__candidate=reader)
    return get_object_or_404(theirs, application__number=number, version=version)


@never_cache
@require_GET
def submission_detail(request: SiteRequest, number: str, version: int) -> HttpResponse:
    """A submitted version, readable."""
    submission = _my_submission(request, number, version)
    application = mine(request, number)
    sections = read_sections(submission.snapshot["answers"], fields_of(application.competition))
    context = {"application": application, "submission": submission, "sections": sections}
    return render(request, "applications/submission_detail.html", context)


@never_cache
@require_GET
def submission_json(request: SiteRequest, number: str, version: int) -> HttpResponse:
    """A submitted version as the very bytes its SHA-256 was taken of."""
    submission = _my_submission(request, number, version)
    response = HttpResponse(canonical_bytes(submission.snapshot), content_type="application/json")
    name = f"application-{submission.application.number}-{submission.version}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
