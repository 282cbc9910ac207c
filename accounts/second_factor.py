"""The second factor: whose work needs one, and how allauth keeps its secrets and words here."""

from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, pgettext

from accounts.encryption import box

STRONG: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
PURPOSE: Final = "accounts.second_factor"


def needs_second_factor(user: Any) -> bool:
    """Whether the person's work needs a second factor: she is staff, or may download reserve lists."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return False
    return bool(user.is_staff or user.has_perm("recruitment.download_reservelist"))


def has_second_factor(user: Any) -> bool:
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=STRONG).exists())


def is_missing_second_factor(request: HttpRequest) -> bool:
    """Whether the person signed in has to set up a second factor before she goes on."""
    if not needs_second_factor(request.user):
        return False
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return False
    return not has_second_factor(request.user)


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factors, with secrets encrypted and in our words."""

    error_messages: Final = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Your work here needs a second factor. Set one up first."
        ),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes need a second factor. Set one up first."
        ),
        "incorrect_code": gettext_lazy(
            "This code is wrong, or it has run out. Type the one that is shown now."
        ),
        "unverified_email": gettext_lazy("Confirm your new e-mail address first, or keep the present one."),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def encrypt(self, text: str) -> str:
        return box(PURPOSE).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box(PURPOSE).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who must have a second factor keeps one."""
        person: Any = authenticator.user
        others = Authenticator.objects.filter(user_id=person.pk, type__in=STRONG).exclude(pk=authenticator.pk)
        return not needs_second_factor(person) or others.exists()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        name = pgettext("a way to sign in", "Passkey")
        return f"{name} {count + 1}"

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)
