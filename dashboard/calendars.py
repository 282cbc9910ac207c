"""A person's own dates as a calendar file (RFC 5545): deadlines, tests, time limits of her applications."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from competitions.calendars import entries_of, event_of
from dashboard.next_steps import NextStep
from dashboard.timelines import Standing


def personal_calendar(
    standings: Sequence[Standing], steps: Sequence[NextStep], *, site: str, host: str, now: datetime
) -> bytes:
    """The dates of each competition that goes on for the person, and the ends of her time limits.

    `site` is put before addresses, `host` makes the identifiers of the entries unique. No entry says what
    an outcome was: calendars are shown on many screens.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//EU Careers")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("My dates at EU Careers"))
    for standing in standings:
        if standing.goes_on:
            number = standing.application.number
            url = site + reverse("applications:application_detail", args=[number])
            for entry in entries_of(standing.page):
                calendar.add_component(event_of(standing.page, entry, url, host))
    for step in steps:
        if step.until is not None and not step.is_pressing:
            calendar.add_component(_limit(step, step.until, site, host, now))
    content: bytes = calendar.to_ical()
    return content


def _limit(step: NextStep, until: datetime, site: str, host: str, now: datetime) -> Event:
    event = Event()
    digest = hashlib.sha256(f"{step.url}{until.isoformat()}".encode()).hexdigest()[:32]
    event.add("uid", f"{digest}@{host}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", until.astimezone(UTC))
    event.add("summary", _("%(about)s: a time limit ends") % {"about": step.about})
    event.add("url", site + step.url)
    event.add("transp", "TRANSPARENT")
    return event
