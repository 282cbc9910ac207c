"""Names of codes, closing times in their own zone, and addresses: `{% load opportunities %}`."""

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext

from careers.cards import Card, card_html
from careers.choices import ContractType, Domain, FunctionGroup, OpportunityStage
from careers.facets import Facet, facet_html
from careers.listing import key_of, similar
from careers.references import short_name, shown_reference
from careers.search.criteria import page_number
from careers.search.hits import Found
from careers.services.opportunities import page_path
from core.formats import BRUSSELS, format_date, format_datetime_zone
from core.frame import Entry, canonical
from core.kept import kept
from core.languages import ENGLISH

MOST_SIMILAR: Final = 4

register = template.Library()


register.filter(shown_reference)
register.filter(short_name)


@register.filter
def domain_name(code: str) -> str:
    return str(Domain(code).label)


@register.filter
def contract_name(code: str) -> str:
    return str(ContractType(code).label)


@register.filter
def function_group_name(code: str) -> str:
    return str(FunctionGroup(code).label) if code else ""


STATUS_KINDS = {
    OpportunityStage.OPEN: "open",
    OpportunityStage.UPCOMING: "upcoming",
    OpportunityStage.IN_PROGRESS: "progress",
    OpportunityStage.CLOSED: "closed",
}


@register.filter
def status_kind(opportunity: Any) -> str:
    """The kind of label of a status, as components/status.html takes it."""
    return STATUS_KINDS.get(opportunity.status_now, "neutral")


@register.filter
def status_name(opportunity: Any) -> str:
    """Where the opportunity stands now; what is neither open nor known to be over has no known status."""
    is_unknown = not opportunity.closes_at and not opportunity.is_closed_early
    if opportunity.status_now == OpportunityStage.CLOSED and is_unknown:
        return pgettext("status of a job opportunity", "Not known")
    return str(OpportunityStage(opportunity.status_now).label)


@register.filter
def announced(value: str) -> str:
    """The day ("2026-09-08") or month ("2026-09") something is announced for, as the reader writes it."""
    if len(value) == len("2026-09"):
        return format_date(date.fromisoformat(f"{value}-01"), "month")
    return format_date(date.fromisoformat(value))


@register.filter
def datetime_in_zone(instant: datetime | None, zone: str) -> str:
    """An instant on the clock of a zone, with the zone named."""
    return format_datetime_zone(instant, ZoneInfo(zone)) if instant else ""


@register.filter
def differs_from_brussels(instant: datetime | None, zone: str) -> bool:
    """Whether the clock of the zone shows another time than that of Brussels at this instant."""
    return (
        instant is not None
        and instant.astimezone(ZoneInfo(zone)).utcoffset() != instant.astimezone(BRUSSELS).utcoffset()
    )


@register.simple_tag(takes_context=True)
def canonical_address(context: template.Context) -> str:
    """The absolute address of the page, with the number of the page of a list but without filters."""
    number = page_number(context["request"].GET)
    return canonical(context["request"]) + (f"?page={number}" if number > 1 else "")


TASKS: Final = (
    Entry(gettext_lazy("Find a job opportunity"), "careers:opportunity_list"),
    Entry(gettext_lazy("How to apply, step by step"), "knowledge:article_detail", ("how-to-apply",)),
    Entry(gettext_lazy("Sample tests"), "practice:overview"),
    Entry(gettext_lazy("Frequently asked questions"), "knowledge:faq"),
    Entry(gettext_lazy("Be told of new opportunities by e-mail"), "alerts:alert_create"),
    Entry(gettext_lazy("Institutions and agencies"), "careers:institution_list"),
)


@register.simple_tag
def home_tasks() -> list[dict[str, str]]:
    """The main things to do, as components/link_list.html takes them."""
    return [{"text": str(task.title), "url": task.address} for task in TASKS if task.address]


@register.simple_tag
def opportunity_card(card: Card, found: Found | None = None) -> SafeString:
    """An opportunity in a list, with the words marked that a search found."""
    return card_html(card, found)


@register.simple_tag
def facet_boxes(facet: Facet) -> SafeString:
    """A filter of the list with its values and counts."""
    return facet_html(facet)


@register.simple_tag(takes_context=True)
def similar_opportunities(context: template.Context, thing: Any) -> SafeString:
    """What one can apply for, now or soon, that is most like the vacancy or competition of this page."""
    request = context["request"]
    path = page_path(thing)
    return kept(f"similar to {path}", lambda: _similar_html(path, request.now), seconds=60)


def _similar_html(path: str, now: datetime) -> SafeString:
    cards = similar(path, now=now, most=MOST_SIMILAR)
    return render_to_string("careers/_similar.html", {"cards": cards}) if cards else SafeString("")


@register.simple_tag
def notice_error_address(thing: Any) -> str:
    """The page where a reader says what is wrong in this notice; "" for one that is not public."""
    path = page_path(thing)
    with translation.override(ENGLISH):
        key = kept(f"key of {path}", lambda: key_of(path), seconds=600)
    return reverse("careers:report_error", args=[key]) if key else ""
