"""Load the texts of articles, questions and news that ship with the project."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from knowledge.files import ContentFileError
from knowledge.services import load_demonstration, load_knowledge


class Command(BaseCommand):
    help = "Load the texts that ship with the project; what staff have edited is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="Look at every text, also where no file changed."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and say what was new and what staff have edited; end with 1 where a file cannot be read."""
        now = timezone.now()
        try:
            report = load_knowledge(now=now, is_forced=options["force"])
        except ContentFileError as error:
            raise CommandError(str(error)) from error
        if report.is_unchanged:
            self.stdout.write("knowledge: nothing new.")
        else:
            self.stdout.write(f"knowledge: {len(report.created)} created, {len(report.updated)} updated.")
        for name in report.without_english:
            self.stdout.write(f"knowledge: {name} has no English text yet and was left out.")
        for line in report.edited_by_staff:
            self.stdout.write(f"knowledge: edited by staff and left alone: {line}.")
        if settings.LOAD_DEMONSTRATION:
            load_demonstration(now=now)
