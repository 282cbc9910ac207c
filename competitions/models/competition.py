"""A competition as its notice describes it, with its state (epso 3.2)."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careers.choices import ContractType, Domain, FunctionGroup
from careers.models import Institution, Place
from competitions.querysets import CompetitionQuerySet
from competitions.states import ACCEPTING, CompetitionState
from core.querysets import english_required
from core.states import Transition


class CompetitionKind(models.TextChoices):
    OPEN_COMPETITION = "OPEN_COMPETITION", _("Open competition")
    CAST = "CAST", _("Selection of contract agents (CAST)")
    INTERNAL = "INTERNAL", _("Internal competition")


class Profile(models.TextChoices):
    GRADUATE = "GRADUATE", _("Graduates (generalists)")
    SPECIALIST = "SPECIALIST", _("Specialists")
    LINGUIST = "LINGUIST", _("Linguists")


class Level(models.TextChoices):
    """Levels of the Common European Framework of Reference for Languages."""

    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"
    C1 = "C1", "C1"
    C2 = "C2", "C2"


class Competition(models.Model):
    """A competition as its notice describes it, with its state. Amendments change it once it is published."""

    reference = models.CharField(_("reference number"), max_length=60, unique=True)
    sub_reference = models.CharField(_("sub-reference"), max_length=60, blank=True)
    reference_is_provisional = models.BooleanField(_("reference number not known"), default=False)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=CompetitionKind)
    profile = models.CharField(_("profile"), max_length=12, choices=Profile)
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    duties = models.TextField(_("duties"), blank=True)
    function_group = models.CharField(_("function group"), max_length=8, choices=FunctionGroup)
    grades = ArrayField(models.CharField(max_length=10), verbose_name=_("grades"))
    number_sought = models.PositiveIntegerField(_("number sought"), null=True, blank=True)
    contract_type = models.CharField(_("type of contract"), max_length=30, choices=ContractType)
    domains = ArrayField(
        models.CharField(max_length=30, choices=Domain), verbose_name=_("domains"), default=list, blank=True
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    oj_reference = models.CharField(_("Official Journal reference"), max_length=60, blank=True)
    eli = models.URLField(_("European Legislation Identifier"), max_length=300, blank=True)
    publication_date = models.DateField(_("published on"), null=True, blank=True)
    languages_published = ArrayField(
        models.CharField(max_length=2), verbose_name=_("languages published in"), default=list, blank=True
    )
    announced_for = models.CharField(_("announced for"), max_length=10, blank=True)
    application_open_at = models.DateTimeField(_("applications open at"), null=True, blank=True)
    application_deadline = models.DateTimeField(_("deadline for application"), null=True, blank=True)
    id_document_deadline = models.DateTimeField(
        _("deadline for the identity document"), null=True, blank=True
    )
    supporting_documents_deadline = models.DateTimeField(
        _("deadline for supporting documents"), null=True, blank=True
    )
    eligibility_reference_date = models.DateField(_("reference date for eligibility"), null=True, blank=True)
    diploma_date = models.DateField(_("diploma awarded by"), null=True, blank=True)
    is_motivation_asked = models.BooleanField(_("motivation is asked"), default=False)
    motivation_max_characters = models.PositiveIntegerField(_("longest motivation"), null=True, blank=True)
    apply_url = models.URLField(_("address to apply at"), max_length=300, blank=True)
    language_1_minimum_level = models.CharField(
        _("lowest level of language 1"), max_length=2, choices=Level, default="C1", blank=True
    )
    language_2_minimum_level = models.CharField(
        _("lowest level of language 2"), max_length=2, choices=Level, default="B2", blank=True
    )
    languages_1 = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages allowed as language 1"),
        default=list,
        blank=True,
        help_text=_("An empty list means all 24."),
    )
    languages_2 = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages allowed as language 2"),
        default=list,
        blank=True,
        help_text=_("An empty list means all 24."),
    )
    is_for_all_institutions = models.BooleanField(_("for all institutions"), default=True)
    institutions = models.ManyToManyField(
        Institution, verbose_name=_("recruiting institutions"), blank=True, related_name="competitions"
    )
    places = models.ManyToManyField(
        Place, verbose_name=_("places of work"), blank=True, related_name="competitions"
    )
    security_clearance = models.CharField(_("security clearance"), max_length=100, blank=True)
    item_complaint_days = models.PositiveSmallIntegerField(
        _("days to contest a question"), null=True, blank=True
    )
    technical_complaint_days = models.PositiveSmallIntegerField(
        _("days for a technical complaint"), null=True, blank=True
    )
    review_days = models.PositiveSmallIntegerField(_("days to request a review"), null=True, blank=True)
    administrative_complaint_months = models.PositiveSmallIntegerField(
        _("months for an administrative complaint"), null=True, blank=True
    )
    court_months = models.PositiveSmallIntegerField(_("months to go to court"), null=True, blank=True)
    court_distance_days = models.PositiveSmallIntegerField(
        _("extra days for distance"), null=True, blank=True
    )
    invitation_notice_days = models.PositiveSmallIntegerField(
        _("days between invitation and test"), null=True, blank=True
    )
    check_account_every_days = models.PositiveSmallIntegerField(
        _("days between checks of the account"), null=True, blank=True
    )
    reserve_list_months = models.PositiveSmallIntegerField(
        _("validity of the reserve list in months"), null=True, blank=True
    )
    reserve_list_valid_until = models.DateField(_("reserve list valid until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=CompetitionState, default=CompetitionState.DRAFT
    )
    status_note = models.TextField(_("note on the state"), blank=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    document = models.JSONField(_("notice document"))
    document_digest = models.CharField(_("SHA-256 of the document"), max_length=64)

    objects = CompetitionQuerySet.as_manager()

    class Meta:
        ordering = [F("application_deadline").desc(nulls_last=True), "reference"]
        verbose_name = _("competition")
        verbose_name_plural = _("competitions")
        permissions: ClassVar[list[Any]] = [
            ("publish_competition", "Can publish a competition and change its state"),
            ("amend_competition", "Can load a notice and amend a published competition"),
        ]
        constraints: ClassVar[list[Any]] = [
            *english_required("competition", "title"),
            models.CheckConstraint(
                condition=Q(application_open_at__isnull=True)
                | Q(application_deadline__isnull=True)
                | Q(application_open_at__lt=F("application_deadline")),
                name="competition_opens_before_deadline",
                violation_error_message=_("Applications must open before the deadline."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ACCEPTING)
                | Q(kind="CAST")
                | Q(application_open_at__isnull=False, application_deadline__isnull=False),
                name="competition_open_has_dates",
                violation_error_message=_(
                    "A competition open for application needs an opening date and a deadline."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The public page of the competition, in the active language."""
        return reverse("competitions:competition_detail", args=[self.slug])

    def accepts_applications_at(self, now: datetime) -> bool:
        """Say whether an application handed in at `now` is in time; one at the deadline itself is not."""
        return (
            self.state in ACCEPTING
            and self.application_open_at is not None
            and self.application_deadline is not None
            and self.application_open_at <= now < self.application_deadline
        )


class CompetitionTransition(Transition):
    subject = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of a competition")
        verbose_name_plural = _("moves of competitions")
