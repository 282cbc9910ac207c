"""Meetings as a CSV file that spreadsheet programs open without running anything."""

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.languages import active_code
from knowledge.reading import language_shown, text_of
from recruitment.downloads.csv_file import neutralised, separator

BYTE_ORDER_MARK: Final = "\ufeff"


def meetings_csv(meetings: Iterable[Any]) -> str:
    """One line for each organisation of each meeting; dates as 2026-11-22."""
    text = io.StringIO(newline="")
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=separator(active_code()))
    writer.writerow(
        [
            *(_("Date"), _("Place"), _("Organisation"), _("Transparency Register number")),
            *(_("Subject"), pgettext("record of a meeting", "Minutes")),
        ]
    )
    for meeting in meetings:
        code = language_shown(meeting)
        place, subject = text_of(meeting, "place", code), text_of(meeting, "subject", code)
        for each in list(meeting.organisations.all()) or [None]:
            name, number = (each.name, each.register_number) if each else ("", "")
            row = [meeting.held_on.isoformat(), place, name, number, subject, meeting.minutes_url]
            writer.writerow([neutralised(cell) for cell in row])
    return text.getvalue()
