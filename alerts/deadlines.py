"""A calendar of deadlines (RFC 5545) as bytes. No Django."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from icalendar import Calendar, Event, vText, vUri

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
_CONTROLS: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
READ_AGAIN_AFTER: Final = timedelta(hours=6)
"""How often programs that follow the calendar are asked to look for changes."""


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One deadline; instants are aware, `uid` is the same as long as the opportunity exists."""

    uid: str
    at: datetime
    changed_at: datetime
    title: str
    description: str
    url: str


def calendar(*, name: str, language: str, url: str, deadlines: Sequence[Deadline]) -> bytes:
    """The calendar as a file: one event without length, that takes up nobody's time, for each deadline."""
    document = Calendar()
    document.add("prodid", "-//EU Careers//Deadlines//EN")
    document.add("version", "2.0")
    document.add("method", "PUBLISH")
    for property_name in ("name", "x-wr-calname"):
        document.add(property_name, _text(name, language if property_name == "name" else ""))
    document.add("source", vUri(url), parameters={"VALUE": "URI"})
    document.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    document.add("x-published-ttl", "PT6H")
    for deadline in deadlines:
        document.add_component(_event(deadline, language))
    return bytes(document.to_ical())


def _event(deadline: Deadline, language: str) -> Any:
    event = Event()
    event.add("uid", deadline.uid)
    event.add("dtstamp", deadline.changed_at.astimezone(UTC))
    event.add("last-modified", deadline.changed_at.astimezone(UTC))
    event.add("dtstart", deadline.at.astimezone(UTC))
    event.add("summary", _text(deadline.title, language))
    event.add("description", _text(deadline.description, language))
    event.add("url", vUri(deadline.url))
    event.add("transp", "TRANSPARENT")
    return event


def _text(text: str, language: str) -> Any:
    """A text without control characters, marked with its language."""
    value = vText(_CONTROLS.sub("", text))
    if language:
        value.params["LANGUAGE"] = language
    return value
