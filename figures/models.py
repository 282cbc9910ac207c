"""Figures anyone may read: those EPSO or others have published, and those counted from this site's rows."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from competitions.models import Competition
from figures.querysets import PublishedFigureQuerySet


class FigureKind(models.TextChoices):
    APPLICATIONS_A_YEAR = "APPLICATIONS_A_YEAR", _("Applications in a normal year")
    POSTS_A_YEAR = "POSTS_A_YEAR", _("Posts in a normal year")
    APPLICATIONS_BY_COUNTRY = "APPLICATIONS_BY_COUNTRY", _("Applications by country")
    MONTHS_TO_LIST = "MONTHS_TO_LIST", _("Months from the deadline to the reserve list")


OF_A_COMPETITION = (FigureKind.APPLICATIONS_BY_COUNTRY, FigureKind.MONTHS_TO_LIST)


class PublishedFigure(models.Model):
    """A number somebody published, with where it can be read. Nothing is filled in that is not known."""

    kind = models.CharField(_("kind"), max_length=30, choices=FigureKind)
    competition = models.ForeignKey(
        Competition,
        verbose_name=_("competition"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="published_figures",
    )
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("ISO 3166-1 code of two letters.")
    )
    value = models.PositiveIntegerField(_("value"), validators=[MinValueValidator(1)])
    is_approximate = models.BooleanField(_("approximate"), default=False)
    source = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "competition", "country"]
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "competition", "country"],
                nulls_distinct=False,
                name="publishedfigure_once",
                violation_error_message=_("There is such a figure already: change that one."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_A_COMPETITION) ^ Q(competition__isnull=True),
                name="publishedfigure_of_a_competition_or_not",
                violation_error_message=_("Name the competition for this kind of figure, and for no other."),
            ),
            models.CheckConstraint(
                condition=Q(kind=FigureKind.APPLICATIONS_BY_COUNTRY) ^ Q(country=""),
                name="publishedfigure_country_or_not",
                violation_error_message=_("Name the country for this kind of figure, and for no other."),
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1),
                name="publishedfigure_value",
                violation_error_message=_("Give a number of at least 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    def clean(self) -> None:
        """Refuse a code that is no country."""
        from core.formats import country_codes

        if self.country and self.country not in country_codes():
            raise ValidationError({"country": _("There is no country with this code.")})


class Dimension(models.TextChoices):
    FIELD = "FIELD", pgettext_lazy("of a competition", "Field")
    CITIZENSHIP = "CITIZENSHIP", _("Citizenship")


class Snapshot(models.Model):
    """What was counted once for a competition, from its valid applications after the deadline."""

    competition = models.OneToOneField(
        Competition, verbose_name=_("competition"), on_delete=models.CASCADE, related_name="figures"
    )
    taken_at = models.DateTimeField(_("counted at"))
    applications = models.PositiveIntegerField(_("applications"))

    class Meta:
        ordering = ["competition"]
        verbose_name = _("count of applications")
        verbose_name_plural = _("counts of applications")

    def __str__(self) -> str:
        return f"{self.competition_id}: {self.applications}"


class SnapshotCount(models.Model):
    """How many of them had one field, or one citizenship; somebody with two citizenships counts in both."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="counts")
    dimension = models.CharField(
        pgettext_lazy("applications counted by citizenship", "by"), max_length=20, choices=Dimension
    )
    key = models.CharField(pgettext_lazy("applications of one field or citizenship", "of"), max_length=40)
    applications = models.PositiveIntegerField(_("applications"))

    class Meta:
        ordering = ["snapshot", "dimension", "key"]
        verbose_name = _("part of a count")
        verbose_name_plural = _("parts of a count")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "dimension", "key"], name="snapshotcount_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.key}: {self.applications}"
