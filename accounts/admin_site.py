"""The administration: signed in to through the site's own pages, in the site's languages."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


class Administration(AdminSite):
    """The one admin site. Who may open it at all stands in the table of audiences."""

    site_header = _("EU Careers administration")
    site_title = _("EU Careers administration")
    index_title = _("Overview")

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """On to the sign-in of the site, and back to where the person was going."""
        index = resolve_url("admin:index")
        target = request.GET.get("next", index)
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = index
        if self.has_permission(request):
            return redirect(target)
        return redirect_to_login(target, resolve_url("account_login"))

    # A redirect where Django renders a template.
    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """Asks on the site's own page: signing out is a POST with a token."""
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        return redirect("accounts:settings")
