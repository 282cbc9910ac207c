"""A person's own account."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import kept_forms
from accounts.forms import SettingsForm
from accounts.models import User
from accounts.services import change_language, change_names
from core import views as core_views
from core.requests import SiteRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Language of communication and names of the person signed in; the way to password and address."""
    user = _person(request)
    form = SettingsForm(request.POST or None, instance=user)
    if not form.is_valid():
        return render(request, "account/settings.html", {"form": form})
    _save(cast(SiteRequest, request), form.cleaned_data)
    messages.success(request, _("Your changes are saved."))
    return redirect("accounts:settings")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with a stale token: kept and shown again where our own page sent it, else refused (403)."""
    page = kept_forms.page_of(request)
    if kept_forms.is_from_this_site(request):
        to_page = redirect(page)
        if kept_forms.keep(request, to_page, page):
            return to_page
    return core_views.csrf_failure(request, reason)


def _person(request: HttpRequest) -> User:
    """A fresh copy of who is signed in: a form writes into its instance before it is valid."""
    return User.objects.get(email=cast(User, request.user).email)


def _save(request: SiteRequest, data: dict[str, str]) -> None:
    user = _person(request)
    names = {"first_names": data["first_names"], "family_names": data["family_names"]}
    change_language(user=user, language=data["language"], by=user, now=request.now)
    change_names(user=user, **names, by=user, now=request.now)
