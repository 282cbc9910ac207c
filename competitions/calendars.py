"""The dates of a competition as a calendar file (RFC 5545), in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from careers.templatetags.opportunities import announced
from competitions.marks import day_or_time, names_a_day
from competitions.page import CompetitionPage
from competitions.states import CompetitionState
from core.formats import BRUSSELS, format_date, format_datetime_brussels
from core.languages import active_code

S = CompetitionState


@dataclass(frozen=True, slots=True)
class Entry:
    """One date: an instant, or a whole day. `name` stays the same in every language and version."""

    name: str
    title: str
    when: datetime | date
    written: str
    """The date as the page writes it."""
    is_fixed: bool = True


def calendar_of(page: CompetitionPage, *, url: str, host: str) -> bytes:
    """The calendar file of a competition: its known dates, at the instants the page shows.

    `url` is the absolute address of the page, `host` makes the identifiers of the entries unique. The file
    says when the competition last changed, so it is the same until it changes again.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//EU Careers//{active_code().upper()}")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", str(page.competition.title))
    for entry in entries_of(page):
        calendar.add_component(event_of(page, entry, url, host))
    content: bytes = calendar.to_ical()
    return content


def event_of(page: CompetitionPage, entry: Entry, url: str, host: str) -> Event:
    """One date as an entry of a calendar file; `url` is where it leads."""
    competition = page.competition
    event = Event()
    event.add("uid", f"{competition.slug}-{entry.name}@{host}")
    event.add("dtstamp", _changed_at(page))
    event.add("dtstart", entry.when)
    if not isinstance(entry.when, datetime):
        event.add("dtend", entry.when + timedelta(days=1))
    event.add("summary", f"{page.shown_name}: {entry.title}")
    event.add("description", f"{competition.title}\n{entry.title}: {entry.written}\n{url}")
    event.add("url", url)
    event.add("status", _status(competition.state, entry))
    event.add("transp", "TRANSPARENT")
    return event


def _changed_at(page: CompetitionPage) -> datetime:
    """When what is said here was last revised; a competition without history has never been."""
    moments = [page.changed_at, *(each.applied_at for each in page.amendments)]
    known = [moment for moment in moments if moment is not None]
    return max(known).astimezone(UTC) if known else datetime.combine(date(1970, 1, 1), time(), UTC)


def _status(state: str, entry: Entry) -> str:
    if state in (S.CANCELLED, S.ANNULLED):
        return "CANCELLED"
    return "CONFIRMED" if entry.is_fixed and state != S.SUSPENDED else "TENTATIVE"


def entries_of(page: CompetitionPage) -> list[Entry]:
    """Every date that is known: of the notice, of the tests, of the planning, of the reserve list."""
    return [*_days(page), *_deadlines(page), *_tests(page), *_planning(page)]


def _days(page: CompetitionPage) -> Iterator[Entry]:
    competition = page.competition
    named = competition.announced_for
    if len(named) == len("2026-09-08") and competition.publication_date is None:
        day = date.fromisoformat(named)
        yield Entry("announced", _("Publication of the notice"), day, announced(named), is_fixed=False)
    days = (
        ("diploma", _("Diploma to be awarded by"), competition.diploma_date),
        ("list", _("Reserve list valid until"), competition.reserve_list_valid_until),
    )
    for name, title, found in days:
        if found is not None:
            yield Entry(name, title, found, format_date(found))


def _deadlines(page: CompetitionPage) -> Iterator[Entry]:
    competition = page.competition
    if competition.application_open_at is not None:
        yield _opening("opening", _("Applications open"), competition.application_open_at)
    deadlines = (
        ("deadline", _("Deadline for application"), competition.application_deadline),
        ("identity", _("Identity document to be handed in by"), competition.id_document_deadline),
        (
            "documents",
            _("Supporting documents to be handed in by"),
            competition.supporting_documents_deadline,
        ),
    )
    for name, title, instant in deadlines:
        if instant is not None:
            yield Entry(name, title, instant.astimezone(UTC), format_datetime_brussels(instant))


def _tests(page: CompetitionPage) -> Iterator[Entry]:
    for number, test in enumerate(page.tests, 1):
        if test.scheduled_at is not None:
            yield _opening(f"test-{number}", str(test.name), test.scheduled_at, is_fixed=False)


def _planning(page: CompetitionPage) -> Iterator[Entry]:
    for row in page.planning:
        if row.starts_at is not None:
            is_fixed = row.state == "COMPLETED"
            yield _opening(f"stage-{row.number}", str(row.stage), row.starts_at, is_fixed=is_fixed)


def _opening(name: str, title: str, instant: datetime, *, is_fixed: bool = True) -> Entry:
    """Where the notice names a day only, an entry for the whole day."""
    when = instant.astimezone(BRUSSELS).date() if names_a_day(instant) else instant.astimezone(UTC)
    return Entry(name, title, when, day_or_time(instant), is_fixed)
