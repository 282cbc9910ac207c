"""EU Login: who it says somebody is opens an account only after she has tied the two together herself."""

from typing import Any, Final

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

PROVIDER_ID: Final = "eu-login"
REFUSED_PREFIX: Final = "v00"
"""So begin the ids of who came to EU Login through eID, Facebook or Google (epso 4.2)."""


def is_offered() -> bool:
    """Whether this deployment has an EU Login to sign in with."""
    return "openid_connect" in settings.SOCIALACCOUNT_PROVIDERS


class EuLoginAdapter(DefaultSocialAccountAdapter):
    """An equal e-mail address proves nothing: neither an account nor an address is taken over by it."""

    error_messages: Final = {
        **DefaultSocialAccountAdapter.error_messages,
        "no_password": _("Set a password first: without EU Login you could not sign in any more."),
        "no_verified_email": _("Confirm your e-mail address first: follow the link that we sent to it."),
        "connected_other": _("This EU Login belongs to another account already."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse ids that cannot be used, and take no address as confirmed: a mail of our own does that."""
        if sociallogin.account.uid.lower().startswith(REFUSED_PREFIX):
            raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", status=403))
        for address in sociallogin.email_addresses:
            address.verified = False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """The names as EU Login has them, which are those of the identity document."""
        user = super().populate_user(request, sociallogin, data)
        user.first_names = (data.get("first_name") or "")[:150]
        user.family_names = (data.get("last_name") or "")[:150]
        return user

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        from allauth.account.adapter import get_adapter

        get_adapter().send_notification_mail(*args, **kwargs)
