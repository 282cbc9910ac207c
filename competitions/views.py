"""The public pages of a competition: what it says, its dates as a calendar, and “Could I apply?”."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from competitions.availability import why_closed
from competitions.calendars import calendar_of
from competitions.eligibility_reading import board_judges, field_answers
from competitions.forms import CouldIApplyForm
from competitions.page import kept_page
from competitions.timeline import status_at, steps_at
from core.page_cache import public_page
from core.requests import SiteRequest


@public_page(parameters=())
def competition_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """Everything the notice says; drafts and internal competitions are not found."""
    made = kept_page(slug)
    competition, now = made.page.competition, request.now
    context = {
        "page": made.page,
        "competition": competition,
        "body": made.body,
        "status": status_at(competition, now),
        "steps": steps_at(made.page, now),
        "accepts_applications": competition.accepts_applications_at(now),
        "why_closed": why_closed(competition, now),
    }
    return render(request, "competitions/competition_detail.html", context)


@public_page(parameters=())
def competition_calendar(request: SiteRequest, slug: str) -> HttpResponse:
    """The known dates of a competition as a calendar file."""
    page = kept_page(slug).page
    address = settings.SITE_URL + page.competition.get_absolute_url()
    content = calendar_of(page, url=address, host=urlsplit(settings.SITE_URL).hostname or "")
    disposition = f'attachment; filename="{slug}.ics"'
    return HttpResponse(
        content, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": disposition}
    )


def could_i_apply(request: SiteRequest, slug: str) -> HttpResponse:
    """Questions from the notice, and an answer that is shown once and kept nowhere."""
    page = kept_page(slug).page
    is_answered = any(name in request.GET for name in CouldIApplyForm(page=page).fields)
    form = CouldIApplyForm(request.GET if is_answered else None, page=page)
    context: dict[str, Any] = {
        "page": page,
        "competition": page.competition,
        "why_closed": why_closed(page.competition, request.now),
        "form": form,
        "results": [],
    }
    if is_answered and form.is_valid():
        context["results"] = field_answers(page, form.answers, field=form.field)
        context["board_judges"] = board_judges()
    response = render(request, "competitions/could_i_apply.html", context)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
