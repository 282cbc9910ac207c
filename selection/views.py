"""A candidate reads her results. Another person's, and what was not released, are not found."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.requests import SiteRequest
from selection.models import RankingOutcome
from selection.results_page import read_results, result_page


@never_cache
@require_safe
def outcome_detail(request: SiteRequest, number: str) -> HttpResponse:
    """The result that stands, and how it came about."""
    outcomes = read_results(request.user, number)
    if not outcomes:
        raise Http404
    return _show(request, number, outcomes, outcomes[0])


@never_cache
@require_safe
def outcome_of_run(request: SiteRequest, number: str, run_number: int) -> HttpResponse:
    """An earlier result, as it was told."""
    outcomes = read_results(request.user, number)
    shown = next((outcome for outcome in outcomes if outcome.run.number == run_number), None)
    if shown is None:
        raise Http404
    return _show(request, number, outcomes, shown)


def _show(
    request: SiteRequest, number: str, outcomes: list[RankingOutcome], shown: RankingOutcome
) -> HttpResponse:
    page = result_page(outcomes=outcomes, shown=shown, number=number, user=request.user, now=request.now)
    return render(request, "selection/outcome_detail.html", {"page": page, "reading": page.reading})
