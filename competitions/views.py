"""The public page of a competition."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from competitions.availability import why_closed
from competitions.models import Competition
from competitions.tables import field_lines, test_lines
from core.page_cache import public_page
from core.requests import SiteRequest


@public_page
def competition_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """Everything the notice says; drafts and internal competitions are not found."""
    competition = get_object_or_404(Competition.objects.published().with_page(), slug=slug)
    now = request.now
    context = {
        "competition": competition,
        "accepts_applications": competition.accepts_applications_at(now),
        "why_closed": why_closed(competition, now),
        "fields": field_lines(competition),
        "tests": test_lines(competition),
    }
    return render(request, "competitions/competition_detail.html", context)
