"""A CV in and out: a Europass file read, checked and added; the CV as XML, JSON and PDF."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core.formats import BRUSSELS
from core.limits import is_over_limit
from core.requests import SiteRequest
from profiles import services
from profiles.cv import cv_of
from profiles.downloads import cv_json, cv_pdf
from profiles.europass.files import Fault, Unreadable
from profiles.europass.reading import read_cv
from profiles.europass.writing import write_xml
from profiles.faults import message_of
from profiles.forms import CvFileForm
from profiles.review import (
    PERSONAL,
    Reviewed,
    forms_of,
    left_over_of,
    posted_forms,
    seal,
    unseal,
    values_of,
)
from profiles.sections import Section

FILES_AN_HOUR: Final = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cv_import(request: SiteRequest) -> HttpResponse:
    """Ask for a Europass CV; POST reads it and shows what it says. Nothing is written."""
    form = CvFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _show(request, form.cleaned_data["file"].read())
        except Unreadable as refused:
            form.add_error("file", message_of(refused.fault))
    status = 422 if request.method == "POST" else 200
    return render(request, "profiles/cv_import.html", {"form": form}, status=status)


def _show(request: SiteRequest, content: bytes) -> HttpResponse:
    if is_over_limit("profiles.import", str(request.user.pk), most=FILES_AN_HOUR, seconds=3600):
        raise Unreadable(Fault.TOO_OFTEN)
    found = read_cv(content)
    today = request.now.astimezone(BRUSSELS).date()
    shown = forms_of(found, cv_of(request.user), user=request.user, today=today)
    if not shown:
        raise Unreadable(Fault.NOTHING_SAID)
    return _review(request, shown, seal(left_over_of(found)))


def _review(request: SiteRequest, shown: list[Reviewed], sealed: str, status: int = 200) -> HttpResponse:
    context = {
        "shown": shown,
        "has_errors": any(each.form.errors for each in shown),
        "left_over": unseal(sealed),
        "sealed": sealed,
    }
    return render(request, "profiles/cv_review.html", context, status=status)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cv_add(request: SiteRequest) -> HttpResponse:
    """Add what the person ticked, all of it or nothing; where something is wrong, show it all again."""
    if request.method != "POST":
        return redirect("profiles:cv_import")
    today = request.now.astimezone(BRUSSELS).date()
    shown = posted_forms(request.POST, cv_of(request.user), user=request.user, today=today)
    taken = [each for each in shown if each.is_taken]
    if all(each.form.is_valid() for each in taken) and _add(request, taken):
        return redirect("profiles:overview")
    return _review(request, shown, request.POST.get("left_over", ""), status=422)


def _add(request: SiteRequest, taken: list[Reviewed]) -> bool:
    """Say whether it was added; why not is told on the page."""
    user: Any = request.user
    person = next((values_of(each.form) for each in taken if each.section == PERSONAL), None)
    entries = [(Section(each.section), values_of(each.form)) for each in taken if each.section != PERSONAL]
    if not taken:
        messages.warning(request, _("Nothing is ticked, so nothing was added."))
        return False
    try:
        added = services.add_to_cv(user=user, personal=person, entries=entries, now=request.now)
    except ValidationError as refused:
        messages.error(request, refused.messages[0])
        return False
    done = ngettext("Added to your CV: %(count)s entry.", "Added to your CV: %(count)s entries.", added)
    messages.success(request, done % {"count": added} if added else _("Saved."))
    return True


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)


@never_cache
@require_GET
def cv_xml(request: SiteRequest) -> HttpResponse:
    """The CV as Europass writes it."""
    user: Any = request.user
    content = write_xml(cv_of(user), email=user.email, language=request.LANGUAGE_CODE, now=request.now)
    return _file(content, "application/xml", "europass-cv.xml")


@never_cache
@require_GET
def cv_as_json(request: SiteRequest) -> HttpResponse:
    """The CV with all that is kept (docs/europass.md)."""
    user: Any = request.user
    content = cv_json.write_json(cv_of(user), email=user.email, now=request.now)
    return _file(content, "application/json", "cv.json")


@never_cache
@require_GET
def cv_as_pdf(request: SiteRequest) -> HttpResponse:
    """The CV for paper, with the Europass XML inside."""
    user: Any = request.user
    cv = cv_of(user)
    xml = write_xml(cv, email=user.email, language=request.LANGUAGE_CODE, now=request.now)
    content = cv_pdf.write_pdf(cv, xml=xml, email=user.email, now=request.now)
    return _file(content, "application/pdf", "cv.pdf")
