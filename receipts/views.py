"""Receipts of one's own; the page that confirms one to anybody who has its code; the published chain."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from applications.models import Submission
from careers.views import page_links
from core.limits import is_over_limit, network_of
from core.page_cache import public_page
from core.requests import SiteRequest
from receipts.documents import closed_day_of, receipt_pdf
from receipts.forms import CompareForm
from receipts.models import ChainDay, Receipt
from receipts.services import receipt_of

DAYS_A_PAGE: Final = 50
CHECKS_PER_NETWORK: Final = 120
CHECK_SECONDS: Final = 600


@never_cache
@require_safe
def receipt_list(request: SiteRequest) -> HttpResponse:
    """The versions I have submitted, newest first, each with its receipt."""
    rows = _mine(request).defer("snapshot").order_by("-submitted_at")
    return render(request, "receipts/receipt_list.html", {"submissions": rows})


@never_cache
@require_safe
def receipt_download(request: SiteRequest, number: str, version: int) -> HttpResponse:
    """The receipt of a version of mine as PDF, in the language I am written to."""
    submission = get_object_or_404(_mine(request), application__number=number, version=version)
    receipt = receipt_of(submission=submission, now=request.now)
    reader: Any = request.user
    response = HttpResponse(receipt_pdf(receipt, language=reader.language), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}-{version}.pdf"'
    return response


def _mine(request: SiteRequest) -> Any:
    reader: Any = request.user
    return Submission.objects.filter(application__candidate=reader).select_related(
        "application__competition", "field"
    )


@require_safe
def receipt_check(request: SiteRequest, code: Any) -> HttpResponse:
    """That there is such a receipt: when, and the fingerprint. Never whose."""
    if is_over_limit("receipts.check", network_of(request), most=CHECKS_PER_NETWORK, seconds=CHECK_SECONDS):
        return _unlisted(render(request, "429.html", status=429))
    receipt = Receipt.objects.with_facts().filter(code=code).first()
    if receipt is None:
        return _unlisted(render(request, "receipts/unknown_receipt.html", status=404))
    submission = receipt.submission
    form = CompareForm(request.GET if "sha256" in request.GET else None)
    is_same = form.cleaned_data["sha256"] == submission.sha256 if form.is_valid() else None
    context = {"submission": submission, "day": closed_day_of(submission), "form": form, "is_same": is_same}
    return _unlisted(
        render(request, "receipts/receipt_check.html", context, status=422 if form.errors else 200)
    )


def _unlisted(response: HttpResponse) -> HttpResponse:
    """A page for whoever holds its code: kept nowhere, found by nobody, told to no one."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
@public_page(parameters=("page",))
def day_list(request: SiteRequest) -> HttpResponse:
    """The digests of the days that are closed, newest first."""
    page = Paginator(ChainDay.objects.newest_first(), DAYS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "pages": page_links(request, page)}
    return render(request, "receipts/day_list.html", context)


@csrf_exempt  # nothing is written: another method is told so, not asked for a token
@require_safe
@public_page(parameters=())
def days_json(request: SiteRequest, year: int) -> HttpResponse:
    """The closed days of a year for programs, with all that the digest of a day is taken of."""
    days = list(ChainDay.objects.filter(day__year=year))
    if not days:
        raise Http404
    response = JsonResponse({"format": 1, "days": [_published(day) for day in days]})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _published(day: ChainDay) -> dict[str, Any]:
    return {
        "day": day.day.isoformat(),
        "items": day.items,
        "last": bytes(day.last).hex(),
        "previous": bytes(day.previous).hex(),
        "digest": day.digest_text,
    }
