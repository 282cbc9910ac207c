"""Links of alerts: random, sent once, kept as SHA-256 only."""

import hashlib
import secrets
from datetime import datetime
from typing import Final

from alerts.emails import unsubscribe_headers
from alerts.models import Alert, AlertLink
from notifications.emails import EmailText
from notifications.services import queue_email

TOKEN_BYTES: Final = 24


def new_link(*, alert: Alert, now: datetime) -> str:
    """Draw a token that opens the pages of `alert`; only its digest is stored, so it is known once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    AlertLink.objects.create(alert=alert, digest=digest_of(token), created_at=now)
    return token


def alert_with(token: str) -> Alert | None:
    """The alert that a token opens; None for one that is unknown, stopped or forgotten."""
    alerts = Alert.objects.select_related("competition").defer("competition__document")
    found: Alert | None = alerts.filter(links__digest=digest_of(token)).first()
    return found


def digest_of(token: str) -> str:
    """SHA-256 in hexadecimal; a token of 192 random bits needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def queue_alert_mail(*, alert: Alert, token: str, event: str, text: EmailText, now: datetime) -> None:
    """Write a mail of an alert into the outbox, with the headers that stop it by one click."""
    queue_email(
        to_address=alert.address,
        language=alert.language,
        event=event,
        subject=text.subject,
        body_text=text.body_text,
        body_html=text.body_html,
        now=now,
        headers=unsubscribe_headers(alert, token),
    )
