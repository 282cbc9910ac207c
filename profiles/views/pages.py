"""Pages of a person about herself. Another person's entry is not found."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from competitions.models import Competition, CompetitionField
from competitions.states import CompetitionState
from core.formats import BRUSSELS
from core.requests import SiteRequest
from profiles import services
from profiles.against import counted_until, longest_study, procedure_end, progress_in, total_months
from profiles.completeness import parts_of, share_done
from profiles.cv import cv_of
from profiles.forms import (
    ENTRY_FORMS,
    ConsentsForm,
    IdentityDocumentForm,
    InFieldForm,
    MotivationForm,
    ProfileForm,
)
from profiles.identity import warning_for
from profiles.models import Consents, Experience, IdentityDocument, Motivation, Profile
from profiles.sections import MOST_ENTRIES, Section, entries_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def _today(request: SiteRequest) -> Any:
    return request.now.astimezone(BRUSSELS).date()


def _warning(request: SiteRequest, document: IdentityDocument | None, end: Any = None) -> Any:
    if document is None:
        return None
    return warning_for(document.expiry_date, today=_today(request), procedure_end=end)


@never_cache
@require_GET
def overview(request: SiteRequest) -> HttpResponse:
    """The parts of the profile, what is missing, and what can be done with it."""
    cv = cv_of(request.user)
    parts = parts_of(cv, _today(request))
    done, needed = share_done(parts)
    context = {
        "parts": parts,
        "done": done,
        "needed": needed,
        "cv": cv,
        "warning": _warning(request, cv.identity_document),
        "months": total_months(cv.experience, until=_today(request)),
    }
    return render(request, "profiles/overview.html", context)


def _status(request: SiteRequest) -> int:
    return 422 if request.method == "POST" else 200


def _saved(request: SiteRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("profiles:overview")


@never_cache
@get_or_post
def personal(request: SiteRequest) -> HttpResponse:
    """Personal data, shown and saved."""
    user: Any = request.user
    profile = Profile.objects.filter(user=user).first()
    form = ProfileForm(request.POST or None, user=user, today=_today(request), instance=profile)
    if request.method == "POST" and form.is_valid():
        services.save_profile(user=user, values=form.values(), now=request.now)
        return _saved(request)
    return render(request, "profiles/personal.html", {"form": form}, status=_status(request))


@never_cache
@get_or_post
def identity_document(request: SiteRequest) -> HttpResponse:
    """The identity card or passport, shown and saved."""
    user: Any = request.user
    document = IdentityDocument.objects.filter(user=user).first()
    warning = _warning(request, document)
    form = IdentityDocumentForm(request.POST or None, user=user, today=_today(request), instance=document)
    if request.method == "POST" and form.is_valid():
        services.save_identity_document(user=user, values=form.values(), now=request.now)
        return _saved(request)
    context = {"form": form, "document": document, "warning": warning}
    return render(request, "profiles/identity_document.html", context, status=_status(request))


@never_cache
@get_or_post
def motivation(request: SiteRequest) -> HttpResponse:
    """A text to begin applications with, shown and saved."""
    user: Any = request.user
    kept = Motivation.objects.filter(user=user).values_list("text", flat=True).first()
    form = MotivationForm(request.POST or None, initial={"text": kept or ""})
    if request.method == "POST" and form.is_valid():
        services.save_motivation(user=user, text=form.cleaned_data["text"], now=request.now)
        return _saved(request)
    return render(request, "profiles/motivation.html", {"form": form}, status=_status(request))


@never_cache
@get_or_post
def consents(request: SiteRequest) -> HttpResponse:
    """What the person allows, shown and saved. Nothing is ticked for her."""
    user: Any = request.user
    given = Consents.objects.filter(user=user).first()
    form = ConsentsForm(
        request.POST if request.method == "POST" else None,
        user=user,
        today=_today(request),
        instance=given,
    )
    if request.method == "POST" and form.is_valid():
        services.save_consents(user=user, values=form.values(), now=request.now)
        return _saved(request)
    return render(request, "profiles/consents.html", {"form": form}, status=_status(request))


@never_cache
@require_GET
def entries(request: SiteRequest, section: str) -> HttpResponse:
    """A list of the CV."""
    kind = Section(section)
    rows = list(entries_of(request.user, kind))
    context = {
        "section": kind,
        "rows": rows,
        "is_full": len(rows) >= MOST_ENTRIES[kind],
        "months": _months(request, rows) if kind == Section.EXPERIENCE else None,
        "today": _today(request),
    }
    return render(request, "profiles/entries.html", context)


def _months(request: SiteRequest, rows: list[Experience]) -> int:
    return total_months(rows, until=_today(request))


@never_cache
@get_or_post
def entry(request: SiteRequest, section: str, pk: int | None = None) -> HttpResponse:
    """An entry of a list, new or to be changed; saved by POST."""
    kind = Section(section)
    row = get_object_or_404(entries_of(request.user, kind), pk=pk) if pk is not None else None
    form = ENTRY_FORMS[kind](request.POST or None, user=request.user, today=_today(request), instance=row)
    if request.method == "POST" and form.is_valid() and _save_entry(request, kind, pk, form):
        messages.success(request, _("Saved."))
        return redirect("profiles:entries", kind)
    context = {"section": kind, "form": form, "pk": pk}
    return render(request, "profiles/entry.html", context, status=_status(request))


def _save_entry(request: SiteRequest, section: Section, pk: int | None, form: Any) -> bool:
    """Say whether it was saved; what was refused stands in the form."""
    user: Any = request.user
    try:
        services.save_entry(user=user, section=section, values=form.values(), pk=pk, now=request.now)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return False
    return True


@never_cache
@get_or_post
def entry_delete(request: SiteRequest, section: str, pk: int) -> HttpResponse:
    """Ask before deleting an entry; POST deletes."""
    kind = Section(section)
    row = get_object_or_404(entries_of(request.user, kind), pk=pk)
    if request.method == "POST":
        user: Any = request.user
        services.delete_entry(user=user, section=kind, pk=pk, now=request.now)
        messages.success(request, _("Deleted."))
        return redirect("profiles:entries", kind)
    return render(request, "profiles/entry_delete.html", {"section": kind, "entry": row})


@never_cache
@require_GET
def against_list(request: SiteRequest) -> HttpResponse:
    """The competitions that take applications, or will, to hold the CV against."""
    published = Competition.objects.published().filter(state=CompetitionState.UPCOMING)
    shown = Competition.objects.open_at(request.now) | published
    competitions = shown.in_language().defer("document")
    return render(request, "profiles/against_list.html", {"competitions": competitions})


def _competition(slug: str) -> Competition:
    published = Competition.objects.published().in_language().defer("document")
    found: Competition = get_object_or_404(published, slug=slug)
    return found


def _fields(competition: Competition) -> Any:
    rows = CompetitionField.objects.filter(competition=competition).in_language()
    return rows.prefetch_related("eligibility_routes")


@never_cache
@require_GET
def against(request: SiteRequest, slug: str) -> HttpResponse:
    """The person's months and studies beside what each field of a competition asks."""
    competition = _competition(slug)
    cv = cv_of(request.user)
    until = counted_until(competition, request.now)
    context = {
        "competition": competition,
        "until": until,
        "fields": [progress_in(field, cv.experience, until=until) for field in _fields(competition)],
        "study": longest_study(cv.education),
        "has_experience": bool(cv.experience),
        "document": cv.identity_document,
        "warning": _warning(request, cv.identity_document, procedure_end(competition)),
    }
    return render(request, "profiles/against.html", context)


@never_cache
@get_or_post
def in_field(request: SiteRequest, slug: str, pk: int) -> HttpResponse:
    """Say which entries of experience are in a field; saved by POST."""
    competition = _competition(slug)
    field = get_object_or_404(_fields(competition), pk=pk)
    user: Any = request.user
    rows = entries_of(user, Section.EXPERIENCE)
    chosen = rows.filter(in_fields=field).values_list("pk", flat=True)
    posted = request.POST if request.method == "POST" else None
    form = InFieldForm(posted, rows=rows, initial={"entries": list(chosen)})
    if posted is not None and form.is_valid():
        picked = [row.pk for row in form.cleaned_data["entries"]]
        services.choose_experience(user=user, field=field, chosen=picked)
        messages.success(request, _("Saved."))
        return redirect("profiles:against", slug)
    context = {"competition": competition, "field": field, "form": form, "rows": rows}
    return render(request, "profiles/in_field.html", context, status=_status(request))
