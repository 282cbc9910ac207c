"""Tests of a competition: length, scale, pass marks, weights, whose paper is marked (epso 3.4)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.models.columns import score_column
from competitions.models.competition import Competition
from competitions.models.field import CompetitionField
from core.querysets import TranslatedQuerySet


class TestGroup(models.Model):
    """Tests whose scores are added up and must reach one pass mark together."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="test_groups")
    code = models.CharField(_("code"), max_length=20)
    pass_mark = score_column(_("pass mark"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("group of tests")
        verbose_name_plural = _("groups of tests")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["competition", "code"], name="testgroup_once")
        ]

    def __str__(self) -> str:
        return self.code


class TestLanguage(models.TextChoices):
    L1 = "L1", _("Language 1")
    L2 = "L2", _("Language 2")


class TestKind(models.TextChoices):
    QUESTIONS = "QUESTIONS", _("Questions")
    POINTS = "POINTS", _("Points given")


class MarkedFor(models.TextChoices):
    ALL = "ALL", pgettext_lazy("whose test is marked", "Everybody")
    BEST_NUMBER = "BEST_NUMBER", pgettext_lazy("whose test is marked", "The best, a fixed number")
    BEST_MULTIPLE = (
        "BEST_MULTIPLE",
        pgettext_lazy("whose test is marked", "The best, a multiple of the number sought"),
    )


class Test(models.Model):
    """A test of a competition: length, scale, pass mark, weights, and whose paper is marked (epso 3.4)."""

    __test__ = False  # the name of the field's term; pytest must not collect it

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="tests")
    field = models.ForeignKey(
        CompetitionField,
        verbose_name=_("only for the field"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="tests",
    )
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("title"), max_length=200, blank=True)
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    sequence = models.PositiveSmallIntegerField(_("order"))
    language = models.CharField(_("language of the test"), max_length=2, choices=TestLanguage)
    kind = models.CharField(_("scored by"), max_length=10, choices=TestKind)
    questions = models.PositiveSmallIntegerField(_("questions"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    maximum = score_column(_("maximum score"))
    pass_mark = score_column(_("pass mark"))
    group = models.ForeignKey(
        TestGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tests",
    )
    weight_preliminary = score_column(_("weight in the preliminary ranking, in percent"))
    weight_final = score_column(_("weight in the final ranking, in percent"))
    marked_for = models.CharField(_("marked for"), max_length=14, choices=MarkedFor, default=MarkedFor.ALL)
    marked_number = models.PositiveIntegerField(_("marked for the best, number"), null=True, blank=True)
    marked_multiplier = score_column(_("marked for the best, multiple of the number sought"))
    delivery = models.CharField(_("delivery"), max_length=10, blank=True)
    provider = models.CharField(_("test provider"), max_length=120, blank=True)
    scheduled_at = models.DateTimeField(_("date and time"), null=True, blank=True)
    syllabus = models.JSONField(_("reference documents"), default=list, blank=True)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["part", "sequence", "pk"]
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["competition", "code", "field"],
                name="test_once",
                nulls_distinct=False,
                violation_error_message=_("The competition has this test already."),
            ),
            models.CheckConstraint(
                condition=Q(pass_mark__isnull=True)
                | Q(maximum__isnull=True)
                | Q(pass_mark__lte=F("maximum")),
                name="test_pass_mark_at_most_maximum",
                violation_error_message=_("The pass mark cannot be higher than the maximum."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}"
