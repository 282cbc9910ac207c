"""The way to EU Login and back. When it does not answer, the page says so and offers the other ways in."""

import logging
from collections.abc import Callable
from typing import Any

from allauth.socialaccount.providers.openid_connect import views as openid
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from accounts.eu_login import is_offered
from core.languages import LANGUAGES
from core.requests import SiteRequest

logger = logging.getLogger(__name__)
LANGUAGE = "eu_login_language"


@never_cache
@require_POST
def begin(request: SiteRequest, provider_id: str) -> HttpResponse:
    """On to EU Login; it comes back to an address without a language, so that of the page is remembered."""
    request.session[LANGUAGE] = request.LANGUAGE_CODE
    return _answer(openid.login, request, provider_id)


@never_cache
@require_GET
def callback(request: SiteRequest, provider_id: str) -> HttpResponse:
    """Back from EU Login, in the language one left in."""
    code = request.session.get(LANGUAGE)
    if code in LANGUAGES:
        request.LANGUAGE_CODE = code
        translation.activate(code)
    return _answer(openid.callback, request, provider_id)


def _answer(view: Callable[..., Any], request: HttpRequest, provider_id: str) -> HttpResponse:
    if not is_offered():
        raise Http404
    try:
        response: HttpResponse = view(request, provider_id)
    except (RequestException, ValueError, KeyError) as fault:
        logger.warning("EU Login did not answer as it should: %s", type(fault).__name__)
        return render(request, "socialaccount/unavailable.html", status=503)
    return response
