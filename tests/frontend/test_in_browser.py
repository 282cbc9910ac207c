"""The look in a real browser: nothing overflows, everything is reached without script, axe finds nothing."""

import itertools

import pytest
from axe_playwright_python.sync_playwright import Axe

from core.languages import CODES
from tests.e2e.people import WCAG

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PATHS = ("", "job-opportunities/", "account/signup/", "gallery/")
# The narrowest everywhere; the widths at which the frame changes, once.
WIDTHS = dict.fromkeys(PATHS, (320,)) | {"account/signup/": (768, 996, 1280, 320)}

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter(e => e.getBoundingClientRect().right > width + 1)
    .filter(e => !e.closest("details:not([open]) > :not(summary)"))
    .map(e => e.tagName + "." + (e.getAttribute("class") || "")).slice(0, 5);
}"""
SPILLS = """() => [...document.querySelectorAll("summary, .ecl-button, .button, .status, .tag, th, dt")]
  .filter(e => e.offsetParent && !e.closest(".table-scroll") && e.scrollWidth > e.clientWidth + 1
            && getComputedStyle(e).display !== "inline")
  .map(e => e.innerText.slice(0, 40))"""


@pytest.fixture
def open_page(browser, live_server):
    """A function that opens a path in a page of that size, with or without script."""
    contexts = []

    def opened(width, path="en/gallery/", **options):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **options))
        page = contexts[-1].new_page()
        assert page.goto(f"{live_server.url}/{path}").status == 200
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.slow
def test_nothing_overflows_in_any_language_at_any_width(open_page, live_server):
    page = open_page(320)
    wrong = []
    for code, path in itertools.product(CODES, PATHS):
        page.goto(f"{live_server.url}/{code}/{path}", wait_until="domcontentloaded")
        for width in WIDTHS[path]:
            page.set_viewport_size({"width": width, "height": 900})
            found = page.evaluate(TOO_WIDE) + page.evaluate(SPILLS)
            wrong += [(code, path, width, found)] if found else []
    assert wrong == []


def test_text_twice_as_large_still_fits(open_page):
    page = open_page(640, "de/gallery/")
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("width", [375, 1280])
def test_the_menu_and_the_languages_open_without_script(open_page, width):
    page = open_page(width, java_script_enabled=False)
    menu = page.get_by_role("navigation", name="Main menu")
    if width < 996:
        assert not menu.get_by_text("How to apply", exact=True).is_visible()
        menu.get_by_text("Menu", exact=True).click()
    menu.get_by_text("About EPSO", exact=True).click()
    assert menu.get_by_role("link", name="Institutions we serve").is_visible()
    page.locator(".language-switch summary").click()
    page.get_by_role("link", name="Malti").click()
    assert page.locator("html").get_attribute("lang") == "mt"


@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_nothing_on_the_gallery(open_page, width):
    page = open_page(width)
    if width < 996:
        page.locator(".site-menu__toggle").click()
    page.locator(".site-menu__section summary").first.click()
    page.locator(".accordion summary").first.click()
    found = Axe().run(page, options=WCAG)
    assert found.response["violations"] == [], found.generate_report()


def test_escape_and_a_click_elsewhere_close_what_is_open(open_page):
    page = open_page(1280)
    languages = page.locator(".language-switch")
    languages.locator("summary").click()
    page.keyboard.press("Escape")
    assert languages.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    languages.locator("summary").click()
    page.mouse.click(300, 700)
    assert languages.get_attribute("open") is None


def test_one_section_of_the_menu_is_open_at_a_time(open_page):
    page = open_page(1280)
    sections = page.locator(".site-menu__section")
    sections.nth(0).locator("summary").click()
    sections.nth(1).locator("summary").click()
    assert sections.nth(0).get_attribute("open") is None
    assert sections.nth(1).get_attribute("open") == ""


def test_the_skip_link_is_first_and_leads_to_the_main_part(open_page):
    page = open_page(1280, "en/job-opportunities/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.locator(".ecl-skip-link").bounding_box()["height"] >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_summary_of_errors_takes_the_focus(open_page):
    page = open_page(1280, "en/account/signup/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").first.click()
    assert page.evaluate("document.activeElement.id") == "id_email"


def test_paper_shows_the_words_without_the_frame(open_page):
    page = open_page(1280)
    page.emulate_media(media="print")
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator(".site-footer").is_visible()
    assert page.locator("main h1").first.is_visible()
    assert page.get_by_text("Citizens of the Union.").is_visible()


def test_in_forced_colours_buttons_keep_an_edge_and_a_checked_box_is_seen(open_page):
    page = open_page(1280, forced_colors="active")
    edges = page.evaluate(
        "[...document.querySelectorAll('.ecl-button, .button')].filter(b => b.offsetParent)"
        ".map(b => getComputedStyle(b).borderTopWidth)"
    )
    assert set(edges) - {"1px", "2px"} == set()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('input[type=checkbox]')).appearance") == "auto"
    )
