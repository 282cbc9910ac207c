"""The list of job opportunities in a database that holds only what a test puts there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from careers.cards import forget_cards
from careers.models import Institution, Opportunity, Place
from careers.services import OpportunityFacts, publish_opportunity

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def references(response: Any) -> list[str]:
    """The references of the opportunities listed, in order."""
    return [card.reference for card, _found in response.context["page"].object_list]


class _Thing:
    """Something with a page of its own that belongs in the index."""

    def __init__(self, number: int) -> None:
        self.number = number

    def get_absolute_url(self) -> str:
        return f"/en/vacancies/thing-{self.number}/"


def publish(number: int, **facts: Any) -> Opportunity:
    defaults = {
        "kind": "VACANCY",
        "reference": f"THING/{number:03}",
        "titles": {"en": f"Thing {number}"},
        "stage": "OPEN",
        "closes_at": datetime(2099, 1, 1, tzinfo=UTC) + timedelta(days=number),
    }
    return publish_opportunity(of=_Thing(number), facts=OpportunityFacts(**{**defaults, **facts}))


def test_open_ones_come_first_by_nearest_deadline_then_upcoming_then_the_rest_newest_first(
    client: Client, db: None
) -> None:
    publish(1, stage="CLOSED", closes_at=NOW - timedelta(days=300), is_closed_early=True)
    publish(2, stage="CLOSED", closes_at=NOW - timedelta(days=3), is_closed_early=True)
    publish(3, stage="UPCOMING", closes_at=None, announced_for="2027-03")
    publish(4, stage="UPCOMING", closes_at=None, opens_at=datetime(2027, 2, 1, tzinfo=UTC))
    publish(5, closes_at=NOW + timedelta(days=9))
    publish(6, closes_at=NOW + timedelta(days=2))
    publish(7, stage="IN_PROGRESS", closes_at=NOW - timedelta(days=30), kind="COMPETITION")
    publish(8, closes_at=None, has_no_deadline=True, kind="CAST")
    publish(9, opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=60))
    with patch("django.utils.timezone.now", return_value=NOW):
        response = client.get("/en/job-opportunities/")
    assert references(response) == [f"THING/{number:03}" for number in (6, 5, 8, 9, 4, 3, 2, 7, 1)]


def test_what_is_not_published_is_not_listed(client: Client, db: None) -> None:
    publish(1, is_published=False)
    assert references(client.get("/en/job-opportunities/")) == []


def test_an_empty_result_gives_advice(client: Client, db: None) -> None:
    page = client.get("/en/job-opportunities/?q=nothing").content.decode()
    assert "0 job opportunities" in page
    assert "Try fewer filters" in page


def test_the_list_has_pages_of_ten_that_keep_the_filters(client: Client, db: None) -> None:
    for number in range(21):
        publish(number)
    response = client.get("/en/job-opportunities/?q=thing&kind=VACANCY&page=3")
    assert references(response) == ["THING/000"]
    assert [link["address"] for link in response.context["pages"]] == [
        "?q=thing&kind=VACANCY",
        *(f"?q=thing&kind=VACANCY&page={number}" for number in (2, 3)),
    ]
    assert "21 job opportunities" in response.content.decode()


@pytest.fixture
def keeping(settings: Any) -> None:
    """Values are kept as in production, from the first page on."""
    settings.KEEP_VALUES = True


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("job-opportunities/", 1),
        ("job-opportunities/?place=BRUSSELS", 1),
        ("job-opportunities/?q=thing", 2),
        ("job-opportunities/?q=nothing", 2),
        ("institutions/ep/", 2),
        ("", 1),
        ("institutions/", 0),
    ],
)
def test_no_page_asks_more_queries_for_more_rows(
    client: Client,
    db: None,
    django_assert_num_queries: DjangoAssertNumQueries,
    keeping: None,
    rows: int,
    path: str,
    queries: int,
) -> None:
    place = Place.objects.create(code="BRUSSELS", country="BE", name_en="Brussels")
    Institution.objects.create(code="EP", slug="ep", kind="INSTITUTION", name_en="Parliament", seat=place)
    for number in range(rows):
        code = f"A{number}"
        Institution.objects.create(code=code, slug=code.lower(), kind="OTHER_BODY", name_en=code, seat=place)
        publish(number, institutions=["EP", code], places=["BRUSSELS"])
    client.get("/nl/institutions/")
    client.get("/nl/job-opportunities/?kind=CAST")
    client.get("/nl/")
    forget_cards()
    with django_assert_num_queries(queries):
        assert client.get(f"/nl/{path}").status_code == 200
