"""The home of the account, and what belongs to all of it: who looked, e-mail, calendar. To each her own."""

from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import FileAccess
from careers.models import Institution
from careers.views import page_links
from core.limits import is_over_limit, network_of
from core.requests import SiteRequest
from dashboard.accesses import access_line
from dashboard.calendars import personal_calendar
from dashboard.forms import EmailChoicesForm
from dashboard.models import CalendarAddress, is_signature_of
from dashboard.next_steps import next_steps
from dashboard.reading import read_home, read_standings
from dashboard.services import remove_calendar_address, renew_calendar_address
from notifications.models import SilencedTopic
from notifications.services import choose_emails
from notifications.topics import Topic

ACCESSES_A_PAGE: Final = 50
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_safe
def home(request: SiteRequest) -> HttpResponse:
    """What to do next, where each application stands, unread letters."""
    person: Any = request.user
    return render(request, "dashboard/home.html", {"home": read_home(person, request.now)})


@never_cache
@require_safe
def file_accesses(request: SiteRequest) -> HttpResponse:
    """Every look of another person at one's file, newest first."""
    person: Any = request.user
    rows = FileAccess.objects.filter(person=person)
    page = Paginator(rows, ACCESSES_A_PAGE).get_page(request.GET.get("page"))
    codes = {row.institution for row in page.object_list if row.institution}
    institutions = Institution.objects.filter(code__in=codes).in_language() if codes else ()
    names = {each.code: str(each.name) for each in institutions}
    lines = [access_line(row, names) for row in page.object_list]
    context = {"page": page, "pages": page_links(request, page), "lines": lines}
    return render(request, "dashboard/file_accesses.html", context)


@never_cache
@get_or_post
def email_choices(request: SiteRequest) -> HttpResponse:
    """What is announced by e-mail, of what one may choose."""
    person: Any = request.user
    silenced = set(SilencedTopic.objects.filter(person=person).values_list("topic", flat=True))
    initial = {"topics": [topic for topic in Topic if topic not in silenced]}
    form = EmailChoicesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        choose_emails(person=person, wanted=form.wanted(), now=request.now)
        messages.success(request, _("Your changes are saved."))
        return redirect("dashboard:email_choices")
    return render(request, "dashboard/email_choices.html", {"form": form})


@never_cache
@get_or_post
def calendar(request: SiteRequest) -> HttpResponse:
    """The private address of one's calendar: made, made anew, removed."""
    person: Any = request.user
    if request.method == "POST":
        change = remove_calendar_address if "remove" in request.POST else renew_calendar_address
        change(person=person, now=request.now)
        return redirect("dashboard:calendar")
    address = CalendarAddress.objects.filter(person=person).first()
    context = {"address": address, "url": address and _address_of(address)}
    return render(request, "dashboard/calendar.html", context)


def _address_of(address: CalendarAddress) -> str:
    path = reverse("dashboard:calendar_file", args=[address.key, address.signature])
    return f"{settings.SITE_URL}{path}"


@never_cache
@require_safe
def calendar_file(request: SiteRequest, key: UUID, signature: str) -> HttpResponse:
    """The dates of whoever holds the address, without signing in, in her language."""
    if not is_signature_of(key, signature):
        raise Http404
    if is_over_limit("calendar", f"{key} {network_of(request)}", most=60, seconds=3600):
        return HttpResponse(status=429)
    found = CalendarAddress.objects.select_related("person").filter(person__is_active=True)
    person = get_object_or_404(found, key=key).person
    with translation.override(person.language):
        standings = read_standings(person, request.now)
        steps = next_steps(person, standings, request.now)
        host = urlsplit(settings.SITE_URL).hostname or "localhost"
        content = personal_calendar(standings, steps, site=settings.SITE_URL, host=host, now=request.now)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")
