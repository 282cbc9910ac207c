"""Dates, numbers and countries as each of the 24 writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import formats as django_formats
from django.utils import translation

from core import formats
from core.languages import CODES

LONG = {
    "bg": "4 март 2026\u202fг.",
    "es": "4 de marzo de 2026",
    "cs": "4. března 2026",
    "da": "4. marts 2026",
    "de": "4. März 2026",
    "et": "4. märts 2026",
    "el": "4 Μαρτίου 2026",
    "en": "4 March 2026",
    "fr": "4 mars 2026",
    "ga": "4 Márta 2026",
    "hr": "4. ožujka 2026.",
    "it": "4 marzo 2026",
    "lv": "2026. gada 4. marts",
    "lt": "2026 m. kovo 4 d.",
    "hu": "2026. március 4.",
    "mt": "4 ta’ Marzu 2026",
    "nl": "4 maart 2026",
    "pl": "4 marca 2026",
    "pt": "4 de março de 2026",
    "ro": "4 martie 2026",
    "sk": "4. marca 2026",
    "sl": "4. marec 2026",
    "fi": "4. maaliskuuta 2026",
    "sv": "4 mars 2026",
}
SHORT = {
    "bg": "4.3.2026 г.",
    "cs": "4. 3. 2026",
    "en": "04/03/2026",
    "hu": "2026. 03. 04.",
    "fi": "4.3.2026",
    "lt": "2026-03-04",
    "nl": "04-03-2026",
    "pt": "04/03/2026",
}


@pytest.mark.parametrize("code", CODES)
def test_a_long_date_is_written_as_in_cldr(code):
    with translation.override(code):
        assert formats.format_date(date(2026, 3, 4)) == LONG[code]


@pytest.mark.parametrize("code", CODES)
def test_djangos_own_long_date_is_the_same_in_every_month(code):
    with translation.override(code):
        days = [date(2026, month, 4) for month in range(1, 13)]
        by_django = [django_formats.date_format(day, "DATE_FORMAT") for day in days]
        assert by_django == [formats.format_date(day) for day in days]


@pytest.mark.parametrize("code", SHORT)
def test_a_short_date_has_a_year_of_four_figures(code):
    with translation.override(code):
        assert formats.format_date(date(2026, 3, 4), "short") == SHORT[code]


@pytest.mark.parametrize("code", CODES)
def test_what_django_writes_into_a_date_field_it_also_reads(code):
    with translation.override(code):
        for input_format in django_formats.get_format("DATE_INPUT_FORMATS"):
            written = date(2026, 3, 4).strftime(input_format)
            assert datetime.strptime(written, input_format).replace(tzinfo=UTC).date() == date(2026, 3, 4)
        assert "%Y-%m-%d" in django_formats.get_format("DATE_INPUT_FORMATS")
        assert django_formats.get_format("FIRST_DAY_OF_WEEK") == 1
        assert django_formats.get_format("NUMBER_GROUPING") == 3


@pytest.mark.parametrize("code", CODES)
def test_django_and_cldr_use_the_same_separators(code):
    with translation.override(code):
        by_django = django_formats.number_format("1234567.89", use_l10n=True, force_grouping=True)
        assert by_django == formats.format_decimal_exact(Decimal("1234567.89"))


def test_a_deadline_is_shown_in_brussels_time_winter_and_summer():
    with translation.override("en"):
        winter = formats.format_datetime_brussels(datetime(2026, 3, 10, 11, 0, tzinfo=UTC))
        summer = formats.format_datetime_brussels(datetime(2026, 7, 10, 10, 0, tzinfo=UTC))
    assert winter == "10 March 2026, 12:00 (Brussels time)"
    assert summer == "10 July 2026, 12:00 (Brussels time)"


def test_another_zone_is_named_by_its_city():
    noon = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
    with translation.override("en"):
        assert formats.format_datetime_zone(noon, ZoneInfo("Europe/Lisbon")) == (
            "10 March 2026, 12:00 (time zone: Lisbon)"
        )
        assert formats.format_datetime_zone(noon, formats.BRUSSELS) == "10 March 2026, 13:00 (Brussels time)"


@pytest.mark.parametrize(("code", "time"), [("fi", "12.05"), ("en", "12:05"), ("el", "12:05")])
def test_the_clock_has_24_hours(code, time):
    with translation.override(code):
        assert formats.format_time(datetime(2026, 3, 10, 11, 5, tzinfo=UTC)) == time


@pytest.mark.parametrize(
    ("code", "text"),
    [("en", "250,000"), ("nl", "250.000"), ("fr", "250\u202f000"), ("bg", "250\xa0000"), ("mt", "250,000")],
)
def test_whole_numbers_are_grouped(code, text):
    with translation.override(code):
        assert formats.format_number(250_000) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("12.50", "12,50"),
        ("12", "12"),
        ("0.1000000000000000000001", "0,1000000000000000000001"),
        ("1E3", "1.000"),
    ],
)
def test_an_exact_decimal_keeps_every_digit(value, text):
    with translation.override("nl"):
        assert formats.format_decimal_exact(Decimal(value)) == text


def test_countries_are_named_by_the_publications_office_and_cldr():
    with translation.override("mt"):
        assert formats.country_name("CZ") == "Iċ-Ċekja"
        assert formats.country_name("UA") == "L-Ukrajna"
    with translation.override("pl"):
        assert formats.country_name("NL") == "Niderlandy"
    assert formats.country_name("??") == "??"


def test_the_list_of_countries_is_complete():
    assert len(formats.eu_country_codes()) == 27
    assert len(formats.country_codes()) == 250  # the 249 of ISO 3166-1, and Kosovo
    assert formats.eu_country_codes() <= set(formats.country_codes())


@pytest.mark.parametrize("code", CODES)
def test_every_country_has_a_name_in_every_language(code):
    with translation.override(code):
        named = formats.countries()
    assert {iso2 for iso2, _ in named} == set(formats.country_codes())
    assert not [iso2 for iso2, name in named if name == iso2]


def test_countries_are_sorted_for_the_reader():
    with translation.override("cs"):
        names = [name for _, name in formats.eu_countries()]
    assert names[:4] == ["Belgie", "Bulharsko", "Česko", "Dánsko"]
    assert names.index("Chorvatsko") == names.index("Irsko") - 1


def rendered(text: str, **context: object) -> str:
    return Template("{% load language %}" + text).render(Context(context))


def test_filters_write_in_the_readers_language():
    instant = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)  # already the tenth in Brussels
    with translation.override("de"):
        assert rendered("{{ d|date_long }}", d=instant) == "10. März 2026"
        assert rendered("{{ d|date_short }}", d=date(2026, 3, 4)) == "04.03.2026"
        assert rendered("{{ d|date_month }}", d=date(2026, 3, 4)) == "März 2026"
        assert rendered("{{ n|number }}", n=1234) == "1.234"
        assert rendered("{{ n|number }}", n=Decimal("1234.50")) == "1.234,50"
        assert rendered("{{ c|country }}, {{ l|language_name }}, {{ l|autonym }}", c="FR", l="el") == (
            "Frankreich, Griechisch, ελληνικά"
        )
        assert (
            rendered("{{ d|date_long }}{{ d|datetime_brussels }}{{ n|number }}{{ n|country }}", d=None, n="")
            == ""
        )


def test_a_translated_field_falls_back_to_english_and_says_so():
    post = SimpleNamespace(title_en="Head <of> unit", title_nl="Hoofd & eenheid", title_mt="")
    text = '{% translated post "title" %}|{% translated_lang post "title" %}|{{ post|is_fallback:"title" }}'
    with translation.override("nl"):
        assert rendered(text, post=post) == "Hoofd &amp; eenheid||False"
    with translation.override("mt"):
        assert rendered(text, post=post) == ('<span lang="en">Head &lt;of&gt; unit</span>| lang="en"|True')
    with translation.override("en"):
        assert rendered(text, post=post) == "Head &lt;of&gt; unit||False"


def test_a_field_that_is_empty_everywhere_shows_nothing():
    post = SimpleNamespace(title_en="", title_nl="")
    with translation.override("nl"):
        assert rendered('{% translated post "title" %}{% translated_lang post "title" %}', post=post) == ""
