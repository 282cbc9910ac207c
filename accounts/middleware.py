"""Denied unless named: no address answers that the table of audiences does not know. And how sessions end."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _

from accounts import kept_forms
from accounts.audiences import Audience, audience_of, belongs_to
from accounts.second_factor import is_missing_second_factor
from accounts.sessions import is_to_be_renewed, session_end
from core.requests import SiteRequest

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class SessionEndMiddleware:
    """Moves the end of a session while its owner is busy, and lets the browser remember whose it was."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        ends_at = session_end(request)
        if ends_at is not None and is_to_be_renewed(ends_at, cast(SiteRequest, request).now):
            request.session.modified = True
        response = self.get_response(request)
        kept_forms.remember_owner(request, response)
        return response


class AudienceMiddleware:
    """Sends who is not signed in to sign in, and refuses who is not in the audience of the address (403).

    A form that arrives after its session has ended is kept, and shown again after signing in. Staff and
    recruiters without a second factor are led to set one up.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the view run only for the audience of its address. Raises PermissionDenied."""
        match = request.resolver_match
        audience = audience_of(match) if match else None
        if audience is None:
            raise PermissionDenied
        if not belongs_to(request, audience):
            if not request.user.is_authenticated:
                return self._to_sign_in(request)
            raise PermissionDenied
        if audience in (Audience.STAFF, Audience.RECRUITER) and is_missing_second_factor(request):
            messages.warning(request, _("Your work here needs a second factor. Set one up first."))
            return redirect("mfa_index")
        return None

    def _to_sign_in(self, request: HttpRequest) -> HttpResponseBase:
        page = kept_forms.page_of(request)
        response = redirect_to_login(page, resolve_url("account_login"))
        if request.method == "POST" and kept_forms.keep(request, response, page):
            messages.info(
                request,
                _("You were signed out. Sign in again: what you typed is kept and will be in the form."),
            )
        return response


class KeptFormMiddleware:
    """Shows a form that came too late again, as it was typed, and to nobody but who typed it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if kept_forms.COOKIE not in request.COOKIES or not self._is_signed_in(request):
            return self.get_response(request)
        kept = kept_forms.read(request)
        if kept is None:
            return self.get_response(request)
        if request.method == "POST" and request.path == kept.action:
            response = self.get_response(request)
            kept_forms.forget(request, response)
            return response
        if request.method != "GET" or request.get_full_path() != kept.page:
            return self.get_response(request)
        messages.warning(
            request, _("You were signed out before this was saved. Check what you typed, and save.")
        )
        response = self.get_response(request)
        return kept_forms.fill(response, kept) if isinstance(response, HttpResponse) else response

    def _is_signed_in(self, request: HttpRequest) -> bool:
        return settings.SESSION_COOKIE_NAME in request.COOKIES and SESSION_KEY in request.session
