"""Denied unless named: no address answers that the table of audiences does not know."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from accounts.audiences import audience_of, belongs_to


class AudienceMiddleware:
    """Sends who is not signed in to sign in, and refuses who is not in the audience of the address (403)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
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
        if belongs_to(request, audience):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
        raise PermissionDenied
