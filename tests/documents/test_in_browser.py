"""Documents at a real browser: in pieces, across a cut, without script, on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from documents.models import Document, Upload
from tests.conftest import wait_until
from tests.documents import files
from tests.e2e.people import Person
from tests.factories import PASSWORD, make_candidate

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A picture of some megabytes, so that it goes in several pieces."""
    path = tmp_path / "Zeugnis.png"
    content = files.noise(900)
    assert len(content) > 2_000_000
    path.write_bytes(content)
    return path


@pytest.fixture
def candidate(browser: Browser, live_server: Any) -> Person:
    person = Person(browser, live_server.url, make_candidate(language="en").email, "en").signs_in()
    person.page.set_viewport_size({"width": 375, "height": 800})
    return person


def test_an_upload_survives_a_cut_and_a_new_page(candidate: Person, scan: Path) -> None:
    page = candidate.goes_to("account/documents/").page
    page.set_input_files("[name=file]", scan)
    page.route("**/uploads/*/?offset=1048576", lambda route: route.abort())
    page.click("[data-upload] [type=submit]")
    page.get_by_text("No connection.").wait_for()
    wait_until(lambda: Upload.objects.get().received == 1_048_576)

    page.unroute_all()
    candidate.complaints.clear()
    page.reload()
    page.set_input_files("[name=file]", scan)
    with page.expect_request("**/uploads/*/?offset=1048576"):
        page.click("[data-upload] [type=submit]")
    page.get_by_role("heading", level=1, name="Zeugnis.png").wait_for()
    document = Document.objects.get()
    assert (document.name, document.size, Upload.objects.count()) == ("Zeugnis.png", scan.stat().st_size, 0)
    candidate.looks()


def test_without_script_the_form_sends_the_file_at_once(
    browser: Browser, live_server: Any, candidate: Person, scan: Path
) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{live_server.url}/en/account/login/?next=/en/account/documents/")
    plain.fill("[name=login]", candidate.email)
    plain.fill("[name=password]", PASSWORD)
    plain.click("main [type=submit]")
    plain.set_input_files("[name=file]", scan)
    plain.select_option("[name=place]", "identity")
    plain.click("[data-upload] [type=submit]")
    assert plain.text_content("h1") == "Zeugnis.png"
    assert Document.objects.get().attachments.get().kind == "IDENTITY"
