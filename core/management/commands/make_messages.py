"""Bring the catalogues up to date with the sources, and exchange texts with translators."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.catalogues.exchange import export_missing, fill_from
from core.catalogues.files import Catalogue, all_catalogues, merged, write_catalogue
from core.catalogues.libraries import prefill
from core.catalogues.messages import DOMAINS, TwoPluralsError, collect_messages
from core.languages import CODES, ENGLISH


class Command(BaseCommand):
    help = "Extract every message of the project into locale/<code>/LC_MESSAGES/*.po (docs/translating.md)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=CODES, help="the language of --list-missing or --fill")
        parser.add_argument(
            "--list-missing", action="store_true", help="print what is not translated, as JSON"
        )
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the list there instead")
        parser.add_argument("--fill", type=Path, metavar="FILE", help="take translations from such a list")
        parser.add_argument(
            "--prefill-from-libraries",
            action="store_true",
            help="fill empty texts of Django and allauth from their own catalogues, months from CLDR",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["language"]
        if (options["list_missing"] or options["fill"]) and not code:
            raise CommandError("Say which language: --language xx")
        if options["list_missing"]:
            self.list_missing(code, options["json"])
        elif options["fill"]:
            self.fill(code, options["fill"])
        else:
            self.extract(should_prefill=options["prefill_from_libraries"])

    def extract(self, *, should_prefill: bool) -> None:
        try:
            messages = {domain: collect_messages(domain) for domain in DOMAINS}
        except (TwoPluralsError, SyntaxError) as error:
            raise CommandError(str(error)) from error
        for catalogue in all_catalogues():
            file = merged(catalogue, messages[catalogue.domain])
            filled = prefill(catalogue, file) if should_prefill and catalogue.code != ENGLISH else 0
            if write_catalogue(catalogue, file):
                self.stdout.write(
                    f"{_name(catalogue)}: written, {len(file)} messages, {filled} from libraries"
                )

    def list_missing(self, code: str, path: Path | None) -> None:
        text = json.dumps(export_missing(code), ensure_ascii=False, indent=1)
        if path is None:
            self.stdout.write(text)
        else:
            path.write_text(text + "\n", encoding="utf-8")

    def fill(self, code: str, path: Path) -> None:
        filled, faults = fill_from(code, json.loads(path.read_text(encoding="utf-8")))
        self.stdout.write(f"{code}: {filled} filled, {len(faults)} faults")
        for fault in faults:
            self.stderr.write(f"{code}: {fault}")
        if faults:
            raise CommandError("Entries with faults were left as they were.")


def _name(catalogue: Catalogue) -> str:
    return f"{catalogue.code} {catalogue.domain}"
