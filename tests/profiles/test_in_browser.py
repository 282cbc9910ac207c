"""From an empty profile to a CV held against a notice, in a browser, with the keyboard and without script."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from profiles.models import Experience, Profile
from tests.e2e.people import Person
from tests.factories import make_candidate, make_competition
from tests.profiles.europass_files import SKILLS_PASSPORT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cv_file(tmp_path: Path) -> Path:
    path = tmp_path / "cv.xml"
    path.write_text(SKILLS_PASSPORT)
    return path


@pytest.mark.parametrize("width", [320, 1280])
def test_a_europass_cv_is_imported_checked_and_held_against_a_notice(
    browser: Browser, live_server: Any, cv_file: Path, width: int
) -> None:
    competition = make_competition(
        fields=[{"routes": [(3, 6, 4)]}], eligibility_reference_date=date(2020, 8, 31)
    )
    candidate = make_candidate()
    person = Person(browser, live_server.url, candidate.email, "en").signs_in()
    person.page.set_viewport_size({"width": width, "height": 800})
    person.goes_to("account/profile/").follows("Import a Europass CV")
    person.page.set_input_files("input[type=file]", cv_file)
    person.presses("Read the file")
    assert "Elvish" in person.reads()
    person.presses("Add these to my CV")
    assert "There is a problem" in person.reads()
    person.page.locator("[name=personal-place_of_birth]").fill("Athens")
    person.page.locator("[name=personal-country_of_birth]").select_option("GR")
    person.page.locator("[name=experience-1-take]").uncheck()
    person.presses("Add these to my CV")
    assert "Added to your CV: 4 entries." in person.reads()
    assert Profile.objects.get(user=candidate).family_names == "Παπαδοπούλου"
    assert Experience.objects.filter(user=candidate).count() == 1
    person.goes_to(f"account/profile/against/{competition.slug}/")
    assert "You have 60 of 72 months" in person.reads()
    person.page.locator("main section a").click()
    person.looks().page.locator("[name=entries]").check()
    person.presses("Save")
    assert "You have 60 of 48 months" in person.reads()


def test_every_page_of_the_profile_is_accessible_at_phone_width(browser: Browser, live_server: Any) -> None:
    candidate = make_candidate()
    person = Person(browser, live_server.url, candidate.email, "en").signs_in()
    person.page.set_viewport_size({"width": 320, "height": 700})
    for path in (
        *("personal", "identity-document", "motivation", "consents", "against", "import"),
        *("languages", "education", "experience", "languages/new", "education/new", "experience/new"),
    ):
        person.goes_to(f"account/profile/{path}/")
        too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert person.page.evaluate(too_wide) <= 0, path


def test_without_script_an_entry_is_added(browser: Browser, live_server: Any) -> None:
    candidate = make_candidate()
    person = Person(browser, live_server.url, candidate.email, "en").signs_in()
    context = browser.new_context(
        java_script_enabled=False, storage_state=person.page.context.storage_state()
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/en/account/profile/experience/new/")
    page.locator("main [name=employer]").fill("Court of Auditors")
    page.locator("main [name=position]").fill("Auditor")
    page.locator("main [name=start_date]").fill("2020-01-01")
    page.locator("main [name=description]").fill("Checked the accounts of programmes.")
    page.locator("main form [type=submit]").click()
    assert "Auditor, Court of Auditors" in page.locator("main").inner_text()
    context.close()
