"""The calendar file of a competition, read back with a library of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from competitions.calendars import calendar_of
from competitions.models import Competition, CompetitionTransition, PlanningRow, Test
from competitions.page import read_page
from core.formats import format_datetime_brussels

pytestmark = pytest.mark.usefixtures("shipped")

D1 = "/en/competitions/epso-ad-427-26/"


def events(client: Client, address: str = f"{D1}calendar.ics") -> dict[str, Any]:
    """The entries by the part of their identifier that says what they are."""
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    slug = address.split("/")[3]
    return {
        str(event["uid"]).partition("@")[0].removeprefix(f"{slug}-"): event
        for event in Calendar.from_ical(response.content).walk("VEVENT")
    }


def test_the_dates_are_those_of_the_notice() -> None:
    found = events(Client())
    starts = {name: event["dtstart"].dt for name, event in found.items()}
    assert starts == {
        "diploma": date(2026, 9, 30),
        "opening": date(2026, 2, 5),
        "deadline": datetime(2026, 3, 10, 11, tzinfo=UTC),
        "identity": datetime(2026, 3, 10, 11, tzinfo=UTC),
        "documents": datetime(2026, 10, 7, 10, tzinfo=UTC),
    }
    assert str(found["deadline"]["summary"]) == "EPSO/AD/427/26: Deadline for application"
    assert found["opening"]["dtend"].dt == date(2026, 2, 6)
    assert "dtend" not in found["deadline"]


@pytest.mark.parametrize("code", ["en", "nl", "bg", "mt"])
def test_each_time_is_written_as_the_page_writes_it(client: Client, code: str) -> None:
    found = events(client, f"/{code}/competitions/epso-ad-427-26/calendar.ics")
    page = client.get(f"/{code}/competitions/epso-ad-427-26/").content.decode()
    for name in ("deadline", "identity", "documents"):
        written = str(found[name]["description"]).split("\n")[1].partition(": ")[2]
        assert written in page
        assert written == format_datetime_brussels(found[name]["dtstart"].dt)
    title = getattr(Competition.objects.get(slug="epso-ad-427-26"), f"title_{code}")
    assert str(found["deadline"]["description"]).startswith(f"{title}\n")


def test_planned_stages_and_tests_are_tentative_and_those_over_are_not() -> None:
    Test.objects.filter(competition__slug="epso-demo-1-26", sequence=1).update(
        scheduled_at=datetime(2027, 1, 4, 9, tzinfo=UTC)
    )
    found = events(Client(), "/en/competitions/epso-demo-1-26/calendar.ics")
    assert found["test-1"]["status"] == found["stage-2"]["status"] == "TENTATIVE"
    assert found["deadline"]["status"] == "CONFIRMED"
    PlanningRow.objects.filter(competition__slug="epso-demo-1-26", number=2).update(state="COMPLETED")
    assert (
        events(Client(), "/en/competitions/epso-demo-1-26/calendar.ics")["stage-2"]["status"] == "CONFIRMED"
    )


@pytest.mark.parametrize(
    ("state", "status"), [("CANCELLED", "CANCELLED"), ("ANNULLED", "CANCELLED"), ("SUSPENDED", "TENTATIVE")]
)
def test_a_competition_that_was_stopped_says_so(state: str, status: str) -> None:
    Competition.objects.filter(slug="epso-ad-427-26").update(state=state)
    assert {str(event["status"]) for event in events(Client()).values()} == {status}


def test_what_is_announced_is_an_entry_until_the_notice_is_published() -> None:
    address = "/en/competitions/epso-ad-provisional-1-26/calendar.ics"
    found = events(Client(), address)
    assert found["announced"]["dtstart"].dt == date(2026, 9, 8)
    assert "PROVISIONAL" not in str(found["announced"]["summary"])
    competitions = Competition.objects.filter(slug="epso-ad-provisional-1-26")
    competitions.update(announced_for="2026-09", reserve_list_valid_until=date(2029, 1, 1))
    assert list(events(Client(), address)) == ["list"]


def test_the_file_is_the_same_until_the_competition_changes() -> None:
    competition = Competition.objects.get(slug="epso-ad-427-26")
    first = Client().get(f"{D1}calendar.ics").content
    assert Client().get(f"{D1}calendar.ics").content == first
    later = datetime(2030, 1, 1, 12, tzinfo=UTC)
    CompetitionTransition.objects.create(
        subject=competition, action="x", from_state="A", to_state="B", made_at=later
    )
    stamps = {event["dtstamp"].dt for event in events(Client()).values()}
    assert stamps == {later}


def test_a_competition_without_history_has_a_stamp_too() -> None:
    CompetitionTransition.objects.filter(subject__slug="epso-ad-428-26").delete()
    content = calendar_of(read_page("epso-ad-428-26"), url="https://example.eu/x", host="example.eu")
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["dtstamp"].dt == datetime(1970, 1, 1, tzinfo=UTC)
    assert str(event["uid"]) == "epso-ad-428-26-deadline@example.eu"


@pytest.mark.parametrize("slug", ["no-such-thing", "epso-ad-427-26%0d%0aX", "a" * 300])
def test_an_address_of_nothing_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/en/competitions/{slug}/calendar.ics").status_code == 404
