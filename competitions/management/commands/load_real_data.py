"""Load what the site starts from: places, institutions, vacancies, notices of competition and amendments."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from competitions.services import LoadResult
from competitions.services.files import (
    load_shipped_catalogues,
    load_shipped_demonstration,
    load_shipped_notices,
)


class Command(BaseCommand):
    help = "Load the data that ships with the project; what is loaded already is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all of it and say what was new; end with 1 where a document was refused."""
        now = timezone.now()
        for name, written in load_shipped_catalogues(now=now):
            self.stdout.write(f"{name}: {'nothing new' if written is None else f'{written} loaded'}.")
        results = [result for _name, result in load_shipped_notices(now=now)]
        if settings.LOAD_DEMONSTRATION:
            results.append(load_shipped_demonstration(now=now))
        self._say(results)

    def _say(self, results: list[LoadResult]) -> None:
        for outcome in ("created", "replaced", "amended"):
            for reference in [each.reference for each in results if each.outcome == outcome]:
                self.stdout.write(f"notices: {reference} {outcome}.")
        unchanged = sum(each.outcome == "unchanged" for each in results)
        self.stdout.write(f"notices: {unchanged} of {len(results)} as they were.")
        faults = [f"{each.reference}: {fault}" for each in results for fault in each.faults]
        if faults:
            raise CommandError("\n".join(faults))
