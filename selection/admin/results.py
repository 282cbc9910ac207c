"""Staff import results of tests, look at them and neutralise questions."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from selection import permissions
from selection.admin.base import BoardAdmin, add_errors, instant_of, refuse_unless, to_job
from selection.forms import (
    NeutralisationForm,
    ResultsForm,
)
from selection.models import (
    Neutralisation,
    ReplacedResult,
    ResultsFile,
    TestResult,
)
from selection.services.jobs import start_import
from selection.services.neutralisation import neutralise_questions


@admin.register(ResultsFile)
class ResultsFileAdmin(BoardAdmin):
    """Files of results that were taken in, each with its manifest."""

    list_display = (
        "name",
        "competition_reference",
        "rows",
        "attended",
        "absent",
        "replaced_rows",
        "imported_at",
    )
    list_select_related = ("competition",)
    search_fields = ("competition__reference__iexact", "sha256__exact")
    search_help_text = _("Search by reference number or by the SHA-256 of the file.")
    change_list_template = "admin/selection/resultsfile/change_list.html"

    @admin.display(description=_("competition"))
    def competition_reference(self, file: ResultsFile) -> str:
        return str(file.competition.reference)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="selection_resultsfile_import"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        can_import = request.user.has_perm("selection.import_resultsfile")
        return super().changelist_view(request, {"can_import": can_import, **(extra_context or {})})

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Take in a file of results: a worker does it, and the job says how it went."""
        refuse_unless(request.user.has_perm("selection.import_resultsfile"))
        is_post = request.method == "POST"
        form = ResultsForm(request.POST or None, request.FILES or None, user=request.user)
        if is_post and form.is_valid():
            data = form.cleaned_data
            refuse_unless(permissions.can_import_results(request.user, data["competition"]))
            values = {**data, "manifest": data["manifest"].read()}
            try:
                return to_job(request, start_import(**values, by=request.user, now=instant_of(request)))
            except ValidationError as error:
                add_errors(form, error)
        return self.form_page(request, form, title=_("Import results"), button=_("Import"))


@admin.register(Neutralisation)
class NeutralisationAdmin(BoardAdmin):
    """Questions that were cancelled, and the way to cancel some."""

    competition_path = "test__competition"
    list_display = ("test_name", "question_numbers", "language", "decided_at", "decided_by")
    list_select_related = ("test__competition", "decided_by")

    @admin.display(description=_("test"))
    def test_name(self, row: Neutralisation) -> str:
        return f"{row.test.competition.reference} {row.test.code}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("selection.add_neutralisation")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Cancel questions; the next ranking reckons without them."""
        refuse_unless(self.has_add_permission(request))
        form = NeutralisationForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                neutralise_questions(**form.cleaned_data, by=request.user, now=instant_of(request))
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("The questions are cancelled. Compute the ranking again."))
                return redirect("admin:selection_neutralisation_changelist")
        return self.form_page(request, form, title=_("Cancel questions"), button=_("Cancel these questions"))


@admin.register(TestResult)
class TestResultAdmin(BoardAdmin):
    """Results as they stand, found by application number."""

    competition_path = "test__competition"
    list_display = ("application", "test", "is_attended", "correct", "points", "file")
    list_select_related = ("application", "test", "file")
    search_fields = ("application__number__exact",)
    search_help_text = _("Search by application number.")


@admin.register(ReplacedResult)
class ReplacedResultAdmin(BoardAdmin):
    """Results that a correction replaced."""

    competition_path = "test__competition"
    list_display = ("application", "test", "is_attended", "correct", "points", "file", "replaced_by")
    list_select_related = ("application", "test", "file", "replaced_by")
    search_fields = ("application__number__exact",)
    search_help_text = _("Search by application number.")
