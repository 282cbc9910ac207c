"""The forms of one's own application: shown, saved, and reconciled where two devices met."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from applications import services
from applications.answers import entries
from applications.comparing import find_differences, merge, saved_in
from applications.completeness import steps_for
from applications.eligibility import summarise_experience
from applications.forms import ENTRY_FORMS, STEP_FORMS, as_posted, forgive_blanks, typed_in
from applications.models import Application
from applications.pasting import all_cleaned
from applications.permissions import can_edit_application
from applications.services import ApplicationsClosed, ChangedElsewhere
from applications.stamps import OTHER, entry_at, place_of, stamp_of
from applications.steps import LISTS, Step
from applications.views.reading import (
    get_or_post,
    is_autosave,
    mine,
    mine_at_a_step,
    says_why,
    show_check,
    step_context,
)
from core.formats import BRUSSELS
from core.requests import SiteRequest

Typed = dict[str, list[str]]
SECONDS_A_PAGE_IS_KNOWN = 12 * 3600


@dataclass(frozen=True, slots=True)
class Form:
    """A form of one application: of a step, or of an entry in a list."""

    application: Application
    step: Step
    form_class: Any
    is_entry: bool = False
    pk: int | None = None
    row: Any = None

    @property
    def place(self) -> str:
        return place_of(self.step, self.pk) if self.is_entry else str(self.step)

    @property
    def address(self) -> str:
        arguments = [self.application.number, self.step]
        if not self.is_entry:
            return reverse("applications:step", args=arguments)
        if self.pk is None:
            return reverse("applications:entry_new", args=arguments)
        return reverse("applications:entry", args=[*arguments, self.pk])

    @property
    def template(self) -> str:
        return "applications/entry.html" if self.is_entry else "applications/step.html"

    def bind(self, request: SiteRequest, typed: Typed | None = None) -> Any:
        """The form of Django, with `typed` in it, else with what is saved."""
        today = request.now.astimezone(BRUSSELS).date()
        data = None if typed is None else as_posted(typed)
        return self.form_class(data, application=self.application, today=today, entry=self.row)

    def saved(self, request: SiteRequest) -> Typed:
        """What the page shows whoever opens it, as a browser would send it."""
        return self.kept() or saved_in(self.bind(request))

    def kept(self, ending: str = "") -> Typed | None:
        """What was typed here and not taken; with OTHER, what waits beside it."""
        rows = self.application.unfinished_steps.all()
        return next((row.typed for row in rows if row.place == self.place + ending), None)


@never_cache
@get_or_post
@says_why
def step(request: SiteRequest, number: str, step: str) -> HttpResponse:
    """A step: shown, and saved by POST. Without a step of this name, not found."""
    shows_answers = step in LISTS or step == Step.CHECK
    application = mine(request, number) if shows_answers else mine_at_a_step(request, number)
    if step not in steps_for(application):
        raise Http404
    _check_open(request, application)
    if step == Step.CHECK:
        return show_check(request, application)
    if step in LISTS:
        return _list_step(request, application, Step(step))
    return _form_page(request, Form(application, Step(step), STEP_FORMS[step]))


def _check_open(request: SiteRequest, application: Application) -> None:
    if not can_edit_application(application, request.now):
        raise ApplicationsClosed(application.competition, request.now)


@never_cache
@get_or_post
@says_why
def entry(request: SiteRequest, number: str, step: str, pk: int | None = None) -> HttpResponse:
    """An entry of a list, new or to be changed; saved by POST."""
    application = mine_at_a_step(request, number)
    _check_open(request, application)
    row = entries(application, step).filter(pk=pk).first() if pk is not None else None
    page = Form(application, Step(step), ENTRY_FORMS[step], True, pk, row)
    if pk is not None and row is None:
        return _keep_of_deleted(request, page)
    return _form_page(request, page)


def _keep_of_deleted(request: SiteRequest, page: Form) -> HttpResponse:
    """Keep what was typed into an entry that another device has deleted meanwhile, as a new one."""
    if "stamp" not in request.POST:
        raise Http404
    typed = {name: all_cleaned(texts) for name, texts in request.POST.lists()}
    new = replace(page, pk=None)
    services.keep_unfinished(
        application=page.application,
        place=new.place,
        typed=typed_in(new.bind(request, typed)),
        now=request.now,
    )
    text = _("This entry was deleted on another device. What you typed is kept as a new entry.")
    if is_autosave(request):
        return JsonResponse({"text": text}, status=409)
    messages.warning(request, text)
    return redirect(new.address)


def _form_page(request: SiteRequest, page: Form) -> HttpResponse:
    if request.method == "POST":
        return _take(request, page)
    if page.kept(OTHER) is not None:
        return _show_two_versions(request, page)
    kept = page.kept()
    form = page.bind(request, kept)
    if kept is not None:
        forgive_blanks(form)
    return _show(request, page, form)


def _show(request: SiteRequest, page: Form, form: Any, status: int = 200) -> HttpResponse:
    context = {
        **step_context(page.application, page.step),
        "form": form,
        "pk": page.pk,
        "stamp": stamp_of(page.application, page.place, page.row),
        "page_mark": request.POST.get("page") or get_random_string(16),
    }
    return render(request, page.template, context, status=status)


def _take(request: SiteRequest, page: Form) -> HttpResponse:
    """Save what was posted; keep it where it is not valid, and beside the other version where two met."""
    typed = _posted(request, page)
    if typed is None:
        return redirect(page.address)
    form = page.bind(request, typed)
    try:
        is_saved = _save(request, page, form)
    except ChangedElsewhere as met:
        if _says_otherwise(request, page, form):
            return _keep_beside(request, page, form, met)
        is_saved = True
    if is_autosave(request):
        return _autosaved(request, page)
    if not is_saved and "take" not in request.POST:
        return _show(request, _read_again(request, page), form, status=422)
    messages.success(request, _("Saved."))
    return redirect(_following(request, page))


def _says_otherwise(request: SiteRequest, page: Form, form: Any) -> bool:
    """Say whether what was posted is not what the other device has saved."""
    fresh = _read_again(request, page)
    return bool(find_differences(form, typed_in(form), fresh.saved(request)))


def _keep_beside(request: SiteRequest, page: Form, form: Any, met: ChangedElsewhere) -> HttpResponse:
    services.keep_beside(
        application=page.application, place=page.place, typed=typed_in(form), now=request.now
    )
    if is_autosave(request):
        return JsonResponse({"text": met.messages[0], "address": page.address}, status=409)
    return redirect(page.address)


def _posted(request: SiteRequest, page: Form) -> Typed | None:
    """What was posted, in plain characters; of two versions, what was chosen; None where none is left."""
    if "take" not in request.POST:
        return {name: all_cleaned(texts) for name, texts in request.POST.lists()}
    waiting = page.kept(OTHER)
    if waiting is None:
        return None
    chosen = request.POST["take"]
    saved = page.saved(request)
    by_question = {name: request.POST.get(f"keep_{name}") != "saved" for name in {*waiting, *saved}}
    whole = dict.fromkeys(by_question, chosen == "mine")
    return merge(waiting, saved, keeps_mine=by_question if chosen == "each" else whole)


def _save(request: SiteRequest, page: Form, form: Any) -> bool:
    """Save, or keep as typed; say which. A new entry is added when it is asked for, never by the script."""
    common: dict[str, Any] = {
        "application": page.application,
        "now": request.now,
        "seen": _seen(request, page),
        "settles": "take" in request.POST,
    }
    is_added_later = page.is_entry and page.pk is None and is_autosave(request)
    if is_added_later or not form.is_valid():
        services.keep_unfinished(place=page.place, typed=typed_in(form), **common)
        return False
    if page.is_entry:
        services.save_entry(step=page.step, values=form.values(), pk=page.pk, **common)
    else:
        services.save_step(step=page.step, values=form.values(), **common)
    return True


def _seen(request: SiteRequest, page: Form) -> Sequence[str]:
    """Marks of what the candidate had before her: of the page as opened, and as this very page saved it.

    The second is for a page whose last save arrived, and whose answer did not.
    """
    stamp, mark = request.POST.get("stamp"), request.POST.get("page")
    if not stamp:
        return ()
    saved_by, saved_stamp = cache.get(_key(page)) or ("", "")
    return (stamp, saved_stamp) if mark and saved_by == mark else (stamp,)


def _key(page: Form) -> str:
    return f"saved-by:{page.application.pk}:{page.place}"


def _read_again(request: SiteRequest, page: Form) -> Form:
    application = mine_at_a_step(request, page.application.number)
    row = entry_at(application, page.place)
    return Form(application, page.step, page.form_class, page.is_entry, page.pk, row)


def _autosaved(request: SiteRequest, page: Form) -> HttpResponse:
    fresh = _read_again(request, page)
    stamp = stamp_of(fresh.application, fresh.place, fresh.row)
    cache.set(_key(page), (request.POST.get("page", ""), stamp), SECONDS_A_PAGE_IS_KNOWN)
    context = {"application": fresh.application, "can_edit": True}
    banner = render_to_string("applications/_banner.html", context, request=request)
    return JsonResponse({"stamp": stamp, "banner": banner})


def _following(request: SiteRequest, page: Form) -> str:
    if "take" in request.POST:
        return page.address
    if page.is_entry:
        return reverse("applications:step", args=[page.application.number, page.step])
    return following_address(request, page.application, page.step)


def following_address(request: SiteRequest, application: Application, step: Step) -> str:
    """Where to go on after a step: the next one, or the page of the application."""
    if request.POST.get("then") == "leave":
        return reverse("applications:application_detail", args=[application.number])
    # Read anew: the answers just given may have added a step.
    steps = steps_for(mine_at_a_step(request, application.number))
    return reverse("applications:step", args=[application.number, steps[steps.index(step) + 1]])


def _show_two_versions(request: SiteRequest, page: Form) -> HttpResponse:
    saved = page.saved(request)
    context = {
        **step_context(page.application, page.step),
        "differences": find_differences(page.bind(request), page.kept(OTHER) or {}, saved),
        "stamp": stamp_of(page.application, page.place, page.row),
    }
    return render(request, "applications/two_versions.html", context)


def _list_step(request: SiteRequest, application: Application, step: Step) -> HttpResponse:
    if request.method == "POST":
        services.confirm_list(application=application, step=step, now=request.now)
        messages.success(request, _("Saved."))
        return redirect(following_address(request, application, step))
    unfinished = {row.place.removesuffix(OTHER) for row in application.unfinished_steps.all()}
    rows = entries(application, step).all()
    to_keep = services.rows_to_keep(application, step)
    context = {
        **step_context(application, step),
        "rows": [(row, place_of(step, row.pk) in unfinished, row.pk in to_keep) for row in rows],
        "rows_to_take": services.rows_to_take(application, step),
        "summary": summarise_experience(application, request.now) if step == Step.EXPERIENCE else None,
        "has_begun_entry": place_of(step, None) in unfinished,
    }
    return render(request, "applications/list_step.html", context)


@never_cache
@get_or_post
@says_why
def entry_delete(request: SiteRequest, number: str, step: str, pk: int) -> HttpResponse:
    """Ask before deleting an entry; POST deletes."""
    application = mine_at_a_step(request, number)
    row = get_object_or_404(entries(application, step), pk=pk)
    if request.method == "POST":
        services.delete_entry(application=application, step=Step(step), pk=pk, now=request.now)
        messages.success(request, _("Deleted."))
        return redirect("applications:step", number, step)
    context = {**step_context(application, Step(step)), "entry": row}
    return render(request, "applications/entry_delete.html", context)


@require_POST
@says_why
def entry_drop(request: SiteRequest, number: str, step: str) -> HttpResponse:
    """Forget an entry that was begun and never correct."""
    application = mine_at_a_step(request, number)
    place = place_of(Step(step), None)
    services.drop_unfinished(application=application, place=place, now=request.now)
    return redirect("applications:step", number, step)


@require_POST
@says_why
def take_over(request: SiteRequest, number: str, step: str) -> HttpResponse:
    """Add the entries of the CV that were ticked."""
    application = mine_at_a_step(request, number)
    pks = {int(pk) for pk in request.POST.getlist("entry") if pk.isdecimal()}
    if services.take_from_cv(application=application, step=Step(step), pks=pks, now=request.now):
        messages.success(request, _("Saved."))
    return redirect("applications:step", number, step)


@require_POST
@says_why
def entry_keep(request: SiteRequest, number: str, step: str, pk: int) -> HttpResponse:
    """Keep an entry in the CV of the account too."""
    application = mine_at_a_step(request, number)
    get_object_or_404(entries(application, step), pk=pk)
    services.keep_in_cv(application=application, step=Step(step), pk=pk, now=request.now)
    messages.success(request, _("Kept in your CV."))
    return redirect("applications:step", number, step)
