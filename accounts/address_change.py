"""The letters and links of a change of e-mail address: one mailbox confirms, the other approves."""

from datetime import timedelta
from typing import Any, Final, cast

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import AddressChange
from accounts.services import (
    ADDRESS_CHANGE_DAYS,
    approve_address_change,
    ask_for_address_change,
    confirm_new_address,
)
from core.requests import SiteRequest

SALT: Final = "accounts.address_change"


def begin_address_change(request: HttpRequest, user: Any, new_address: str) -> None:
    """Write the change down, and ask the old mailbox; allauth has asked the new one."""
    change = ask_for_address_change(user=user, new_address=new_address, now=cast(SiteRequest, request).now)
    link = reverse("accounts:address_change", args=[signing.dumps(change.pk, salt=SALT)])
    context = {"new_address": new_address, "approve_url": link}
    get_adapter().send_notification_mail("account/email/address_change", user, context, user.email)


def change_of_token(token: str) -> AddressChange | None:
    """The change that a link in the old mailbox is about, while it can still be approved or refused."""
    try:
        number = signing.loads(token, salt=SALT, max_age=timedelta(days=ADDRESS_CHANGE_DAYS))
    except signing.BadSignature:
        return None
    found = AddressChange.objects.filter(pk=number, ended_at=None).select_related("person").first()
    return found if found and _is_still_wanted(found) else None


def running_change(user: Any) -> AddressChange | None:
    """The change of this person's address that waits for a mailbox."""
    return AddressChange.objects.filter(person=user, ended_at=None).first()


def _is_still_wanted(change: AddressChange) -> bool:
    """She may have taken it back, which removes the address that was not confirmed yet."""
    pending = EmailAddress.objects.filter(user=change.person, email__iexact=change.new_address)
    return bool(pending.exists())


def confirm_address_in_new_mailbox(request: HttpRequest, change: AddressChange) -> None:
    """The link in the new mailbox was followed."""
    if confirm_new_address(change=change, now=cast(SiteRequest, request).now):
        _tell_both(request, change)
        return
    messages.info(
        request,
        _("The new address is confirmed. It counts once you approve the change in your old mailbox."),
    )


def approve_in_old_mailbox(request: HttpRequest, change: AddressChange) -> None:
    """The link in the old mailbox was followed, and the change approved."""
    if approve_address_change(change=change, now=cast(SiteRequest, request).now):
        _tell_both(request, change)
        return
    messages.info(
        request,
        _("You have approved the change. The new address counts once the link sent to it was followed."),
    )


def _tell_both(request: HttpRequest, change: AddressChange) -> None:
    person: Any = change.person
    person.refresh_from_db()
    context = {"from_email": change.old_address, "to_email": change.new_address}
    for address in (change.old_address, change.new_address):
        get_adapter().send_notification_mail("account/email/email_changed", person, context, address)
    messages.success(request, _("Your e-mail address is changed."))
