"""Writes of the profile: each by its owner, for herself. The record of changes names no content."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from competitions.models import CompetitionField
from core.services import record_audit
from profiles.models import PERSONAL_COLUMNS, Consents, Experience, IdentityDocument, Motivation, Profile
from profiles.sections import COLUMNS, MODELS, MOST_ENTRIES, Section, entries_of

CONSENTS_VERSION: Final = "1"
CONSENTS: Final = ("allows_positive_action", "allows_publication")
IDENTITY_COLUMNS: Final = ("document_type", "number", "issuing_country", "expiry_date")

Values = Mapping[str, Any]


class TooManyEntries(ValidationError):
    """A list of the CV is full."""

    def __init__(self, most: int) -> None:
        text = _("You cannot enter more than %(most)s.")
        super().__init__(text, code="too_many_entries", params={"most": most})


@transaction.atomic
def save_profile(*, user: User, values: Values, now: datetime) -> Profile:
    """Save personal data; `values` may hold the language of communication too."""
    columns = {name: values[name] for name in (*PERSONAL_COLUMNS, "salutation")}
    profile, _is_new = Profile.objects.update_or_create(user=user, defaults={**columns, "changed_at": now})
    if "language" in values:
        User.objects.filter(pk=user.pk).update(language=values["language"])
    record_audit(now=now, by=user, verb="change", subject=profile)
    return profile


@transaction.atomic
def save_identity_document(*, user: User, values: Values, now: datetime) -> IdentityDocument:
    """Save the identity card or passport, in place of the one before."""
    columns = {name: values[name] for name in IDENTITY_COLUMNS}
    document, _is_new = IdentityDocument.objects.update_or_create(
        user=user, defaults={**columns, "changed_at": now}
    )
    record_audit(now=now, by=user, verb="change", subject=document)
    return document


@transaction.atomic
def save_motivation(*, user: User, text: str, now: datetime) -> None:
    """Keep a text of motivation; an empty one deletes it."""
    if text:
        Motivation.objects.update_or_create(user=user, defaults={"text": text, "changed_at": now})
    else:
        Motivation.objects.filter(user=user).delete()


@transaction.atomic
def save_consents(*, user: User, values: Values, now: datetime) -> Consents:
    """Write down what the person allows, with the version of the text she read."""
    given = {name: bool(values[name]) for name in CONSENTS}
    consents, _is_new = Consents.objects.update_or_create(
        user=user, defaults={**given, "text_version": CONSENTS_VERSION, "changed_at": now}
    )
    details = {**given, "text_version": CONSENTS_VERSION}
    record_audit(now=now, by=user, verb="consent", subject=consents, details=details)
    return consents


@transaction.atomic
def save_entry(*, user: User, section: Section, values: Values, pk: int | None = None, now: datetime) -> Any:
    """Add an entry to a list, or change the one with `pk`.

    Raises TooManyEntries when the list is full, DoesNotExist where the person has no such entry,
    ValidationError for what the database refuses.
    """
    User.objects.select_for_update(no_key=True).get(
        pk=user.pk
    )  # one entry after the other: lists have a limit
    rows = entries_of(user, section)
    if pk is not None:
        row = rows.get(pk=pk)
    elif rows.count() < MOST_ENTRIES[section]:
        row = MODELS[section](user=user)
    else:
        raise TooManyEntries(MOST_ENTRIES[section])
    for name in COLUMNS[section]:
        if name in values:
            setattr(row, name, values[name])
    row.validate_constraints()
    row.save()
    record_audit(now=now, by=user, verb="change" if pk else "add", subject=row)
    return row


@transaction.atomic
def delete_entry(*, user: User, section: Section, pk: int, now: datetime) -> None:
    """Take an entry out of a list. Raises DoesNotExist where the person has no such entry."""
    row = entries_of(user, section).get(pk=pk)
    record_audit(now=now, by=user, verb="delete", subject=row)
    row.delete()


@transaction.atomic
def choose_experience(*, user: User, field: CompetitionField, chosen: Iterable[int]) -> None:
    """Say which entries of experience are in `field`: those with these keys, and no others."""
    wanted = set(chosen)
    for row in Experience.objects.filter(user=user).select_for_update():
        if row.pk in wanted:
            row.in_fields.add(field)
        else:
            row.in_fields.remove(field)


@transaction.atomic
def add_to_cv(
    *, user: User, personal: Values | None, entries: Iterable[tuple[Section, Values]], now: datetime
) -> int:
    """Add what a person took over from a file, all of it or nothing; return the number of entries."""
    if personal is not None:
        save_profile(user=user, values=personal, now=now)
    added = 0
    for section, values in entries:
        save_entry(user=user, section=section, values=values, now=now)
        added += 1
    return added
