"""`manage.py generate_results REF --out FILE.csv --seed S [--part N]`: results for trials of volume."""

import json
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from selection.management.finding import find_competition, manifest_path
from selection.services.synthetic import generate_results

LINES_BETWEEN_REPORTS = 100_000


class Command(BaseCommand):
    help = "Write made-up results, and their manifest, for a demonstration competition."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--out", type=Path, required=True, help="the file; its manifest goes beside it")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--part", type=int, help="only the tests of this part")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write FILE.csv and FILE.manifest.json, saying how far it is."""
        competition, path = find_competition(options["reference"]), options["out"]
        told = 0

        def report(lines: int) -> None:
            nonlocal told
            if lines - told >= LINES_BETWEEN_REPORTS:
                told = lines
                self.stdout.write(f"{lines} lines")

        try:
            manifest = generate_results(
                competition=competition,
                path=path,
                seed=options["seed"],
                part=options["part"],
                report=report,
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        document = json.dumps(manifest.to_json(), indent=2) + "\n"
        manifest_path(path).write_text(document, encoding="utf-8")
        self.stdout.write(f"{path} and {manifest_path(path)} written.")
