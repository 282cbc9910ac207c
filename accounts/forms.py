"""Input of people about their own account: allauth's forms with our words, and the settings page."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from allauth.account import forms as allauth_forms
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from accounts.address_change import begin_address_change
from accounts.models import User
from core.languages import CODES, active_code, language_name

LABELS: Final = {
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
    "name": _("Name"),
}
NEW_PASSWORD_LABELS: Final = {"password1": _("New password"), "password2": _("New password again")}


def language_choices() -> list[tuple[str, str]]:
    """The 24 languages with their names in the active language, in protocol order."""
    return [(code, language_name(code)) for code in CODES]


def _password_rules() -> str:
    return " ".join(password_validators_help_texts())


password_rules = lazy(_password_rules, str)


def language_field() -> forms.ChoiceField:
    """In which language we write to a person who is new."""
    return forms.ChoiceField(
        label=_("Language of communication"),
        help_text=_("We write letters and e-mail to you in this language. You can change it later."),
        choices=language_choices,
        initial=active_code,
    )


class OwnWords:
    """Gives the fields of an allauth form our labels, and no placeholder: a label stays, a hint vanishes."""

    labels: ClassVar[Mapping[str, Any]] = LABELS | NEW_PASSWORD_LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = password_rules() if name == "password1" else ""


class LoginForm(OwnWords, allauth_forms.LoginForm):
    """Signing in."""


class SignupForm(OwnWords, allauth_forms.SignupForm):
    """A new account: address, password, and the language in which we write to the person."""

    labels = LABELS | {"password1": _("Password"), "password2": _("Password again")}
    field_order = ("email", "language", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = language_field()
        self.order_fields(self.field_order)


class ResetPasswordForm(OwnWords, allauth_forms.ResetPasswordForm):
    """Asking for a link to set a new password."""

    def clean_email(self) -> str:
        """An address that is not confirmed yet opens no account."""
        email: str = super().clean_email()
        self.users = list(User.objects.active().with_address(email))
        return email


class ResetPasswordKeyForm(OwnWords, allauth_forms.ResetPasswordKeyForm):
    """Setting a new password through such a link."""


class ChangePasswordForm(OwnWords, allauth_forms.ChangePasswordForm):
    """Changing the password while signed in."""


class SetPasswordForm(OwnWords, allauth_forms.SetPasswordForm):
    """A first password, for who has none."""


class ChangeAddressForm(OwnWords, allauth_forms.AddEmailForm):
    """A new address, which counts once its link was followed and the old mailbox has agreed."""

    labels = LABELS | {"email": _("New e-mail address")}

    def save(self, request: HttpRequest) -> Any:
        address = super().save(request)
        begin_address_change(request, self.user, address.email)
        return address


class ReauthenticateForm(OwnWords, allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters is changed."""


class CodeForm(OwnWords, code_forms.AuthenticateForm):
    """A code of the app or a recovery code, to sign in."""


class CodeAgainForm(OwnWords, code_forms.ReauthenticateForm):
    """A code once more, before something that matters is changed."""


class ActivateAppForm(OwnWords, totp_forms.ActivateTOTPForm):
    """The first code of an app: proves that it was set up."""


class AddPasskeyForm(OwnWords, passkey_forms.AddWebAuthnForm):
    """A new passkey; each can be used to sign in by itself."""


class RenamePasskeyForm(OwnWords, passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""


class EuLoginSignupForm(OwnWords, social_forms.SignupForm):
    """A new account for who came with EU Login: the address, which a mail confirms, and the language."""

    field_order = ("email", "language")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = language_field()
        self.order_fields(self.field_order)


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """How the person is called, and the language in which we write."""

    class Meta:
        model = User
        fields = ("language", "first_names", "family_names")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of communication"),
            help_text=_("Letters and e-mail are written in this language."),
            choices=language_choices,
        )
        names = _("All of them, exactly as on your identity card or passport.")
        self.fields["first_names"].help_text = names
        self.fields["family_names"].help_text = names
        self.fields["first_names"].widget.attrs["autocomplete"] = "given-name"
        self.fields["family_names"].widget.attrs["autocomplete"] = "family-name"
