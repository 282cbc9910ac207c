"""People to try the site with. Never in production: the setting LOAD_DEMONSTRATION asks for them."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.services import create_person
from careers.models import Institution
from competitions.models import Competition
from recruitment.models import Recruiter
from selection.models import BoardMembership

PASSWORD: Final = "demonstration-only"  # noqa: S105 -- printed on the terminal, on purpose


@dataclass(frozen=True, slots=True)
class DemonstrationPerson:
    """One sign-in; `institution` is the code of a recruiter's institution."""

    email: str
    first_names: str
    family_names: str
    task: str
    roles: tuple[Role, ...] = ()
    language: str = "en"
    institution: str = ""
    is_operator: bool = False


PEOPLE: Final = (
    DemonstrationPerson("candidate@demo.example", "Anneke", "de Vries", "Candidate, in Dutch", language="nl"),
    DemonstrationPerson(
        "candidate2@demo.example", "Eleni", "Nikolaidou", "Candidate, in Greek", language="el"
    ),
    DemonstrationPerson(
        "candidate3@demo.example", "Marija", "Kovačić", "Candidate, in Croatian", language="hr"
    ),
    DemonstrationPerson(
        "manager@demo.example", "Jonas", "Weber", "Competition manager", (Role.COMPETITION_MANAGER,)
    ),
    DemonstrationPerson(
        "approver@demo.example", "Claire", "Martin", "Approves letters", (Role.COMPETITION_MANAGER,), "fr"
    ),
    DemonstrationPerson(
        "board@demo.example", "Piotr", "Nowak", "Selection board member", (Role.BOARD_MEMBER,), "pl"
    ),
    DemonstrationPerson(
        "secretary@demo.example", "Sofia", "Rossi", "Selection board secretary", (Role.BOARD_SECRETARY,), "it"
    ),
    DemonstrationPerson("editor@demo.example", "Liis", "Tamm", "Editor", (Role.EDITOR,), "et"),
    DemonstrationPerson("support@demo.example", "Ana", "Silva", "Support agent", (Role.SUPPORT,), "pt"),
    DemonstrationPerson(
        "access@demo.example", "Maria", "Zammit", "Accessibility officer", (Role.ACCESSIBILITY_OFFICER,), "mt"
    ),
    DemonstrationPerson("legal@demo.example", "Niamh", "Byrne", "Legal officer", (Role.LEGAL,), "ga"),
    DemonstrationPerson("auditor@demo.example", "Ivan", "Petrov", "Auditor", (Role.AUDITOR,), "bg"),
    DemonstrationPerson(
        *("recruiter@demo.example", "Elsa", "Lindström", "Recruiter, Council"),
        *((Role.RECRUITER,), "sv", "CONSIL"),
    ),
    DemonstrationPerson(
        *("recruiter2@demo.example", "Carlos", "García", "Recruiter, Commission"),
        *((Role.RECRUITER,), "es", "COM"),
    ),
    DemonstrationPerson(
        "operator@demo.example", "Mikko", "Virtanen", "Operator: every permission", is_operator=True
    ),
)


class Command(BaseCommand):
    help = "Load the demonstration people; those that exist keep their password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write-to", type=Path, help="also write the table of sign-ins to this file")

    def handle(self, *args: Any, write_to: Path | None = None, **options: Any) -> None:
        """Load them and print their sign-ins. Raises CommandError where no demonstration is asked for."""
        if not settings.LOAD_DEMONSTRATION:
            raise CommandError("Demonstration people are loaded only where LOAD_DEMONSTRATION is on.")
        load_people(now=timezone.now())
        table = sign_ins()
        if write_to is not None:
            write_to.parent.mkdir(parents=True, exist_ok=True)
            write_to.write_text(table, encoding="utf-8")
        self.stdout.write(table)


def sign_ins() -> str:
    """The addresses, one a line with what each is for, and their password."""
    width = max(len(person.email) for person in PEOPLE)
    lines = [f"  {person.email:<{width}}  {person.task}" for person in PEOPLE]
    return "\n".join([f"Demonstration sign-ins, all with the password {PASSWORD}", *lines, ""])


@transaction.atomic
def load_people(*, now: datetime) -> int:
    """Create the missing ones of PEOPLE and their places in institutions and boards; return how many."""
    addresses = [person.email for person in PEOPLE]
    present = set(User.objects.filter(email__in=addresses).values_list("email", flat=True))
    missing = [person for person in PEOPLE if person.email not in present]
    if missing:
        encoded = make_password(PASSWORD)
        for person in missing:
            _create(person, encoded, now)
    _seat_boards()
    return len(missing)


def _create(person: DemonstrationPerson, encoded_password: str, now: datetime) -> None:
    user = create_person(
        email=person.email,
        language=person.language,
        roles=person.roles,
        is_staff=True if person.is_operator else None,
        first_names=person.first_names,
        family_names=person.family_names,
        encoded_password=encoded_password,
        is_demonstration=True,
        now=now,
    )
    if person.is_operator:
        user.is_superuser = True
        user.save(update_fields=["is_superuser"])
    institution = Institution.objects.filter(code=person.institution).first()
    if institution is not None:
        Recruiter.objects.create(user=user, institution=institution)


def _seat_boards() -> None:
    """Let the demonstration board and its secretary see every demonstration competition there is."""
    board = [
        person.email for person in PEOPLE if {Role.BOARD_MEMBER, Role.BOARD_SECRETARY} & set(person.roles)
    ]
    BoardMembership.objects.bulk_create(
        [
            BoardMembership(user=user, competition=competition)
            for user in User.objects.filter(email__in=board)
            for competition in Competition.objects.filter(is_demonstration=True)
        ],
        ignore_conflicts=True,
    )
