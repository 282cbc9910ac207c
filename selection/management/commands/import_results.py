"""`manage.py import_results REF FILE.csv [--manifest FILE.json] [--correction REASON]`."""

import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from competitions.models import Competition
from selection.management.finding import find_competition, find_person, manifest_path
from selection.results_format import ManifestUnreadableError, read_manifest
from selection.services import ImportOutcome, import_results


class Command(BaseCommand):
    help = "Take in a file of results with its manifest (docs/results-format.md), whole or not at all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("file", type=Path)
        parser.add_argument("--manifest", type=Path, help="default: FILE.manifest.json beside FILE.csv")
        parser.add_argument(
            "--correction", default="", metavar="REASON", help="replace results there already"
        )
        parser.add_argument("--by", metavar="EMAIL", help="who imports it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file and say what it held, or every fault."""
        competition = find_competition(options["reference"])
        by = find_person(options["by"]) if options["by"] else None
        began = time.monotonic()
        try:
            outcome = self._import(competition, by, options)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        except (OSError, ManifestUnreadableError) as error:
            raise CommandError(str(error)) from error
        self._say(outcome, time.monotonic() - began)

    def _import(self, competition: Competition, by: Any, options: dict[str, Any]) -> ImportOutcome:
        path = options["file"]
        manifest = read_manifest((options["manifest"] or manifest_path(path)).read_bytes())
        with path.open("rb") as source:
            return import_results(
                competition=competition,
                source=source,
                name=path.name,
                manifest=manifest,
                correction_reason=options["correction"],
                by=by,
                now=timezone.now(),
                report=self._report,
            )

    def _report(self, done: int) -> None:
        if done % 100_000 == 0:
            self.stdout.write(f"{done} lines read")

    def _say(self, outcome: ImportOutcome, seconds: float) -> None:
        file = outcome.file
        if not outcome.is_new:
            self.stdout.write(f"This file was imported already, as {file.name}. Nothing was changed.")
            return
        self.stdout.write(
            f"{file.rows} results of {', '.join(file.tests)}: {file.attended} attended, "
            f"{file.absent} absent, {file.replaced_rows} replaced earlier ones. {seconds:.1f} s."
        )
