"""Accounts that may be one person's: names that are alike, and what staff are told."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.likeness import are_similar_names
from accounts.models import DuplicateState, LikenessReason, PossibleDuplicate
from accounts.services import decide_possible_duplicate, flag_possible_duplicate
from core.models import AuditRecord
from tests.factories import make_staff


@pytest.mark.parametrize(
    "one, other, alike",
    [
        (("Anna Maria", "de Vries"), ("ANNA", "DE VRIES"), True),
        (("Zoë", "Müller-Žižka"), ("zoe", "Muller Zizka"), True),
        (("Nikos", "Papadopoulos"), ("Papadopoulos", "Nikos"), True),
        (("Jürgen", "Groß"), ("Jurgen", "Gross"), True),
        (("Katarzyna", "Nowak"), ("Katarzina", "Nowak"), True),
        (("Νίκος", "Παπαδόπουλος"), ("Νικος", "Παπαδοπουλος"), True),
        (("Anna", "de Vries"), ("Anna", "Jansen"), False),
        (("Ana", "Li"), ("Eva", "Li"), False),
        (("Maria", "Silva"), ("Mario", "Costa"), False),
        (("", ""), ("", ""), False),
        (("Maria", ""), ("Maria", "Silva"), False),
        (("Madonna", ""), ("Madonna", ""), True),
    ],
)
def test_spelling_order_and_accents_do_not_count(one: Any, other: Any, alike: bool) -> None:
    assert (are_similar_names(one, other), are_similar_names(other, one)) == (alike, alike)


@pytest.fixture
def pair(person: Any) -> PossibleDuplicate:
    first, second = person(), person("m.p@example.eu")
    found = flag_possible_duplicate(
        one=second, other=first, reasons=[LikenessReason.NAMES, LikenessReason.BIRTH], now=timezone.now()
    )
    assert found is not None
    return found


@pytest.mark.django_db
def test_a_pair_is_told_once_whichever_comes_first(pair: PossibleDuplicate) -> None:
    again = flag_possible_duplicate(one=pair.first, other=pair.second, reasons=[], now=timezone.now())
    assert (again, PossibleDuplicate.objects.count(), pair.reasons) == (None, 1, ["BIRTH", "NAMES"])


@pytest.mark.django_db
def test_staff_decide_and_it_is_written_down(client: Client, pair: PossibleDuplicate) -> None:
    client.force_login(make_staff("accounts.view_possibleduplicate", "accounts.change_possibleduplicate"))
    data = {"action": "call_two_people", "_selected_action": [pair.pk]}
    client.post("/en/admin/accounts/possibleduplicate/", data)
    pair.refresh_from_db()
    assert pair.state == DuplicateState.DISMISSED
    assert AuditRecord.objects.filter(verb="decide_possible_duplicate").count() == 1
    assert client.get("/en/admin/accounts/possibleduplicate/").status_code == 200


@pytest.mark.django_db
def test_who_lacks_the_permission_decides_nothing(pair: PossibleDuplicate) -> None:
    viewer = make_staff("accounts.view_possibleduplicate")
    with pytest.raises(PermissionDenied):
        decide_possible_duplicate(pair=pair, state=DuplicateState.CONFIRMED, by=viewer, now=timezone.now())
    pair.refresh_from_db()
    assert pair.state == DuplicateState.OPEN


@pytest.mark.django_db
def test_a_decision_that_cannot_be_written_down_is_not_made(
    pair: PossibleDuplicate, monkeypatch: Any
) -> None:
    monkeypatch.setattr("accounts.services.duplicates.record_audit", lambda **_: 1 / 0)
    staff = make_staff("accounts.change_possibleduplicate")
    with pytest.raises(ZeroDivisionError):
        decide_possible_duplicate(pair=pair, state=DuplicateState.CONFIRMED, by=staff, now=timezone.now())
    pair.refresh_from_db()
    assert pair.state == DuplicateState.OPEN
