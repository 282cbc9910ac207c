"""Where a person is signed in, and from which devices she has signed in before."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac


class Session(AbstractBaseSession):
    """A session as Django keeps it, with columns that say whose it is. Written by `accounts.sessions`.

    `device` is the family of browser and system, never the whole of what a browser says about itself;
    `network` is an address without its last part.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=45, blank=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        pass

    @property
    def number(self) -> str:
        """Names the session in pages and addresses, where its key must not stand."""
        return salted_hmac("accounts.session", self.session_key).hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.sessions import SessionStore

        return SessionStore


class KnownDevice(models.Model):
    """A browser in a network from which the person has signed in; of a new one she is told."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="known_devices"
    )
    device = models.CharField(max_length=60)
    network = models.CharField(max_length=45)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "device", "network"], name="knowndevice_once")
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.network}"
