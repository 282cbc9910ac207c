"""The notice of competition as rows (epso 3). Every number the software obeys stands here, none in code."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from careers.choices import ContractType, Domain, FunctionGroup
from careers.models import Institution, Place
from competitions.querysets import CompetitionQuerySet
from competitions.states import ACCEPTING, CompetitionState
from core.querysets import TranslatedQuerySet, english_required
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


def _score(verbose_name: Any, **options: Any) -> "models.DecimalField[Any, Any]":
    return models.DecimalField(verbose_name, max_digits=8, decimal_places=3, null=True, blank=True, **options)


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
        help_text=_("None means all 24."),
    )
    languages_2 = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("languages allowed as language 2"),
        default=list,
        blank=True,
        help_text=_("None means all 24."),
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


class TestGroup(models.Model):
    """Tests whose scores are added up and must reach one pass mark together."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="test_groups")
    code = models.CharField(_("code"), max_length=20)
    pass_mark = _score(_("pass mark"))

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
    maximum = _score(_("maximum score"))
    pass_mark = _score(_("pass mark"))
    group = models.ForeignKey(
        TestGroup,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tests",
    )
    weight_preliminary = _score(_("weight in the preliminary ranking, in percent"))
    weight_final = _score(_("weight in the final ranking, in percent"))
    marked_for = models.CharField(_("marked for"), max_length=14, choices=MarkedFor, default=MarkedFor.ALL)
    marked_number = models.PositiveIntegerField(_("marked for the best, number"), null=True, blank=True)
    marked_multiplier = _score(_("marked for the best, multiple of the number sought"))
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


class PlanningRow(models.Model):
    """A row of the indicative planning table (epso 3.5). Rows replaced keep their place in the history."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="planning_rows")
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
    minimum_score = _score(_("minimum score"))

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = _("planning row")
        verbose_name_plural = _("planning rows")
        constraints = english_required("planningrow", "stage")

    def __str__(self) -> str:
        return str(self.stage)


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


class Amendment(models.Model):
    """A published change of a notice: what, why, with what effect (epso 3.6). It is kept for good."""

    competition = models.ForeignKey(Competition, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("number"))
    date = models.DateField(_("date"))
    oj_reference = models.CharField(_("Official Journal reference"), max_length=60, blank=True)
    eli = models.URLField(_("European Legislation Identifier"), max_length=300, blank=True)
    reason = models.TextField(_("reason"))
    effects = ArrayField(models.CharField(max_length=40), verbose_name=_("effects"), default=list, blank=True)
    document = models.JSONField(_("amendment document"))
    digest_before = models.CharField(_("SHA-256 of the notice before"), max_length=64)
    digest_after = models.CharField(_("SHA-256 of the notice after"), max_length=64)
    applied_at = models.DateTimeField(_("applied at"))
    applied_by = models.ForeignKey(
        "accounts.User",
        verbose_name=_("applied by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints: ClassVar[list[Any]] = [
            *english_required("amendment", "reason"),
            models.UniqueConstraint(
                fields=["competition", "number"],
                name="amendment_once",
                violation_error_message=_("This amendment was applied already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competition.reference} {self.number}"
