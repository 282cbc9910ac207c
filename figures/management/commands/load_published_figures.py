"""Load the figures that were published elsewhere (figures/data/published.json)."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from figures.services import load_published_figures

DATA = Path(__file__).resolve().parents[2] / "data" / "published.json"


class Command(BaseCommand):
    help = "Load the figures that were published elsewhere; what is there already is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many were new."""
        entries = json.loads(DATA.read_text(encoding="utf-8"))["figures"]
        self.stdout.write(f"Published figures loaded: {load_published_figures(entries=entries)}")
