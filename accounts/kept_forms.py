"""Nothing typed is lost when a session ends.

A form that arrives without its session is kept for an hour: encrypted, in the shared cache, under a random
name that only a cookie of this browser holds, and for the person alone who was signed in here before. When
she has signed in again, the page of the form is shown with what she typed. Passwords, codes and files are
not kept. Nothing is saved until she sends the form herself.
"""

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.encryption import InvalidToken, box
from accounts.refill import refill

COOKIE: Final = "typed"
OWNER_COOKIE: Final = "account"
KEPT_SECONDS: Final = 3600
LARGEST: Final = 256 * 1024
SECRET_FIELDS: Final = ("password", "csrf", "code", "credential")
PURPOSE: Final = "accounts.kept_forms"
_SIGNED_OUT: Final = "_signed_out_here"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What was typed: whose, on which page, sent to which path."""

    owner: str
    page: str
    action: str
    values: dict[str, list[str]]


def remember_owner(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let the browser know whose session this is, without telling it; signing out makes it forget."""
    if getattr(request, _SIGNED_OUT, False):
        response.delete_cookie(OWNER_COOKIE)
        forget(request, response)
        return
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
        return
    owner = _owner(request.session[SESSION_KEY])
    if request.COOKIES.get(OWNER_COOKIE) != owner:
        _set_cookie(response, OWNER_COOKIE, owner)


def note_sign_out(request: HttpRequest) -> None:
    """The person has signed out herself: nothing is kept for whoever comes next."""
    setattr(request, _SIGNED_OUT, True)


def page_of(request: HttpRequest) -> str:
    """The page to come back to: for a form that was sent, the page of this site that it stood on."""
    referer = urlsplit(request.headers.get("Referer", ""))
    if request.method == "POST" and referer.netloc == request.get_host() and referer.path:
        return f"{referer.path}?{referer.query}" if referer.query else referer.path
    return request.get_full_path()


def is_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says that the form was sent by a page of this site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"


def keep(request: HttpRequest, response: HttpResponseBase, page: str) -> bool:
    """Keep what a form brought, for who was signed in here before; say whether there was anything."""
    owner = request.COOKIES.get(OWNER_COOKIE, "")
    values = {name: request.POST.getlist(name) for name in request.POST if not _is_secret(name)}
    if not owner or not values:
        return False
    text = json.dumps(asdict(KeptForm(owner, page, request.path, values)))
    if len(text) > LARGEST:
        return False
    name = secrets.token_urlsafe(24)
    cache.set(_key(name), box(PURPOSE, name).encrypt(text.encode()), KEPT_SECONDS)
    _set_cookie(response, COOKIE, name, max_age=KEPT_SECONDS)
    return True


def read(request: HttpRequest) -> KeptForm | None:
    """What is kept for the person signed in; None for anybody else, or when there is nothing."""
    name = request.COOKIES.get(COOKIE, "")
    locked = cache.get(_key(name))
    if not locked:
        return None
    try:
        kept = KeptForm(**json.loads(box(PURPOSE, name).decrypt(locked)))
    except InvalidToken:
        return None
    return kept if constant_time_compare(kept.owner, _owner(request.session[SESSION_KEY])) else None


def forget(request: HttpRequest, response: HttpResponseBase) -> None:
    """Drop what is kept."""
    name = request.COOKIES.get(COOKIE)
    if name:
        cache.delete(_key(name))
        response.delete_cookie(COOKIE)


def fill(response: HttpResponse, kept: KeptForm) -> HttpResponse:
    """The page with what was typed in its form."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code == 200 and not response.streaming and is_page:
        page = response.content.decode(response.charset)
        response.content = refill(page, action=kept.action, page=kept.page, values=kept.values).encode()
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(response.content))
    return response


def _is_secret(name: str) -> bool:
    return any(part in name.lower() for part in SECRET_FIELDS)


def _owner(user_id: Any) -> str:
    return salted_hmac(PURPOSE, str(user_id), algorithm="sha256").hexdigest()


def _key(name: str) -> str:
    return f"{PURPOSE}:{hashlib.sha256(name.encode()).hexdigest()}"


def _set_cookie(response: HttpResponseBase, name: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
