"""Names of codes, closing times in their own zone, and addresses: `{% load opportunities %}`."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_currency
from django import template
from django.utils.translation import pgettext

from careers.choices import ContractType, Domain, FunctionGroup, OpportunityStage
from core.formats import BRUSSELS, format_date, format_datetime_zone
from core.languages import active_code, cldr_locale

register = template.Library()


@register.filter
def rows_of(codes: Iterable[str], rows: Mapping[str, Any]) -> list[Any]:
    """The rows of the codes that are known: `opportunity.institutions|rows_of:institutions`."""
    return [rows[code] for code in codes if code in rows]


@register.filter
def domain_name(code: str) -> str:
    return str(Domain(code).label)


@register.filter
def contract_name(code: str) -> str:
    return str(ContractType(code).label)


@register.filter
def function_group_name(code: str) -> str:
    return str(FunctionGroup(code).label) if code else ""


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


@register.filter
def euro(amount: Decimal | None) -> str:
    """An amount in euro as the reader writes it."""
    return "" if amount is None else format_currency(amount, "EUR", locale=cldr_locale(active_code()))


@register.simple_tag(takes_context=True)
def canonical_address(context: template.Context) -> str:
    """The absolute address of the page, with the number of the page of a list but without filters."""
    request = context["request"]
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page.isascii() and int(page) > 1 else ""
    return str(request.build_absolute_uri(request.path + query))
