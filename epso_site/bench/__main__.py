"""``make bench``: start servers of its own, measure one thing after the other, print a table, stop.

The servers keep what is written through a crash, as in production. Everything lies in var/bench/ and is
made anew at each run.
"""

# ruff: noqa: T201 -- it speaks to the person at the terminal

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from epso_site import embedded
from epso_site.bench.figures import Row, table
from epso_site.bench.measure import MEASUREMENTS
from epso_site.bench.processes import running, stop_on_signals
from epso_site.embedded import Purpose, Server
from epso_site.local import CannotRunError, running_alone

VAR: Final = Path(os.environ.get("VAR_DIR") or embedded.VAR) / "bench"
PREPARATIONS: Final = (
    ("Preparing a database.", ("-m", "epso_site.prepare")),
    ("Building what the browser loads.", ("-m", "epso_site.assets")),
    ("Collecting static files.", ("manage.py", "collectstatic", "--no-input", "--verbosity=0")),
)
LONGEST_SECONDS: Final = {"pages": 600, "search": 3600, "import": 3600}
DEFAULT_LONGEST_SECONDS: Final = 900


def main(arguments: Sequence[str]) -> int:
    """Return 0 when everything asked for could be measured, whether or not an aim was met."""
    given = _parse(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "epso_site.settings.bench"
    stop_on_signals()
    try:
        with running_alone(VAR):
            return _measure_all(given.only, is_full=given.full)
    except (CannotRunError, embedded.EmbeddedServerError) as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m epso_site.bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="250 000 candidates where less is the default")
    parser.add_argument("--only", type=_names, default=list(MEASUREMENTS), metavar="NAME,…")
    return parser.parse_args(arguments)


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is not one of {', '.join(MEASUREMENTS)}")
    return names


def _measure_all(names: Sequence[str], *, is_full: bool) -> int:
    _remove_what_is_there()
    rows: list[Row] = []
    failed = []
    try:
        print("Starting PostgreSQL and Valkey.", flush=True)
        embedded.ensure_running(VAR, purpose=Purpose.RUN)
        if not all(_prepare(sentence, command) for sentence, command in PREPARATIONS):
            return 1
        for name in names:
            found = _measure(name, is_full=is_full)
            rows += found
            failed += [] if found else [name]
    finally:
        embedded.stop(VAR)
        _remove_what_is_there()
    print(f"\n{table(rows)}\n")
    for name in failed:
        print(f"{name} could not be measured; the reason is above.")
    return 1 if failed else 0


def _remove_what_is_there() -> None:
    embedded.stop(VAR)
    for server in Server:
        shutil.rmtree(VAR / server.value, ignore_errors=True)


def _prepare(sentence: str, command: Sequence[str]) -> bool:
    print(sentence, flush=True)
    with running(command, env={}, output=subprocess.PIPE) as process:
        output = process.communicate()[0]
    if process.returncode:
        print(output)
    return process.returncode == 0


def _measure(name: str, *, is_full: bool) -> list[Row]:
    """The rows of one measurement; none where it failed, after what it said."""
    file, log = VAR / f"{name}.json", VAR / f"{name}.log"
    file.unlink(missing_ok=True)
    print(f"Measuring: {name}", end=" ", flush=True)
    started = time.monotonic()
    command = ["-m", "epso_site.bench.measure", name, str(file), *(["--full"] if is_full else [])]
    with log.open("w") as output, running(command, env={}, output=output) as process:
        try:
            process.wait(timeout=LONGEST_SECONDS.get(name, DEFAULT_LONGEST_SECONDS))
        except subprocess.TimeoutExpired:
            print("takes too long; stopping it.")
    print(f"({time.monotonic() - started:.0f} s)", flush=True)
    if process.returncode or not file.exists():
        print(log.read_text(errors="replace")[-4000:])
        return []
    return [Row(**row) for row in json.loads(file.read_text())]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
