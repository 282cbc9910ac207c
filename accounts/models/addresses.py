"""A change of e-mail address, which two mailboxes have to agree to."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class AddressChange(models.Model):
    """A new address takes the place of the old one when a link was followed in both mailboxes.

    `ended_at` is set when it was done, refused or given up; a person has one at a time that is not.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="address_changes"
    )
    old_address = models.EmailField(max_length=254)
    new_address = models.EmailField(max_length=254)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None), name="addresschange_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at:%Y-%m-%d}"
