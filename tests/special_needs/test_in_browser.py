"""A candidate asks for special needs adjustments at a real browser, on a phone; every page passes axe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from special_needs.models import AccommodationRequest
from tests.e2e.people import Person
from tests.factories import make_application, make_candidate, make_competition

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_candidate_asks_for_adjusted_tests(browser: Browser, live_server: Any) -> None:
    application = make_application(
        candidate=make_candidate(), competition=make_competition(tests=({}, {})), is_complete=False
    )
    person = Person(browser, live_server.url, application.candidate.email, "en").signs_in()
    person.page.set_viewport_size({"width": 320, "height": 800})
    person.goes_to("account/special-needs/")
    person.goes_to(f"account/applications/{application.number}/")
    person.follows("Special needs adjustments").presses("Ask for adjustments")
    person.page.locator("[name=tests]").first.check()
    person.page.get_by_label("Pregnancy").check()
    person.page.get_by_label("What the tests make difficult for you").fill("Sitting for two hours.")
    person.page.get_by_label("Breaks").check()
    person.presses("Save")
    person.presses("Submit the request")
    assert "Sitting for two hours." in person.reads()
    assert AccommodationRequest.objects.get().state == "SUBMITTED"
