"""One's own data in a browser: the file, a request to erase, and a receipt that a stranger checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data_rights.models import DataExport, DataRequest
from data_rights.states import RequestKind
from data_rights.tasks import write_export
from receipts.services import receipt_of
from tests.e2e.people import Person
from tests.factories import make_candidate, make_submitted_application

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_candidate_takes_her_data_and_asks_for_erasure(
    browser: Browser, live_server: Any, settings: Any, tmp_path: Any
) -> None:
    settings.VAR_DIR = tmp_path
    application = make_submitted_application(candidate=make_candidate(language="en"))
    submission = application.current_submission
    candidate = Person(browser, live_server.url, application.candidate.email, "en").signs_in()
    page = candidate.page
    page.set_viewport_size({"width": 375, "height": 800})

    candidate.goes_to("account/my-data/")
    page.get_by_role("button", name="Make the file").click()
    candidate.looks()
    write_export(DataExport.objects.get().job_id)
    candidate.goes_to("account/my-data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Everything about me").click()
    assert download.value.suggested_filename == "my-data.zip"

    page.get_by_role("link", name="See what can be erased").click()
    candidate.looks()
    page.get_by_role("link", name="Ask for erasure").click()
    candidate.looks()
    page.get_by_role("button", name="Send").click()
    candidate.looks()
    request = DataRequest.objects.get()
    assert (request.kind, page.text_content(".facts .code")) == (RequestKind.ERASE, request.number)

    candidate.goes_to("account/receipts/")
    receipt = receipt_of(submission=submission, now=submission.submitted_at)
    stranger = Person(browser, live_server.url, "", "en")
    stranger.goes_to(f"receipts/{receipt.code}/")
    stranger.page.fill("[name=sha256]", submission.sha256)
    stranger.page.get_by_role("button", name="Compare", exact=True).click()
    stranger.page.get_by_text("The fingerprints are the same.").wait_for()
    stranger.looks()
    stranger.goes_to("receipts/days/")
