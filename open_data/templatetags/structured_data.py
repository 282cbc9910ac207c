"""What a page says of itself to search engines, as JSON-LD (schema.org).

The script element holds data, which no browser runs, so that the content security policy lets it be.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import pgettext

from core.languages import active_code

register = template.Library()

# What could end the element, or be taken for markup.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def breadcrumb_data(here: str, parent_url: str = "", parent_label: str = "") -> SafeString:
    """The way to this page: home, the page above if there is one, this page. Names may be marked up."""
    steps = [(pgettext("breadcrumb", "Home"), f"/{active_code()}/")]
    if parent_url:
        steps.append((parent_label, parent_url))
    items = [
        {"@type": "ListItem", "position": number, "name": _plain(name), "item": _absolute(path)}
        for number, (name, path) in enumerate(steps, start=1)
    ]
    items.append({"@type": "ListItem", "position": len(items) + 1, "name": _plain(here)})
    return _script({"@type": "BreadcrumbList", "itemListElement": items})


@register.simple_tag
def job_posting(
    *,
    title: str,
    reference: str,
    path: str,
    organisation: str,
    description: str = "",
    posted: date | datetime | None = None,
    closes: datetime | None = None,
    places: Iterable[Any] = (),
    posts: int | None = None,
) -> SafeString:
    """A job one can apply for: for vacancies and competitions that are open, never for demonstrations.

    `places` are rows with `name` and `country`. Without the day it was published there is none: search
    engines take no posting without it.
    """
    if posted is None:
        return SafeString("")
    data = {
        "@type": "JobPosting",
        "title": title,
        "description": description or title,
        "identifier": {"@type": "PropertyValue", "name": organisation, "value": reference},
        "datePosted": posted.isoformat(),
        "validThrough": closes.isoformat() if closes else None,
        "hiringOrganization": {"@type": "Organization", "name": organisation},
        "jobLocation": [_place(place) for place in places],
        "totalJobOpenings": posts,
        "url": _absolute(path),
    }
    return _script({name: value for name, value in data.items() if value})


def _plain(name: Any) -> str:
    """The words of a name; what is safe HTML without its markup."""
    return unescape(strip_tags(str(name))) if isinstance(name, SafeData) else str(name)


def _place(place: Any) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressLocality": str(place.name), "addressCountry": place.country}
    return {"@type": "Place", "address": address}


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _script(data: dict[str, Any]) -> SafeString:
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False).translate(_ESCAPES)
    # The text is JSON in which nothing can end the element.
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped just above
