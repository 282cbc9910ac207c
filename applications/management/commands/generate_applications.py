"""`manage.py generate_applications REF --count N --seed S`: synthetic candidates for trials of volume."""

import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import timezone

from applications.services.synthetic import generate_applications
from competitions.models import Competition


class Command(BaseCommand):
    help = "Give a demonstration competition synthetic candidates with submitted applications."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--count", type=int, required=True, help="how many there shall be with this seed")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the candidates, saying how far it is; Ctrl-C stops between slices and a new call goes on."""
        competition = Competition.objects.in_language().filter(reference=options["reference"]).first()
        if competition is None:
            raise CommandError(f"There is no competition {options['reference']}.")
        count, began = options["count"], time.monotonic()

        def report(done: int) -> None:
            self.stdout.write(f"{done} of {count} ({time.monotonic() - began:.0f} s)", ending="\r")
            self.stdout.flush()

        try:
            new = generate_applications(
                competition=competition, count=count, seed=options["seed"], now=timezone.now(), report=report
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE applications_application, applications_submission, accounts_user")
        self.stdout.write(f"\n{new} new applications, {count} with seed {options['seed']}.")
