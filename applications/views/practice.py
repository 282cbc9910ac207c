"""The form of an application to practise with: open to everybody, and nothing is kept (issue 4)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications import practice
from applications.answers import entries
from applications.completeness import find_tasks, steps_for
from applications.eligibility import summarise_experience
from applications.forms import ENTRY_FORMS, STEP_FORMS, as_posted
from applications.models import Application
from applications.pasting import all_cleaned
from applications.practice import Draft
from applications.steps import LISTS, Step
from applications.views.reading import get_or_post, show_check, step_context
from competitions.models import Competition
from core.formats import BRUSSELS
from core.requests import SiteRequest

COOKIE = "practice"

View = Callable[..., HttpResponse]


def with_draft(view: View) -> View:
    """Give the view the draft of this browser; where there is none any more, begin again."""

    @never_cache
    @wraps(view)
    def answer(request: SiteRequest, **rest: Any) -> HttpResponse:
        draft = practice.find(request.COOKIES.get(COOKIE, ""))
        if draft is None or not Competition.objects.published().filter(pk=draft.competition).exists():
            return redirect("applications:practice_start")
        return view(request, draft, **rest)

    return answer


@never_cache
@get_or_post
def practice_start(request: SiteRequest) -> HttpResponse:
    """What practising is; POST begins, with the notice asked for or the one of the demonstration."""
    competition = _sample(request)
    if request.method != "POST":
        return render(request, "applications/practice_start.html", {"competition": competition})
    if competition is None:
        raise Http404
    answer = redirect("applications:practice_step", Step.PERSONAL)
    key = practice.begin(competition).key
    answer.set_cookie(
        COOKIE, key, max_age=practice.SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answer


def _sample(request: SiteRequest) -> Competition | None:
    published = Competition.objects.published().in_language().defer("document")
    slug = request.GET.get("competition") or request.POST.get("competition")
    if slug:
        chosen: Competition = get_object_or_404(published, slug=slug)
        return chosen
    with_fields = published.filter(fields__isnull=False)
    newest: Competition | None = with_fields.order_by("-is_demonstration", "-pk").first()
    return newest


@with_draft
def practice_application_detail(request: SiteRequest, draft: Draft) -> HttpResponse:
    """The list of tasks."""
    application = practice.application_of(draft)
    context = {"application": application, "tasks": find_tasks(application)}
    return render(request, "applications/practice_detail.html", context)


@with_draft
@get_or_post
def practice_step(request: SiteRequest, draft: Draft, step: str) -> HttpResponse:
    """A step, as in an application."""
    application = practice.application_of(draft)
    if step not in steps_for(application):
        raise Http404
    if step == Step.CHECK:
        return show_check(request, application)
    if step in LISTS:
        return _list_step(request, draft, application, Step(step))
    form = _form(request, STEP_FORMS[step], application)
    if request.method == "POST" and form.is_valid():
        practice.save_step(draft, Step(step), form.values())
        return _go_on(request, draft, Step(step))
    context = {**step_context(application, Step(step)), "form": form}
    return render(request, "applications/step.html", context, status=422 if form.is_bound else 200)


def _form(request: SiteRequest, form_class: Any, application: Application, entry: Any = None) -> Any:
    typed = {name: all_cleaned(texts) for name, texts in request.POST.lists()}
    data = as_posted(typed) if request.method == "POST" else None
    today = request.now.astimezone(BRUSSELS).date()
    return form_class(data, application=application, today=today, entry=entry)


def _go_on(request: SiteRequest, draft: Draft, step: Step) -> HttpResponse:
    if request.POST.get("then") == "leave":
        return redirect("applications:practice_application_detail")
    steps = steps_for(practice.application_of(draft))
    return redirect("applications:practice_step", steps[steps.index(step) + 1])


def _list_step(request: SiteRequest, draft: Draft, application: Application, step: Step) -> HttpResponse:
    if request.method == "POST":
        practice.mark_done(draft, step)
        return _go_on(request, draft, step)
    context = {
        **step_context(application, step),
        "rows": [(row, False, False) for row in entries(application, step).all()],
        "summary": summarise_experience(application, request.now) if step == Step.EXPERIENCE else None,
        "has_begun_entry": False,
        "rows_to_take": [],
    }
    return render(request, "applications/list_step.html", context)


@with_draft
@get_or_post
def practice_entry(request: SiteRequest, draft: Draft, step: str, pk: int | None = None) -> HttpResponse:
    """An entry of a list, new or to be changed."""
    application = practice.application_of(draft)
    row = _entry(application, step, pk)
    form = _form(request, ENTRY_FORMS[step], application, row)
    if request.method == "POST" and form.is_valid():
        practice.save_entry(draft, Step(step), form.values(), pk)
        return redirect("applications:practice_step", step)
    context = {**step_context(application, Step(step)), "form": form, "pk": pk}
    return render(request, "applications/entry.html", context, status=422 if form.is_bound else 200)


def _entry(application: Application, step: str, pk: int | None) -> Any:
    rows = {row.pk: row for row in entries(application, step).all()}
    if pk is not None and pk not in rows:
        raise Http404
    return rows.get(pk)


@with_draft
@get_or_post
def practice_entry_delete(request: SiteRequest, draft: Draft, step: str, pk: int) -> HttpResponse:
    """Ask before deleting an entry; POST deletes."""
    application = practice.application_of(draft)
    row = _entry(application, step, pk)
    if request.method == "POST":
        practice.delete_entry(draft, Step(step), pk)
        return redirect("applications:practice_step", step)
    context = {**step_context(application, Step(step)), "entry": row}
    return render(request, "applications/entry_delete.html", context)


@require_POST
@with_draft
def practice_submit(request: SiteRequest, draft: Draft) -> HttpResponse:
    """The end of practising: what was typed is forgotten."""
    practice.forget(draft)
    messages.success(request, _("You have practised to the end. Nothing was submitted and nothing is kept."))
    answer = redirect("applications:practice_start")
    answer.delete_cookie(COOKIE)
    return answer
