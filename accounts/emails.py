"""Mail about a person's account that allauth does not write itself."""

from typing import Any

from allauth.account.adapter import get_adapter


def account_closed(*, user: Any) -> None:
    """The account is closed, and how to have it opened again."""
    get_adapter().send_notification_mail("account/email/account_closed", user, email=user.email)
