"""A visitor goes from the home page to an alert with the keyboard alone, and without any script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from alerts.models import Alert
from knowledge.models import ContactMessage, FaqFeedback

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TABS = 150
SEEN = """element => {
  const ring = e => getComputedStyle(e).outlineStyle !== "none";
  const cards = [...document.querySelectorAll(".card, .job")].filter(e => e.contains(element));
  return ring(element) || cards.some(ring);
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the element has the focus; where the focus is can be seen at every step."""
    wanted = target.first.element_handle()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate_handle("document.activeElement").as_element()
        assert focused is not None
        assert focused.evaluate(SEEN), focused.evaluate("element => element.outerHTML.slice(0, 200)")
        if focused.evaluate("(element, wanted) => element === wanted", wanted):
            return
    pytest.fail(f"{target} is not reached with the Tab key")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    tab_to(page, target)
    page.keyboard.press(key)
    page.wait_for_load_state()


def link(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("link", name=name)


def button(page: Page, name: str) -> Locator:
    return page.locator("main").get_by_role("button", name=name, exact=True)


def test_from_home_to_an_alert_with_the_keyboard_alone(browser: Any, public_site: str) -> None:
    page = browser.new_context(locale="en", viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{public_site}/en/")
    tab_to(page, page.locator("#hero-q"))
    page.keyboard.type("administrators")
    page.keyboard.press("Enter")
    page.wait_for_url("**/job-opportunities/?q=administrators**")
    press(page, page.locator("input[name=status][value=OPEN]"), "Space")
    press(page, button(page, "Show results"))
    page.wait_for_url("**status=OPEN**")
    press(page, link(page, "Demonstration competition"))
    page.wait_for_url("**/competitions/**")
    press(page, link(page, "Could I apply?"))
    page.wait_for_url("**/could-i-apply/")
    tab_to(page, page.locator("input[name=citizen]"))
    page.keyboard.press("Space")
    press(page, button(page, "See the answer"))
    page.wait_for_url("**citizen=**")
    assert page.locator("#answer, .ecl-notification--error, .error-summary").count() > 0
    page.go_back()
    page.go_back()
    press(page, link(page, "Alert me about this competition"))
    page.wait_for_url("**/alerts/competition/**")
    tab_to(page, page.locator("input[type=email]"))
    page.keyboard.type("reader@example.eu")
    press(page, button(page, "Ask for the alert"))
    page.wait_for_url("**/alerts/requested/")
    assert Alert.objects.get().address == "reader@example.eu"


def test_the_public_site_without_script(browser: Any, public_site: str) -> None:
    context = browser.new_context(
        locale="en", java_script_enabled=False, viewport={"width": 375, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{public_site}/en/")
    page.locator("#hero-q").fill("administrators")
    page.locator(".hero").get_by_role("button", name="Search").click()
    page.get_by_text("Filter the list").click()
    page.locator("input[name=status][value=OPEN]").check()
    button(page, "Show results").click()
    link(page, "Demonstration competition").click()
    link(page, "Alert me about this competition").click()
    page.locator("input[type=email]").fill("reader@example.eu")
    button(page, "Ask for the alert").click()
    page.wait_for_url("**/alerts/requested/")

    page.goto(f"{public_site}/en/faq/")
    page.locator("main .accordion a, main li a").last.click()
    page.wait_for_url(re.compile(r"/en/faq/.+/$"))
    button(page, "Yes").click()
    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    assert FaqFeedback.objects.get().helpful == 1

    page.goto(f"{public_site}/en/contact/")
    button(page, "Send the message").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert ContactMessage.objects.count() == 0

    page.locator(".language-switch summary").click()
    page.get_by_role("link", name="ελληνικά").click()
    assert page.locator("html").get_attribute("lang") == "el"
    assert page.url.endswith("/el/contact/")
