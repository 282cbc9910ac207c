"""An application: the working copy, its moves, and what was typed and is not valid yet (epso 4)."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.querysets import ApplicationQuerySet
from applications.states import VALID, ApplicationState
from competitions.models import Competition, CompetitionField
from core.languages import CODES
from core.states import Transition

language_field_options: dict[str, Any] = {"max_length": 2, "choices": settings.LANGUAGES, "blank": True}


class Application(models.Model):
    """One candidate's application for a competition: the working copy, and which submitted version counts."""

    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("candidate"),
        on_delete=models.PROTECT,
        related_name="applications",
    )
    competition = models.ForeignKey(
        Competition, verbose_name=_("competition"), on_delete=models.PROTECT, related_name="applications"
    )
    number = models.CharField(_("application number"), max_length=20, unique=True)
    state = models.CharField(
        _("state"), max_length=24, choices=ApplicationState, default=ApplicationState.DRAFT
    )
    field = models.ForeignKey(
        CompetitionField,
        verbose_name=_("field"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    accepts_reassignment = models.BooleanField(_("accepts another grade"), default=False)
    language_1 = models.CharField(_("language 1"), **language_field_options)
    language_2 = models.CharField(_("language 2"), **language_field_options)
    motivation = models.TextField(_("motivation"), blank=True)
    talent_screener_answers = models.JSONField(_("talent screener answers"), default=dict, blank=True)
    has_citizen_rights = models.BooleanField(_("enjoys full rights as a citizen"), default=False)
    has_met_military_obligations = models.BooleanField(
        _("has met obligations on military service"), default=False
    )
    has_character_requirements = models.BooleanField(_("meets the character requirements"), default=False)
    has_eligible_qualification = models.BooleanField(_("has the qualifications required"), default=False)
    has_declared_on_honour = models.BooleanField(_("declaration on honour"), default=False)
    privacy_statement_version = models.CharField(
        _("privacy statement read, version"), max_length=20, blank=True
    )
    steps_done = ArrayField(
        models.CharField(max_length=20), verbose_name=_("steps done"), default=list, blank=True
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)
    current_submission = models.OneToOneField(
        "Submission",
        verbose_name=_("version that counts"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    has_said_source = models.BooleanField(_("has said how they heard of it"), default=False, db_default=False)
    created_at = models.DateTimeField(_("started at"))
    changed_at = models.DateTimeField(_("last changed at"))

    is_practice = False
    """Whether it is one of those that are never saved, to try the form with."""

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        permissions: ClassVar[list[Any]] = [
            ("view_identity", "Can see who a candidate is (names, birth, address)"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["candidate", "competition"],
                name="application_one_per_competition",
                violation_error_message=_("You have an application for this competition already."),
            ),
            models.CheckConstraint(
                condition=Q(language_1="") | Q(language_2="") | ~Q(language_1=F("language_2")),
                name="application_two_languages",
                violation_error_message=_("Language 1 and language 2 must be different."),
            ),
            models.CheckConstraint(
                condition=Q(language_1__in=["", *CODES]) & Q(language_2__in=["", *CODES]),
                name="application_official_languages",
                violation_error_message=_("Choose one of the 24 official languages."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=VALID, current_submission__isnull=False)
                | (~Q(state__in=VALID) & Q(current_submission__isnull=True)),
                name="application_valid_has_submission",
                violation_error_message=_(
                    "A submitted application has a version that counts, and no other has."
                ),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["competition", "state"], name="application_competition"),
        ]

    def __str__(self) -> str:
        return self.number


class ApplicationTransition(Transition):
    subject = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="transitions")

    class Meta(Transition.Meta):
        verbose_name = _("move of an application")
        verbose_name_plural = _("moves of applications")


class UnfinishedStep(models.Model):
    """What a candidate typed into a step and could not be taken yet, kept as typed.

    The other rows of an application hold valid values only, and still nothing typed is lost, on any device.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="unfinished_steps")
    place = models.CharField(
        _("place"), max_length=40, help_text=_("The step, or the entry of a list in it.")
    )
    typed = models.JSONField(_("as typed"))
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("unfinished step")
        verbose_name_plural = _("unfinished steps")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["application", "place"], name="unfinishedstep_once")
        ]

    def __str__(self) -> str:
        return self.place
