"""A person looks after her account in a real browser: passkeys, and the end of a session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from accounts.models import Session, User
from accounts.sessions import SessionStore
from tests.factories import PASSWORD, make_candidate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="en")
    yield context.new_page()
    context.close()


def give_authenticator(page: Page) -> None:
    """A device with a passkey store whose owner always shows her finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    consent = {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, **consent}})


def sign_in(page: Page, url: str, user: User) -> None:
    page.goto(f"{url}/en/account/login/?next=/en/account/settings/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/en/account/settings/")


def lose_session() -> None:
    for key in Session.objects.values_list("session_key", flat=True):
        SessionStore().delete(key)


def violations(page: Page) -> list[str]:
    return [entry["id"] for entry in Axe().run(page).response["violations"]]


def test_a_passkey_is_added_signs_in_by_itself_and_is_a_second_factor(page: Page, live_server: Any) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    url = live_server.url
    give_authenticator(page)
    user = make_candidate()
    sign_in(page, url, user)
    assert violations(page) == []
    page.get_by_role("link", name="Change the second factor").click()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    assert violations(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.context.clear_cookies()

    page.goto(f"{url}/en/account/login/?next=/en/account/sessions/")
    assert violations(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{url}/en/account/sessions/")
    assert violations(page) == []

    page.context.clear_cookies()
    page.goto(f"{url}/en/account/login/?next=/en/account/settings/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="Second factor").wait_for()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{url}/en/account/settings/")
    assert complaints == []


def test_nothing_typed_is_lost_when_the_session_ends(page: Page, live_server: Any) -> None:
    url, user = live_server.url, make_candidate()
    sign_in(page, url, user)
    page.get_by_label("Family names").fill("Papadopoulou")
    lose_session()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("what you typed is kept").wait_for()
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/en/account/settings/")
    assert page.get_by_label("Family names").input_value() == "Papadopoulou"
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Your changes are saved.").wait_for()
    user.refresh_from_db()
    assert user.family_names == "Papadopoulou"


def test_a_dialog_warns_before_the_end_and_one_may_stay(page: Page, live_server: Any) -> None:
    page.clock.install()
    sign_in(page, live_server.url, make_candidate())
    page.clock.fast_forward("01:50:00")
    assert not page.get_by_role("dialog").is_visible()
    page.clock.fast_forward("00:06:00")
    page.get_by_role("dialog", name="You will be signed out soon").wait_for()
    with page.expect_response("**/account/sessions/stay/") as answer:
        page.get_by_role("button", name="Stay signed in").click()
    assert answer.value.status == 200
    page.get_by_role("dialog").wait_for(state="hidden")
