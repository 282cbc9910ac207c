"""One measurement in a process of its own, so that its memory is its own."""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

import django

from epso_site.bench.processes import stop_on_signals

MEASUREMENTS: Final = {
    "pages": "epso_site.bench.pages",
    "front": "epso_site.bench.front",
    "deadline": "epso_site.bench.deadline",
    "search": "epso_site.bench.search",
    "submit": "epso_site.bench.writing",
    "crowd": "epso_site.bench.crowd",
    "ranking": "epso_site.bench.ranking",
    "import": "epso_site.bench.volume",
    "mail": "epso_site.bench.mail",
    "download": "epso_site.bench.spreadsheet",
}
"""What `--only` may name, and the module whose `measure(is_full=…)` returns the rows."""


def main(arguments: list[str]) -> None:
    """Measure NAME and write its rows as JSON to FILE."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", choices=MEASUREMENTS)
    parser.add_argument("file", type=Path)
    parser.add_argument("--full", action="store_true")
    given = parser.parse_args(arguments)
    stop_on_signals()
    os.environ["DJANGO_SETTINGS_MODULE"] = "epso_site.settings.bench"  # never another database than its own
    django.setup()
    rows = import_module(MEASUREMENTS[given.name]).measure(is_full=given.full)
    given.file.write_text(json.dumps([dataclasses.asdict(row) for row in rows]))


if __name__ == "__main__":
    main(sys.argv[1:])
