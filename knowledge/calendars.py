"""An event as a calendar file (RFC 5545)."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from core.language_paths import with_path_language
from core.languages import active_code
from knowledge.reading import language_shown, text_of


def event_calendar(event: Any) -> bytes:
    """The event in the active language; its identity is the same in all languages, its times are in UTC."""
    code = language_shown(event)
    entry = CalendarEvent()
    entry.add("uid", f"event-{event.pk}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}")
    entry.add("summary", text_of(event, "title", code), {"LANGUAGE": code})
    entry.add("description", text_of(event, "summary", code))
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("dtstamp", event.changed_at or event.starts_at)
    entry.add("url", with_path_language(settings.SITE_URL + event.get_absolute_url(), active_code()))
    place = text_of(event, "place", code)
    if place:
        entry.add("location", place)
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//{code}//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
