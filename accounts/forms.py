"""Input of people about their own account."""

from allauth.account.forms import SignupForm as BaseSignupForm


class SignupForm(BaseSignupForm):
    """Sign-up by e-mail address."""
