"""The mail of alerts: to confirm one, what is new, whether it is still wanted; each with how to stop it."""

from collections.abc import Sequence
from typing import Any, Final

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from alerts.models import Alert
from alerts.news import CompetitionNews
from alerts.searches import search_of
from notifications.emails import EmailText

CONFIRM: Final = "alert_confirm"
DIGEST: Final = "alert_digest"
COMPETITION: Final = "alert_competition"
STILL_WANTED: Final = "alert_still_wanted"
EVENTS: Final = (CONFIRM, DIGEST, COMPETITION, STILL_WANTED)

MOST_SHOWN: Final = 30
"""A digest shows so many opportunities; for more there is the list."""


def confirmation(alert: Alert, token: str) -> EmailText:
    """The mail that asks whether whoever reads this address wants the alert.

    What somebody typed is left out: nobody shall send a stranger a text of her own in our name.
    """
    words = [] if alert.competition_id else [each for each in _words(alert) if not each.is_typed]
    context = {"words": words, "confirm_url": _link("alerts:alert_confirm", token, alert.language)}
    return _render(CONFIRM, alert, token, context)


def digest(alert: Alert, token: str, opportunities: Sequence[Any]) -> EmailText:
    """The mail of what is new for a search; `opportunities` are not empty and in the alert's language."""
    with translation.override(alert.language):
        list_url = settings.SITE_URL + search_of(alert.query).list_url()
    shown = opportunities[:MOST_SHOWN]
    context = {
        "words": _words(alert),
        "count": len(opportunities),
        "opportunities": shown,
        "others": len(opportunities) - len(shown),
        "list_url": list_url,
    }
    return _render(DIGEST, alert, token, context)


def competition_digest(alert: Alert, token: str, news: Sequence[CompetitionNews]) -> EmailText:
    """The mail of what befell a competition; `news` is not empty and in the alert's language."""
    return _render(COMPETITION, alert, token, {"news": news})


def still_wanted(alert: Alert, token: str) -> EmailText:
    """The mail that asks once a year whether the alert is still wanted."""
    context = {
        "words": [] if alert.competition_id else _words(alert),
        "keep_url": _link("alerts:alert_keep", token, alert.language),
        "days": settings.ALERT_ANSWER_DAYS,
    }
    return _render(STILL_WANTED, alert, token, context)


def unsubscribe_headers(alert: Alert, token: str) -> dict[str, str]:
    """The headers by which a mail program stops the alert with one click (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{_link('alerts:alert_stop', token, alert.language)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _link(name: str, token: str, language: str) -> str:
    with translation.override(language):
        return settings.SITE_URL + reverse(name, kwargs={"token": token})


def _words(alert: Alert) -> list[Any]:
    with translation.override(alert.language):
        return search_of(alert.query).words


def _render(event: str, alert: Alert, token: str, more: dict[str, Any]) -> EmailText:
    with translation.override(alert.language):
        context = {
            "alert": alert,
            "competition": alert.competition,
            "language": alert.language,
            "manage_url": _link("alerts:alert_detail", token, alert.language),
            "stop_url": _link("alerts:alert_stop", token, alert.language),
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "site_is_official": settings.SITE_IS_OFFICIAL,
            **more,
        }
        subject = render_to_string(f"emails/{event}/subject.txt", context)
        return EmailText(
            subject=" ".join(subject.split()),
            body_text=_without_gaps(render_to_string(f"emails/{event}/body.txt", context)),
            body_html=render_to_string(f"emails/{event}/body.html", context),
        )


def _without_gaps(text: str) -> str:
    """Lines without spaces at their ends, and never two empty ones in a row, whatever a template left out."""
    lines: list[str] = []
    for line in (each.strip() for each in text.strip().splitlines()):
        if line or lines[-1]:
            lines.append(line)
    return "\n".join(lines) + "\n"
