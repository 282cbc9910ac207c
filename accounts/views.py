"""A person's own account."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.socialaccount.internal.flows.connect import connect
from allauth.socialaccount.internal.flows.signup import clear_pending_signup, get_pending_signup
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import emails, kept_forms, services
from accounts.address_change import approve_in_old_mailbox, change_of_token
from accounts.eu_login import is_offered
from accounts.forms import SettingsForm
from accounts.models import Session, User
from accounts.services import change_language, change_names
from accounts.sessions import session_end
from core import views as core_views
from core.requests import SiteRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Language of communication and names of the person signed in; the way to all else about her account."""
    user = _person(request)
    form = SettingsForm(request.POST or None, instance=user)
    if not form.is_valid():
        return render(request, "account/settings.html", {"form": form, **_ways_to_sign_in(user)})
    _save(cast(SiteRequest, request), form.cleaned_data)
    messages.success(request, _("Your changes are saved."))
    return redirect("accounts:settings")


def _ways_to_sign_in(user: User) -> dict[str, Any]:
    kinds = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    return {
        "has_app": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "offers_eu_login": is_offered(),
        "has_eu_login": is_offered() and SocialAccount.objects.filter(user=user).exists(),
    }


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with a stale token: kept and shown again where our own page sent it, else refused (403)."""
    page = kept_forms.page_of(request)
    if kept_forms.is_from_this_site(request):
        to_page = redirect(page)
        if kept_forms.keep(request, to_page, page):
            return to_page
    return core_views.csrf_failure(request, reason)


@never_cache
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in, this session first."""
    current = request.session.session_key
    rows = Session.objects.filter(person=cast(User, request.user), expire_date__gt=timezone.now())
    sessions = sorted(rows.order_by("-seen_at"), key=lambda session: session.session_key != current)
    return render(request, "account/session_list.html", {"sessions": sessions, "current": current})


@require_POST
def end_session(request: SiteRequest, number: str) -> HttpResponse:
    """Sign out of one of one's own sessions."""
    if not services.end_session(user=cast(User, request.user), number=number, now=request.now):
        raise Http404
    messages.success(request, _("That session is ended."))
    return redirect("accounts:session_list")


@require_POST
def end_other_sessions(request: SiteRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    current = request.session.session_key or ""
    services.end_other_sessions(user=cast(User, request.user), current=current, now=request.now)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("accounts:session_list")


@never_cache
@require_POST
def stay(request: HttpRequest) -> JsonResponse:
    """Move the end of the session; says in how many seconds it ends now."""
    request.session.save()
    ends_at = session_end(request)
    seconds = int((ends_at - timezone.now()).total_seconds()) if ends_at else 0
    return JsonResponse({"seconds": seconds})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def address_change(request: SiteRequest, token: str) -> HttpResponse:
    """The old mailbox approves a change of address, or objects to it."""
    change = change_of_token(token)
    if change is None:
        return render(request, "account/address_change.html", {"change": None}, status=404)
    if request.method != "POST":
        return render(request, "account/address_change.html", {"change": change})
    if "refuse" in request.POST:
        services.refuse_address_change(change=change, now=request.now)
        messages.success(
            request, _("Your address stays as it was, and everybody is signed out of your account.")
        )
        return redirect("account_reset_password")
    approve_in_old_mailbox(request, change)
    return redirect("careers:home")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def close(request: SiteRequest) -> HttpResponse:
    """Close the account of the person signed in, once she has said so."""
    user = cast(User, request.user)
    if request.method != "POST":
        return render(request, "account/close.html")
    try:
        services.close_account(user=user, now=request.now)
    except services.AccountInUse:
        messages.error(
            request, _("This account is used for work. Ask those who gave you your role to close it.")
        )
        return redirect("accounts:settings")
    emails.account_closed(user=user)
    logout(request)
    return redirect("account_inactive")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def connect_eu_login(request: HttpRequest) -> HttpResponse:
    """Tie the EU Login that one came with to the account one has signed in to since."""
    pending = get_pending_signup(request)
    if pending is None:
        return redirect("accounts:settings")
    if request.method != "POST":
        return render(request, "socialaccount/connect.html", {"identity": pending})
    pending.state = {**pending.state, "process": AuthProcess.CONNECT, "next": ""}
    pending.lookup()
    clear_pending_signup(request)
    return cast(HttpResponse, connect(request, pending))


def _person(request: HttpRequest) -> User:
    """A fresh copy of who is signed in: a form writes into its instance before it is valid."""
    return User.objects.get(email=cast(User, request.user).email)


def _save(request: SiteRequest, data: dict[str, str]) -> None:
    user = _person(request)
    names = {"first_names": data["first_names"], "family_names": data["family_names"]}
    change_language(user=user, language=data["language"], by=user, now=request.now)
    change_names(user=user, **names, by=user, now=request.now)
