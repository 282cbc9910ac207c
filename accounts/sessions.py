"""Sessions that know whose they are and say themselves when they end; `settings.SESSION_ENGINE`."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore as CachedStore
from django.http import HttpRequest
from django.utils import timezone

ENDS_AT: Final = "ends_at"
STARTED_AT: Final = "started_at"
DEVICE: Final = "device"
NETWORK: Final = "network"
RENEW_AFTER: Final = timedelta(minutes=5)
"""A session is written again, with a later end, when it was last written so long ago."""


class SessionStore(CachedStore):
    """Each write moves the end of a signed-in session, so what was written last is when it ends."""

    @classmethod
    def get_model_class(cls) -> Any:
        from accounts.models import Session  # the models are not there yet when settings are read

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        now = timezone.now()
        if SESSION_KEY not in data:
            return super().create_model_instance(data)
        data.setdefault(STARTED_AT, now.isoformat())
        data[ENDS_AT] = (now + timedelta(seconds=self.get_expiry_age())).isoformat()
        row: Any = super().create_model_instance(data)
        row.person_id = int(data[SESSION_KEY])
        row.device = data.get(DEVICE, "")
        row.network = data.get(NETWORK, "")
        row.started_at = datetime.fromisoformat(data[STARTED_AT])
        row.seen_at = now
        return row


def session_end(request: HttpRequest) -> datetime | None:
    """When the session of who is signed in ends unless she does something; None for a visitor."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    ends_at = request.session.get(ENDS_AT)
    return datetime.fromisoformat(ends_at) if ends_at else None


def is_to_be_renewed(ends_at: datetime, now: datetime) -> bool:
    """Whether the session was written so long ago that this request should move its end."""
    return ends_at - now < timedelta(seconds=settings.SESSION_COOKIE_AGE) - RENEW_AFTER
