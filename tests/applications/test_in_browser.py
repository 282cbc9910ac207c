"""An application in a browser: saved while typing, offline for a while, and on two devices at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from applications.models import Application
from tests.conftest import wait_until
from tests.e2e.people import Person
from tests.factories import make_application, make_candidate

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 15_000


@pytest.fixture
def candidate() -> Any:
    return make_candidate()


def saved_city() -> str:
    return str(Application.objects.get().personal_data.city)


def says(person: Person, pattern: str) -> None:
    """Wait until the line about saving reads so."""
    line = person.page.locator("[data-autosave]", has_text=re.compile(pattern))
    line.wait_for(timeout=SOON)


def test_what_is_typed_is_saved_and_what_meets_another_version_is_compared(
    browser: Browser, live_server: Any, candidate: Any
) -> None:
    application = make_application(candidate=candidate)
    path = f"account/applications/{application.number}/personal/"
    desk = Person(browser, live_server.url, candidate.email, "en").signs_in()
    phone = Person(browser, live_server.url, candidate.email, "en").signs_in()
    phone.page.set_viewport_size({"width": 320, "height": 640})
    desk.goes_to(path)
    phone.goes_to(path)

    desk.page.locator("#id_city").fill("Leiden")
    says(desk, r"Saved at \d\d:\d\d")
    assert saved_city() == "Leiden"
    desk.looks()

    desk.page.context.set_offline(True)
    desk.page.locator("#id_city").fill("Leuven")
    says(desk, "Not saved: no connection")
    desk.page.context.set_offline(False)
    says(desk, r"Saved at \d\d:\d\d")
    assert saved_city() == "Leuven"

    phone.page.locator("#id_city").fill("Gent")
    says(phone, "changed on another device")
    phone.complaints.clear()  # the browser notes 409 on its console
    phone.follows("Compare the two versions")
    assert "Gent" in phone.reads()
    assert "Leuven" in phone.reads()
    phone.presses("Keep all from this device")
    assert saved_city() == "Gent"
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.page.evaluate(too_wide) <= 0


def test_leaving_the_page_saves_what_was_just_typed(
    browser: Browser, live_server: Any, candidate: Any
) -> None:
    application = make_application(candidate=candidate)
    person = Person(browser, live_server.url, candidate.email, "en").signs_in()
    person.goes_to(f"account/applications/{application.number}/personal/")
    person.page.locator("#id_city").fill("Namur")
    person.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden' });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    wait_until(lambda: saved_city() == "Namur")


def test_somebody_practises_without_an_account_and_without_script(
    browser: Browser, live_server: Any, candidate: Any
) -> None:
    make_application(candidate=candidate)
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live_server.url}/en/account/applications/practice/")
    page.get_by_role("button", name="Start practising").click()
    page.locator("#id_city").fill("Namur")
    page.get_by_role("button", name="Save and continue").click()
    assert "There is a problem" in page.locator("main").inner_text()
    assert page.locator("#id_city").input_value() == "Namur"
    page.goto(f"{live_server.url}/en/account/applications/practice/tasks/")
    assert "Practice: nothing is submitted, and nothing is kept." in page.locator("main").inner_text()
