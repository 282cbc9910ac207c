"""What a browser can measure of a page: accessibility, and whether anything overflows."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.people import WCAG
from tests.public_site.page_types import page_types

PHONE, DESKTOP, NARROWEST = 375, 1280, 320
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults_of_all_pages(browser: Browser, site: str, code: str) -> list[str]:
    """Each fault of each kind of page in one language, at desktop and phone width, as a sentence."""
    context = browser.new_context(locale=code, viewport={"width": DESKTOP, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    faults: list[str] = []
    for kind in page_types():
        said.clear()
        page.set_viewport_size({"width": DESKTOP, "height": 900})
        answer = page.goto(site + kind.path(code))
        assert answer is not None
        assert answer.status in (200, 422), kind.path(code)
        faults += [f"{kind.what} ({code}): the browser says {text}" for text in said if "422" not in text]
        for width in (DESKTOP, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{kind.what} ({code}, {width} px): {fault}" for fault in _accessibility(page)]
        for width in (DESKTOP, PHONE, NARROWEST):
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate(OVERFLOW)
            if over > 0:
                faults.append(f"{kind.what} ({code}): {over} px too wide at {width} px")
    faults += _faults_of_states(page, site, code)
    context.close()
    return faults


def _faults_of_states(page: Page, site: str, code: str) -> list[str]:
    """The faults of what shows only after a click: a form with faults, and the menus open on a phone."""
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.goto(f"{site}/{code}/contact/")
    page.locator("main form [type=submit]").last.click()
    page.locator("main [aria-invalid=true]").first.wait_for()
    faults = [f"contact with faults ({code}): {fault}" for fault in _accessibility(page)]
    page.goto(f"{site}/{code}/")
    page.eval_on_selector_all("header details", "all => all.forEach(each => each.open = true)")
    return faults + [f"menus open ({code}): {fault}" for fault in _accessibility(page)]


def _accessibility(page: Page) -> list[str]:
    found: dict[str, Any] = Axe().run(page, options=WCAG).response
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
