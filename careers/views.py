"""What anyone may read about institutions and the work they offer."""

from typing import Any, Final
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from careers.cards import Card
from careers.choices import InstitutionKind, OpportunityStage
from careers.facets import chips, facets
from careers.forms import NoticeErrorForm
from careers.listing import Listing, read_query
from careers.models import Institution, Opportunity, SavedOpportunity
from careers.names import sorted_by_name, value_name
from careers.search.criteria import Asked, Criteria, identifiers, page_number
from careers.search.words import LONGEST_QUERY, MOST_WORDS
from careers.services import forget_opportunity, report_error, save_opportunities
from careers.vacancy_page import timeline, vacancy_page
from core.kept import kept
from core.languages import active_code
from core.limits import is_over_limit, network_of
from core.page_cache import public_page
from core.requests import SiteRequest

PAGE_SIZE: Final = 10
HOME_SIZE: Final = 6
MOST_SAVED: Final = 50
"""Opportunities a shared list can hold: its address stays short enough to send."""
ERRORS_AN_HOUR: Final = 5


@require_safe
@public_page
def home(request: SiteRequest) -> HttpResponse:
    """What EU Careers is, what is open, what is coming, and where to go on."""
    open_now = Listing(Criteria(chosen={"status": (OpportunityStage.OPEN,)}), now=request.now)
    upcoming = Listing(Criteria(chosen={"status": (OpportunityStage.UPCOMING,)}), now=request.now)
    keys = [*open_now.keys(0, HOME_SIZE), *upcoming.keys(0, HOME_SIZE // 2)]
    cards = open_now.cards(keys)
    return render(
        request,
        "careers/home.html",
        {
            "open_now": [card for card in cards if card.status_now == OpportunityStage.OPEN],
            "upcoming": [card for card in cards if card.status_now == OpportunityStage.UPCOMING],
            "open_count": open_now.count(),
        },
    )


@require_safe
@public_page
def opportunity_list(request: SiteRequest) -> HttpResponse:
    """All one can or could apply for, as the address asks; any other spelling leads to that address."""
    asked, number, saved = (
        read_query(request.GET),
        page_number(request.GET),
        identifiers(request.GET, MOST_SAVED),
    )
    address = _canonical_query(asked, number, saved)
    if not _is_refused(asked) and not _says_the_same(request, address):
        return HttpResponseRedirect(_with_query(request.path, address))
    listing = Listing(asked.criteria, now=request.now)
    page = _page(listing, number)
    return render(
        request, "careers/opportunity_list.html", _list_context(request, asked, listing, page, saved)
    )


def _page(listing: Any, number: int) -> Any:
    """A page of a list; the last one for a number past it."""
    return Paginator(listing, PAGE_SIZE).get_page(number)


def _canonical_query(asked: Asked, number: int, saved: tuple[int, ...]) -> str:
    return asked.criteria.query(page=number if number > 1 else None, id=saved)


def _is_refused(asked: Asked) -> bool:
    return bool(asked.refused) or asked.is_too_long or asked.has_too_many_words


def _says_the_same(request: SiteRequest, query: str) -> bool:
    given = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    return given == parse_qsl(query, keep_blank_values=True)


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def _list_context(
    request: SiteRequest, asked: Asked, listing: Listing, page: Any, saved: tuple[int, ...]
) -> dict[str, Any]:
    cards: list[tuple[Card, Any]] = page.object_list
    criteria = asked.criteria
    return {
        "asked": asked,
        "criteria": criteria,
        "problems": _problems(asked),
        "facets": facets(listing),
        "chips": list(chips(criteria, request.path, id=saved)),
        "clear_url": _with_query(request.path, Criteria().query(id=saved)),
        "page": page,
        "pages": page_links(request, page),
        "results": [(card, found, _save_address(request, card, saved)) for card, found in cards],
        "sort": listing.sort,
        "sorts": _sorts(criteria),
        "saved": saved,
        "saved_url": _with_query(reverse("careers:saved_list"), Criteria().query(id=saved)),
        "wider": _wider(request, listing, saved) if not page.object_list else [],
        "suggestion": _suggestion(request, listing, saved) if not page.object_list else None,
        "alert_query": criteria.query(),
        "longest_query": LONGEST_QUERY,
    }


def _save_address(request: SiteRequest, card: Card, saved: tuple[int, ...]) -> str:
    """The query of this page with the opportunity put on the list in the address, or taken off it."""
    query = request.GET.copy()
    keys = [key for key in saved if key != card.pk] if card.pk in saved else [*saved, card.pk]
    query.setlist("id", [str(key) for key in keys])
    return f"?{query.urlencode()}#o{card.pk}"


def _sorts(criteria: Criteria) -> list[tuple[str, str]]:
    orders = [("relevance", _("Relevance"))] if criteria.keywords else []
    return [*orders, ("deadline", _("Nearest deadline")), ("newest", _("Newest first"))]


def _problems(asked: Asked) -> list[str]:
    """What of the query could not be searched for, in words."""
    problems = []
    if asked.is_too_long:
        problems.append(_("Search for at most %(count)d characters.") % {"count": LONGEST_QUERY})
    if asked.has_too_many_words:
        problems.append(_("Search for at most %(count)d words.") % {"count": MOST_WORDS})
    if asked.refused:
        problems.append(_("Some filters of this address are not known and were left out."))
    return problems


def _wider(request: SiteRequest, listing: Listing, saved: tuple[int, ...]) -> list[dict[str, Any]]:
    offers = []
    for offer in listing.wider():
        dropped = listing.criteria.chosen.get(offer.dropped, ())
        values = (
            ", ".join(value_name(offer.dropped, value) for value in dropped)
            or f"“{listing.criteria.keywords}”"
        )
        url = _with_query(request.path, offer.criteria.query(id=saved))
        offers.append({"values": values, "count": offer.count, "url": url})
    return offers


def _suggestion(request: SiteRequest, listing: Listing, saved: tuple[int, ...]) -> dict[str, str] | None:
    words = listing.suggestion()
    if not words:
        return None
    criteria = Criteria(words, listing.criteria.chosen, listing.criteria.sort)
    return {"words": words, "url": _with_query(request.path, criteria.query(id=saved))}


# Saved opportunities


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def saved_list(request: SiteRequest) -> HttpResponse:
    """The opportunities in the address; for who is signed in, those of her account as well."""
    keys = identifiers(request.GET, MOST_SAVED)
    is_signed_in = request.user.is_authenticated
    if request.method == "POST":
        return _change_saved(request, keys) if is_signed_in else redirect("account_login")
    listing = Listing(Criteria(), now=request.now)
    own = _own_keys(request) if is_signed_in else []
    context = {
        "shared": listing.cards(listing.published(keys)),
        "own": listing.cards(listing.published(own)),
        "keys": keys,
        "address": request.build_absolute_uri(),
        "is_signed_in": is_signed_in,
    }
    return render(request, "careers/saved_list.html", context)


def _own_keys(request: SiteRequest) -> list[int]:
    return list(
        SavedOpportunity.objects.filter(user=request.user.pk).values_list("opportunity_id", flat=True)
    )


def _change_saved(request: SiteRequest, keys: tuple[int, ...]) -> HttpResponse:
    removed = request.POST.get("remove", "")
    if removed.isascii() and removed.isdecimal() and len(removed) < 10:
        forget_opportunity(user=request.user, key=int(removed))
    else:
        save_opportunities(user=request.user, keys=keys, now=request.now)
    return redirect("careers:saved_list")


# Errors in notices


@require_http_methods(["GET", "HEAD", "POST"])
def report_notice_error(request: SiteRequest, pk: int) -> HttpResponse:
    """Say what is wrong in a notice."""
    opportunity = get_object_or_404(Opportunity.objects.published().in_language(), pk=pk)
    form = NoticeErrorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if is_over_limit("errors", network_of(request), most=ERRORS_AN_HOUR, seconds=3600):
            form.add_error(None, _("You have reported several errors in the last hour. Try again later."))
        else:
            report_error(
                opportunity=opportunity, language=active_code(), now=request.now, **form.cleaned_data
            )
            return redirect("careers:error_reported")
    context = {"form": form, "opportunity": opportunity}
    return render(request, "careers/report_error.html", context)


@require_safe
@public_page
def error_reported(request: SiteRequest) -> HttpResponse:
    """Thanks, and what happens next."""
    return render(request, "careers/error_reported.html")


# Vacancies and institutions


@require_safe
@public_page
def vacancy_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """One vacancy, with when it closes where the institution works."""
    page = vacancy_page(slug)
    context = {
        "vacancy": page.vacancy,
        "is_open": page.vacancy.is_open_at(request.now),
        "rows": page.rows,
        "timeline": timeline(page.vacancy, request.now),
    }
    return render(request, "careers/vacancy_detail.html", context)


@require_safe
@public_page
def institution_list(request: SiteRequest) -> HttpResponse:
    """The institutions EPSO serves in the order of its own page, then all other bodies by kind."""
    html = kept("institutions", _institutions, seconds=3600)
    return render(request, "careers/institution_list.html", {"institutions": html})


def _institutions() -> SafeString:
    rows = Institution.objects.in_language(related=("seat",)).select_related("seat")
    institutions = list(rows.order_by("protocol_order", "code"))
    served = sorted(
        (each for each in institutions if each.epso_page_order is not None),
        key=lambda each: each.epso_page_order,
    )
    groups = [
        (label, sorted_by_name(each for each in institutions if each.kind == kind and each not in served))
        for kind, label in InstitutionKind.choices
    ]
    context = {"served": served, "groups": [group for group in groups if group[1]]}
    return render_to_string("careers/_institutions.html", context)


@require_safe
@public_page
def institution_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """One institution, with its competitions and vacancies."""
    institutions = Institution.objects.in_language(related=("seat",)).select_related("seat")
    institution = get_object_or_404(institutions, slug=slug)
    listing = Listing(Criteria(chosen={"institution": (institution.code,)}), now=request.now)
    page = _page(listing, page_number(request.GET))
    cards = [card for card, _found in page.object_list]
    context = {"institution": institution, "cards": cards, "page": page, "pages": page_links(request, page)}
    return render(request, "careers/institution_detail.html", context)


def page_links(request: SiteRequest, page: Any) -> list[dict[str, Any]]:
    """The links of a paginated list: number, address with the same filters, gaps as None."""
    query = request.GET.copy()
    links: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            query["page"] = str(number)
            if number == 1:
                del query["page"]
            links.append(
                {"number": number, "address": f"?{query.urlencode()}", "is_current": number == page.number}
            )
        else:
            links.append({"number": None})
    return links
