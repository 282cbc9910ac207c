"""A search as a feed and as a calendar, in the active language."""

from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from alerts.atom import Entry, Feed
from alerts.deadlines import Deadline
from alerts.facts import facts_of
from alerts.searches import Search
from careers.references import shown_reference
from core.languages import ENGLISH, active_code

MOST_ENTRIES: Final = 50
MOST_DEADLINES: Final = 500
KEPT_AFTER_DEADLINE: Final = timedelta(days=30)
"""A deadline stays in the calendar for a while, so that nobody wonders where it went."""
NAMED_IN: Final = 2026
"""The year in which the host had the right to give these names (RFC 4151); it stays, or all names change."""


def feed_of(search: Search, *, url: str, now: datetime) -> Feed:
    """The opportunities of a search that changed last, as a feed at `url`; the newest first."""
    found = search.matches(now, most=MOST_ENTRIES, order=["-changed_at", "pk"])
    entries = sorted((_entry(each, now) for each in found), key=lambda each: each.updated, reverse=True)
    code = active_code()
    return Feed(
        id=_tag(f"{code}/job-opportunities/?{search.query}"),
        url=url,
        page_url=settings.SITE_URL + search.list_url(),
        language=code,
        title=title_of(search),
        author=settings.SITE_NAME,
        updated=entries[0].updated if entries else now,
        entries=entries,
    )


def title_of(search: Search) -> str:
    """What the feed is called: the list, and the filters in force."""
    parts = [_("Job opportunities"), *(each.value for each in search.words)]
    return f"{settings.SITE_NAME} – " + ", ".join(parts)


def _entry(opportunity: Any, now: datetime) -> Entry:
    title, title_language = _title(opportunity)
    opened_at = opportunity.opens_at
    is_opened = opened_at is not None and opportunity.changed_at < opened_at <= now
    return Entry(
        id=_tag(f"{active_code()}/{opportunity.path}"),
        url=settings.SITE_URL + opportunity.get_absolute_url(),
        title=title,
        title_language=title_language,
        summary="\n".join(facts_of(opportunity)),
        published=opportunity.listed_at,
        updated=opened_at if is_opened else opportunity.changed_at,
    )


def _title(opportunity: Any) -> tuple[str, str]:
    """The title, and the language it is in: the reader's, else English."""
    code = active_code()
    own = getattr(opportunity, f"title_{code}")
    return (own, code) if own else (opportunity.title_en, ENGLISH)


def deadlines_of(search: Search, *, now: datetime) -> list[Deadline]:
    """The deadlines of what a search finds, nearest first, from some weeks ago on."""
    lately = Q(closes_at__gte=now - KEPT_AFTER_DEADLINE)
    found = search.matches(now, lately, most=MOST_DEADLINES, order=["closes_at", "pk"])
    return [_deadline(each) for each in found]


def _deadline(opportunity: Any) -> Deadline:
    title, _language = _title(opportunity)
    reference = shown_reference(opportunity.reference)
    url = settings.SITE_URL + opportunity.get_absolute_url()
    return Deadline(
        uid=f"{opportunity.path.replace('/', '-')}deadline@{_host()}",
        at=opportunity.closes_at,
        changed_at=opportunity.changed_at,
        title=_("Deadline: %(title)s (%(reference)s)") % {"title": title, "reference": reference},
        description="\n".join([*facts_of(opportunity), url]),
        url=url,
    )


def _tag(name: str) -> str:
    """A name that stays whatever becomes of the address: `tag:host,2026:en/vacancies/x/`."""
    return f"tag:{_host()},{NAMED_IN}:{name}"


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"
