"""The main job, end to end, as people do it: from a notice read in Dutch to a reserve list opened in Excel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from applications.models import Application
from competitions.models import Competition
from tests.e2e.people import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server: Any, settings: Any, start_worker: Any) -> str:
    """The real site with the real data and a real worker; its address."""
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.LOAD_DEMONSTRATION = True
    call_command("load_real_data")
    call_command("load_demonstration_people")
    start_worker()
    return str(live_server.url)


def demonstration() -> Competition:
    found: Competition = Competition.objects.filter(is_demonstration=True).get()
    return found


def apply(person: Person, competition: Competition) -> str:
    """Find the demonstration competition, read it, apply and submit; return the number of the application."""
    person.goes_to("").follows("Job opportunities")
    person.fills_in(q="DEMO").presses("Show results")
    person.follows(getattr(competition, f"title_{person.language}"))
    person.follows("Apply", "button on the page of a competition").presses("Start")
    number: str = Application.objects.get(candidate__email=person.email).number
    fill_in_every_step(person, competition)
    person.presses("Submit my application")
    assert person.says("Submitted") in person.reads()
    return number


def fill_in_every_step(person: Person, competition: Competition) -> None:
    """The steps in their order, each saved before the next is shown."""
    field = competition.fields.order_by("order").first()
    person.fills_in(
        family_names="de Vries", first_names="Anna Maria", date_of_birth="1995-02-28", place_of_birth="Gent",
        country_of_birth=("BE",), citizenship_1=("BE",), street="Wetstraat 1", postcode="1040",
        city="Brussel", country=("BE",), phone="+3221234567",
    ).presses("Save and continue")  # fmt: skip
    person.fills_in(field=(str(field.pk),), language_1=("nl",), language_2=("en",))
    person.presses("Save and continue")
    for language, level in (("nl", "C2"), ("en", "C1")):
        add_language(person, language, level)
    person.presses("This list is complete, continue")
    add_diploma(person)
    person.presses("This list is complete, continue")
    person.presses("This list is complete, continue")
    person.fills_in(motivation="Ik wil voor Europa werken.").presses("Save and continue")
    person.fills_in(
        has_citizen_rights=True, has_met_military_obligations=True, has_character_requirements=True,
        has_eligible_qualification=True, has_read_privacy_statement=True, has_declared_on_honour=True,
    ).presses("Save and continue")  # fmt: skip


def add_language(person: Person, language: str, level: str) -> None:
    person.follows("Add an entry")
    person.fills_in(language=(language,), listening=(level,), reading=(level,), speaking=(level,))
    person.fills_in(writing=(level,)).presses("Save")


def add_diploma(person: Person) -> None:
    person.follows("Add an entry")
    person.fills_in(
        title="Bachelor in de rechten", awarding_body="Universiteit Gent", country=("BE",), level="6",
        start_date="2013-09-15", end_date="2016-06-30", award_date="2016-06-30", gives_access=True,
    ).presses("Save")  # fmt: skip


def test_from_a_notice_in_dutch_to_a_reserve_list_in_a_spreadsheet(site: str, browser: Browser) -> None:
    competition = demonstration()
    anna = Person(browser, site, "anna@example.eu", "nl").signs_up()
    bram = Person(browser, site, "bram@example.eu", "nl").signs_up()
    anna_number, bram_number = apply(anna, competition), apply(bram, competition)
    assert anna_number != bram_number
