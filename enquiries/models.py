"""Questions of candidates and EPSO's answers, in threads with a number."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from core.states import Transition
from documents.models import Document
from enquiries.querysets import EnquiryQuerySet
from enquiries.states import EnquiryState

LONGEST_TEXT = 5_000


class Enquiry(models.Model):
    """A candidate's question with its thread. `read_at`: when she last looked at it."""

    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("candidate"),
        on_delete=models.PROTECT,
        related_name="enquiries",
    )
    application = models.ForeignKey(
        Application,
        verbose_name=_("application"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enquiries",
    )
    number = models.CharField(_("reference number"), max_length=20, unique=True)
    subject = models.CharField(_("subject"), max_length=150)
    state = models.CharField(_("state"), max_length=10, choices=EnquiryState, default=EnquiryState.OPEN)
    asked_at = models.DateTimeField(_("received at"))
    due_on = models.DateField(_("answer due on"))
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handler"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("question to EPSO")
        verbose_name_plural = _("questions to EPSO")
        permissions: ClassVar[list[Any]] = [("answer_enquiry", "Can answer, assign and close questions")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(state=EnquiryState.ANSWERED) | Q(answered_at__isnull=False),
                name="enquiry_answered_has_time",
                violation_error_message=_("An answered question has an answer."),
            )
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["state", "due_on"], name="enquiry_queue")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_unread(self) -> bool:
        """Whether there is an answer that the candidate has not seen."""
        return self.answered_at is not None and (self.read_at is None or self.read_at < self.answered_at)


class EnquiryTransition(Transition):
    subject = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        default_permissions = ()


class EnquiryMessage(models.Model):
    """A message of a thread. `token` came with the form: sent twice, it is one message."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="messages")
    token = models.UUIDField(_("token of the form"), editable=False)
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    is_from_candidate = models.BooleanField()
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enquiry_messages",
    )

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["by", "token"], name="enquirymessage_once"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="enquirymessage_has_text",
                violation_error_message=_("A message has a text."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id} {self.at:%Y-%m-%d}"
