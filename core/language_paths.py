"""The language in an address, and the language a person would rather read."""

from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header

from core.languages import LANGUAGES, PATH_ALIASES

NEXT_PARAMETER: Final = "next"


def first_segment(path: str) -> str:
    """ "/nl/jobs/" → "nl", in lower case; the empty text for "/"."""
    return path.lstrip("/").partition("/")[0].lower()


def path_language(path: str) -> str | None:
    """The code of the language a path lives under, None for one that names no language."""
    segment = path.lstrip("/").partition("/")[0]
    return segment if segment in LANGUAGES else None


def with_path_language(address: str, code: str) -> str:
    """The same path and query under another language; a path without one is put under it."""
    scheme, host, path, query, fragment = urlsplit(address)
    segment = first_segment(path)
    rest = path.lstrip("/")
    if segment in LANGUAGES or segment in PATH_ALIASES:
        rest = rest.partition("/")[2]
    return urlunsplit((scheme, host, f"/{code}/{rest}", query, fragment))


def preferred_language(request: HttpRequest) -> str | None:
    """What the person chose (cookie), else the account says, else the browser asks for, else None."""
    cookie = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if cookie in LANGUAGES:
        return cookie
    account = getattr(getattr(request, "user", None), "language", "")
    if account in LANGUAGES:
        return str(account)
    return accepted_language(request.headers.get("Accept-Language", ""))


def accepted_language(header: str) -> str | None:
    """The first of our languages in an Accept-Language header: "pt-BR,fr;q=0.8" → "pt"."""
    for tag, _quality in parse_accept_lang_header(header):
        base = tag.partition("-")[0]
        if base in LANGUAGES:
            return base
    return None


def safe_next_path(request: HttpRequest) -> str:
    """The path and query of `?next=`, "/" unless it is an address of this very site under a language."""
    target = request.GET.get(NEXT_PARAMETER, "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    path, query = urlsplit(target)[2:4]
    return urlunsplit(("", "", path, query, "")) if path_language(path) else "/"


def switch_address(switch_path: str, code: str, current: str) -> str:
    """The address that stores the choice of a language and goes on to `current` in it."""
    return f"{with_path_language(switch_path, code)}?{NEXT_PARAMETER}={quote(current, safe='/')}"
