"""Load notices of competition, and amendments of them, from their documents."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from competitions.notice import NoticeUnreadableError
from competitions.services import LoadResult
from competitions.services.files import load_document

SENTENCES = {
    "created": "loaded {reference}.",
    "replaced": "replaced the draft {reference}.",
    "amended": "amended {reference}.",
    "unchanged": "{reference} has this document already.",
}


class Command(BaseCommand):
    help = "Load notices of competition and amendments (docs/notice-format.md); “-” reads standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each file whole or not at all; say every fault, and end with 1 where a file was refused."""
        refused = [name for name in options["files"] if not self._load(name)]
        if refused:
            raise CommandError(f"Not loaded: {', '.join(refused)}")

    def _load(self, name: str) -> bool:
        try:
            result = load_document(source=_read(name), by=None, now=timezone.now())
        except OSError as error:
            self.stderr.write(f"{name}: {error.strerror}")
            return False
        except NoticeUnreadableError as error:
            self.stderr.write("\n".join(f"{name}: {fault}" for fault in error.faults))
            return False
        return self._say(name, result)

    def _say(self, name: str, result: LoadResult) -> bool:
        if result.outcome == "refused":
            self.stderr.write("\n".join(f"{name}: {fault}" for fault in result.faults))
            return False
        self.stdout.write(f"{name}: {SENTENCES[result.outcome].format(reference=result.reference)}")
        return True


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
