"""Messages to the contact service: taken once, numbered at once, acknowledged by e-mail (epso 8.4)."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.utils import translation

from applications.numbers import application_number
from core.services import record_audit
from core.states import move
from knowledge.models import ContactMessage, ContactTransition
from knowledge.states import CONTACT_MOVES
from notifications.services import queue_email

EVENT: Final = "contact_received"


def receive_message(*, token: uuid.UUID, values: Mapping[str, Any], now: datetime) -> ContactMessage:
    """Take a message once and acknowledge it; return it with its number.

    `token` came with the form, `values` are the columns the writer filled in. The same form sent again is the
    message that is there; a form sent again with other words is another message.
    """
    before = sent_before(token=token, values=values)
    if before is not None:
        return before
    try:
        return _create(_token_of(token, values), values, now)
    except IntegrityError:  # the second of two clicks came in between
        return ContactMessage.objects.get(token=_token_of(token, values))


def sent_before(*, token: uuid.UUID, values: Mapping[str, Any]) -> ContactMessage | None:
    """The message of this very form with these very words, where there is one."""
    return ContactMessage.objects.filter(token=_token_of(token, values)).first()


def _token_of(token: uuid.UUID, values: Mapping[str, Any]) -> uuid.UUID:
    """The token of a message: made of that of its form and of its words."""
    return uuid.uuid5(token, json.dumps(values, sort_keys=True))


@transaction.atomic
def _create(token: uuid.UUID, values: Mapping[str, Any], now: datetime) -> ContactMessage:
    message = ContactMessage.objects.create(number=_next_number(), token=token, received_at=now, **values)
    _acknowledge(message, now)
    return message


def _next_number() -> str:
    """ "C-1000017": a place in a sequence with a check digit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('knowledge_contact_number')")
        return f"C-{application_number(cursor.fetchone()[0])}"


def _acknowledge(message: ContactMessage, now: datetime) -> None:
    """Write that the message arrived, with its number; never with its words, which anyone may have typed."""
    with translation.override(message.language):
        context = {
            "number": message.number,
            "days": settings.CONTACT_ANSWER_DAYS,
            "language": message.language,
            "site_name": settings.SITE_NAME,
        }
        queue_email(
            to_address=message.email,
            language=message.language,
            event=EVENT,
            subject=" ".join(render_to_string("emails/contact_received/subject.txt", context).split()),
            body_text=render_to_string("emails/contact_received/body.txt", context).strip() + "\n",
            body_html=render_to_string("emails/contact_received/body.html", context),
            now=now,
        )


@transaction.atomic
def change_contact_state(
    *, message: ContactMessage, action: str, by: Any, now: datetime, reason: str = ""
) -> ContactMessage:
    """Take `action` (states.CONTACT_MOVES) on a message; return it. Raises StateMoveRefused."""
    moved = move(
        message,
        table=CONTACT_MOVES,
        transition_model=ContactTransition,
        action=action,
        by=by,
        now=now,
        reason=reason,
    )
    record_audit(
        now=now, by=by, verb=f"contact_{action}", subject=moved, key=moved.number, purpose=reason[:300]
    )
    return moved
