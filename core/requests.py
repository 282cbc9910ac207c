"""The request as views of this site get it."""

from datetime import datetime

from django.http import HttpRequest


class SiteRequest(HttpRequest):
    """For annotations only: `def detail(request: SiteRequest)`; the middleware of core puts these in."""

    now: datetime
    """The instant the request arrived, aware, UTC: the only clock of the whole request."""
    LANGUAGE_CODE: str
    """One of the 24: the language of the address."""
