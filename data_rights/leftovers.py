"""What goes with an account that is erased, besides its letters: one table."""

from collections.abc import Mapping
from typing import Any, Final

from django.apps import apps
from django.db import transaction

from accounts.models import User
from documents.models import Document
from documents.storage import document_storage

GOES: Final[Mapping[str, str]] = {
    "careers.SavedOpportunity": "user",
    "profiles.Profile": "user",
    "profiles.IdentityDocument": "user",
    "profiles.Consents": "user",
    "profiles.Motivation": "user",
    "profiles.LanguageSkill": "user",
    "profiles.Education": "user",
    "profiles.Experience": "user",
    "accounts.AddressChange": "person",
    "accounts.KnownDevice": "person",
    "accounts.Session": "person",
    "notifications.SilencedTopic": "person",
    "dashboard.CalendarAddress": "person",
    "socialaccount.SocialAccount": "user",
    "mfa.Authenticator": "user",
}
"""{model: the way to its owner}. Who looked at a file, and what was done, stay on record."""


def erase_rows_of(person: User) -> None:
    """Delete, in the present transaction, the CV, the documents and what the account kept for its owner."""
    documents = Document.objects.filter(owner=person)
    paths = list(documents.values_list("path", flat=True))
    documents.delete()
    transaction.on_commit(lambda: _forget(paths))
    for label, owner in GOES.items():
        own: dict[str, Any] = {owner: person.pk}
        apps.get_model(label)._base_manager.filter(**own).delete()


def _forget(paths: list[str]) -> None:
    for path in paths:
        document_storage().delete(path)
