"""Two accounts that may be one person's: staff are told, nobody is stopped."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DuplicateState(models.TextChoices):
    # Translators: two accounts that look alike, and nobody has looked into it yet.
    OPEN = "OPEN", pgettext_lazy("possible duplicate", "Open")
    # Translators: two accounts that look alike belong to two different people after all.
    DISMISSED = "DISMISSED", pgettext_lazy("possible duplicate", "Two people")
    # Translators: two accounts do belong to one person.
    CONFIRMED = "CONFIRMED", pgettext_lazy("possible duplicate", "One person")


class LikenessReason(models.TextChoices):
    NAMES = "NAMES", _("Similar names")
    BIRTH = "BIRTH", _("Same date of birth")


class PossibleDuplicate(models.Model):
    """A pair of accounts, the older one first; each pair once, whatever was decided about it."""

    first = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="+"
    )
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="+"
    )
    reasons = models.JSONField(_("reasons"), default=list)
    found_at = models.DateTimeField(_("found at"))
    state = models.CharField(_("state"), max_length=10, choices=DuplicateState, default=DuplicateState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["first", "second"], name="possibleduplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="possibleduplicate_older_first"),
            models.CheckConstraint(
                condition=Q(state=DuplicateState.OPEN, decided_at=None)
                | (~Q(state=DuplicateState.OPEN) & Q(decided_at__isnull=False)),
                name="possibleduplicate_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.second_id}"
