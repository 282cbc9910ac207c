"""The page of a vacancy: its facts in rows, and its dates in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.numbers import format_currency
from django.shortcuts import get_object_or_404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from careers.choices import ContractType, Domain, FunctionGroup
from careers.models import Vacancy
from careers.names import names
from core.formats import (
    BRUSSELS,
    country_name,
    format_date,
    format_datetime_brussels,
    format_datetime_zone,
    format_number,
)
from core.kept import kept
from core.languages import active_code, cldr_locale, language_name

Row = tuple[str, Any]
SEPARATOR: Final = ", "


@dataclass(frozen=True, slots=True)
class VacancyPage:
    """A vacancy with the rows of its facts; only what the clock decides is worked out per request."""

    vacancy: Vacancy
    rows: list[Row]


def vacancy_page(slug: str) -> VacancyPage:
    """The page of a published vacancy, made once a publication. Raises Http404."""
    return kept(f"careers.vacancy:{slug}", partial(_read_page, slug))


def _read_page(slug: str) -> VacancyPage:
    vacancy = get_object_or_404(Vacancy.objects.published().with_page(), slug=slug)
    return VacancyPage(vacancy, fact_rows(vacancy))


def fact_rows(vacancy: Vacancy) -> list[Row]:
    """What the notice says, as terms and values; what is not known is left out."""
    rows = [*_post(vacancy), *_conditions(vacancy), *_dates(vacancy)]
    return [(term, value) for term, value in rows if value]


def _post(vacancy: Vacancy) -> list[Row]:
    institution: Any = vacancy.institution
    language = "" if getattr(institution, f"name_{active_code()}", "") else "en"
    link = format_html(
        '<a href="{}"{}>{}</a>',
        institution.get_absolute_url(),
        format_html(' lang="{}"', language) if language and language != active_code() else "",
        institution.name,
    )
    return [
        (_("Reference number"), vacancy.reference),
        (_("Institution or agency"), link),
        (_("Department"), vacancy.department),
        (_("Contract and grade"), _lines(_contract(each) for each in vacancy.contracts.all())),
        (_("Mobility bracket"), vacancy.mobility_bracket),
        (_("Domain"), "; ".join(str(Domain(code).label) for code in vacancy.domains)),
        (_("Place of work"), SEPARATOR.join(_places(vacancy))),
        (_("Number of posts"), format_number(vacancy.posts) if vacancy.posts else ""),
        (_("Duration"), _duration(vacancy)),
        (_("Size of the reserve list"), _count(vacancy.reserve_list_size)),
        (_("Reserve list valid until"), _day(vacancy.reserve_list_valid_until)),
    ]


def _conditions(vacancy: Vacancy) -> list[Row]:
    return [
        (_("Open to"), vacancy.get_open_to_display() if vacancy.open_to else ""),
        (_("Only for citizens of"), SEPARATOR.join(country_name(code) for code in vacancy.citizenships)),
        (_("Languages required"), SEPARATOR.join(language_name(code) for code in vacancy.languages_required)),
        (_("Security clearance"), vacancy.security_clearance),
    ]


def _dates(vacancy: Vacancy) -> list[Row]:
    source = format_html('<a href="{0}">{0}</a>', vacancy.source_url) if vacancy.source_url else ""
    return [
        (_("Published on"), _day(vacancy.published_on)),
        (_("Closing date"), closing(vacancy) or pgettext("closing date", "Not known")),
        (_("Desired start"), vacancy.desired_start),
        (_("Contact"), vacancy.contact),
        (pgettext("of a vacancy", "Notice"), source),
    ]


def _contract(contract: Any) -> str:
    """ "Temporary agent (Article 2b), AD7, basic monthly salary €7,646.86"."""
    name = str(ContractType(contract.contract_type).label)
    if contract.basis:
        article = _("Article %(basis)s") % {"basis": contract.basis}
        name += f" ({article})"
    group = str(FunctionGroup(contract.function_group).label) if contract.function_group else ""
    parts = [name, contract.grade or group]
    if contract.basic_salary:
        parts.append(_("basic monthly salary %(amount)s") % {"amount": euro(contract.basic_salary)})
    return ", ".join(filter(None, parts))


def euro(amount: Decimal) -> str:
    """An amount in euro as the reader writes it."""
    return str(format_currency(amount, "EUR", locale=cldr_locale(active_code())))


def _lines(texts: Iterable[str]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts))


def _places(vacancy: Any) -> list[str]:
    """The names of the places whose codes came with the vacancy."""
    known = names().places
    return [known[code].name for code in vacancy.place_codes if code in known]


def _duration(vacancy: Vacancy) -> str:
    if vacancy.is_indefinite:
        return pgettext("duration of a contract", "Indefinite")
    months = vacancy.duration_months
    if not months:
        return ""
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}


def _count(number: int | None) -> str:
    return format_number(number) if number else ""


def _day(day: Any) -> str:
    return format_date(day) if day else ""


def closing(vacancy: Vacancy) -> SafeString | str:
    """The closing time on the clock of the institution, and of Brussels where that differs; or ""."""
    instant = vacancy.closes_at
    if instant is None:
        return ""
    zone = ZoneInfo(vacancy.time_zone)
    own = format_html(
        '<time datetime="{}">{}</time>', instant.isoformat(), format_datetime_zone(instant, zone)
    )
    if instant.astimezone(zone).utcoffset() == instant.astimezone(BRUSSELS).utcoffset():
        return own
    return format_html("{}<br>{}", own, format_datetime_brussels(instant))


def timeline(vacancy: Vacancy, now: datetime) -> list[dict[str, Any]]:
    """Published, closing, reserve list: what is known of them, the earliest first; none where nothing is."""
    steps = []
    if vacancy.published_on:
        steps.append({"title": _("Published"), "when": format_date(vacancy.published_on), "state": "past"})
    if vacancy.closes_at:
        is_over = now >= vacancy.closes_at
        state = "past" if is_over else "now" if vacancy.is_open_at(now) else "next"
        steps.append({"title": _("Closing date"), "when": closing(vacancy), "state": state})
    if vacancy.reserve_list_valid_until:
        is_over = now.date() > vacancy.reserve_list_valid_until
        steps.append(
            {
                "title": _("Reserve list valid until"),
                "when": format_date(vacancy.reserve_list_valid_until),
                "state": "past" if is_over else "next",
            }
        )
    return steps if len(steps) > 1 else []
