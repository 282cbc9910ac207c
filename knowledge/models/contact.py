"""Messages to the contact service (epso 8.4)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.languages import CODES
from core.states import Transition
from knowledge.states import ContactState


class ContactMessage(models.Model):
    """What somebody wrote through the contact form, with the number it got at once.

    `token` is made of that of the form and of the words: the same form sent twice is one message.
    """

    number = models.CharField(_("reference number"), max_length=20, unique=True)
    token = models.UUIDField(_("token of the form"), unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=ContactState, default=ContactState.NEW)
    received_at = models.DateTimeField(_("received at"), db_index=True)
    salutation = models.CharField(_("form of address"), max_length=10, blank=True)
    first_names = models.CharField(_("first names"), max_length=150)
    family_names = models.CharField(_("family names"), max_length=150)
    email = models.EmailField(_("e-mail address"), max_length=254)
    phone = models.CharField(_("telephone number"), max_length=40, blank=True)
    language = models.CharField(_("language of the answer"), max_length=2, choices=settings.LANGUAGES)
    candidate_number = models.CharField(_("application number"), max_length=30, blank=True)
    competition_reference = models.CharField(
        _("reference number of the competition"), max_length=60, blank=True
    )
    subject = models.CharField(_("subject"), max_length=150)
    message = models.TextField(_("message"))

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = _("message to the contact service")
        verbose_name_plural = _("messages to the contact service")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(language__in=CODES),
                name="contactmessage_language_official",
                violation_error_message=_("Choose one of the 24 official languages."),
            ),
            models.CheckConstraint(
                condition=~Q(message=""),
                name="contactmessage_has_text",
                violation_error_message=_("A message has a text."),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ContactTransition(Transition):
    subject = models.ForeignKey(ContactMessage, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a message")
        verbose_name_plural = _("moves of messages")
