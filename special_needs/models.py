"""Requests for adjustments, apart from all else: sealed, with permissions of their own (epso 5.6).

What a person says of her health stands in sealed columns only. No record of it is left elsewhere: the moves
of a request are its own record, and letters about it say that there is something to read, not what.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Application
from competitions.models import Test
from core.states import Transition
from documents.models import FileKind
from documents.states import ScanState
from special_needs.querysets import MeasureQuerySet, RequestQuerySet
from special_needs.sealed import unseal_values
from special_needs.states import RequestState


class NeedKind(models.TextChoices):
    DISABILITY = "DISABILITY", _("Disability")
    MEDICAL = "MEDICAL", _("Medical condition")
    PREGNANCY = "PREGNANCY", _("Pregnancy")
    BREASTFEEDING = "BREASTFEEDING", _("Breastfeeding")
    INJURY = "INJURY", _("Temporary injury")
    OTHER = "OTHER", pgettext_lazy("type of need", "Other")


class Measure(models.TextChoices):
    EXTRA_TIME = "EXTRA_TIME", _("Extra time")
    BREAKS = "BREAKS", _("Breaks")
    SCREEN_READER = "SCREEN_READER", _("Screen reader")
    MAGNIFIER = "MAGNIFIER", _("Magnifier")
    BRAILLE = "BRAILLE", _("Braille")
    LARGE_PRINT = "LARGE_PRINT", _("Large print")
    HUMAN_READER = "HUMAN_READER", _("A person who reads aloud")
    TYPING_HELP = "TYPING_HELP", _("Help with typing")
    KEYBOARD = "KEYBOARD", _("Ergonomic keyboard")
    SEPARATE_DATE = "SEPARATE_DATE", _("Another date")
    ON_SITE = "ON_SITE", _("Test on site")


class AccommodationRequest(models.Model):
    """What a candidate needs for the tests of one application, and what was decided."""

    application = models.OneToOneField(
        Application,
        verbose_name=_("application"),
        on_delete=models.PROTECT,
        related_name="accommodation_request",
    )
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.DRAFT)
    tests = models.ManyToManyField(Test, blank=True, related_name="accommodation_requests")
    is_reusable = models.BooleanField(default=False)
    sealed_answers = models.BinaryField(default=b"", blank=True)
    sealed_question = models.BinaryField(default=b"", blank=True)
    sealed_decision = models.BinaryField(default=b"", blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        verbose_name = _("request for special needs adjustments")
        verbose_name_plural = _("requests for special needs adjustments")
        permissions: ClassVar[list[Any]] = [
            ("handle_accommodation", "Can read and decide requests for special needs adjustments"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(state=RequestState.DRAFT)
                | Q(state=RequestState.WITHDRAWN)
                | Q(submitted_at__isnull=False),
                name="accommodation_submitted_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.DECIDED)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="accommodation_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def answers(self) -> dict[str, Any]:
        return unseal_values(self.sealed_answers)

    @property
    def question(self) -> str:
        return str(unseal_values(self.sealed_question).get("text", ""))

    @property
    def decision(self) -> dict[str, Any]:
        return unseal_values(self.sealed_decision)


class AccommodationTransition(Transition):
    subject = models.ForeignKey(AccommodationRequest, on_delete=models.CASCADE, related_name="transitions")


class Evidence(models.Model):
    """A certificate: name and content sealed. `path` is where its bytes lie in the store of documents."""

    request = models.ForeignKey(AccommodationRequest, on_delete=models.CASCADE, related_name="evidence")
    sealed_name = models.BinaryField()
    kind = models.CharField(max_length=3, choices=FileKind)
    size = models.PositiveIntegerField()
    path = models.CharField(max_length=100, unique=True)
    state = models.CharField(max_length=8, choices=ScanState, default=ScanState.WAITING)
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"certificate {self.pk}"

    @property
    def name(self) -> str:
        return str(unseal_values(self.sealed_name)["name"])


class GrantedMeasure(models.Model):
    """One measure at one test: a line of the checklist that is signed off before the day."""

    request = models.ForeignKey(AccommodationRequest, on_delete=models.CASCADE, related_name="measures")
    test = models.ForeignKey(Test, verbose_name=_("test"), on_delete=models.PROTECT, related_name="+")
    measure = models.CharField(_("Measure"), max_length=16, choices=Measure)
    signed_off_at = models.DateTimeField(_("Signed off"), null=True, blank=True)
    signed_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_at = models.DateTimeField(_("Confirmed by the test provider"), null=True, blank=True)
    confirmed_by = models.CharField(_("Confirmed by"), max_length=150, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["test__scheduled_at", "pk"]
        verbose_name = _("measure at a test")
        verbose_name_plural = _("measures at tests")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["request", "test", "measure"], name="grantedmeasure_once"),
            models.CheckConstraint(
                condition=Q(signed_off_at__isnull=True, signed_off_by__isnull=True)
                | Q(signed_off_at__isnull=False, signed_off_by__isnull=False),
                name="grantedmeasure_signed_off_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False, signed_off_at__isnull=False) & ~Q(confirmed_by="")),
                name="grantedmeasure_confirmed_after_sign_off",
                violation_error_message=_("Sign the measure off before you note its confirmation."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test}: {self.get_measure_display()}"
