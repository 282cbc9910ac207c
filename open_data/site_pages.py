"""Every public page, once: for the site map people read and the site maps that search engines read.

A page is a path without its language, since all 24 languages have it, with its name in the reader's language
and the instant it last changed, where that is known.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careers.models import Institution, Opportunity
from careers.references import shown_reference
from core.languages import ENGLISH, active_code
from knowledge.models import Article, Event, FaqEntry, NewsItem


@dataclass(frozen=True, slots=True)
class SitePage:
    """`path` begins after the language: "about-epso/"; `language` is what the title is in."""

    path: str
    title: str
    language: str
    changed: datetime | date | None = None

    @property
    def url(self) -> str:
        """The address in the active language."""
        return f"/{active_code()}/{self.path}"


STANDING = (
    ("careers:home", pgettext_lazy("breadcrumb", "Home")),
    ("careers:opportunity_list", _("Job opportunities")),
    ("careers:institution_list", _("Institutions and agencies")),
    ("practice:overview", _("Sample tests")),
    ("figures:statistics", _("Statistics")),
    ("knowledge:faq", _("Questions and answers")),
    ("knowledge:glossary", _("Glossary")),
    ("knowledge:news_list", _("News")),
    ("knowledge:event_list", _("Events")),
    ("knowledge:meeting_list", _("Meetings with interest representatives")),
    ("knowledge:service_status", _("Service status")),
    ("knowledge:contact", _("Contact")),
    ("open_data:overview", _("Open data")),
    ("open_data:site_map", _("Site map")),
)


def standing_pages() -> list[SitePage]:
    """The pages that are always there."""
    return [SitePage(without_language(reverse(name)), str(title), active_code()) for name, title in STANDING]


def opportunity_pages() -> list[SitePage]:
    """Everything one can or could apply for."""
    rows = Opportunity.objects.published().in_language().order_by("reference")
    return [
        SitePage(
            row.path,
            f"{row.title} ({shown_reference(row.reference)})",
            text_language(row, "title"),
            row.changed_at,
        )
        for row in rows
    ]


def institution_pages() -> list[SitePage]:
    """Institutions, agencies and other bodies."""
    rows = Institution.objects.in_language().order_by("protocol_order", "code")
    return _pages_of(rows, "name")


def knowledge_pages() -> list[SitePage]:
    """Articles, questions and answers, news and events."""
    articles = Article.objects.published().in_language()
    entries = FaqEntry.objects.published().in_language()
    news = NewsItem.objects.published().in_language()
    events = Event.objects.published().in_language()
    return [
        *_pages_of(articles, "title"),
        *_pages_of(entries, "question"),
        *_pages_of(news, "title"),
        *_pages_of(events, "title"),
    ]


SECTION_PAGES: dict[str, Callable[[], list[SitePage]]] = {
    "pages": standing_pages,
    "opportunities": opportunity_pages,
    "institutions": institution_pages,
    "knowledge": knowledge_pages,
}


def without_language(path: str) -> str:
    """ "/nl/faq/" → "faq/"."""
    return path.removeprefix(f"/{active_code()}/")


def text_language(row: Any, name: str) -> str:
    """The language that the text `name` of a row is in: the reader's, or English where there is none."""
    return active_code() if getattr(row, f"{name}_{active_code()}", "") else ENGLISH


def _pages_of(rows: Iterable[Any], name: str) -> list[SitePage]:
    return [
        SitePage(
            without_language(row.get_absolute_url()),
            str(getattr(row, name)),
            text_language(row, name),
            getattr(row, "changed_at", None),
        )
        for row in rows
    ]
