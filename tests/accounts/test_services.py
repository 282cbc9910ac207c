"""What people may have changed about them, and the record each change leaves."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import change_language, change_names, change_roles, create_person, verify_address
from core.models import AuditRecord

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def create(email: str = "anna@example.eu", **values: Any) -> User:
    return create_person(email=email, language="nl", now=NOW, **values)


def records() -> list[tuple[str, Any]]:
    return list(AuditRecord.objects.order_by("pk").values_list("verb", "details"))


@pytest.mark.parametrize(
    "values, is_staff",
    [
        ({}, False),
        ({"roles": [Role.EDITOR]}, True),
        ({"roles": [Role.RECRUITER]}, False),
        ({"roles": [Role.EDITOR], "is_staff": False}, False),
        ({"is_staff": True}, True),
    ],
)
def test_the_administration_opens_by_the_roles_unless_it_is_said(
    values: dict[str, Any], is_staff: bool
) -> None:
    person = create(**values)
    assert person.is_staff is is_staff
    assert records() == [("create_person", {"roles": sorted(values.get("roles", []))})]


def test_a_person_without_a_password_cannot_sign_in_by_one() -> None:
    assert not create().has_usable_password()


def test_a_password_that_was_encoded_is_taken_as_it_is() -> None:
    person = create(encoded_password=make_password("a long password of hers"))
    assert check_password("a long password of hers", person.password)


def test_a_role_that_the_database_lacks_is_refused_and_nobody_is_created() -> None:
    Group.objects.filter(name=Role.LEGAL).delete()
    with pytest.raises(ValidationError, match="run the migrations"):
        create(roles=[Role.LEGAL])
    assert User.objects.count() == AuditRecord.objects.count() == 0


def test_the_verified_address_is_the_only_one() -> None:
    person = create("Anna@Example.eu")
    EmailAddress.objects.create(user=person, email="old@example.eu", verified=True)
    verify_address(user=person)
    rows = EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")
    assert list(rows) == [("anna@example.eu", True, True)]


def test_roles_are_exactly_those_given() -> None:
    person = create(roles=[Role.EDITOR])
    change_roles(user=person, roles=[Role.RECRUITER], by=None, now=NOW)
    person.refresh_from_db()
    assert (person.is_staff, [group.name for group in person.groups.all()]) == (False, ["recruiter"])
    assert records()[-1] == ("change_roles", {"before": ["editor"], "after": ["recruiter"]})


def test_an_operator_keeps_the_administration_without_a_role() -> None:
    person = create(is_staff=True)
    person.is_superuser = True
    person.save()
    change_roles(user=person, roles=[], by=None, now=NOW)
    assert person.is_staff


def test_a_language_is_changed_once() -> None:
    person = create()
    for _time in range(2):
        change_language(user=person, language="mt", by=person, now=NOW)
    person.refresh_from_db()
    assert person.language == "mt"
    assert records()[1:] == [("change_language", {"before": "nl", "after": "mt"})]


def test_a_language_that_is_none_of_the_24_is_refused() -> None:
    person = create()
    with pytest.raises(ValidationError):
        change_language(user=person, language="tr", by=person, now=NOW)
    person.refresh_from_db()
    assert person.language == "nl"


def test_names_are_changed_once_and_are_not_in_the_record() -> None:
    person = create()
    for _time in range(2):
        change_names(user=person, first_names="Els", family_names="Jansen", by=person, now=NOW)
    person.refresh_from_db()
    assert person.get_full_name() == "Els Jansen"
    assert records()[1:] == [("change_names", {})]
