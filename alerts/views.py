"""Asking for alerts, and the pages behind the links of their mails; feeds and calendars of searches.

None of these pages acts for who is signed in. What counts is the link that only the reader of a mail knows,
so forms need no session and no token of one, and mail programs can stop an alert with one click (RFC 8058).
Links change nothing when they are merely opened, for mail scanners open them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alerts import atom, deadlines
from alerts.feeds import deadlines_of, feed_of, title_of
from alerts.forms import AddressForm, FrequencyForm, SearchAlertForm
from alerts.models import Alert, Frequency
from alerts.searches import PARAMETERS, Search, search_of
from alerts.services import (
    TooManyAlerts,
    alert_with,
    change_frequency,
    confirm_alert,
    keep_alert,
    request_alert,
    stop_alert,
)
from competitions.models import Competition
from core.limits import is_over_limit, network_of
from core.page_cache import public_page
from core.requests import SiteRequest

HOUR = 3600
DAY = 24 * HOUR

P = ParamSpec("P")
View = Callable[P, HttpResponse]


# Asking for an alert


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public_page(parameters=PARAMETERS)
def alert_create(request: SiteRequest) -> HttpResponse:
    """Ask for an alert about the search in the address."""
    search = Search(request.GET)
    form = SearchAlertForm(request.POST or None, initial=_own_address(request), search=search)
    if request.method == "POST" and form.is_valid() and _may_ask(request, form):
        answers = form.cleaned_data
        if _may_be_written_to(answers["email"]):
            request_alert(
                address=answers["email"],
                language=request.LANGUAGE_CODE,
                frequency=answers["frequency"],
                query=search.query,
                now=request.now,
            )
        return redirect("alerts:alert_requested")
    context = {"form": form, "search": search, "rows": search.rows, **_periods()}
    return render(request, "alerts/alert_create.html", context, status=_status(form))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def competition_alert_create(request: SiteRequest, slug: str) -> HttpResponse:
    """Ask for an alert about one competition."""
    competitions = Competition.objects.published().in_language().defer("document")
    competition = get_object_or_404(competitions, slug=slug)
    form = AddressForm(request.POST or None, initial=_own_address(request))
    if request.method == "POST" and form.is_valid() and _may_ask(request, form):
        address = form.cleaned_data["email"]
        if _may_be_written_to(address):
            request_alert(
                address=address,
                language=request.LANGUAGE_CODE,
                frequency=Frequency.DAILY,
                competition=competition,
                now=request.now,
            )
        return redirect("alerts:alert_requested")
    context = {"form": form, "competition": competition, **_periods()}
    return render(request, "alerts/competition_alert_create.html", context, status=_status(form))


@require_safe
@public_page
def alert_requested(request: SiteRequest) -> HttpResponse:
    """Look into your mail: the same page whether or not the address has alerts, or may be written to."""
    return render(request, "alerts/alert_requested.html", _periods())


def _own_address(request: SiteRequest) -> dict[str, str]:
    user = request.user
    return {"email": user.email} if user.is_authenticated else {}


def _may_ask(request: SiteRequest, form: forms.Form) -> bool:
    """Count the request for the line it came from; where there were too many, say so in the form."""
    most = settings.ALERT_REQUESTS_PER_NETWORK
    if not is_over_limit("alerts.network", network_of(request), most=most, seconds=HOUR):
        return True
    form.add_error(
        None, forms.ValidationError(_("There were too many requests. Try again later."), code="too_many")
    )
    return False


def _may_be_written_to(address: str) -> bool:
    """Whether an address may get one more mail today that it has perhaps not asked for. Nobody is told."""
    most = settings.ALERT_REQUESTS_PER_ADDRESS
    return not is_over_limit("alerts.address", address.lower(), most=most, seconds=DAY)


def _status(form: forms.Form) -> int:
    if form.has_error(NON_FIELD_ERRORS, code="too_many"):
        return 429
    return 422 if form.errors else 200


def _periods() -> dict[str, int]:
    return {"confirm_days": settings.ALERT_CONFIRM_DAYS}


# The pages behind the links


def private_page(view: View[P]) -> View[P]:
    """Mark a page behind a link that only its reader knows: kept nowhere, found by nobody, told to no one."""

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        add_never_cache_headers(response)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return csrf_exempt(marked)


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def alert_confirm(request: SiteRequest, token: str) -> HttpResponse:
    """Say that one wants the alert: a button, for a link that is merely opened must not say it."""
    alert = alert_with(token)
    if alert is None:
        return _unknown_link(request)
    refusal: TooManyAlerts | None = None
    if request.method == "POST":
        try:
            confirm_alert(alert=alert, now=request.now)
        except TooManyAlerts as error:
            refusal = error
        else:
            return _manage(token, "confirmed")
    if alert.is_confirmed:
        return redirect("alerts:alert_detail", token)
    context = {**_about(alert), "refusal": refusal.messages[0] if refusal else ""}
    return render(request, "alerts/alert_confirm.html", context, status=422 if refusal else 200)


NOTES = ("confirmed", "changed", "kept")


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def alert_detail(request: SiteRequest, token: str) -> HttpResponse:
    """What the alert is about, and how often it comes; change that."""
    alert = alert_with(token)
    if alert is None:
        return _unknown_link(request)
    if not alert.is_confirmed:
        return redirect("alerts:alert_confirm", token)
    form = FrequencyForm(request.POST or None, initial={"frequency": alert.frequency})
    if request.method == "POST" and form.is_valid() and alert.competition is None:
        change_frequency(alert=alert, frequency=form.cleaned_data["frequency"], now=request.now)
        return _manage(token, "changed")
    note = request.GET.get("note", "")
    context = {**_about(alert), "form": form, "note": note if note in NOTES else "", "token": token}
    return render(request, "alerts/alert_detail.html", context, status=_status(form))


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def alert_keep(request: SiteRequest, token: str) -> HttpResponse:
    """Say once a year that one still wants the alert."""
    alert = alert_with(token)
    if alert is None:
        return _unknown_link(request)
    if not alert.is_confirmed:
        return redirect("alerts:alert_confirm", token)
    if request.method == "POST":
        keep_alert(alert=alert, now=request.now)
        return _manage(token, "kept")
    return render(request, "alerts/alert_keep.html", {**_about(alert), "token": token})


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def alert_stop(request: SiteRequest, token: str) -> HttpResponse:
    """Stop and erase the alert by one POST, from the button of this page or from a mail program.

    An alert that is gone was stopped: who asks twice gets the same answer, and nobody learns which links
    there ever were.
    """
    alert = alert_with(token)
    if request.method == "POST" and alert is not None:
        stop_alert(alert=alert, now=request.now)
        alert = None
    if alert is None:
        return render(request, "alerts/alert_stopped.html")
    return render(request, "alerts/alert_stop.html", {**_about(alert), "token": token})


def _manage(token: str, note: str) -> HttpResponse:
    return redirect(f"{reverse('alerts:alert_detail', args=[token])}?note={note}")


def _unknown_link(request: SiteRequest) -> HttpResponse:
    return render(request, "alerts/unknown_link.html", status=404)


def _about(alert: Alert) -> dict[str, Any]:
    search = None if alert.competition else search_of(alert.query)
    return {
        "alert": alert,
        "competition": alert.competition,
        "rows": search.rows if search else [],
        "list_url": search.list_url() if search else "",
    }


# Feeds


@require_safe
@public_page(parameters=PARAMETERS)
def opportunity_feed(request: SiteRequest) -> HttpResponse:
    """The search in the address as an Atom feed. A filter that means nothing is refused (400)."""
    search = _valid_search(request)
    url = settings.SITE_URL + request.get_full_path()
    document = atom.atom(feed_of(search, url=url, now=request.now))
    return HttpResponse(document, content_type=atom.CONTENT_TYPE)


@require_safe
@public_page(parameters=PARAMETERS)
def opportunity_calendar(request: SiteRequest) -> HttpResponse:
    """The deadlines of the search in the address as a calendar; a filter that means nothing is refused."""
    search = _valid_search(request)
    document = deadlines.calendar(
        name=title_of(search),
        language=request.LANGUAGE_CODE,
        url=settings.SITE_URL + request.get_full_path(),
        deadlines=deadlines_of(search, now=request.now),
    )
    response = HttpResponse(document, content_type=deadlines.CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return response


def _valid_search(request: SiteRequest) -> Search:
    search = Search(request.GET)
    if not search.is_valid:
        raise BadRequest("The filters in the address are not valid.")
    return search
