"""Complaints: the case, its moves, the text as it was handed in, and what was written about it since."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from competitions.models import Test
from complaints.querysets import ComplaintQuerySet
from complaints.states import (
    ABOUT_TESTS,
    DECIDED,
    GRANTED,
    OWN_ROUTES,
    ComplaintState,
    Effect,
    Timeliness,
)
from core.states import Transition
from documents.models import Document
from notifications.models import Letter
from selection.models import EligibilityDecision, Neutralisation
from selection.states import RouteKind

LONGEST_TEXT = 10_000


class Complaint(models.Model):
    """One candidate contests a test or a decision: what she says, how far it is, and what came of it."""

    application = models.ForeignKey(
        Application, verbose_name=_("application"), on_delete=models.PROTECT, related_name="complaints"
    )
    number = models.CharField(_("reference number"), max_length=20, unique=True)
    route = models.CharField(
        _("kind"), max_length=14, choices=[(route.value, route.label) for route in OWN_ROUTES]
    )
    state = models.CharField(_("state"), max_length=14, choices=ComplaintState, default=ComplaintState.DRAFT)
    test = models.ForeignKey(
        Test,
        verbose_name=_("test"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
    )
    question_numbers = ArrayField(
        models.PositiveSmallIntegerField(),
        verbose_name=_("numbers of the questions"),
        default=list,
        blank=True,
    )
    letter = models.ForeignKey(
        Letter,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
    )
    description = models.TextField(_("reasons"), max_length=LONGEST_TEXT)
    steps_tried = models.TextField(max_length=LONGEST_TEXT, blank=True)
    helpdesk_ticket = models.CharField(max_length=60, blank=True)
    wanted_outcome = models.TextField(max_length=LONGEST_TEXT, blank=True)
    created_at = models.DateTimeField(_("created at"))
    changed_at = models.DateTimeField(_("changed at"))
    submitted_at = models.DateTimeField(_("received at"), null=True, blank=True)
    first_too_late_at = models.DateTimeField(null=True, blank=True)
    timeliness = models.CharField(_("in time"), max_length=10, choices=Timeliness, blank=True)
    due_on = models.DateField(_("answer due on"), null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handler"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    incident = models.CharField(_("incident"), max_length=120, blank=True)
    provider_notes = models.TextField(blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decision_reasons = models.TextField(blank=True)
    effect = models.CharField(max_length=12, choices=Effect, blank=True)
    effect_note = models.TextField(blank=True)
    neutralisation = models.ForeignKey(
        Neutralisation,
        verbose_name=_("neutralisation"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
    )
    eligibility_decision = models.ForeignKey(
        EligibilityDecision,
        verbose_name=_("eligibility decision"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="complaints",
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        permissions: ClassVar[list[Any]] = [
            ("handle_complaint", "Can examine complaints and ask for more information"),
            ("decide_board_complaint", "Can decide on complaints and reviews for a selection board"),
            ("decide_technical_complaint", "Can decide on technical complaints"),
            ("decide_administrative_complaint", "Can decide on complaints under Article 90(2)"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(route__in=ABOUT_TESTS, letter__isnull=True)
                | Q(~Q(route__in=ABOUT_TESTS), test__isnull=True),
                name="complaint_about_test_or_decision",
                violation_error_message=_("A complaint is about a test or about a decision."),
            ),
            models.CheckConstraint(
                condition=Q(state=ComplaintState.DRAFT)
                | Q(submitted_at__isnull=False, due_on__isnull=False) & ~Q(timeliness=""),
                name="complaint_handed_in_has_dates",
                violation_error_message=_("A complaint that was received has an instant and a due date."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | (Q(decided_at__isnull=False) & ~Q(decision_reasons="")),
                name="complaint_decision_has_reasons",
                violation_error_message=_("A decision has reasons."),
            ),
            models.CheckConstraint(
                condition=Q(effect="") | Q(state__in=GRANTED),
                name="complaint_effect_where_granted",
                violation_error_message=_("Only a complaint that is upheld has an effect."),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["state", "due_on"], name="complaint_queue"),
            models.Index(fields=["test", "route"], name="complaint_similar"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def route_kind(self) -> RouteKind:
        return RouteKind(self.route)


class ComplaintTransition(Transition):
    subject = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        default_permissions = ()


class ComplaintSubmission(models.Model):
    """A complaint as it was handed in: canonical JSON and its SHA-256. A trigger refuses any change."""

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="submission")
    submitted_at = models.DateTimeField(_("submitted at"))
    snapshot = models.JSONField(_("snapshot"))
    sha256 = models.CharField(_("SHA-256 of the snapshot"), max_length=64)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.sha256


class ComplaintMessage(models.Model):
    """What staff asked about a complaint, or what the candidate answered. A trigger refuses any change."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="messages")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    is_from_candidate = models.BooleanField()
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%Y-%m-%d}"


class ComplaintEvidence(models.Model):
    """A file that a candidate puts with her complaint. The file stays as long as the complaint does."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="complaint_evidence")
    added_at = models.DateTimeField(_("received at"))

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "document"], name="complaintevidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.document_id}"
