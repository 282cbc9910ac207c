"""What anyone may read about institutions and the work they offer."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, Func, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from careers.choices import InstitutionKind, OpportunityStage
from careers.forms import OpportunityFilterForm
from careers.models import Institution, Opportunity, Place, Vacancy
from core.languages import active_code, sort_key
from core.page_cache import public_page
from core.requests import SiteRequest

PAGE_SIZE = 20
HOME_SIZE = 5


@public_page
def home(request: SiteRequest) -> HttpResponse:
    """What EU Careers is, what is open, and what is coming."""
    opportunities = _opportunities(request)
    open_now = opportunities.filter(status_now=OpportunityStage.OPEN)[: HOME_SIZE + 1]
    upcoming = opportunities.filter(status_now=OpportunityStage.UPCOMING)[:HOME_SIZE]
    return render(
        request,
        "careers/home.html",
        {"open_now": list(open_now)[:HOME_SIZE], "upcoming": list(upcoming), **_names()},
    )


@public_page
def opportunity_list(request: SiteRequest) -> HttpResponse:
    """Competitions and vacancies together, filtered as the address says."""
    names = _names()
    form = OpportunityFilterForm(
        request.GET, institutions=_choices(names["institutions"]), places=_choices(names["places"])
    )
    paginator = Paginator(_filtered(_opportunities(request), form.chosen, names["institutions"]), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "pages": page_links(request, page), **names}
    return render(request, "careers/opportunity_list.html", context)


@public_page
def vacancy_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """One vacancy, with when it closes where the institution works."""
    vacancy = get_object_or_404(Vacancy.objects.published().with_page(), slug=slug)
    is_open = vacancy.is_open_at(request.now)
    return render(request, "careers/vacancy_detail.html", {"vacancy": vacancy, "is_open": is_open})


@public_page
def institution_list(request: SiteRequest) -> HttpResponse:
    """The institutions EPSO serves in the order of its own page, then all other bodies by kind."""
    institutions = list(
        Institution.objects.in_language(related=("seat",))
        .select_related("seat")
        .order_by("protocol_order", "code")
    )
    served = sorted(
        (each for each in institutions if each.epso_page_order is not None),
        key=lambda each: each.epso_page_order,
    )
    groups = [
        (label, _sorted_by_name(each for each in institutions if each.kind == kind and each not in served))
        for kind, label in InstitutionKind.choices
    ]
    context = {"served": served, "groups": [group for group in groups if group[1]]}
    return render(request, "careers/institution_list.html", context)


@public_page
def institution_detail(request: SiteRequest, slug: str) -> HttpResponse:
    """One institution, with its competitions and vacancies."""
    institutions = Institution.objects.in_language(related=("seat",)).select_related("seat")
    institution = get_object_or_404(institutions, slug=slug)
    paginator = Paginator(_opportunities(request).for_institution(institution), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    context = {"institution": institution, "page": page, "pages": page_links(request, page), **_names()}
    return render(request, "careers/institution_detail.html", context)


# Parts


def _opportunities(request: SiteRequest) -> Any:
    """What the public may see, with the status at the instant of the request, in the order of the list."""
    now = request.now
    return Opportunity.objects.published().in_language().with_status(now).by_deadline()


LOOKUPS = {
    "kind": "kind",
    "status": "status_now",
    "grade": "grades__contains",
    "contract": "contract_types__contains",
    "domain": "domains__contains",
    "place": "places__contains",
}


def _filtered(opportunities: Any, chosen: dict[str, str], institutions: dict[str, Institution]) -> Any:
    for name, lookup in LOOKUPS.items():
        if name in chosen:
            value = [chosen[name]] if lookup.endswith("__contains") else chosen[name]
            opportunities = opportunities.filter(**{lookup: value})
    if "institution" in chosen:
        opportunities = opportunities.for_institution(institutions[chosen["institution"]])
    return opportunities.matching(chosen["q"]) if "q" in chosen else opportunities


def _names() -> dict[str, dict[str, Any]]:
    """The institutions and places that the index speaks of, by code: for the rows and for the filters."""
    wanted = Q(code__in=_codes("institutions")) | Q(epso_page_order__isnull=False)
    return {
        "institutions": {row.code: row for row in Institution.objects.in_language().filter(wanted)},
        "places": {row.code: row for row in Place.objects.in_language().filter(code__in=_codes("places"))},
    }


def _codes(column: str) -> QuerySet[Any, Any]:
    """A subquery: every code in an array column of the index."""
    index = Opportunity.objects.published().order_by()
    each: QuerySet[Any, Any] = index.annotate(each_code=Func(F(column), function="unnest"))
    return each.values("each_code")


def _choices(rows: dict[str, Any]) -> list[tuple[str, str]]:
    return [(row.code, row.name) for row in _sorted_by_name(rows.values())]


def _sorted_by_name(rows: Iterable[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: sort_key(row.name, active_code()))


def page_links(request: SiteRequest, page: Any) -> list[dict[str, Any]]:
    """The links of a paginated list: number, address with the same filters, gaps as None."""
    query = request.GET.copy()
    links: list[dict[str, Any]] = []
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1):
        if isinstance(number, int):
            query["page"] = str(number)
            links.append(
                {"number": number, "address": f"?{query.urlencode()}", "is_current": number == page.number}
            )
        else:
            links.append({"number": None})
    return links
