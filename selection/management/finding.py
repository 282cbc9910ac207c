"""What several commands look up."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from accounts.models import User
from competitions.models import Competition


def find_competition(reference: str) -> Competition:
    """The competition with this reference number. Raises CommandError where there is none."""
    competition: Competition | None = (
        Competition.objects.in_language().defer("document").filter(reference=reference).first()
    )
    if competition is None:
        raise CommandError(f"There is no competition {reference}.")
    return competition


def find_person(address: str) -> Any:
    """The person with this e-mail address. Raises CommandError where there is none."""
    person = User.objects.with_address(address).first()
    if person is None:
        raise CommandError(f"Nobody has the e-mail address {address}.")
    return person


def manifest_path(path: Path) -> Path:
    """Where the manifest of a file of results is looked for: results.csv → results.manifest.json."""
    return path.with_suffix(".manifest.json")
