"""`manage.py rank REF [--parts N …]`: compute and store a ranking, and print its summary."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from selection.management.finding import find_competition, find_person
from selection.models import RankingRun
from selection.scores import as_decimal, parse_exact
from selection.services import compute_ranking

DECIMAL_PLACES = 6


class Command(BaseCommand):
    help = "Rank the candidates of a competition (docs/ranking.md); the same inputs give the run there is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--parts", type=int, nargs="+", help="leave out the results of other parts")
        parser.add_argument("--by", metavar="EMAIL", help="who computes it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute, store and print."""
        by = find_person(options["by"]) if options["by"] else None
        laps: list[str] = []
        try:
            computed = compute_ranking(
                competition=find_competition(options["reference"]),
                by=by,
                now=timezone.now(),
                parts=options["parts"],
                lap=lambda name, seconds: laps.append(f"{name} {seconds:.1f} s"),
            )
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self._print(computed.run, "stored" if computed.is_new else "unchanged")
        self.stdout.write(", ".join(laps))

    def _print(self, run: RankingRun, what: str) -> None:
        end = "final" if run.is_final else "not final"
        self.stdout.write(f"Ranking {run}: {what}, {run.candidates} candidates, {end}.")
        for field in run.summary["fields"]:
            self.stdout.write(f"Field {field['key']}: {field['candidates']} candidates")
            for stage in field["stages"]:
                self.stdout.write(f"  {_stage(stage)}")
            counts = ", ".join(f"{outcome} {number}" for outcome, number in field["counts"].items())
            self.stdout.write(f"  {counts}")
        for what in ("rules", "inputs", "result"):
            self.stdout.write(f"SHA-256 of the {what}: {getattr(run, f'{what}_digest')}")


def _stage(stage: dict[str, Any]) -> str:
    name = f"{stage['stage']} {stage['part']}" if stage["part"] else stage["stage"]
    line = f"{name}: {stage['considered']} considered, {stage['admitted']} admitted"
    if stage["threshold"] is None:
        return line
    decimal = as_decimal(parse_exact(stage["threshold"]), DECIMAL_PLACES)
    return f"{line}, {stage['places']} places, threshold {stage['threshold']} = {decimal}"
