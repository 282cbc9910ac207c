"""Results of tests: the files they came in, and what each candidate did (epso 2.4, 2.5)."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from competitions.models import Competition, Test


class ResultsFile(models.Model):
    """A file of results taken in whole: what it held, its manifest, who imported it, and what it replaced."""

    competition = models.ForeignKey(
        Competition, verbose_name=_("competition"), on_delete=models.PROTECT, related_name="results_files"
    )
    name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    tests = ArrayField(models.CharField(max_length=20), verbose_name=_("tests"), default=list)
    rows = models.PositiveIntegerField(_("rows"))
    invited = models.PositiveIntegerField(_("invited"))
    attended = models.PositiveIntegerField(_("attended"))
    absent = models.PositiveIntegerField(_("absent"))
    manifest = models.JSONField(_("manifest"), default=dict)
    replaced_rows = models.PositiveIntegerField(_("rows that replaced earlier results"), default=0)
    correction_reason = models.CharField(_("reason of the correction"), max_length=300, blank=True)
    imported_at = models.DateTimeField(_("imported at"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("imported by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        ordering = ["-imported_at", "-pk"]
        verbose_name = _("file of results")
        verbose_name_plural = _("files of results")
        permissions: ClassVar[list[Any]] = [("import_resultsfile", "Can import results of tests")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["competition", "sha256"],
                name="resultsfile_once",
                violation_error_message=_("This file was imported already."),
            ),
            models.CheckConstraint(
                condition=Q(invited=models.F("attended") + models.F("absent")),
                name="resultsfile_manifest_adds_up",
                violation_error_message=_(
                    "The numbers of candidates who attended and were absent must add up to those invited."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ResultsUpload(models.Model):
    """A file of results on its way from a browser to the worker that imports it; gone once it was read."""

    competition = models.ForeignKey(Competition, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    manifest = models.BinaryField(_("manifest"))
    correction_reason = models.CharField(_("reason of the correction"), max_length=300, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        default_permissions = ()
        verbose_name = _("uploaded file of results")
        verbose_name_plural = _("uploaded files of results")

    def __str__(self) -> str:
        return self.name


class ResultsUploadChunk(models.Model):
    """A piece of an uploaded file. The database is what web servers and workers share on every deployment."""

    upload = models.ForeignKey(ResultsUpload, on_delete=models.CASCADE, related_name="chunks")
    position = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["position"]
        default_permissions = ()
        verbose_name = _("piece of an uploaded file")
        verbose_name_plural = _("pieces of uploaded files")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["upload", "position"], name="resultsuploadchunk_once")
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}/{self.position}"


class TestResult(models.Model):
    """What a candidate did in one test: whether she sat it, and correct answers or points.

    `marks` holds one character a question, 1 right or 0 wrong, where the provider gives it: with it a
    question can be neutralised without a new file.
    """

    __test__ = False

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="test_results")
    test = models.ForeignKey(Test, on_delete=models.PROTECT, related_name="results")
    file = models.ForeignKey(ResultsFile, on_delete=models.PROTECT, related_name="results")
    is_attended = models.BooleanField(_("attended"))
    correct = models.PositiveSmallIntegerField(_("correct answers"), null=True, blank=True)
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=3, null=True, blank=True)
    marks = models.CharField(_("marks of the questions"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("result of a test")
        verbose_name_plural = _("results of tests")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["test", "application"],
                name="testresult_once",
                violation_error_message=_("The candidate has a result for this test already."),
            ),
            models.CheckConstraint(
                condition=Q(is_attended=True) | Q(correct__isnull=True, points__isnull=True, marks=""),
                name="testresult_absent_has_no_score",
                violation_error_message=_("A candidate who was absent cannot have a score."),
            ),
            models.CheckConstraint(
                condition=Q(correct__isnull=True) | Q(points__isnull=True),
                name="testresult_correct_or_points",
                violation_error_message=_("A result has either correct answers or points."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.test_id}"


class ReplacedResult(models.Model):
    """A result as it stood before a correction."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+")
    test = models.ForeignKey(Test, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(ResultsFile, on_delete=models.PROTECT, related_name="replaced_results")
    replaced_by = models.ForeignKey(ResultsFile, on_delete=models.PROTECT, related_name="+")
    is_attended = models.BooleanField(_("attended"))
    correct = models.PositiveSmallIntegerField(_("correct answers"), null=True, blank=True)
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=3, null=True, blank=True)
    marks = models.CharField(_("marks of the questions"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("replaced result")
        verbose_name_plural = _("replaced results")

    def __str__(self) -> str:
        return f"{self.application_id} {self.test_id}"


class Neutralisation(models.Model):
    """Questions of a test cancelled for everybody; their points are shared out over the others (epso 2.5)."""

    test = models.ForeignKey(
        Test, verbose_name=_("test"), on_delete=models.PROTECT, related_name="neutralisations"
    )
    question_numbers = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("numbers of the questions")
    )
    language = models.CharField(
        _("only for papers in"),
        max_length=2,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: for all."),
    )
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
        verbose_name = _("neutralisation")
        verbose_name_plural = _("neutralisations")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(question_numbers__len__gte=1),
                name="neutralisation_names_questions",
                violation_error_message=_("Name at least one question."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.test_id}: {self.question_numbers}"
