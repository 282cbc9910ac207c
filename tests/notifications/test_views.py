"""The mailbox: one's own letters, read and unread, and nobody else's."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from notifications.models import Letter, LetterBatch
from notifications.services import LetterText, post_letter

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna@example.eu", language="nl")


@pytest.fixture
def annas_browser(anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def post(person: User, number: int = 1) -> Letter:
    return post_letter(
        recipient=person,
        event="result",
        key=f"ranking:{number}",
        about="",
        build=lambda: LetterText(f"Uitslag <{number}>", "Eerste alinea.\n\nTweede & laatste."),
        now=NOW + timedelta(minutes=number),
    )


def address(letter: Letter, language: str = "nl") -> str:
    return f"/{language}/account/letters/{letter.number}/"


def test_the_list_shows_ones_own_letters_newest_first(anna: User, annas_browser: Client) -> None:
    boris = User.objects.create_user("boris@example.eu")
    first, second = post(anna, 1), post(anna, 2)
    post(boris, 3)
    page = annas_browser.get("/nl/account/letters/")

    assert (page.status_code, page.headers["Cache-Control"]) == (
        200,
        "max-age=0, no-cache, no-store, must-revalidate, private",
    )
    links = re.findall(r'href="(/nl/account/letters/[0-9a-f-]+/)"', page.content.decode())
    assert links == [address(second), address(first)]


def test_a_letter_is_unread_until_it_is_opened(anna: User, annas_browser: Client) -> None:
    letter = post(anna)
    before = annas_browser.get("/nl/account/letters/").context["unread_count"]
    annas_browser.get(address(letter))
    after = annas_browser.get("/nl/account/letters/").context["unread_count"]

    assert (before, after) == (1, 0)


def test_the_first_opening_is_recorded_and_stays(anna: User, annas_browser: Client) -> None:
    letter = post(anna)
    before = timezone.now()
    annas_browser.get(address(letter))
    letter.refresh_from_db()
    first = letter.first_opened_at
    annas_browser.get(address(letter))
    letter.refresh_from_db()

    assert first is not None
    assert before <= first <= timezone.now()
    assert letter.first_opened_at == first


def test_a_letter_shows_its_frozen_text_escaped_and_in_its_language(
    anna: User, annas_browser: Client
) -> None:
    page = annas_browser.get(address(post(anna), "fr")).content.decode()

    assert '<h1 lang="nl">Uitslag &lt;1&gt;</h1>' in page
    assert '<div class="letter" lang="nl">Eerste alinea.\n\nTweede &amp; laatste.</div>' in page


def test_another_persons_letter_is_not_found_and_not_opened(annas_browser: Client) -> None:
    letter = post(User.objects.create_user("boris@example.eu"))
    page = annas_browser.get(address(letter))
    letter.refresh_from_db()

    assert (page.status_code, letter.first_opened_at) == (404, None)


def test_a_letter_of_a_batch_that_is_not_released_is_not_found(anna: User, annas_browser: Client) -> None:
    clerk = User.objects.create_user("clerk@example.eu")
    batch = LetterBatch.objects.create(
        event="result", title="Results", about="", expected=1, prepared_by=clerk, prepared_at=NOW
    )
    letter = Letter.objects.create(
        recipient=anna,
        batch=batch,
        event="result",
        key="k",
        language="nl",
        subject="Uitslag",
        body="Tekst",
        created_at=NOW,
    )

    assert annas_browser.get(address(letter)).status_code == 404
    assert list(annas_browser.get("/nl/account/letters/").context["letters"]) == []


def test_a_number_that_does_not_exist_is_not_found(annas_browser: Client) -> None:
    assert annas_browser.get(f"/nl/account/letters/{uuid.uuid4()}/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(anna: User) -> None:
    letter = post(anna)
    page = Client().get(address(letter))

    assert page.status_code == 302
    assert page.headers["Location"].endswith(f"?next={address(letter)}")


def test_reading_is_not_a_post(anna: User, annas_browser: Client) -> None:
    letter = post(anna)
    pages = [annas_browser.post("/nl/account/letters/"), annas_browser.post(address(letter))]

    assert [page.status_code for page in pages] == [405, 405]


def test_letters_stand_twenty_a_page(anna: User, annas_browser: Client) -> None:
    for number in range(21):
        post(anna, number)
    pages = [annas_browser.get(f"/nl/account/letters/?page={number}") for number in (1, 2, 99)]

    assert [len(page.context["letters"]) for page in pages] == [20, 1, 1]


@pytest.mark.parametrize("count", [1, 15])
def test_the_queries_of_the_list_do_not_grow_with_its_letters(
    anna: User, annas_browser: Client, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        post(anna, number)
    annas_browser.get("/nl/account/letters/")
    # person, count, letters, unread
    with django_assert_num_queries(4):
        annas_browser.get("/nl/account/letters/")
