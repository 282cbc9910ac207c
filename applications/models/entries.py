"""What a candidate enters in lists: languages, diplomas, periods of experience (epso 4.4 to 4.6)."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from competitions.models import Level


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
