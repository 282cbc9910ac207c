"""Two accounts that look like one person's are told to staff at night, once, and nobody is stopped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import PossibleDuplicate
from applications.models import PersonalData
from applications.services.likeness import flag_possible_duplicates
from tests.factories import make_candidate, make_competition, make_submitted_application

pytestmark = pytest.mark.django_db


def handed_in(family_names: str, *, born: date = date(1995, 4, 30), candidate: Any = None) -> Any:
    """A candidate whose application is submitted under these names."""
    application: Any = make_submitted_application(candidate=candidate or make_candidate())
    PersonalData.objects.filter(application=application).update(family_names=family_names, date_of_birth=born)
    return application.candidate


def flagged(*, after: timedelta = timedelta(0)) -> int:
    return flag_possible_duplicates(now=timezone.now() + after)


def test_the_same_names_and_day_of_birth_in_two_accounts_are_told_once():
    one, other = handed_in("de Vries"), handed_in("DE VRIES")
    assert (flagged(), flagged()) == (1, 0)
    pair = PossibleDuplicate.objects.get()
    assert {pair.first, pair.second} == {one, other}
    assert sorted(pair.reasons) == ["BIRTH", "NAMES"]


@pytest.mark.parametrize(
    "values", [{"family_names": "Papadopoulou"}, {"family_names": "de Vries", "born": date(1995, 5, 1)}]
)
def test_other_names_or_another_day_are_not_alike(values):
    handed_in("de Vries")
    handed_in(**values)
    assert flagged() == 0


def test_two_applications_of_one_account_are_one_person():
    person = handed_in("de Vries")
    make_competition()
    handed_in("de Vries", candidate=person)
    assert flagged() == 0


def test_who_handed_in_long_ago_is_compared_only_with_who_hands_in_now():
    handed_in("de Vries")
    handed_in("de Vries")
    assert flagged(after=timedelta(days=3)) == 0
