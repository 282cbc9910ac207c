"""Pages that are the same for every visitor who is not signed in, kept for some seconds.

At a deadline thousands read the same few pages. A view says that its page is such a page (`public_page`);
the middleware keeps it under its address, and answers before sessions or the database are asked.
Who is signed in, or has a message waiting, never gets a kept page, and no page made for her is kept.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

KEPT_HEADERS: Final = ("Content-Type", "Content-Language", "ETag")
LONGEST_ADDRESS: Final = 500
_PUBLIC: Final = "_is_public_page"

P = ParamSpec("P")


def public_page(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Mark a view whose page depends on its address alone for visitors who are not signed in."""

    @wraps(view)
    def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        setattr(response, _PUBLIC, True)
        return response

    return marked


class PageCacheMiddleware:
    """Answers anonymous visitors from pages kept less than `settings.PUBLIC_PAGE_SECONDS` ago, with ETag."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        kept = cache.get(key)
        if kept is not None:
            return _revive(request, kept)
        response = self.get_response(request)
        if _is_keepable(response):
            assert isinstance(response, HttpResponse)
            response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            cache.set(key, _freeze(response), settings.PUBLIC_PAGE_SECONDS)
            return get_conditional_response(request, etag=response["ETag"], response=response) or response
        return response


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.PUBLIC_PAGE_SECONDS > 0
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and CookieStorage.cookie_name not in request.COOKIES
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def _key(request: HttpRequest) -> str:
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return "page:" + hashlib.sha256(address.encode()).hexdigest()


def _is_keepable(response: HttpResponseBase) -> bool:
    return response.status_code == 200 and not response.cookies and getattr(response, _PUBLIC, False)


def _freeze(response: HttpResponse) -> tuple[bytes, dict[str, str]]:
    return response.content, {name: response[name] for name in KEPT_HEADERS if name in response}


def _revive(request: HttpRequest, kept: tuple[bytes, dict[str, str]]) -> HttpResponseBase:
    content, headers = kept
    response: Any = HttpResponse(content, headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=response) or response
