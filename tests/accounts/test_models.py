"""What the database refuses about people, and how they are found."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import change_roles, create_person
from core.models import AuditRecord

pytestmark = pytest.mark.django_db


def test_an_address_that_differs_in_case_alone_is_refused() -> None:
    User.objects.create_user("maria@example.eu")
    with pytest.raises(IntegrityError, match="user_one_account_per_address"):
        User.objects.create_user("MARIA@example.eu")


def test_a_person_understands_why_an_address_is_refused() -> None:
    User.objects.create_user("maria@example.eu")
    with pytest.raises(ValidationError) as refusal:
        User(email="MARIA@example.eu", password="x").full_clean()
    assert refusal.value.messages == ["There is an account with this e-mail address already."]


def test_a_language_that_is_none_of_the_24_is_refused() -> None:
    with pytest.raises(IntegrityError, match="user_language_official"):
        User.objects.create_user("maria@example.eu", language="tr")


def test_a_user_needs_an_address() -> None:
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_a_person_is_found_by_address_whatever_its_case() -> None:
    user = User.objects.create_user("maria@example.eu")
    assert User.objects.get_by_natural_key("Maria@Example.eu") == user
    assert User.objects.with_address(" MARIA@example.eu ").get() == user


def test_a_person_is_called_by_her_names_or_else_by_her_address() -> None:
    user = User(email="maria@example.eu")
    assert (user.get_full_name(), user.get_short_name(), str(user)) == ("maria@example.eu",) * 3
    user.first_names, user.family_names = "Maria", "Rossi"
    assert (user.get_full_name(), user.get_short_name()) == ("Maria Rossi", "Maria")


def test_candidates_have_no_role_and_the_others_are_found_by_theirs() -> None:
    now = timezone.now()
    User.objects.create_user("candidate@example.eu")
    editor = create_person(email="e@example.eu", language="en", roles=[Role.EDITOR], now=now)
    recruiter = create_person(email="r@example.eu", language="en", roles=[Role.RECRUITER], now=now)
    closed = User.objects.create_user("closed@example.eu", is_active=False, is_staff=True)
    assert list(User.objects.with_a_role().order_by("pk")) == [editor, recruiter, closed]
    assert list(User.objects.in_role(Role.RECRUITER)) == [recruiter]
    assert list(User.objects.with_a_role().active().order_by("pk")) == [editor, recruiter]
    assert (editor.is_staff, recruiter.is_staff) == (True, False)


def test_taking_the_last_role_of_staff_closes_the_administration_to_her() -> None:
    now = timezone.now()
    chief = User.objects.create_superuser("chief@example.eu")
    person = create_person(email="e@example.eu", language="en", roles=[Role.EDITOR], now=now)
    change_roles(user=person, roles=[Role.RECRUITER], by=chief, now=now)
    person.refresh_from_db()
    assert person.is_staff is False
    record = AuditRecord.objects.get(verb="change_roles")
    assert (record.by, record.details) == (chief, {"before": ["editor"], "after": ["recruiter"]})


def test_a_person_is_not_created_twice() -> None:
    now = timezone.now()
    create_person(email="maria@example.eu", language="en", now=now)
    with pytest.raises(ValidationError):
        create_person(email="Maria@example.eu", language="en", now=now)
    assert (User.objects.count(), AuditRecord.objects.filter(verb="create_person").count()) == (1, 1)
