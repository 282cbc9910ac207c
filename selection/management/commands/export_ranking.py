"""`manage.py export_ranking REF --out FILE.csv [--run NUMBER]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from selection.management.finding import find_competition
from selection.models import RankingRun
from selection.services.export import export_ranking


class Command(BaseCommand):
    help = (
        "Write a ranking with every figure as CSV (docs/results-format.md); the latest unless told otherwise."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--out", type=Path, required=True)
        parser.add_argument("--run", type=int, help="the number of the ranking")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file line by line."""
        runs = RankingRun.objects.filter(competition=find_competition(options["reference"]))
        if options["run"] is not None:
            runs = runs.filter(number=options["run"])
        run = runs.order_by("-number").first()
        if run is None:
            raise CommandError("There is no such ranking.")
        with options["out"].open("w", encoding="utf-8", newline="") as file:
            file.writelines(export_ranking(run=run))
        self.stdout.write(f"{run.candidates} candidates of the ranking {run} written to {options['out']}.")
