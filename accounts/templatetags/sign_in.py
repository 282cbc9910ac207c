"""What pages say about signing in and about the end of a session."""

from typing import Any

from django import template
from django.utils import timezone

from accounts.eu_login import is_offered
from accounts.sessions import session_end

register = template.Library()


@register.simple_tag
def offers_eu_login() -> bool:
    """Whether one can sign in with EU Login here."""
    return is_offered()


@register.inclusion_tag("account/_session_end.html", takes_context=True)
def session_warning(context: dict[str, Any]) -> dict[str, Any]:
    """The warning before a session ends: for a script the instant and the words, without one a sentence."""
    request = context.get("request")
    ends_at = session_end(request) if request is not None else None
    seconds = int((ends_at - timezone.now()).total_seconds()) if ends_at else 0
    return {"ends_at": ends_at, "seconds": seconds, "is_running": seconds > 0}
