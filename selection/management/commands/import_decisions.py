"""`manage.py import_decisions REF FILE.csv --by EMAIL`."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from selection.management.finding import find_competition, find_person
from selection.services.eligibility import import_decisions


class Command(BaseCommand):
    help = "Take in the selection board's decisions on files (docs/results-format.md), all or none."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the member of the board")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the decisions, or say every fault."""
        competition, by = find_competition(options["reference"]), find_person(options["by"])
        try:
            with options["file"].open("rb") as source:
                count = import_decisions(competition=competition, source=source, by=by, now=timezone.now())
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except PermissionDenied as error:
            raise CommandError(f"{by} may not decide on files of {competition.reference}.") from error
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} decisions taken in.")
