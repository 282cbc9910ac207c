"""Dates, numbers and country names as a reader of the active language writes them (CLDR, through Babel).

Instants are shown in Brussels time with the zone named, because every deadline of a notice is one.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel import dates, numbers
from django.utils import dateformat
from django.utils.translation import gettext as _

from core.languages import DATA, ENGLISH, LANGUAGES, active_code, cldr_locale, sort_key

BRUSSELS: Final = ZoneInfo("Europe/Brussels")
DateStyle = Literal["long", "short", "full", "month"]

# CLDR regions of two letters that are no country or territory of ISO 3166-1 (Kosovo's XK is kept).
_NOT_COUNTRIES: Final = frozenset(
    ("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ")
)


def format_date(day: date, style: DateStyle = "long") -> str:
    """A day: long "4 March 2026", full with the weekday, short in digits, month without the day."""
    code = active_code()
    if style == "short":
        return dateformat.format(day, LANGUAGES[code].short_date_format)
    locale = cldr_locale(code)
    if style == "month":
        return str(
            dates.format_skeleton("yMMMM", datetime(day.year, day.month, 1, tzinfo=UTC), locale=locale)
        )
    return dates.format_date(day, style, locale=locale)


def format_time(instant: datetime, zone: tzinfo = BRUSSELS) -> str:
    """The hour and minute of an aware instant on a 24-hour clock: "12:00" (Finnish: "12.00")."""
    return dateformat.format(instant.astimezone(zone), LANGUAGES[active_code()].time_format)


def format_datetime_brussels(instant: datetime, style: DateStyle = "long") -> str:
    """An aware instant with the zone named: "10 March 2026, 12:00 (Brussels time)"."""
    local = instant.astimezone(BRUSSELS)
    # Translators: a deadline, such as "10 March 2026, 12:00 (Brussels time)".
    text = _("%(date)s, %(time)s (Brussels time)")
    return text % {"date": format_date(local.date(), style), "time": format_time(instant)}


def format_datetime_zone(instant: datetime, zone: ZoneInfo, style: DateStyle = "long") -> str:
    """An aware instant in the zone of an institution: "10 March 2026, 12:00 (time zone: Lisbon)"."""
    if zone.key == BRUSSELS.key:
        return format_datetime_brussels(instant, style)
    local = instant.astimezone(zone)
    city = dates.get_timezone_location(zone, locale=cldr_locale(active_code()), return_city=True)
    # Translators: a deadline, such as "10 March 2026, 12:00 (time zone: Lisbon)".
    text = _("%(date)s, %(time)s (time zone: %(city)s)")
    return text % {"date": format_date(local.date(), style), "time": format_time(instant, zone), "city": city}


def format_number(value: int) -> str:
    """A whole number with the thousands marked: 250000 → "250 000" or "250,000"."""
    return numbers.format_decimal(value, locale=cldr_locale(active_code()))


def format_decimal_exact(value: Decimal | int) -> str:
    """A finite decimal with every digit it has, none rounded off or added: Decimal("12.50") → "12,50"."""
    places = -int(Decimal(value).as_tuple().exponent)
    pattern = "#,##0" + ("." + "0" * places if places > 0 else "")
    return numbers.format_decimal(value, format=pattern, locale=cldr_locale(active_code()))


def format_percent(share: Decimal | float) -> str:
    """A share of one as a whole percentage: 0.5 → "50%" or "50 %"."""
    return numbers.format_percent(share, locale=cldr_locale(active_code()))


@cache
def _member_states() -> Mapping[str, Mapping[str, str]]:
    document = json.loads((DATA / "member-states.json").read_text(encoding="utf-8"))
    return {row["iso2"]: row["names"] for row in document["member_states"]}


@cache
def country_codes() -> tuple[str, ...]:
    """ISO 3166-1 alpha-2 codes, and XK for Kosovo, in the order of the codes."""
    regions = map(str, cldr_locale(ENGLISH).territories)
    return tuple(sorted(c for c in regions if len(c) == 2 and c.isalpha() and c not in _NOT_COUNTRIES))


def country_name(iso2: str) -> str:
    """The usual name of a country in the active language; an unknown code comes back as it is.

    Member States as the Publications Office names them, all others as CLDR does.
    """
    code = active_code()
    state = _member_states().get(iso2)
    name = state[code] if state else cldr_locale(code).territories.get(iso2, iso2)
    return name[:1].upper() + name[1:]  # CLDR gives Irish and Maltese names a small article


@cache
def _sorted_countries(code: str, *, only_eu: bool) -> tuple[tuple[str, str], ...]:
    codes = _member_states() if only_eu else country_codes()
    named = ((iso2, country_name(iso2)) for iso2 in codes)
    return tuple(sorted(named, key=lambda pair: sort_key(pair[1], code)))


def eu_country_codes() -> frozenset[str]:
    """The ISO codes of the 27 Member States (Greece is GR)."""
    return frozenset(_member_states())


def eu_countries() -> tuple[tuple[str, str], ...]:
    """(ISO code, name) of the 27 Member States, sorted for the reader."""
    return _sorted_countries(active_code(), only_eu=True)


def countries() -> tuple[tuple[str, str], ...]:
    """(ISO code, name) of every country and territory, sorted for the reader: choices of a select list."""
    return _sorted_countries(active_code(), only_eu=False)
