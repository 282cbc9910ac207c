"""Sample tests in a browser: with the keyboard alone, with the timer, at phone width, checked with axe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from competitions import models
from practice.kinds import TEST_CODES, Kind
from practice.questions import questions
from tests.e2e.people import Person
from tests.factories import make_competition

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEED = "b2c3d4"


@pytest.fixture
def notice() -> None:
    """A notice that gives each test ten questions in ten minutes."""
    competition = make_competition(publication_date=date(2026, 1, 1))
    for sequence, code in enumerate(TEST_CODES.values(), start=1):
        models.Test.objects.create(
            competition=competition,
            code=code,
            sequence=sequence,
            language="L1",
            kind="QUESTIONS",
            questions=10,
            minutes=10,
            maximum=10,
            pass_mark=5,
        )


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.clock.install()
    yield page
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "el"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_kind_of_page_follows_wcag(browser, live_server, notice, language, width):
    person = Person(browser, live_server.url, "", language)
    person.page.set_viewport_size({"width": width, "height": 800})
    person.goes_to("sample-tests/")
    pages = [(kind, tail) for kind in Kind for tail in ("", "2/?q1=a&q2=b")]
    pages += [
        (Kind.NUMERICAL, tail) for tail in ("2/", "2/?check=1", "result/?q1=a", "result/?q1=a&finish=1")
    ]
    for kind, tail in pages:
        person.goes_to(f"sample-tests/{kind}/{SEED}/{tail}")
        too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert person.page.evaluate(too_wide) <= 0
    person.goes_to(f"sample-tests/{Kind.ABSTRACT}/{SEED}/")
    person.page.locator("details.practice-words summary").first.click()
    person.page.locator("[data-timer-start]").click()
    person.looks()


def test_a_whole_test_with_the_keyboard_alone(page: Page, live_server: Any, notice: None) -> None:
    right = [question.right.value for question in questions(Kind.ABSTRACT, SEED)]
    page.goto(f"{live_server.url}/en/sample-tests/{Kind.ABSTRACT}/{SEED}/")
    page.locator("[data-timer-start]").focus()
    for number, letter in enumerate(right, start=1):
        if number == 4:  # left open for now
            page.keyboard.press("Tab")  # the description in words
            page.keyboard.press("Tab")
            continue
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == f"q{number}-a"
        page.keyboard.press("Space")
        for _ in range("abcde".index(letter)):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/result/?**")
    page.get_by_role("link", name="Question 4", exact=True).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "q4-a"
    page.keyboard.press("Space")
    for _ in range("abcde".index(right[3])):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**q10=**")
    assert page.locator(".practice-sum strong").inner_text() == "10 of 10"
    assert page.locator("h1").inner_text() == "Your result: Abstract reasoning"


def test_one_question_after_the_other(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/en/sample-tests/{Kind.EU_KNOWLEDGE}/{SEED}/1/")
    for number, question in enumerate(questions(Kind.EU_KNOWLEDGE, SEED), start=1):
        page.get_by_label(question.right.text, exact=True).check()
        page.get_by_role("button", name="Check my answer").click()
        page.wait_for_url("**check=1")
        assert page.title().startswith(f"Right – Question {number} of 10")
        page.get_by_role("link", name="Next question" if number < 10 else "See the result").click()
    assert page.locator(".practice-sum strong").inner_text() == "10 of 10"


def test_the_timer_starts_hides_speaks_and_takes_nothing_away(
    page: Page, live_server: Any, notice: None
) -> None:
    page.goto(f"{live_server.url}/en/sample-tests/{Kind.ABSTRACT}/{SEED}/")
    clock, said = page.locator("[data-timer-clock]"), page.locator("[data-timer-said]")
    assert not clock.is_visible()
    page.locator("#q1-c").check()
    page.get_by_role("button", name="Start a timer of 10 minutes").click()
    assert clock.inner_text() == "10:00"
    page.clock.run_for(61_000)
    assert clock.inner_text() == "8:59"
    page.get_by_role("button", name="Hide the time").press("Enter")
    assert not clock.is_visible()
    assert page.get_by_role("button", name="Hide the time").get_attribute("aria-pressed") == "true"
    assert said.inner_text() == ""
    page.clock.run_for(240_000)
    assert said.inner_text() == "Half of the time is over."
    page.clock.run_for(240_000)
    assert said.inner_text() == "One minute is left."
    page.clock.run_for(60_000)
    assert said.inner_text().startswith("The time is over. Nothing is lost")
    assert page.locator("#q1-c").is_checked()
    page.locator("#q2-a").check()
    assert page.locator("#q2-a").is_checked()


def test_the_timer_can_be_switched_off(page: Page, live_server: Any, notice: None) -> None:
    page.goto(f"{live_server.url}/en/sample-tests/{Kind.ABSTRACT}/{SEED}/")
    page.locator("[data-timer-start]").click()
    page.get_by_role("button", name="Switch the timer off").click()
    page.clock.run_for(700_000)
    assert page.locator("[data-timer-said]").inner_text() == ""
    assert page.locator("[data-timer-start]").is_visible()


def test_without_a_script_there_is_no_timer_and_everything_else(browser, live_server, notice):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/en/sample-tests/{Kind.DIGITAL_SKILLS}/{SEED}/")
    assert not page.locator("[data-timer]").is_visible()
    page.locator("#q1-a").check()
    page.get_by_role("button", name="See the result", exact=True).click()
    page.get_by_role("button", name="See the result as it is").click()
    assert page.locator(".practice-sum strong").inner_text().endswith("of 10")
    context.close()
