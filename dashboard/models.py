"""The private address of a person's calendar."""

import uuid

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _


class CalendarAddress(models.Model):
    """Where a calendar program reads a person's own dates without signing in; a new key ends the old address.

    The address is the key and its signature: who reads the table cannot make one.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="calendar_address",
    )
    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("private calendar address")
        verbose_name_plural = _("private calendar addresses")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def signature(self) -> str:
        """What proves that the site itself gave out the address."""
        return signature_of(self.key)


def signature_of(key: uuid.UUID) -> str:
    """The signature that belongs to a key."""
    return Signer(salt="dashboard.calendar").signature(str(key))


def is_signature_of(key: uuid.UUID, signature: str) -> bool:
    """Whether the site gave out an address with this key and signature."""
    return constant_time_compare(signature_of(key), signature)
