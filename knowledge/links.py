"""Links between pages: `page:how-to-apply` in a text leads to that page in the reader's language.

`page:faq#create-account` leads to one question, `page:complaints#time-limits` to a part of a page.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from django.urls import reverse

PREFIX: Final = "page:"
_LINK: Final = re.compile(r"\]\(\s*<?page:([^)\s>]*)")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

NAMED_PAGES: Final[Mapping[str, str]] = {
    "home": "careers:home",
    "jobs": "careers:opportunity_list",
    "job-opportunities": "careers:opportunity_list",
    "institutions": "careers:institution_list",
    "faq": "knowledge:faq",
    "glossary": "knowledge:glossary",
    "news": "knowledge:news_list",
    "events": "knowledge:event_list",
    "meetings": "knowledge:meeting_list",
    "service-status": "knowledge:service_status",
    "contact": "knowledge:contact",
    "sample-tests": "practice:overview",
    "statistics": "figures:statistics",
    "alerts": "alerts:alert_create",
    "site-map": "open_data:site_map",
    "open-data": "open_data:overview",
    "sign-in": "account_login",
    "sign-up": "account_signup",
    "my-account": "accounts:settings",
    "my-applications": "applications:overview",
    "my-letters": "notifications:letter_list",
}
"""Pages that are no articles: the name texts use → the name of the address."""


def page_address(target: str) -> str | None:
    """The address of `slug`, or `slug#part`, in the active language; None for what can be no page."""
    name, _hash, part = target.partition("#")
    if part and not _SLUG.fullmatch(part):
        return None
    if name == "faq" and part:
        return reverse("knowledge:faq_detail", args=[part])
    address = _address(name)
    return None if address is None else address + (f"#{part}" if part else "")


def _address(name: str) -> str | None:
    if name in NAMED_PAGES:
        return reverse(NAMED_PAGES[name])
    return reverse("knowledge:article_detail", args=[name]) if _SLUG.fullmatch(name) else None


def page_links(text: str) -> Iterator[str]:
    """Every `slug` or `slug#part` that a Markdown text links to with `page:`."""
    return (match[1] for match in _LINK.finditer(text))
