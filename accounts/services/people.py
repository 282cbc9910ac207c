"""Writes to people: new accounts and what people change about themselves, each with its audit record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import STAFF_ROLES, Role
from core.services import record_audit


@transaction.atomic
def create_person(
    *,
    email: str,
    language: str,
    roles: Iterable[Role] = (),
    now: datetime,
    by: Any = None,
    is_staff: bool | None = None,
    first_names: str = "",
    family_names: str = "",
    encoded_password: str = "",
    is_demonstration: bool = False,
) -> User:
    """Create a person whose address is taken as verified, with `roles`.

    `is_staff` follows from the roles unless it is given. `encoded_password` is the outcome of
    `make_password`; without it the person sets a password through "Forgot your password?".
    Raises ValidationError for an address that has an account or a language that is none of the 24.
    """
    held = frozenset(Role(role) for role in roles)
    person = User(
        email=User.objects.normalize_email(email),
        language=language,
        first_names=first_names,
        family_names=family_names,
        is_staff=bool(held & STAFF_ROLES) if is_staff is None else is_staff,
        is_demonstration=is_demonstration,
        date_joined=now,
    )
    _set_encoded_password(person, encoded_password)
    person.full_clean()
    person.save()
    verify_address(user=person)
    person.groups.set(_groups(held))
    record_audit(now=now, by=by, verb="create_person", subject=person, details={"roles": sorted(held)})
    return person


def verify_address(*, user: User) -> None:
    """Take the person's address as verified, without a link in an e-mail; other addresses are forgotten."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email.lower()).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def change_roles(*, user: User, roles: Iterable[Role], by: Any, now: datetime) -> None:
    """Give the person exactly `roles`, and the administration if one of them needs it."""
    held = frozenset(Role(role) for role in roles)
    before = sorted(user.groups.values_list("name", flat=True))
    user.groups.set(_groups(held))
    user.is_staff = bool(held & STAFF_ROLES) or user.is_superuser
    user.save(update_fields=["is_staff"])
    details = {"before": before, "after": sorted(held)}
    record_audit(now=now, by=by, verb="change_roles", subject=user, details=details)


@transaction.atomic
def change_language(*, user: User, language: str, by: Any, now: datetime) -> None:
    """Write to the person in `language` from now on. Nothing is written where it is hers already."""
    if user.language == language:
        return
    details = {"before": user.language, "after": language}
    user.language = language
    user.clean_fields(exclude=[field.name for field in User._meta.fields if field.name != "language"])
    user.save(update_fields=["language"])
    record_audit(now=now, by=by, verb="change_language", subject=user, details=details)


@transaction.atomic
def change_names(*, user: User, first_names: str, family_names: str, by: Any, now: datetime) -> None:
    """Change how the person is called; the audit record says that it changed, and not the names."""
    if (user.first_names, user.family_names) == (first_names, family_names):
        return
    user.first_names, user.family_names = first_names, family_names
    user.save(update_fields=["first_names", "family_names"])
    record_audit(now=now, by=by, verb="change_names", subject=user)


def _set_encoded_password(person: User, encoded_password: str) -> None:
    if encoded_password:
        person.password = encoded_password
    else:
        person.set_unusable_password()


def _groups(roles: frozenset[Role]) -> list[Group]:
    groups = list(Group.objects.filter(name__in=roles))
    if len(groups) != len(roles):
        raise ValidationError(_("A role is missing in the database: run the migrations."))
    return groups
