"""Whether an identity document stays valid long enough (epso 4.3): a card that expires ends a candidacy."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.conf import settings

Kind = Literal["expired", "soon", "before_end"]


@dataclass(frozen=True, slots=True)
class ExpiryWarning:
    """What is wrong with the document; `until` is the day it should be valid on."""

    kind: Kind
    until: date


def warning_for(expiry: date, *, today: date, procedure_end: date | None = None) -> ExpiryWarning | None:
    """The most serious thing to say about a document that is valid to the end of `expiry`."""
    if expiry < today:
        return ExpiryWarning("expired", today)
    if procedure_end is not None and expiry < procedure_end:
        return ExpiryWarning("before_end", procedure_end)
    soon = today + timedelta(days=settings.IDENTITY_WARNING_DAYS)
    return ExpiryWarning("soon", soon) if expiry < soon else None
