"""Institutions, places, vacancies, and the index of everything one can apply for."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from careers.choices import (
    ContractType,
    Domain,
    FunctionGroup,
    InstitutionKind,
    NoticeErrorKind,
    OpenTo,
    OpportunityKind,
    OpportunityStage,
    VacancyStatus,
)
from careers.querysets import InstitutionQuerySet, OpportunityQuerySet, VacancyQuerySet
from core.language_paths import with_path_language
from core.languages import active_code
from core.querysets import TranslatedQuerySet, english_required

code_validator = RegexValidator(
    r"^[A-Z0-9_-]+$", _("Use capital letters, digits, hyphens and underscores only.")
)


class Place(models.Model):
    """A town where people work for the Union."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=100)
    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166-1 code of two letters."))

    objects = TranslatedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = english_required("place", "name")

    def __str__(self) -> str:
        return str(self.name)


class Institution(models.Model):
    """An institution, agency or other body of the Union (epso 12)."""

    code = models.CharField(_("code"), max_length=40, unique=True, validators=[code_validator])
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=InstitutionKind)
    name = models.CharField(_("name"), max_length=250)
    acronym = models.CharField(_("acronym"), max_length=40, blank=True)
    seat = models.ForeignKey(
        Place,
        verbose_name=_("seat"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="institutions",
    )
    website = models.URLField(_("website"), blank=True)
    protocol_order = models.PositiveSmallIntegerField(_("order of protocol"), default=999)
    epso_page_order = models.PositiveSmallIntegerField(
        _("order among the institutions served by EPSO"),
        null=True,
        blank=True,
        unique=True,
        help_text=_("Empty for a body that EPSO does not serve."),
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        ordering = ["protocol_order", "code"]
        verbose_name = _("institution or body")
        verbose_name_plural = _("institutions and bodies")
        constraints = english_required("institution", "name")

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The public page of the institution, in the active language."""
        return reverse("careers:institution_detail", args=[self.slug])


class Vacancy(models.Model):
    """A post published by an institution or agency, with where and how to apply (epso 7.1)."""

    reference = models.CharField(_("reference number"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution or body"),
        on_delete=models.PROTECT,
        related_name="vacancies",
    )
    department = models.CharField(_("department"), max_length=120, blank=True)
    mobility_bracket = models.CharField(
        _("mobility bracket"),
        max_length=40,
        blank=True,
        help_text=_("Grades for staff who move, e.g. AD5-AD12."),
    )
    domains = ArrayField(
        models.CharField(max_length=30, choices=Domain), verbose_name=_("domains"), default=list, blank=True
    )
    places = models.ManyToManyField(
        Place, verbose_name=_("places of work"), blank=True, related_name="vacancies"
    )
    posts = models.PositiveSmallIntegerField(_("number of posts"), null=True, blank=True)
    is_indefinite = models.BooleanField(_("for an indefinite period"), null=True, blank=True)
    duration_months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    reserve_list_size = models.PositiveSmallIntegerField(_("size of the reserve list"), null=True, blank=True)
    reserve_list_valid_until = models.DateField(_("reserve list valid until"), null=True, blank=True)
    open_to = models.CharField(_("open to"), max_length=20, choices=OpenTo, blank=True)
    citizenships = ArrayField(
        models.CharField(max_length=2), verbose_name=_("only for citizens of"), default=list, blank=True
    )
    published_on = models.DateField(_("published on"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closing date"), null=True, blank=True)
    time_zone = models.CharField(_("time zone of the closing date"), max_length=40, default="Europe/Brussels")
    desired_start = models.CharField(_("desired start"), max_length=100, blank=True)
    security_clearance = models.CharField(_("security clearance"), max_length=100, blank=True)
    languages_required = ArrayField(
        models.CharField(max_length=2), verbose_name=_("languages required"), default=list, blank=True
    )
    apply_url = models.URLField(_("address to apply at"), max_length=500, blank=True)
    apply_email = models.EmailField(_("e-mail address to apply to"), blank=True)
    contact = models.CharField(_("contact"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the notice"), max_length=500, blank=True)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=VacancyStatus,
        blank=True,
        help_text=_("Empty where it is not known."),
    )
    is_published = models.BooleanField(_("published"), default=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        ordering = [F("closes_at").desc(nulls_last=True), "reference"]
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        constraints: ClassVar[list[Any]] = [
            *english_required("vacancy", "title"),
            models.CheckConstraint(
                condition=~Q(is_indefinite=True) | Q(duration_months__isnull=True),
                name="vacancy_indefinite_or_months",
                violation_error_message=_(
                    "A post is either for an indefinite period or for a number of months."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status=VacancyStatus.OPEN) | Q(closes_at__isnull=False),
                name="vacancy_open_has_closing_date",
                violation_error_message=_("An open vacancy needs a closing date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The public page of the vacancy, in the active language."""
        return reverse("careers:vacancy_detail", args=[self.slug])

    def is_open_at(self, now: datetime) -> bool:
        """Say whether one can apply at `now`: it is known to be open, and its closing time is not reached."""
        return self.status == VacancyStatus.OPEN and self.closes_at is not None and now < self.closes_at


class VacancyContract(models.Model):
    """One contract a vacancy offers: type, legal basis, grade, and basic monthly salary where published."""

    vacancy = models.ForeignKey(Vacancy, on_delete=models.CASCADE, related_name="contracts")
    contract_type = models.CharField(_("type of contract"), max_length=30, choices=ContractType)
    basis = models.CharField(
        _("legal basis"),
        max_length=4,
        blank=True,
        help_text=_("Article of the Conditions of Employment, e.g. 2b."),
    )
    function_group = models.CharField(_("function group"), max_length=8, choices=FunctionGroup, blank=True)
    grade = models.CharField(_("grade"), max_length=10, blank=True)
    basic_salary = models.DecimalField(
        _("basic monthly salary in euro"), max_digits=9, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("contract offered")
        verbose_name_plural = _("contracts offered")

    def __str__(self) -> str:
        return f"{self.get_contract_type_display()} {self.grade}"


class Opportunity(models.Model):
    """The index of everything one can apply for: one row for each vacancy and each published competition.

    The app that owns the thing writes its row (`publish_opportunity`), so that one list shows them together
    although this app knows no competitions.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=OpportunityKind)
    reference = models.CharField(_("reference number"), max_length=120, unique=True)
    path = models.CharField(
        _("address"), max_length=200, unique=True, help_text=_("Without the language, e.g. vacancies/x/.")
    )
    title = models.CharField(_("title"), max_length=250)
    function_group = models.CharField(_("function group"), max_length=8, choices=FunctionGroup, blank=True)
    grades = ArrayField(models.CharField(max_length=10), verbose_name=_("grades"), default=list, blank=True)
    contract_types = ArrayField(
        models.CharField(max_length=30, choices=ContractType),
        verbose_name=_("contracts"),
        default=list,
        blank=True,
    )
    domains = ArrayField(
        models.CharField(max_length=30, choices=Domain), verbose_name=_("domains"), default=list, blank=True
    )
    institutions = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("institutions"),
        default=list,
        blank=True,
        help_text=_("Codes; none means all institutions."),
    )
    places = ArrayField(models.CharField(max_length=40), verbose_name=_("places"), default=list, blank=True)
    languages_required = ArrayField(
        models.CharField(max_length=2), verbose_name=_("languages required"), default=list, blank=True
    )
    number_sought = models.PositiveIntegerField(_("number sought"), null=True, blank=True)
    stage = models.CharField(_("status"), max_length=12, choices=OpportunityStage)
    announced_for = models.CharField(_("announced for"), max_length=10, blank=True)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("deadline"), null=True, blank=True)
    has_no_deadline = models.BooleanField(_("without deadline"), default=False)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Europe/Brussels")
    is_closed_early = models.BooleanField(_("closed before its deadline"), default=False)
    is_published = models.BooleanField(_("published"), default=True)
    is_demonstration = models.BooleanField(_("demonstration"), default=False)
    # A trigger writes both: whichever way a row comes about, they are right.
    listed_at = models.DateTimeField(_("first listed at"), db_default=Now(), editable=False)
    changed_at = models.DateTimeField(_("changed at"), db_default=Now(), editable=False)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        ordering = [F("closes_at").desc(nulls_last=True), "reference"]
        verbose_name = _("job opportunity")
        verbose_name_plural = _("job opportunities")
        constraints: ClassVar[list[Any]] = [
            *english_required("opportunity", "title"),
            models.CheckConstraint(
                condition=Q(opens_at__isnull=True)
                | Q(closes_at__isnull=True)
                | Q(opens_at__lt=F("closes_at")),
                name="opportunity_opens_before_it_closes",
                violation_error_message=_("The opening must be before the deadline."),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(F("closes_at").desc(nulls_last=True), "reference", name="opportunity_by_deadline"),
            models.Index(fields=["changed_at"], name="opportunity_changed"),
            models.Index(fields=["opens_at"], name="opportunity_opens"),
            GinIndex(fields=["grades"], name="opportunity_grades"),
            GinIndex(fields=["institutions"], name="opportunity_institutions"),
            GinIndex(fields=["places"], name="opportunity_places"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    def get_absolute_url(self) -> str:
        """The public page of what the row stands for, in the active language."""
        return with_path_language(f"/{self.path}", active_code())


class OpportunityText(models.Model):
    """What the index says of an opportunity in one language, and the words it is found by (docs/search.md).

    A language in which the opportunity has no title has no row. Long values stand apart, and the rows of a
    language next to each other (`lay_out_texts`), so that finding many rows reads few pages.
    """

    opportunity = models.ForeignKey(
        Opportunity, verbose_name=_("job opportunity"), on_delete=models.CASCADE, related_name="texts"
    )
    language = models.CharField(_("language"), max_length=2)
    title = models.CharField(_("title"), max_length=250)
    body = models.TextField(_("text searched"), blank=True)
    vector = SearchVectorField(_("words"))

    class Meta:
        ordering = ["opportunity", "language"]
        verbose_name = _("text of a job opportunity")
        verbose_name_plural = _("texts of job opportunities")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["language", "opportunity"], name="opportunity_text_per_language")
        ]
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["vector"], name="opportunity_text_words")]

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that stands in a text of the index, offered to who mistypes it (careers/search/spelling.py)."""

    language = models.CharField(_("language"), max_length=2)
    folded = models.CharField(_("word without marks"), max_length=120)
    word = models.CharField(_("word"), max_length=60)
    keys = ArrayField(models.CharField(max_length=20), verbose_name=_("shortenings"))

    class Meta:
        ordering = ["language", "folded"]
        verbose_name = _("word of the index")
        verbose_name_plural = _("words of the index")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["language", "folded"], name="search_word_once_per_language")
        ]
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["keys"], name="search_word_keys")]

    def __str__(self) -> str:
        return self.word


class SavedOpportunity(models.Model):
    """An opportunity that a person keeps in the list of her account."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="saved_opportunities",
    )
    opportunity = models.ForeignKey(
        Opportunity, verbose_name=_("job opportunity"), on_delete=models.CASCADE, related_name="+"
    )
    saved_at = models.DateTimeField(_("saved at"))

    class Meta:
        ordering = ["-saved_at", "-pk"]
        verbose_name = _("saved job opportunity")
        verbose_name_plural = _("saved job opportunities")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["user", "opportunity"],
                name="saved_opportunity_once",
                violation_error_message=_("This job opportunity is in your list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.opportunity}"


class NoticeError(models.Model):
    """What a reader says is wrong in a notice, for staff to look into; who she is stays unknown."""

    opportunity = models.ForeignKey(
        Opportunity,
        verbose_name=_("job opportunity"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="reported_errors",
    )
    reference = models.CharField(_("reference number"), max_length=120)
    language = models.CharField(_("language of the page"), max_length=2)
    what = models.CharField(_("what is wrong"), max_length=20, choices=NoticeErrorKind)
    description = models.TextField(_("description"), max_length=2000)
    email = models.EmailField(_("e-mail address"), blank=True)
    reported_at = models.DateTimeField(_("reported at"))
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["-reported_at", "-pk"]
        verbose_name = _("reported error")
        verbose_name_plural = _("reported errors")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="notice_error_handled_by_somebody",
                violation_error_message=_("What is handled was handled by somebody."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.get_what_display()}"
