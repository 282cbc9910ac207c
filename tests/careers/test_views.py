"""The public pages: what they show, in which language, and with how many queries."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from careers.models import Vacancy
from careers.services import publish_vacancy

PAGES = (
    *("", "job-opportunities/", "institutions/", "institutions/ep/", "institutions/frontex/"),
    *("vacancies/rct-2025-00007/", "vacancies/eacea-id-888/"),
)


def text_of(response: Any) -> str:
    """What a reader sees of the main part: without tags, spaces put together."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


def references(response: Any) -> list[str]:
    """The references of the opportunities listed, in order."""
    return [card.reference for card, _found in response.context["page"].object_list]


@pytest.mark.parametrize("code", ["en", "nl", "de", "el", "mt"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_shown_in_the_language_of_its_address(
    client: Client, shipped: None, code: str, path: str
) -> None:
    response = client.get(f"/{code}/{path}")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{code}">' in html
    assert html.count("<h1") == 1
    assert html.count('rel="canonical"') == 1
    assert html.count('rel="alternate" hreflang=') == 25  # 24 languages and x-default


def test_a_title_is_read_in_the_language_of_the_reader(client: Client, shipped: None) -> None:
    vacancy: Any = Vacancy.objects.get(slug="rct-2025-00007")
    html = client.get(f"/nl/vacancies/{vacancy.slug}/").content.decode()
    assert re.findall(r"<h1[^>]*>(.*)</h1>", html) == [vacancy.title_nl]
    assert re.findall(r"<h1[^>]* lang=", html) == []


def test_a_title_not_known_in_the_language_of_the_reader_is_english_and_marked_so(
    client: Client, shipped: None
) -> None:
    Vacancy.objects.filter(slug="rct-2025-00007").update(title_nl="")
    html = client.get("/nl/vacancies/rct-2025-00007/").content.decode()
    assert re.findall(r'<h1[^>]* lang="en">(.*)</h1>', html) == [
        "Identity and access management services engineer"
    ]


def test_a_closing_time_stands_in_the_zone_of_the_institution(client: Client, shipped: None) -> None:
    page = text_of(client.get("/en/vacancies/rct-2025-00007/"))
    assert "Closing date 8 July 2025, 12:00 (time zone: Warsaw)" in page
    facts = page.partition("How to apply")[0]
    assert "Brussels time" not in facts


def test_a_closing_time_that_brussels_clocks_show_otherwise_stands_in_both(
    client: Client, shipped: None
) -> None:
    Vacancy.objects.filter(slug="rct-2025-00007").update(time_zone="Europe/Lisbon")
    page = text_of(client.get("/en/vacancies/rct-2025-00007/"))
    assert "8 July 2025, 11:00 (time zone: Lisbon) 8 July 2025, 12:00 (Brussels time)" in page


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (datetime(2026, 11, 30, 10, 59, 59, 999999, tzinfo=UTC), True),
        (datetime(2026, 11, 30, 11, 0, tzinfo=UTC), False),
    ],
)
def test_a_vacancy_is_open_until_its_closing_time_and_not_at_it(
    client: Client, shipped: None, now: datetime, is_open: bool
) -> None:
    vacancy: Any = Vacancy.objects.select_related("institution").get(slug="rct-2025-00007")
    vacancy.status, vacancy.closes_at = "OPEN", datetime(2026, 11, 30, 11, 0, tzinfo=UTC)
    vacancy.apply_url = "https://example.eu/apply"
    vacancy.save()
    publish_vacancy(vacancy=vacancy)
    with patch("django.utils.timezone.now", return_value=now):
        page = client.get("/en/vacancies/rct-2025-00007/").content.decode()
        listed = client.get("/en/job-opportunities/?kind=VACANCY&status=OPEN")
    assert ("https://example.eu/apply" in page) == is_open
    assert references(listed) == (["RCT-2025-00007"] if is_open else [])


def test_a_vacancy_without_a_known_status_is_not_shown_as_open(client: Client, shipped: None) -> None:
    assert "Status not known" in text_of(client.get("/en/vacancies/eacea-id-888/"))
    listed = client.get("/en/job-opportunities/?q=EACEA+id+888")
    assert "Not known Vacancy" in text_of(listed)


def test_an_unpublished_vacancy_is_not_found(client: Client, shipped: None) -> None:
    Vacancy.objects.filter(slug="rct-2025-00007").update(is_published=False)
    assert client.get("/en/vacancies/rct-2025-00007/").status_code == 404


# The list


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=VACANCY&place=WARSAW", ["RCT-2025-00007"]),
        ("grade=AD8", ["EPSO/AD/PROVISIONAL-1/26"]),
        ("status=UPCOMING", ["EPSO/AD/PROVISIONAL-1/26"]),
        ("status=OPEN", ["EPSO/DEMO/1/26"]),
        ("institution=FRONTEX", ["RCT-2025-00007"]),
        ("domain=NUCLEAR", []),
        ("q=EPSO/AD/427/26", ["EPSO/AD/427/26"]),
        ("q=identity+engineer", ["RCT-2025-00007"]),
        ("q=identity+nonsense", []),
    ],
)
def test_the_list_is_filtered(client: Client, shipped: None, query: str, expected: list[str]) -> None:
    assert references(client.get(f"/en/job-opportunities/?{query}")) == expected


def test_a_keyword_is_looked_for_in_every_language(client: Client, shipped: None) -> None:
    for code, word in (("nl", "toegangsbeheer"), ("nl", "identity"), ("de", "toegangsbeheer")):
        assert references(client.get(f"/{code}/job-opportunities/?q={word}")) == ["RCT-2025-00007"]


def test_a_notice_found_in_another_language_says_so(client: Client, shipped: None) -> None:
    html = client.get("/el/job-opportunities/?q=toegangsbeheer").content.decode()
    assert (
        '<span lang="nl">[Nederlands] Ingenieur diensten voor identiteits- en <mark>toegangsbeheer</mark>'
        in html
    )


def test_an_institution_served_by_epso_offers_the_competitions_for_all(client: Client, shipped: None) -> None:
    assert "EPSO/AD/427/26" in references(client.get("/en/institutions/ep/"))
    assert references(client.get("/en/institutions/frontex/")) == ["RCT-2025-00007"]


def test_a_filter_that_is_unknown_is_named_and_changes_nothing(client: Client, shipped: None) -> None:
    response = client.get("/en/job-opportunities/?place=ATLANTIS")
    assert response.status_code == 200
    assert response.context["asked"].refused == (("place", "ATLANTIS"),)
    assert "Some filters of this address are not known and were left out." in text_of(response)
    assert response.context["page"].paginator.count == 27
