"""Who is told that a reserve list ends soon or has ended, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from competitions.models import Competition
from notifications.models import Letter
from recruitment.models import Laureate, ReserveList
from recruitment.services import tell_of_list_ends
from recruitment.tasks import tell_of_ends
from tests.recruitment.factories import NOW, load_competition, make_candidacy, make_list

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SOON, ENDED = "reserve_list_ends_soon", "reserve_list_ended"


@pytest.fixture
def reserve_list(settings: Any) -> ReserveList:
    """A list of two laureates, one of them removed, that ends in 40 days."""
    settings.LIST_END_LETTER_DAYS = 30
    field = load_competition().fields.first()
    assert field is not None
    made = make_list(make_candidacy(field), make_candidacy(field), valid_until=NOW.date() + 40 * DAY)
    Competition.objects.filter(pk=field.competition_id).update(state="LIST_PUBLISHED")
    removed = Laureate.objects.order_by("pk").last()
    assert removed is not None
    removed.removed_at, removed.removal_reason = NOW, "Recruited."
    removed.save()
    return made


def events() -> list[str]:
    return list(Letter.objects.order_by("pk").values_list("event", flat=True))


@pytest.mark.parametrize(
    "day, expected", [(9, []), (10, [SOON]), (40, [SOON]), (41, [ENDED]), (70, [ENDED]), (71, [])]
)
def test_a_laureate_reads_of_the_end_from_a_month_before_it_to_a_month_after(
    reserve_list: ReserveList, day: int, expected: list[str]
) -> None:
    assert tell_of_list_ends(now=NOW + day * DAY) == len(expected)
    assert events() == expected


def test_each_letter_is_written_once_for_each_last_day(reserve_list: ReserveList) -> None:
    for day in (20, 21, 45, 46):
        tell_of_list_ends(now=NOW + day * DAY)
    assert events() == [SOON, ENDED]


def test_a_list_that_was_extended_ends_anew(reserve_list: ReserveList) -> None:
    tell_of_list_ends(now=NOW + 20 * DAY)
    ReserveList.objects.update(valid_until=NOW.date() + 100 * DAY)
    assert tell_of_list_ends(now=NOW + 50 * DAY) == 0
    assert tell_of_list_ends(now=NOW + 80 * DAY) == 1
    assert events() == [SOON, SOON]


@pytest.mark.parametrize("state", ["ANNULLED", "CANCELLED"])
def test_nobody_is_told_of_the_list_of_a_competition_that_was_undone(
    reserve_list: ReserveList, state: str
) -> None:
    Competition.objects.update(state=state)
    assert tell_of_list_ends(now=NOW + 20 * DAY) == 0


def test_the_letter_names_the_last_day_in_the_language_of_the_laureate(reserve_list: ReserveList) -> None:
    laureate = Laureate.objects.order_by("pk").first()
    assert laureate is not None
    person = laureate.application.candidate
    person.language = "nl"
    person.save()
    tell_of_list_ends(now=NOW + 20 * DAY)
    letter = Letter.objects.get()
    assert (letter.recipient, letter.language) == (person, "nl")
    assert str(reserve_list.valid_until.year) in letter.body
    assert f"/nl/account/applications/{laureate.application.number}/" in letter.body


def test_the_clock_asks_for_it(reserve_list: ReserveList) -> None:
    ReserveList.objects.update(valid_until=NOW.date() + 4000 * DAY)
    assert tell_of_ends() == 0
