"""What comes out: reserve lists, their laureates, to whom they are open, and who took them (epso 6)."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.models import Application
from careers.models import Institution
from competitions.models import CompetitionField
from recruitment.querysets import (
    LaureateQuerySet,
    ListDownloadQuerySet,
    RecruiterQuerySet,
    ReserveListQuerySet,
)
from selection.models import RankingRun


class Recruiter(models.Model):
    """A person who recruits for one institution and sees only what is open to it."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="recruiter"
    )
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution or body"),
        on_delete=models.PROTECT,
        related_name="recruiters",
    )

    objects = RecruiterQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("recruiter")
        verbose_name_plural = _("recruiters")

    def __str__(self) -> str:
        return f"{self.user} ({self.institution.code})"


class ReserveList(models.Model):
    """The laureates of one field of a competition. It is valid from the day they are told (epso 6.1).

    It rests on the ranking `run`: the one that drew it up, or the latest that superseded that one.
    """

    field = models.ForeignKey(
        CompetitionField, verbose_name=_("field"), on_delete=models.PROTECT, related_name="reserve_lists"
    )
    run = models.ForeignKey(
        RankingRun, verbose_name=_("ranking"), on_delete=models.PROTECT, related_name="reserve_lists"
    )
    established_at = models.DateTimeField(_("established at"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))

    objects = ReserveListQuerySet.as_manager()

    class Meta:
        ordering = ["-established_at", "pk"]
        verbose_name = _("reserve list")
        verbose_name_plural = _("reserve lists")
        permissions: ClassVar[list[Any]] = [
            ("open_reservelist", "Can open a reserve list to institutions and extend it"),
            ("download_reservelist", "Can download reserve lists open to their institution"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["field"],
                name="reservelist_one_per_field",
                violation_error_message=_("There is a reserve list for this field already."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lte=F("valid_until")),
                name="reservelist_valid_from_before_until",
                violation_error_message=_("The list must not end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.field)


class ListExtension(models.Model):
    """A decision to keep a reserve list valid for longer."""

    reserve_list = models.ForeignKey(ReserveList, on_delete=models.PROTECT, related_name="extensions")
    valid_until_before = models.DateField(_("valid until, before"))
    valid_until_after = models.DateField(_("valid until, after"))
    reason = models.TextField(_("reason"))
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["decided_at", "pk"]
        verbose_name = _("extension of a reserve list")
        verbose_name_plural = _("extensions of reserve lists")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(valid_until_after__gt=F("valid_until_before")),
                name="listextension_is_longer",
                violation_error_message=_("The new end must be later than the old one."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_until_before} → {self.valid_until_after}"


class ListOpening(models.Model):
    """That a reserve list is open to an institution."""

    reserve_list = models.ForeignKey(ReserveList, on_delete=models.CASCADE, related_name="openings")
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("institution or body"),
        on_delete=models.PROTECT,
        related_name="list_openings",
    )
    opened_at = models.DateTimeField(_("opened at"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("opening of a reserve list")
        verbose_name_plural = _("openings of reserve lists")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["reserve_list", "institution"],
                name="listopening_once",
                violation_error_message=_("The list is open to this institution already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.reserve_list} → {self.institution.code}"


class Laureate(models.Model):
    """A successful candidate on a reserve list, without her rank: a list has no order of merit (epso 6.4)."""

    reserve_list = models.ForeignKey(ReserveList, on_delete=models.PROTECT, related_name="laureates")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="laureate")
    added_at = models.DateTimeField(_("added at"))
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removal_reason = models.TextField(_("reason of removal"), blank=True)

    objects = LaureateQuerySet.as_manager()

    class Meta:
        ordering = ["application__number"]
        verbose_name = _("laureate")
        verbose_name_plural = _("laureates")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) | ~Q(removal_reason=""),
                name="laureate_removal_has_reason",
                violation_error_message=_("Give the reason why the laureate leaves the list."),
            )
        ]

    def __str__(self) -> str:
        return self.application.number


class DownloadFormat(models.TextChoices):
    CSV = "CSV", "CSV"
    XLSX = "XLSX", "XLSX"
    PDF = "PDF", "PDF"


class ListDownload(models.Model):
    """That somebody downloaded a reserve list: who, for which institution, when, why, how many laureates.

    Rows are only added: a trigger refuses change and deletion, as for extensions.
    """

    reserve_list = models.ForeignKey(ReserveList, on_delete=models.PROTECT, related_name="downloads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.PROTECT, related_name="+"
    )
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution or body"), on_delete=models.PROTECT, related_name="+"
    )
    file_format = models.CharField(_("format"), max_length=4, choices=DownloadFormat)
    purpose = models.CharField(pgettext_lazy("of a download", "purpose"), max_length=300)
    downloaded_at = models.DateTimeField(_("downloaded at"))
    laureates = models.PositiveIntegerField(_("laureates in the file"))

    objects = ListDownloadQuerySet.as_manager()

    class Meta:
        ordering = ["-downloaded_at", "-pk"]
        verbose_name = _("download of a reserve list")
        verbose_name_plural = _("downloads of reserve lists")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~Q(purpose=""),
                name="listdownload_has_purpose",
                violation_error_message=_("Say what you need the list for."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.downloaded_at}"
