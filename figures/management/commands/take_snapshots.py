"""Count the applications of closed competitions for the statistics page, at once instead of at night."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from figures.services import take_snapshots


class Command(BaseCommand):
    help = "Count the applications of closed competitions for the statistics page."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many competitions were counted."""
        self.stdout.write(f"Competitions counted: {take_snapshots(now=timezone.now())}")
