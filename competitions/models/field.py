"""Fields of a competition and the ways to be eligible for them (epso 3.3, 2.10)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from competitions.models.competition import Competition
from core.querysets import TranslatedQuerySet, english_required


class CompetitionField(models.Model):
    """A field of a competition at one grade, with a ranking and a reserve list of its own (epso 3.3)."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="fields")
    code = models.CharField(_("code"), max_length=20, blank=True)
    grade = models.CharField(_("grade"), max_length=10)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=250)
    duties = models.TextField(_("duties"), blank=True)
    number_sought = models.PositiveIntegerField(_("number sought"), null=True, blank=True)
    language_1 = models.CharField(_("language 1 required"), max_length=2, blank=True)
    allows_reassignment = models.BooleanField(
        _("may be reassigned to another grade with consent"), default=False
    )
    talent_screener = models.JSONField(_("talent screener questions"), default=list, blank=True)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("field of a competition")
        verbose_name_plural = _("fields of competitions")
        constraints: ClassVar[list[Any]] = [
            *english_required("competitionfield", "title"),
            models.UniqueConstraint(
                fields=["competition", "code", "grade"],
                name="competitionfield_once",
                violation_error_message=_("The competition has this field at this grade already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.grade})"


class EligibilityRoute(models.Model):
    """One way to be eligible: years of study, of experience, and of these in the field (epso 2.10)."""

    field = models.ForeignKey(CompetitionField, on_delete=models.CASCADE, related_name="eligibility_routes")
    years_study = models.PositiveSmallIntegerField(_("years of study"))
    years_experience = models.PositiveSmallIntegerField(_("years of experience"), default=0)
    years_in_field = models.PositiveSmallIntegerField(_("of these in the field"), null=True, blank=True)

    class Meta:
        ordering = ["years_study", "pk"]
        verbose_name = _("eligibility route")
        verbose_name_plural = _("eligibility routes")

    def __str__(self) -> str:
        return f"{self.years_study} + {self.years_experience}"
