"""The page of a competition: what it says, to whom, and when one can apply."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from competitions.models import Competition, CompetitionField, PlanningRow, Test
from competitions.page import read_page

pytestmark = pytest.mark.usefixtures("shipped")

SLUGS = (
    *("epso-ad-427-26", "epso-demo-1-26", "epso-ast-sc-10-20", "epso-ad-423-25", "epso-ast-154-22"),
    *("epso-ad-373-19", "epso-ad-provisional-1-26", "epso-ad-400-22", "epso-ast-provisional-1-24"),
)


def text_of(response: Any) -> str:
    """What a reader sees of the main part: without tags, spaces put together."""
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


@pytest.mark.parametrize("code", ["en", "nl", "de", "el", "mt"])
@pytest.mark.parametrize("slug", SLUGS)
def test_every_competition_is_shown_in_the_language_of_its_address(
    client: Client, code: str, slug: str
) -> None:
    response = client.get(f"/{code}/competitions/{slug}/")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{code}">' in html
    assert html.count("<h1") == 1
    title = getattr(Competition.objects.get(slug=slug), f"title_{code}")
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", unescape(html))
    assert heading is not None
    assert heading[1] == title


def test_the_page_says_what_the_notice_says(client: Client) -> None:
    page = text_of(client.get("/en/competitions/epso-ad-427-26/"))
    for fact in (
        "Reference number EPSO/AD/427/26",
        "How many 1,490 laureates sought",
        "Deadline for application 10 March 2026, 12:00 (Brussels time)",
        "3 years of study, no professional experience",
        "Verbal reasoning 1 Language 1 20 35 20 10 40% 35% Everybody",
        "Numerical reasoning 1 Language 1 10 20 10 10 together with: Abstract reasoning – – Everybody",
        "Free-text essay on EU matters 2 Language 2 40 10 5 – 15% The best, a multiple of the number sought",
        "All numbers are approximate.",
        "The tests may take place in another order.",
        "Only the letters in your account are binding.",
        "10 March 2026 All 174,922",
        "Within 3 months of the notification Add 10 days for distance.",
        "Amendment 1, 30 June 2026 Official Journal: C/2026/3362",
        "The order of the stages changes.",
        "Section 4.1: before and after",
    ):
        assert fact in page.replace("notification, and", "notification , and")


def test_the_amendment_is_read_in_the_language_of_the_reader(client: Client) -> None:
    page = text_of(client.get("/nl/competitions/epso-ad-427-26/"))
    assert "De tests worden daarom in twee delen gehouden." in page
    assert "1. Sollicitatie." in page


@pytest.mark.parametrize(("state", "kind"), [("DRAFT", "OPEN_COMPETITION"), ("OPEN", "INTERNAL")])
def test_drafts_and_internal_competitions_are_not_found(client: Client, state: str, kind: str) -> None:
    Competition.objects.filter(slug="epso-demo-1-26").update(state=state, kind=kind)
    assert client.get("/en/competitions/epso-demo-1-26/").status_code == 404


def demonstration() -> tuple[datetime, datetime]:
    competition: Any = Competition.objects.get(slug="epso-demo-1-26")
    assert competition.application_open_at is not None
    assert competition.application_deadline is not None
    return competition.application_open_at, competition.application_deadline


def is_apply_offered(client: Client, now: datetime) -> bool:
    with patch("django.utils.timezone.now", return_value=now):
        html = client.get("/en/competitions/epso-demo-1-26/").content.decode()
    return "/en/account/applications/start/epso-demo-1-26/" in html


def test_apply_is_offered_from_the_opening_until_the_deadline_and_not_at_it(client: Client) -> None:
    opens, deadline = demonstration()
    instant = timedelta(microseconds=1)
    moments = (opens - instant, opens, deadline - instant, deadline)
    assert [is_apply_offered(client, now) for now in moments] == [False, True, True, False]


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("UPCOMING", "Applications are not open yet."),
        ("SUSPENDED", "This competition is suspended. You cannot apply for now."),
        ("CANCELLED", "This competition was cancelled. You cannot apply."),
        ("ANNULLED", "The notice of this competition was annulled by the court. You cannot apply."),
        ("CLOSED", "You cannot apply for this competition."),
    ],
)
def test_a_sentence_says_why_one_cannot_apply(client: Client, state: str, sentence: str) -> None:
    opens, _deadline = demonstration()
    Competition.objects.filter(slug="epso-demo-1-26").update(state=state)
    assert is_apply_offered(client, opens) is False
    with patch("django.utils.timezone.now", return_value=opens):
        assert sentence in text_of(client.get("/en/competitions/epso-demo-1-26/"))


def test_before_the_opening_and_after_the_deadline_the_sentence_names_them(client: Client) -> None:
    opens, deadline = datetime(2027, 1, 10, 11, 0, tzinfo=UTC), datetime(2027, 2, 10, 11, 0, tzinfo=UTC)
    Competition.objects.filter(slug="epso-demo-1-26").update(
        application_open_at=opens, application_deadline=deadline
    )
    with patch("django.utils.timezone.now", return_value=opens - timedelta(days=1)):
        early = text_of(client.get("/en/competitions/epso-demo-1-26/"))
    with patch("django.utils.timezone.now", return_value=deadline):
        late = text_of(client.get("/en/competitions/epso-demo-1-26/"))
    assert "Applications open on 10 January 2027, 12:00 (Brussels time)." in early
    assert "The deadline for application was 10 February 2027, 12:00 (Brussels time)." in late


def test_grades_of_one_field_stand_together(client: Client) -> None:
    page = text_of(client.get("/en/competitions/epso-ast-sc-10-20/"))
    assert page.count("Grade SC1") == page.count("Grade SC2") == 1


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_no_more_queries_for_more_rows(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    competition: Any = Competition.objects.get(slug="epso-demo-1-26")
    for number in range(rows):
        field = CompetitionField.objects.create(
            competition=competition, code=f"F{number}", grade="AD5", title_en=f"Field {number}"
        )
        Test.objects.create(
            competition=competition, field=field, code="FRMCQ", sequence=9, language="L2", kind="QUESTIONS"
        )
        PlanningRow.objects.create(competition=competition, order=number, stage_en=f"Stage {number}")
    with django_assert_num_queries(1):
        page = read_page("epso-demo-1-26")
        assert len(page.planning) == 6 + rows
    assert client.get("/nl/competitions/epso-demo-1-26/").status_code == 200
