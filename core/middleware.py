"""What every request carries: the instant it arrived at, and the language of its address."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import is_valid_path
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from core.language_paths import first_segment, path_language, preferred_language, with_path_language
from core.languages import ENGLISH, PATH_ALIASES
from core.requests import SiteRequest

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class NowMiddleware:
    """Reads the clock once a request: `request.now` is an aware UTC instant."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        cast(SiteRequest, request).now = timezone.now()
        return self.get_response(request)


class LanguageMiddleware:
    """Activates the language that the address names: `/nl/…` is Dutch whatever the cookie says.

    Stands after sessions and before CommonMiddleware, which resolves addresses. A page under a
    language varies by nothing here, so it can be cached; only an address without a language that
    leads nowhere is redirected by cookie, account and Accept-Language, and says so in `Vary`.
    The language stays active when the response is handed on, for those that are streamed.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        first = first_segment(request.path_info)
        if first in PATH_ALIASES:
            return HttpResponsePermanentRedirect(
                with_path_language(request.get_full_path(), PATH_ALIASES[first])
            )
        code = path_language(request.path_info)
        request.LANGUAGE_CODE = code or ENGLISH
        translation.activate(request.LANGUAGE_CODE)
        response = self.get_response(request)
        if code is not None:
            response.headers.setdefault("Content-Language", code)
        elif response.status_code == 404:
            return _redirect_to_language(request) or response
        return response


def _redirect_to_language(request: HttpRequest) -> HttpResponse | None:
    """`/competitions/` → `/nl/competitions/` where there is such a page, else nothing."""
    code = preferred_language(request) or ENGLISH
    with translation.override(code):
        if request.method not in ("GET", "HEAD") or not is_valid_path(f"/{code}{request.path_info}"):
            return None
    redirect = HttpResponseRedirect(with_path_language(request.get_full_path(), code))
    patch_vary_headers(redirect, ("Cookie", "Accept-Language"))
    return redirect
