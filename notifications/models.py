"""Letters in the account, which bind, and the e-mail that announces them."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from core.states import Transition
from notifications.querysets import LetterQuerySet, OutgoingEmailQuerySet
from notifications.states import BatchState, EmailState
from notifications.topics import Topic


class LetterBatch(models.Model):
    """Letters to many people: prepared, sampled, approved by a second person, and then released (F9)."""

    event = models.CharField(_("event"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    about = models.CharField(
        _("about"), max_length=120, help_text=_("What the letters are about, e.g. a ranking.")
    )
    state = models.CharField(_("state"), max_length=12, choices=BatchState, default=BatchState.PREPARING)
    expected = models.PositiveIntegerField(_("letters expected"))
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("prepared by"), on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField(_("prepared at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        verbose_name = _("batch of letters")
        verbose_name_plural = _("batches of letters")
        permissions: ClassVar[list[Any]] = [
            ("prepare_letterbatch", "Can prepare a batch of letters"),
            ("approve_letterbatch", "Can approve, release or recall a batch of letters"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("prepared_by")),
                name="letterbatch_four_eyes",
                violation_error_message=_(
                    "A batch must be approved by another person than the one who prepared it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BatchState.PREPARING, BatchState.PREPARED, BatchState.RECALLED])
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="letterbatch_approved_before_release",
                violation_error_message=_("A batch must be approved before it is released."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LetterBatchTransition(Transition):
    subject = models.ForeignKey(LetterBatch, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a batch")
        verbose_name_plural = _("moves of batches")

    @property
    def state_name(self) -> str:
        """The state the batch moved to, in the reader's language."""
        return str(BatchState(self.to_state).label)


class Letter(models.Model):
    """A binding text in somebody's account, in her language, frozen when written (epso 9.1).

    `key` names what it is about, so that the same letter is never written twice. A letter of a batch is seen
    by nobody outside staff until the batch is released; time limits run from `published_at`. A recalled
    letter was never seen by its recipient, stays for the record, and leaves its key free for a better one.
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recipient"),
        on_delete=models.PROTECT,
        related_name="letters",
    )
    batch = models.ForeignKey(
        LetterBatch,
        verbose_name=_("batch"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="letters",
    )
    number = models.UUIDField(_("number"), default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(_("event"), max_length=60)
    key = models.CharField(_("key"), max_length=160)
    about = models.CharField(_("about"), max_length=120, blank=True, db_index=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    created_at = models.DateTimeField(_("written at"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    first_opened_at = models.DateTimeField(_("first opened at"), null=True, blank=True)
    recalled_at = models.DateTimeField(_("recalled at"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        permissions: ClassVar[list[Any]] = [("read_letter", "Can read the text of candidates' letters")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["recipient", "event", "key"],
                condition=Q(recalled_at__isnull=True),
                name="letter_once_per_event",
                violation_error_message=_("This letter exists already."),
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=False) | Q(published_at__isnull=False),
                name="letter_alone_is_published",
                violation_error_message=_("A letter outside a batch is published when it is written."),
            ),
            models.CheckConstraint(
                condition=Q(recalled_at__isnull=True) | Q(published_at__isnull=True),
                name="letter_published_or_recalled",
                violation_error_message=_("A published letter cannot be recalled."),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["recipient", "-published_at"], name="letter_mailbox"),
            models.Index(fields=["batch", "id"], name="letter_batch_order"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class SilencedTopic(models.Model):
    """A person wants no e-mail about a topic; its letters are put in her account without announcement."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="silenced_topics",
    )
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)

    class Meta:
        verbose_name = _("topic without e-mail")
        verbose_name_plural = _("topics without e-mail")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "topic"], name="silencedtopic_once")
        ]

    def __str__(self) -> str:
        return self.topic


class OutgoingEmail(models.Model):
    """An e-mail written in the transaction that causes it, sent later, with one Message-ID for every try."""

    letter = models.OneToOneField(
        Letter,
        verbose_name=_("letter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="email",
    )
    event = models.CharField(_("event"), max_length=60)
    to_address = models.EmailField(_("to"), max_length=254)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=300)
    body_text = models.TextField(_("plain text"))
    body_html = models.TextField(_("HTML text"), blank=True)
    headers = models.JSONField(_("further headers"), default=dict, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=120, unique=True)
    state = models.CharField(_("state"), max_length=8, choices=EmailState, default=EmailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt at"))
    last_error = models.TextField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)

    objects = OutgoingEmailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("outgoing e-mail")
        verbose_name_plural = _("outgoing e-mail")
        permissions: ClassVar[list[Any]] = [
            ("resend_outgoingemail", "Can send an undeliverable e-mail again")
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(state=EmailState.SENT, sent_at__isnull=False)
                | (~Q(state=EmailState.SENT) & Q(sent_at__isnull=True)),
                name="outgoingemail_sent_has_time",
                violation_error_message=_("An e-mail has a time of sending exactly when it was sent."),
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["due_at", "id"], name="outgoingemail_waiting", condition=Q(state=EmailState.WAITING)
            ),
            models.Index(fields=["-id"], name="outgoingemail_dead", condition=Q(state=EmailState.DEAD)),
            models.Index(Upper("to_address"), name="outgoingemail_address"),
        ]

    def __str__(self) -> str:
        return self.message_id


class DeliveryAttempt(models.Model):
    """A try at sending an e-mail that did not end in acceptance: when, and what the server said."""

    email = models.ForeignKey(OutgoingEmail, on_delete=models.CASCADE, related_name="failed_attempts")
    at = models.DateTimeField(_("at"))
    error = models.TextField(_("error"))
    is_transient = models.BooleanField(_("will be tried again"))

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("failed attempt")
        verbose_name_plural = _("failed attempts")

    def __str__(self) -> str:
        return self.error
