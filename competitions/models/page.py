"""What the page of a competition shows besides: planning, board, counts, documents (epso 3.5, 3.7)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careers.models import Institution
from competitions.models.columns import score_column
from competitions.models.competition import Competition
from competitions.models.field import CompetitionField
from core.querysets import TranslatedQuerySet, english_required


class PlanningRow(models.Model):
    """A row of the indicative planning table (epso 3.5), as it is now; PlanningChange keeps what it was."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="planning_rows")
    number = models.PositiveSmallIntegerField(
        _("number"), default=0, help_text=_("Stays with the row when the table is rearranged.")
    )
    order = models.PositiveSmallIntegerField(_("order"))
    stage = models.CharField(_("stage"), max_length=200)
    period = models.CharField(_("period"), max_length=200, blank=True)
    state = models.CharField(
        _("state"),
        max_length=12,
        blank=True,
        choices=[
            ("COMPLETED", pgettext_lazy("state of a stage", "Completed")),
            ("ONGOING", pgettext_lazy("state of a stage", "Ongoing")),
            ("INDICATIVE", pgettext_lazy("state of a stage", "Indicative")),
        ],
    )
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    candidates = models.PositiveIntegerField(_("candidates"), null=True, blank=True)
    minimum_score = score_column(_("minimum score"))

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("planning row")
        verbose_name_plural = _("planning rows")
        constraints = english_required("planningrow", "stage")

    def __str__(self) -> str:
        return str(self.stage)


class PlanningChange(models.Model):
    """One row of the planning added, changed or removed after publication; only ever added, never changed.

    `before` and `after` are the row as a notice writes it (docs/notice-format.md), null where there was none.
    """

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="planning_changes")
    row_number = models.PositiveSmallIntegerField(_("number of the row"))
    date = models.DateField(_("date"))
    before = models.JSONField(_("before"), null=True, blank=True)
    after = models.JSONField(_("after"), null=True, blank=True)
    amendment_number = models.PositiveSmallIntegerField(_("number of the amendment"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change of the planning")
        verbose_name_plural = _("changes of the planning")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(before__isnull=False) | Q(after__isnull=False),
                name="planningchange_says_what",
                violation_error_message=_("A change of the planning says what there was or what there is."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.row_number}"


class BoardMember(models.Model):
    """A member of the selection board; EPSO publishes their names (epso 3.7)."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="board_members")
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(
        _("role"),
        max_length=12,
        choices=[
            ("CHAIR", pgettext_lazy("selection board", "Chair")),
            ("VICE_CHAIR", pgettext_lazy("selection board", "Vice-chair")),
            ("MEMBER", pgettext_lazy("selection board", "Member")),
            ("SECRETARY", pgettext_lazy("selection board", "Secretary")),
        ],
    )
    is_alternate = models.BooleanField(_("alternate"), default=False)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    appointed_by = models.CharField(
        _("appointed by"),
        max_length=16,
        blank=True,
        choices=[
            ("ADMINISTRATION", _("Administration")),
            ("STAFF_COMMITTEE", _("Staff Committee")),
        ],
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("member of the selection board")
        verbose_name_plural = _("members of the selection board")

    def __str__(self) -> str:
        return self.name


class ApplicationCount(models.Model):
    """How many applications there were on a day: started, and submitted (epso 3.2)."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="application_counts")
    field = models.ForeignKey(
        CompetitionField,
        verbose_name=_("field"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    date = models.DateField(_("date"))
    started = models.PositiveIntegerField(_("started"), null=True, blank=True)
    submitted = models.PositiveIntegerField(_("submitted"), null=True, blank=True)

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("number of applications")
        verbose_name_plural = _("numbers of applications")

    def __str__(self) -> str:
        return f"{self.date}: {self.submitted}"


class CompetitionDocument(models.Model):
    """A document of the competition published elsewhere, such as the notice in the Official Journal."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(
        _("kind"),
        max_length=14,
        choices=[
            ("NOTICE", _("Notice of competition")),
            ("AMENDMENT", _("Amendment")),
            ("GENERAL_RULES", _("General rules")),
            ("GUIDE", _("Guide for candidates")),
            ("OTHER", pgettext_lazy("kind of document", "Other")),
        ],
    )
    title = models.CharField(_("title"), max_length=250, blank=True)
    url = models.URLField(_("address"), max_length=500)

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.title}"
