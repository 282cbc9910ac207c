"""What a candidate hands in (epso 4): a draft that she works on, and the submitted versions, each frozen.

Documents, the request for special needs and a curriculum vitae kept in the account will hang on the same
rows: entries of education and experience belong to one application and can later be copied from an account.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.querysets import ApplicationQuerySet
from applications.states import VALID, ApplicationState
from competitions.models import Amendment, Competition, CompetitionField, CompetitionTransition, Level
from core.languages import CODES
from core.states import Transition

language_field_options: dict[str, Any] = {"max_length": 2, "choices": settings.LANGUAGES, "blank": True}


class Gender(models.TextChoices):
    WOMAN = "WOMAN", _("Woman")
    MAN = "MAN", _("Man")
    OTHER = "OTHER", pgettext_lazy("gender", "Other")
    NO_ANSWER = "NO_ANSWER", _("I prefer not to say")


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
    created_at = models.DateTimeField(_("started at"))
    changed_at = models.DateTimeField(_("last changed at"))

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


class PersonalData(models.Model):
    """Who the candidate is (epso 4.3), apart from the application: boards and markers see the number only."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="personal_data")
    family_names = models.CharField(
        _("family names"),
        max_length=150,
        help_text=_("All of them, exactly as on your identity card or passport."),
    )
    first_names = models.CharField(
        _("first names"),
        max_length=150,
        help_text=_("All of them, exactly as on your identity card or passport."),
    )
    birth_name = models.CharField(_("name at birth"), max_length=150, blank=True)
    date_of_birth = models.DateField(_("date of birth"))
    place_of_birth = models.CharField(_("place of birth"), max_length=100)
    country_of_birth = models.CharField(_("country of birth"), max_length=2)
    gender = models.CharField(
        _("gender"),
        max_length=10,
        choices=Gender,
        default=Gender.NO_ANSWER,
        help_text=_("For statistics only."),
    )
    citizenships = ArrayField(models.CharField(max_length=2), verbose_name=_("citizenships"), size=5)
    street = models.CharField(_("street and number"), max_length=200)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("town"), max_length=100)
    country = models.CharField(_("country of residence"), max_length=2)
    phone = models.CharField(
        _("telephone number"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^\+[1-9][0-9]{6,14}$",
                _("Write the number with + and the country code, for example +3221234567."),
            )
        ],
    )

    class Meta:
        verbose_name = _("personal data")
        verbose_name_plural = _("personal data")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(citizenships__len__gte=1),
                name="personaldata_a_citizenship",
                violation_error_message=_("Name at least one citizenship."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_names} {self.family_names}"


class LanguageSkill(models.Model):
    """How well a candidate knows a language, by the Common European Framework (epso 4.6)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="language_skills")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    is_mother_tongue = models.BooleanField(_("mother tongue"), default=False)
    listening = models.CharField(_("listening"), max_length=2, choices=Level)
    reading = models.CharField(_("reading"), max_length=2, choices=Level)
    speaking = models.CharField(_("speaking"), max_length=2, choices=Level)
    writing = models.CharField(_("writing"), max_length=2, choices=Level)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("knowledge of a language")
        verbose_name_plural = _("knowledge of languages")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["application", "language"],
                name="languageskill_once",
                violation_error_message=_("You have entered this language already."),
            )
        ]

    def __str__(self) -> str:
        return self.language

    @property
    def lowest_level(self) -> str:
        """The lowest of the four levels: the one a minimum is compared with."""
        return min(self.listening, self.reading, self.speaking, self.writing)


class Education(models.Model):
    """A diploma (epso 4.5)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="education")
    title = models.CharField(_("title of the diploma"), max_length=200)
    awarding_body = models.CharField(_("awarding body"), max_length=200)
    country = models.CharField(_("country"), max_length=2)
    level = models.PositiveSmallIntegerField(
        _("level"),
        validators=[MinValueValidator(3), MaxValueValidator(8)],
        help_text=_(
            "Level of the European Qualifications Framework, 3 to 8. A bachelor's degree is level 6."
        ),
    )
    field_of_study = models.CharField(_("field of study"), max_length=200, blank=True)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(_("to"))
    legal_duration_months = models.PositiveSmallIntegerField(
        _("official length in months"), null=True, blank=True
    )
    award_date = models.DateField(_("date of award"))
    gives_access = models.BooleanField(_("this diploma gives me access to the competition"), default=False)

    class Meta:
        ordering = ["-award_date", "pk"]
        verbose_name = _("diploma")
        verbose_name_plural = _("diplomas")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="education_starts_before_end",
                violation_error_message=_("The first day must not be after the last day."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=3, level__lte=8),
                name="education_level_of_framework",
                violation_error_message=_("The level is a number from 3 to 8."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ExperienceKind(models.TextChoices):
    PAID = "PAID", _("Paid work")
    VOLUNTARY = "VOLUNTARY", _("Voluntary work")
    INTERNSHIP = "INTERNSHIP", _("Internship")
    MILITARY = "MILITARY", _("Compulsory military service")
    LEAVE = "LEAVE", _("Maternity, parental or adoption leave")
    DOCTORATE = "DOCTORATE", _("Doctorate")


class Experience(models.Model):
    """A period of professional experience (epso 4.4)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="experience")
    kind = models.CharField(_("kind"), max_length=12, choices=ExperienceKind, default=ExperienceKind.PAID)
    employer = models.CharField(_("employer"), max_length=200)
    location = models.CharField(_("place"), max_length=150, blank=True)
    position = models.CharField(_("position"), max_length=150)
    start_date = models.DateField(_("from"))
    end_date = models.DateField(
        _("to"), null=True, blank=True, help_text=_("Leave empty if you still work there.")
    )
    percentage = models.PositiveSmallIntegerField(
        _("working time in percent"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    is_paid = models.BooleanField(_("paid"), default=True)
    is_in_field = models.BooleanField(_("in the field of the competition"), default=False)
    description = models.TextField(_("tasks"))

    class Meta:
        ordering = ["-start_date", "pk"]
        verbose_name = _("professional experience")
        verbose_name_plural = _("professional experience")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(start_date__lte=F("end_date")),
                name="experience_starts_before_end",
                violation_error_message=_("The first day must not be after the last day."),
            ),
            models.CheckConstraint(
                condition=Q(percentage__gte=1, percentage__lte=100),
                name="experience_percentage",
                violation_error_message=_("Working time is from 1 to 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}, {self.employer}"


class Submission(models.Model):
    """A version handed in: the whole application as canonical JSON, its SHA-256, and when the server took it.

    Rows are only added: a trigger refuses change and deletion.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    version = models.PositiveSmallIntegerField(_("version"))
    revision = models.PositiveIntegerField(_("revision of the draft"))
    submitted_at = models.DateTimeField(_("submitted at"))
    field = models.ForeignKey(
        CompetitionField, verbose_name=_("field"), on_delete=models.PROTECT, related_name="+"
    )
    language_1 = models.CharField(_("language 1"), max_length=2)
    language_2 = models.CharField(_("language 2"), max_length=2)
    snapshot = models.JSONField(_("snapshot"))
    sha256 = models.CharField(_("SHA-256 of the snapshot"), max_length=64)

    class Meta:
        ordering = ["version"]
        verbose_name = _("submitted version")
        verbose_name_plural = _("submitted versions")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["application", "version"], name="submission_version_once"),
            models.UniqueConstraint(fields=["application", "revision"], name="submission_revision_once"),
            models.CheckConstraint(
                condition=~Q(language_1=F("language_2")),
                name="submission_two_languages",
                violation_error_message=_("Language 1 and language 2 must be different."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.version}"


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


class AnnouncedAmendment(Amendment):
    """An amendment, seen by staff who write to the applicants about it."""

    class Meta:
        proxy = True
        verbose_name = _("amendment to tell applicants of")
        verbose_name_plural = _("amendments to tell applicants of")


class AnnouncedTransition(CompetitionTransition):
    """A suspension, reopening, cancellation or annulment, seen by staff who write to the applicants."""

    class Meta(CompetitionTransition.Meta):
        proxy = True
        verbose_name = _("decision to tell applicants of")
        verbose_name_plural = _("decisions to tell applicants of")
