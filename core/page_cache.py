"""Pages that are the same for every visitor who is not signed in, kept for some seconds.

At a deadline thousands read the same few pages. A view says that its page is such a page (`public_page`);
the middleware keeps it under its address, and answers before sessions or the database are asked.
Who is signed in, or has a message waiting, never gets a kept page, and no page made for her is kept.
A publication (`core.kept.publish`) drops every kept page at once.

A page that may be kept says so to a front cache as well; every other answer says that it is private.
"""

import gzip
import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, Final, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from redis.exceptions import RedisError

from core.kept import PUBLICATION_KEY, one_publication, publication
from core.language_paths import path_language
from core.languages import ENGLISH

ANY_ORIGIN: Final = "Access-Control-Allow-Origin"
KEPT_HEADERS: Final = ("Content-Type", "Content-Language", "Content-Disposition", ANY_ORIGIN)
LONGEST_ADDRESS: Final = 1000
SMALLEST_TO_COMPRESS: Final = 1000
_PUBLIC: Final = "_is_public_page"
_PARAMETERS: Final = "public_parameters"

P = ParamSpec("P")
View = Callable[P, HttpResponse]
Kept = tuple[str, bytes, bytes, str, dict[str, str]]  # publication, content, gzipped, ETag, headers


def public_page(view: View[P] | None = None, *, parameters: tuple[str, ...] | None = None) -> Any:
    """Mark a view whose page depends on its address alone for visitors who are not signed in.

    `parameters` names those of the query that matter to the page; any other is taken away before the view
    sees it, so that a tracking mark makes no second page. None keeps the query as it came.
    """

    def mark(marked_view: View[P]) -> View[P]:
        @wraps(marked_view)
        def marked(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = marked_view(*args, **kwargs)
            setattr(response, _PUBLIC, True)
            return response

        setattr(marked, _PARAMETERS, parameters)
        return marked

    return mark if view is None else mark(view)


class PageCacheMiddleware:
    """Answers anonymous visitors from pages kept less than `settings.PUBLIC_PAGE_SECONDS` ago, with ETag."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _is_anonymous_read(request):
            _drop_what_does_not_matter(request)
            if settings.PUBLIC_PAGE_SECONDS > 0 and len(request.get_full_path()) <= LONGEST_ADDRESS:
                return self._from_kept(request)
        with one_publication():
            return _as_private(request, self.get_response(request))

    def _from_kept(self, request: HttpRequest) -> HttpResponseBase:
        key = _key(request)
        found = _read(PUBLICATION_KEY, key)
        page: Kept | None = found.get(key)
        if page is not None and page[0] == found.get(PUBLICATION_KEY):
            return _revive(request, page)
        with one_publication(found.get(PUBLICATION_KEY)):
            made_in = publication()
            response = self.get_response(request)
        if not _is_keepable(response):
            return _as_private(request, response)
        assert isinstance(response, HttpResponse)
        page = _freeze(response, made_in)
        with suppress(RedisError):
            cache.set(key, page, settings.PUBLIC_PAGE_SECONDS)
        return _dress(request, page, response)


def _read(*keys: str) -> dict[str, Any]:
    """What the shared cache has under the keys; nothing while it does not answer."""
    try:
        return cache.get_many(keys)
    except RedisError:
        return {}


def _is_anonymous_read(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and CookieStorage.cookie_name not in request.COOKIES
    )


def _drop_what_does_not_matter(request: HttpRequest) -> None:
    """Leave in the query only what the view names, in the view's order."""
    if not request.META.get("QUERY_STRING"):
        return
    names = _named_parameters(request.path_info)
    if names is None:
        return
    asked = request.GET
    query = urlencode([(name, value) for name in names for value in asked.getlist(name)])
    if query != request.META["QUERY_STRING"]:
        request.META["QUERY_STRING"] = query
        request.GET = QueryDict(query)


def _named_parameters(path: str) -> tuple[str, ...] | None:
    with translation.override(path_language(path) or ENGLISH):
        try:
            return getattr(resolve(path).func, _PARAMETERS, None)
        except Resolver404:
            return None


def _key(request: HttpRequest) -> str:
    address = f"{request.scheme}://{request.get_host()}{request.get_full_path()}"
    return "page:" + hashlib.sha256(address.encode()).hexdigest()


def _is_keepable(response: HttpResponseBase) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and getattr(response, _PUBLIC, False)
    )


def _freeze(response: HttpResponse, made_in: str) -> Kept:
    content = response.content
    tag = hashlib.sha256(content).hexdigest()[:32]
    small = gzip.compress(content, compresslevel=5, mtime=0) if len(content) >= SMALLEST_TO_COMPRESS else b""
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    return made_in, content, small, tag, headers


def _revive(request: HttpRequest, page: Kept) -> HttpResponseBase:
    return _dress(request, page, HttpResponse(headers=page[4]))


def _dress(request: HttpRequest, page: Kept, response: HttpResponse) -> HttpResponseBase:
    """Put the content on the answer in the form this visitor takes, with what caches need to know."""
    _made_in, content, small, tag, _headers = page
    takes_small = bool(small) and "gzip" in request.headers.get("Accept-Encoding", "")
    response.content = small if takes_small else content
    # CommonMiddleware has announced the length of what the view made.
    response["Content-Length"] = str(len(response.content))
    if takes_small:
        response["Content-Encoding"] = "gzip"
    response["ETag"] = f'"{tag}-gz"' if takes_small else f'"{tag}"'
    response["Vary"] = "Accept-Encoding"
    seconds = settings.PUBLIC_PAGE_SECONDS
    response["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}, stale-while-revalidate={seconds}"
    answer: Any = get_conditional_response(request, etag=response["ETag"], response=response) or response
    if ANY_ORIGIN in response:
        answer[ANY_ORIGIN] = response[ANY_ORIGIN]
    return answer  # type: ignore[no-any-return]  # an HttpResponse, or the 304 made of it


def _as_private(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """What was made for one person, or is not known to be the same for all, is kept by nobody else."""
    if "Cache-Control" not in response and not request.path_info.startswith(settings.STATIC_URL):
        patch_cache_control(response, private=True, no_cache=True)
    return response
