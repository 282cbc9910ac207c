"""Pages of a candidate about her own applications. Another person's number is not found."""

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

from applications import services
from applications.answers import entries, fields_of, read_answers, read_sections
from applications.completeness import find_gaps, find_tasks, steps_for
from applications.eligibility import summarise_experience
from applications.forms import ENTRY_FORMS, STEP_FORMS, SubmitForm, as_posted, typed_in
from applications.models import Application, Submission
from applications.permissions import (
    can_apply_again,
    can_discard_changes,
    can_edit_application,
    can_start_application,
    can_withdraw_application,
)
from applications.services import ApplicationIncomplete, ApplicationsClosed, closed_message, place_of
from applications.snapshots import canonical_bytes
from applications.states import ACTION_LABELS
from applications.steps import LISTS, Step
from competitions.models import Competition
from core.formats import BRUSSELS
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
            for message in error.messages:
                messages.error(request, message)
            return redirect("applications:application_detail", number)

    return answer


def _mine(request: SiteRequest, number: str) -> Application:
    """The application with this number, if it is the reader's own, with all its answers."""
    mine = Application.objects.visible_to(request.user).with_answers()
    application: Application = get_object_or_404(mine, number=number)
    return application


def _mine_at_a_step(request: SiteRequest, number: str) -> Application:
    """The same, with what a form of one step needs of it."""
    mine = Application.objects.visible_to(request.user).for_steps()
    application: Application = get_object_or_404(mine, number=number)
    return application


@never_cache
@require_GET
def overview(request: SiteRequest) -> HttpResponse:
    """My applications, newest first."""
    applications = Application.objects.visible_to(request.user).with_competition()
    rows = [(application, can_edit_application(application, request.now)) for application in applications]
    return render(request, "applications/overview.html", {"rows": rows})


@never_cache
@get_or_post
def start(request: SiteRequest, slug: str) -> HttpResponse:
    """What to know before starting; POST starts, or leads to the application there is."""
    published = Competition.objects.published().in_language().defer("document")
    competition = get_object_or_404(published, slug=slug)
    mine = Application.objects.visible_to(request.user).filter(competition=competition)
    existing = mine.values_list("number", flat=True).first()
    if existing is not None:
        return redirect("applications:application_detail", existing)
    if request.method == "POST":
        return _start(request, competition)
    can_start = can_start_application(competition, request.now)
    context = {"competition": competition, "can_start": can_start, "reason": closed_message(competition)}
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
    application = _mine(request, number)
    context = {
        "application": application,
        "tasks": find_tasks(application),
        "transitions": [(move, ACTION_LABELS[move.action]) for move in application.transitions.all()],
        "submissions": application.submissions.defer("snapshot"),
        "closed_reason": closed_message(application.competition),
        **_permissions(request, application),
    }
    return render(request, "applications/application_detail.html", context)


def _permissions(request: SiteRequest, application: Application) -> dict[str, bool]:
    return {
        "can_edit": can_edit_application(application, request.now),
        "can_withdraw": can_withdraw_application(application, request.now),
        "can_apply_again": can_apply_again(application, request.now),
        "can_discard": can_discard_changes(application),
    }


@never_cache
@get_or_post
@says_why
def step(request: SiteRequest, number: str, step: str) -> HttpResponse:
    """A step: shown, and saved by POST. Without a step of this name, not found."""
    shows_answers = step in LISTS or step == Step.CHECK
    application = _mine(request, number) if shows_answers else _mine_at_a_step(request, number)
    if step not in steps_for(application):
        raise Http404
    if not can_edit_application(application, request.now):
        raise ApplicationsClosed(application.competition)
    if step == Step.CHECK:
        return _check(request, application)
    show = _list_step if step in LISTS else _form_step
    return show(request, application, Step(step))


def _check(request: SiteRequest, application: Application, status: int = 200) -> HttpResponse:
    context = {
        "gaps": find_gaps(application),
        "sections": read_sections(read_answers(application), fields_of(application.competition)),
        "form": SubmitForm(initial={"revision": application.revision}),
        **_step_context(application, Step.CHECK),
    }
    return render(request, "applications/check.html", context, status=status)


def _step_context(application: Application, step: Step) -> dict[str, Any]:
    steps = steps_for(application)
    place = steps.index(step)
    return {
        "application": application,
        "step": step,
        "place": place + 1,
        "steps": steps,
        "previous": steps[place - 1] if place else None,
        "following": steps[place + 1] if place + 1 < len(steps) else None,
    }


def _form_step(request: SiteRequest, application: Application, step: Step) -> HttpResponse:
    form = _form(request, STEP_FORMS[step], application, place=step)
    if request.method == "POST":
        if form.is_valid():
            return _save(request, application, step, form)
        services.keep_unfinished(application=application, place=step, typed=typed_in(form), now=request.now)
    context = {**_step_context(application, step), "form": form}
    return render(request, "applications/step.html", context, status=_status(request))


def _status(request: SiteRequest) -> int:
    return 422 if request.method == "POST" else 200


def _form(
    request: SiteRequest, form_class: Any, application: Application, *, place: str, entry: Any = None
) -> Any:
    """The form with what is posted, else with what was typed and not taken, else with what is saved."""
    kept = {row.place: row.typed for row in application.unfinished_steps.all()}
    data: Any = request.POST if request.method == "POST" else None
    if data is None and place in kept:
        data = as_posted(kept[place])
    today = request.now.astimezone(BRUSSELS).date()
    return form_class(data, application=application, today=today, entry=entry)


def _save(request: SiteRequest, application: Application, step: Step, form: Any) -> HttpResponse:
    services.save_step(application=application, step=step, values=form.values(), now=request.now)
    return _go_on(request, application, step)


def _go_on(request: SiteRequest, application: Application, step: Step) -> HttpResponse:
    messages.success(request, _("Saved."))
    if request.POST.get("then") == "leave":
        return redirect("applications:application_detail", application.number)
    # Read anew: the answers just given may have added a step.
    steps = steps_for(_mine_at_a_step(request, application.number))
    return redirect("applications:step", application.number, steps[steps.index(step) + 1])


def _list_step(request: SiteRequest, application: Application, step: Step) -> HttpResponse:
    if request.method == "POST":
        services.confirm_list(application=application, step=step, now=request.now)
        return _go_on(request, application, step)
    section = next(
        section for section in read_sections(read_answers(application), []) if section.step == step
    )
    context = {
        **_step_context(application, step),
        "rows": entries(application, step).all(),
        "section": section,
        "summary": summarise_experience(application, request.now) if step == Step.EXPERIENCE else None,
        "unfinished": [row.place for row in application.unfinished_steps.all()],
        "place_of_new": place_of(step, None),
    }
    return render(request, "applications/list_step.html", context)


@never_cache
@get_or_post
@says_why
def entry(request: SiteRequest, number: str, step: str, pk: int | None = None) -> HttpResponse:
    """An entry of a list, new or to be changed; saved by POST."""
    application = _mine_at_a_step(request, number)
    if not can_edit_application(application, request.now):
        raise ApplicationsClosed(application.competition)
    row = get_object_or_404(entries(application, step), pk=pk) if pk is not None else None
    place = place_of(Step(step), pk)
    form = _form(request, ENTRY_FORMS[step], application, place=place, entry=row)
    if request.method == "POST":
        if form.is_valid():
            return _save_entry(request, application, Step(step), pk, form)
        services.keep_unfinished(application=application, place=place, typed=typed_in(form), now=request.now)
    context = {**_step_context(application, Step(step)), "form": form, "pk": pk}
    return render(request, "applications/entry.html", context, status=_status(request))


def _save_entry(
    request: SiteRequest, application: Application, step: Step, pk: int | None, form: Any
) -> HttpResponse:
    services.save_entry(application=application, step=step, values=form.values(), pk=pk, now=request.now)
    messages.success(request, _("Saved."))
    return redirect("applications:step", application.number, step)


@never_cache
@get_or_post
@says_why
def entry_delete(request: SiteRequest, number: str, step: str, pk: int) -> HttpResponse:
    """Ask before deleting an entry; POST deletes."""
    application = _mine_at_a_step(request, number)
    row = get_object_or_404(entries(application, step), pk=pk)
    if request.method == "POST":
        return _delete(request, application, Step(step), pk)
    context = {**_step_context(application, Step(step)), "entry": row}
    return render(request, "applications/entry_delete.html", context)


def _delete(request: SiteRequest, application: Application, step: Step, pk: int) -> HttpResponse:
    services.delete_entry(application=application, step=step, pk=pk, now=request.now)
    messages.success(request, _("Deleted."))
    return redirect("applications:step", application.number, step)


@require_POST
@says_why
def entry_drop(request: SiteRequest, number: str, step: str) -> HttpResponse:
    """Forget an entry that was begun and never correct."""
    application = _mine_at_a_step(request, number)
    place = place_of(Step(step), None)
    services.drop_unfinished(application=application, place=place, now=request.now)
    return redirect("applications:step", number, step)


@require_POST
@says_why
def submit(request: SiteRequest, number: str) -> HttpResponse:
    """Submit what was checked. Pressing twice leads to the same receipt."""
    application = _mine_at_a_step(request, number)
    form = SubmitForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        submission = services.submit_application(
            application=application, revision=revision, arrived_at=request.now
        )
    except ApplicationIncomplete:
        return _check(request, _mine(request, number), status=422)
    done = _("Your application is submitted. Version: %(version)s.")
    messages.success(request, done % {"version": submission.version})
    return redirect("applications:application_detail", number)


def _confirmed(request: SiteRequest, number: str, change: Any, template: str, done: str) -> HttpResponse:
    """Ask before a change of the whole application; POST makes it."""
    application = _mine(request, number)
    if request.method != "POST":
        context = {"application": application, **_permissions(request, application)}
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
    mine = Submission.objects.filter(application__candidate=reader)
    return get_object_or_404(mine, application__number=number, version=version)


@never_cache
@require_GET
def submission_detail(request: SiteRequest, number: str, version: int) -> HttpResponse:
    """A submitted version, readable."""
    submission = _my_submission(request, number, version)
    application = _mine(request, number)
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
