"""Tables kept as data: `{table:pay}` alone on a line of a text becomes the table, in its language."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from babel.numbers import format_currency
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.formats import format_date
from core.languages import active_code, cldr_locale
from knowledge.files import DATA

MARK: Final = re.compile(r"^\{table:([a-z-]+)\}[ \t]*$", re.MULTILINE)


def resolve_tables(text: str) -> str:
    """Put each table that is named alone on a line in its place; a name that is none stays as it is."""
    return MARK.sub(lambda match: TABLES[match[1]]() if match[1] in TABLES else match[0], text)


def table_names(text: str) -> Iterator[str]:
    """Every name of a table that a text gives, known or not."""
    return (match[1] for match in MARK.finditer(text))


def pay_table() -> str:
    """Basic monthly salaries as notices stated them, from pay.json, as a table in Markdown."""
    document = json.loads((DATA / "pay.json").read_text(encoding="utf-8"))
    head = (_("Grade"), _("Basic monthly pay"), pgettext("of a vacancy", "Notice"), _("Date"))
    rows = [_pay_cells(row, document["currency"]) for row in document["rows"]]
    return "\n".join([_line(head), "| --- | ---: | --- | --- |", *map(_line, rows)])


def _pay_cells(row: Mapping[str, Any], currency: str) -> tuple[str, ...]:
    letters, number = re.fullmatch(r"(\D+)(\d*)", row["grade"]).groups()  # type: ignore[union-attr]  # our own file
    amount = format_currency(Decimal(row["amount"]), currency, locale=cldr_locale(active_code()))
    stated_on = format_date(date.fromisoformat(row["stated_on"]))
    return f"{letters} {number}".strip(), amount, f"[{row['reference']}]({row['url']})", stated_on


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


TABLES: Final[Mapping[str, Callable[[], str]]] = {"pay": pay_table}
"""Every table a text may name."""
