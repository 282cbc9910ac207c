"""The lists of a curriculum vitae: languages, diplomas, periods of experience (epso 4.4 to 4.6)."""

from datetime import date
from typing import Any, ClassVar, Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from competitions.models import CompetitionField, Level
from core.formats import eu_country_codes


class LanguageSkillFields(models.Model):
    """How well a person knows a language, by the Common European Framework (epso 4.6)."""

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    is_mother_tongue = models.BooleanField(_("mother tongue"), default=False)
    listening = models.CharField(_("listening"), max_length=2, choices=Level)
    reading = models.CharField(_("reading"), max_length=2, choices=Level)
    speaking = models.CharField(_("speaking"), max_length=2, choices=Level)
    writing = models.CharField(_("writing"), max_length=2, choices=Level)

    class Meta:
        abstract = True
        ordering = ["pk"]
        verbose_name = _("knowledge of a language")
        verbose_name_plural = _("knowledge of languages")

    def __str__(self) -> str:
        return self.language

    @property
    def lowest_level(self) -> str:
        """The lowest of the four levels: the one a minimum is compared with."""
        return min(self.listening, self.reading, self.speaking, self.writing)


class EducationFields(models.Model):
    """A diploma (epso 4.5)."""

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

    class Meta:
        abstract = True
        ordering = ["-award_date", "pk"]
        verbose_name = _("diploma")
        verbose_name_plural = _("diplomas")

    def __str__(self) -> str:
        return self.title


class ExperienceKind(models.TextChoices):
    PAID = "PAID", _("Paid work")
    VOLUNTARY = "VOLUNTARY", _("Voluntary work")
    INTERNSHIP = "INTERNSHIP", _("Internship")
    MILITARY = "MILITARY", _("Compulsory military service")
    LEAVE = "LEAVE", _("Maternity, parental or adoption leave")
    DOCTORATE = "DOCTORATE", _("Doctorate")


class ExperienceFields(models.Model):
    """A period of professional experience (epso 4.4)."""

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
    description = models.TextField(_("tasks"))

    class Meta:
        abstract = True
        ordering = ["-start_date", "pk"]
        verbose_name = _("professional experience")
        verbose_name_plural = _("professional experience")

    def __str__(self) -> str:
        return f"{self.position}, {self.employer}"


LANGUAGE_COLUMNS: Final = tuple(field.name for field in LanguageSkillFields._meta.fields)
EDUCATION_COLUMNS: Final = tuple(field.name for field in EducationFields._meta.fields)
EXPERIENCE_COLUMNS: Final = tuple(field.name for field in ExperienceFields._meta.fields)


class LanguageSkill(LanguageSkillFields):
    """A language in the CV."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="language_skills",
    )

    class Meta(LanguageSkillFields.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["user", "language"],
                name="cv_language_once",
                violation_error_message=_("You have entered this language already."),
            )
        ]

    def values(self) -> dict[str, Any]:
        """The columns that an application has too."""
        return {name: getattr(self, name) for name in LANGUAGE_COLUMNS}


class Education(EducationFields):
    """A diploma in the CV."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="education"
    )
    institution_address = models.CharField(_("address of the institution"), max_length=200, blank=True)

    class Meta(EducationFields.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(start_date__lte=F("end_date")),
                name="cv_education_starts_before_end",
                violation_error_message=_("The first day must not be after the last day."),
            ),
            models.CheckConstraint(
                condition=Q(level__gte=3, level__lte=8),
                name="cv_education_level_of_framework",
                violation_error_message=_("The level is a number from 3 to 8."),
            ),
        ]

    def values(self) -> dict[str, Any]:
        """The columns that an application has too."""
        return {name: getattr(self, name) for name in EDUCATION_COLUMNS}

    @property
    def needs_recognition(self) -> bool:
        """Say whether a Member State must have recognised the diploma."""
        return needs_recognition(self.country, self.award_date)


UNITED_KINGDOM: Final = "GB"
LAST_BRITISH_AWARD: Final = date(2020, 12, 31)
"""British diplomas awarded until this day count as those of a Member State (epso 2.10)."""


def needs_recognition(country: str, award_date: date) -> bool:
    """Say whether a diploma was awarded outside the European Union, as it was at the time."""
    if country == UNITED_KINGDOM:
        return award_date > LAST_BRITISH_AWARD
    return country not in eu_country_codes()


UNPAID_KINDS: Final = (ExperienceKind.MILITARY, ExperienceKind.LEAVE, ExperienceKind.DOCTORATE)
"""Kinds of experience that count whether paid or not; all others only if they were paid."""


class Experience(ExperienceFields):
    """A period of experience in the CV, and the fields of competitions that its owner says it is in."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="experience"
    )
    employer_details = models.CharField(_("address of the employer"), max_length=300, blank=True)
    web_link = models.URLField(_("web page"), max_length=300, blank=True)
    in_fields = models.ManyToManyField(
        CompetitionField, verbose_name=_("in the field of"), blank=True, related_name="+"
    )

    class Meta(ExperienceFields.Meta):
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(start_date__lte=F("end_date")),
                name="cv_experience_starts_before_end",
                violation_error_message=_("The first day must not be after the last day."),
            ),
            models.CheckConstraint(
                condition=Q(percentage__gte=1, percentage__lte=100),
                name="cv_experience_percentage",
                violation_error_message=_("Working time is from 1 to 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(is_paid=True) | Q(kind__in=UNPAID_KINDS),
                name="cv_experience_paid",
                violation_error_message=_("Work of this kind counts only if it was paid."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ExperienceKind.DOCTORATE) | Q(end_date__isnull=False),
                name="cv_experience_doctorate_completed",
                violation_error_message=_("A doctorate counts when it is completed: enter the last day."),
            ),
        ]

    def values(self) -> dict[str, Any]:
        """The columns that an application has too."""
        return {name: getattr(self, name) for name in EXPERIENCE_COLUMNS}
