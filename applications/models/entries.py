"""What a candidate enters in lists: languages, diplomas, periods of experience (epso 4.4 to 4.6)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application
from profiles.models import EducationFields, ExperienceFields, LanguageSkillFields


class LanguageSkill(LanguageSkillFields):
    """How well a candidate knows a language, by the Common European Framework (epso 4.6)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="language_skills")

    class Meta(LanguageSkillFields.Meta):
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["application", "language"],
                name="languageskill_once",
                violation_error_message=_("You have entered this language already."),
            )
        ]


class Education(EducationFields):
    """A diploma (epso 4.5)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="education")
    gives_access = models.BooleanField(_("this diploma gives me access to the competition"), default=False)

    class Meta(EducationFields.Meta):
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


class Experience(ExperienceFields):
    """A period of professional experience (epso 4.4)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="experience")
    is_in_field = models.BooleanField(_("in the field of the competition"), default=False)

    class Meta(ExperienceFields.Meta):
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
