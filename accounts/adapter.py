"""How allauth behaves here: its words, the language of its mail, and where people go after signing in."""

import math
import time
from typing import Any, Final, cast
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import attempts, kept_forms
from accounts.address_change import confirm_address_in_new_mailbox, running_change
from accounts.devices import device_of, wide_network_of
from accounts.models import User
from accounts.services import end_other_sessions, recognise_device
from accounts.sessions import DEVICE, NETWORK
from core.language_paths import with_path_language
from core.languages import active_code
from core.requests import SiteRequest

WORDS: Final = {
    "account_inactive": _("This account is closed."),
    "duplicate_email": _("This is the e-mail address of your account already."),
    "email_password_mismatch": _("The e-mail address or the password is wrong."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_password": _("The password is wrong."),
    "invalid_login": _("The e-mail address or the password is wrong."),
    "invalid_password_reset": _("This link is not valid, or it was used before."),
    "too_many_login_attempts": _("There were too many attempts to sign in. Try again in a few minutes."),
    "rate_limited": _("There were too many requests. Try again in a few minutes."),
}


class AccountAdapter(DefaultAccountAdapter):
    """The sign-up and sign-in of this site."""

    error_messages = {**DefaultAccountAdapter.error_messages, **WORDS}

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write to the person in her language; to an address without account in that of the page.

        Links lead to the address of the site from the settings, never to a host the request named.
        """
        code = self._language_of(email, context)
        with translation.override(code):
            content = {
                **_links({**context, "reset_url": reverse("account_reset_password")}, code),
                "email": email,
                "site_name": settings.SITE_NAME,
                "site_url": settings.SITE_URL,
            }
            message = self.render_mail(template_prefix, email, content)
        message.extra_headers |= {"Content-Language": code, "Auto-Submitted": "auto-generated"}
        message.send()

    def _language_of(self, email: str, context: dict[str, Any]) -> str:
        """A mail to the address a person has just given up is hers too: she is signed in."""
        person = User.objects.with_address(email).first() or context.get("user") or self.request.user
        return getattr(person, "language", None) or active_code()

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the person that her account was changed, except what she has only just done by its link."""
        if template_prefix != "account/email/email_confirm":
            super().send_notification_mail(template_prefix, user, context, email)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Keep the language of communication chosen at sign-up."""
        user.language = form.cleaned_data.get("language") or active_code()
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Confirm the address of a new account; one that takes another's place waits for the other mailbox.

        Refuses an address that has become another person's account since the link was sent.
        """
        others = User.objects.with_address(email_address.email).exclude(pk=email_address.user_id)
        if others.exists():
            template = "account/messages/email_confirmation_failed.txt"
            self.add_message(request, messages.ERROR, template, {"email": email_address.email})
            return False
        change = running_change(email_address.user)
        if change is None or change.new_address.lower() != email_address.email.lower():
            return bool(super().confirm_email(request, email_address))
        confirm_address_in_new_mailbox(request, change)
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """After some wrong passwords the next one waits, and the page says how long."""
        wait = attempts.seconds_to_wait(request, credentials.get("email", ""), time.time())
        if wait:
            minutes = math.ceil(wait / 60)
            words = ngettext(
                "There were too many wrong passwords. Try again in %(minutes)d minute.",
                "There were too many wrong passwords. Try again in %(minutes)d minutes.",
                minutes,
            )
            raise ValidationError(words % {"minutes": minutes}, code="too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person is not None:
            attempts.forget_failures(request, credentials.get("email", ""))
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        attempts.count_failure(request, credentials.get("email", ""), time.time())

    def login(self, request: HttpRequest, user: Any) -> None:
        """Write into the session from where she signed in, and tell her when that is a new device."""
        super().login(request, user)
        device, network = device_of(request), wide_network_of(request)
        request.session[DEVICE], request.session[NETWORK] = device, network
        now = cast(SiteRequest, request).now
        if recognise_device(user=user, device=device, network=network, now=now):
            self.send_notification_mail("account/email/new_sign_in", user, {"device": device})

    def logout(self, request: HttpRequest) -> None:
        """Signing out oneself leaves nothing behind in the browser."""
        super().logout(request)
        kept_forms.note_sign_out(request)

    def set_password(self, user: User, password: str) -> None:
        """Whoever is signed in elsewhere with the old password is signed out."""
        super().set_password(user, password)
        current = self.request.session.session_key or ""
        end_other_sessions(user=user, current=current, now=cast(SiteRequest, self.request).now)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Each to her own desk: candidates, recruiters and staff begin at different pages."""
        user = request.user
        if user.is_staff:
            return resolve_url("admin:index")
        if user.has_perm("recruitment.download_reservelist"):
            return resolve_url("recruitment:list_list")
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return self.get_login_redirect_url(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page in the language of the page, not the bare address."""
        return resolve_url("careers:home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("accounts:settings")


def _links(context: dict[str, Any], code: str) -> dict[str, Any]:
    """The context with every link turned to this site and to the language of the reader."""
    return {
        key: _address_of_site(value, code) if key.endswith("_url") else value
        for key, value in context.items()
    }


def _address_of_site(address: str, code: str) -> str:
    path, query = urlsplit(with_path_language(address, code))[2:4]
    return settings.SITE_URL + urlunsplit(("", "", path, query, ""))
