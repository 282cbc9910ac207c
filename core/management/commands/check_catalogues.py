"""The gate of the catalogues: what a translator or a programmer still has to do, or nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.catalogues.checks import catalogue_faults
from core.catalogues.files import all_catalogues, locale_folder
from core.catalogues.messages import DOMAINS, TwoPluralsError, collect_messages


class Command(BaseCommand):
    help = "Refuse catalogues that are incomplete, out of date, wrongly spelt or cannot be loaded."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            messages = {domain: collect_messages(domain) for domain in DOMAINS}
        except (TwoPluralsError, SyntaxError) as error:
            raise CommandError(str(error)) from error
        count = 0
        for catalogue in all_catalogues():
            place = catalogue.po.relative_to(locale_folder().parent)
            for fault in catalogue_faults(catalogue, messages[catalogue.domain]):
                self.stdout.write(f"{place}: {fault}")
                count += 1
        if count:
            raise CommandError(f"{count} faults in the catalogues.")
        self.stdout.write("The catalogues are complete and sound.")
