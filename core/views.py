"""The ways into a language: the bare address of the site, and the switch on every page."""

from typing import cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.views.decorators.http import require_safe

from core.language_paths import preferred_language, safe_next_path, with_path_language
from core.languages import LANGUAGES, Language
from core.requests import SiteRequest
from core.services import record_audit


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """`/`: on to the person's language; a list of all languages for who names none of them."""
    code = preferred_language(request)
    if code is not None:
        response: HttpResponse = HttpResponseRedirect(f"/{code}/")
    else:
        response = render(request, "core/language_list.html", {"homes": _home_pages(request)})
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def _home_pages(request: HttpRequest) -> list[tuple[Language, str]]:
    return [(language, request.build_absolute_uri(f"/{code}/")) for code, language in LANGUAGES.items()]


@require_safe
def set_language(request: HttpRequest) -> HttpResponse:
    """`/<code>/language/?next=…`: remember the language of the address, go on to the same page in it.

    A link and not a form, so that pages hold no token and stay cacheable. The cookie is set for
    whoever follows it; the account is written only when the click came from our own page.
    """
    code = request.LANGUAGE_CODE
    response = HttpResponseRedirect(with_path_language(safe_next_path(request), code))
    _remember_in_cookie(response, code)
    if request.user.is_authenticated and _came_from_this_site(request):
        _remember_in_account(request, code)
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def _came_from_this_site(request: HttpRequest) -> bool:
    """Whether the browser says so; one too old to say is believed by its Referer."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = f"{request.scheme}://{request.get_host()}/"
    return request.headers.get("Referer", "").startswith(origin)


def _remember_in_cookie(response: HttpResponse, code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        domain=settings.LANGUAGE_COOKIE_DOMAIN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


@transaction.atomic
def _remember_in_account(request: HttpRequest, code: str) -> None:
    user = request.user
    if user.is_authenticated and user.language != code:
        details = {"before": user.language, "after": code, "through": "language switch"}
        user.language = code
        user.save(update_fields=["language"])
        now = cast(SiteRequest, request).now
        record_audit(now=now, by=user, verb="change_language", subject=user, details=details)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or stale: says what to do, in the language of the page. Status 403."""
    return render(request, "core/csrf_failure.html", {"home": f"/{request.LANGUAGE_CODE}/"}, status=403)
