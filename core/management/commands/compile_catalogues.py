"""Compile the .po files where their .mo is missing or older; needs no GNU gettext."""

from typing import Any

from django.core.management.base import BaseCommand

from core.catalogues.files import all_catalogues, compile_catalogue


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po to .mo where that is missing or older."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        made = sum(compile_catalogue(catalogue) for catalogue in all_catalogues() if catalogue.po.exists())
        self.stdout.write(f"{made} catalogues compiled.")
