"""`manage.py verify_chain [--from DAY] [--to DAY]`."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from receipts.verification import ChainBroken, verify_chain


class Command(BaseCommand):
    help = (
        "Compute the chain of receipts and letters again from what the database holds (docs/receipts.md); "
        "fails and names the first difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY")

    def handle(self, *args: Any, **options: Any) -> None:
        """One transaction, so that a day closed meanwhile does not disturb."""
        try:
            with transaction.atomic():
                verified = verify_chain(first=options["first"], last=options["last"])
        except ChainBroken as difference:
            raise CommandError(str(difference)) from difference
        self.stdout.write(
            f"{verified.days} days with {verified.items} items are as they were written; "
            f"{verified.erased} of the items were erased since."
        )
