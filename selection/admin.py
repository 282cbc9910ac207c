"""Staff import results, rank, decide on files and release. Board members see their own competitions only."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from applications.models import Education, Experience
from competitions.models import Competition
from core.admin import ReadOnlyAdmin
from core.models import Job
from core.requests import SiteRequest
from core.services import record_audit
from selection import permissions
from selection.forms import (
    CompetitionForm,
    DecisionForm,
    DecisionsForm,
    NeutralisationForm,
    ResultsForm,
    competitions_of,
)
from selection.models import (
    BoardMembership,
    EligibilityDecision,
    Neutralisation,
    RankingOutcome,
    RankingRun,
    ReplacedResult,
    ResultsFile,
    TestResult,
)
from selection.numbers import shown
from selection.reading import Reader
from selection.sentences import stage_name
from selection.services import latest_run, release_ranking, standing_batch
from selection.services.eligibility import decide_eligibility, import_decisions
from selection.services.export import export_ranking
from selection.services.jobs import start_import, start_letters, start_ranking
from selection.services.neutralisation import neutralise_questions
from selection.services.rules import tests_of, unit_key
from selection.states import Outcome, RunState
from selection.worklist import files_to_decide, snapshot_sections


def _refuse_unless(permitted: bool) -> None:
    if not permitted:
        raise PermissionDenied


def _now(request: HttpRequest) -> Any:
    return cast(SiteRequest, request).now


def _to_job(request: HttpRequest, job: Job) -> HttpResponse:
    """On to the job, for who may follow jobs."""
    messages.success(request, _("The work was handed to a worker: %(job)s") % {"job": job})
    if request.user.has_perm("core.view_job"):
        return redirect("admin:core_job_change", job.pk)
    return redirect("admin:selection_rankingrun_changelist")


def _add_errors(form: forms.Form, error: ValidationError) -> None:
    for message in error.messages:
        form.add_error(None, message)


class BoardAdmin(ReadOnlyAdmin):
    """Rows of a competition; who belongs to boards alone finds those of their own competitions."""

    competition_path: ClassVar[str] = "competition"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        if permissions.is_bound_to_boards(request.user):
            rows = rows.filter(**{f"{self.competition_path}__in": competitions_of(request.user)})
        return rows

    def form_page(
        self, request: HttpRequest, form: forms.Form, *, title: Any, button: Any, hint: Any = ""
    ) -> HttpResponse:
        """A page with one form."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "button": button,
            "hint": hint,
            "form": form,
        }
        return render(request, "admin/selection/form.html", context)


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
        _refuse_unless(request.user.has_perm("selection.import_resultsfile"))
        is_post = request.method == "POST"
        form = ResultsForm(request.POST or None, request.FILES or None, user=request.user)
        if is_post and form.is_valid():
            data = form.cleaned_data
            _refuse_unless(permissions.can_import_results(request.user, data["competition"]))
            values = {**data, "manifest": data["manifest"].read()}
            try:
                return _to_job(request, start_import(**values, by=request.user, now=_now(request)))
            except ValidationError as error:
                _add_errors(form, error)
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
        _refuse_unless(self.has_add_permission(request))
        form = NeutralisationForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                neutralise_questions(**form.cleaned_data, by=request.user, now=_now(request))
            except ValidationError as error:
                _add_errors(form, error)
            else:
                messages.success(request, _("The questions are cancelled. Compute the ranking again."))
                return redirect("admin:selection_neutralisation_changelist")
        return self.form_page(request, form, title=_("Cancel questions"), button=_("Cancel these questions"))


@admin.register(RankingRun)
class RankingRunAdmin(BoardAdmin):
    """Rankings: thresholds and counts, the files to decide on, letters and release."""

    list_display = ("__str__", "state", "is_final", "candidates", "computed_at", "released_at")
    list_select_related = ("competition",)
    list_filter = ("state", "is_final")
    search_fields = ("competition__reference__iexact",)
    search_help_text = _("Search by reference number.")
    fields = (
        *("competition", "number", "state", "is_final", "candidates", "computed_at", "computed_by"),
        *("released_at", "rules_digest", "inputs_digest", "result_digest"),
    )
    change_list_template = "admin/selection/rankingrun/change_list.html"
    change_form_template = "admin/selection/rankingrun/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        def at(address: str, view: Callable[..., Any], name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"selection_rankingrun_{name}")

        return [
            at("compute/", self.compute_view, "compute"),
            at("<int:pk>/export/", self.export_view, "export"),
            at("<int:pk>/letters/", self.letters_view, "letters"),
            at("<int:pk>/release/", self.release_view, "release"),
            at("<int:pk>/files/", self.files_view, "files"),
            at("<int:pk>/files/decisions/", self.decisions_view, "decisions"),
            at("<int:pk>/files/<int:outcome_pk>/", self.file_view, "file"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        can_compute = request.user.has_perm("selection.compute_rankingrun")
        return super().changelist_view(request, {"can_compute": can_compute, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        run = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        context = {} if run is None else _run_context(request, run)
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def compute_view(self, request: HttpRequest) -> HttpResponse:
        """Have a ranking computed by a worker."""
        _refuse_unless(request.user.has_perm("selection.compute_rankingrun"))
        form = CompetitionForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            competition = form.cleaned_data["competition"]
            _refuse_unless(permissions.can_compute_ranking(request.user, competition))
            return _to_job(
                request, start_ranking(competition=competition, by=request.user, now=_now(request))
            )
        return self.form_page(request, form, title=_("Compute a ranking"), button=_("Compute"))

    def _run(self, request: HttpRequest, pk: int, may: Callable[[Any, Competition], bool]) -> RankingRun:
        run: RankingRun = get_object_or_404(RankingRun.objects.select_related("competition"), pk=pk)
        _refuse_unless(may(request.user, run.competition))
        return run

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
        """The ranking as CSV, line by line; that it was taken is recorded."""
        run = self._run(request, pk, permissions.can_view_ranking)
        record_audit(now=_now(request), by=request.user, verb="export_ranking", subject=run, key=str(run))
        name = f"{slugify(run.competition.reference.replace('/', '-'))}-{run.number}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(
            export_ranking(run=run), content_type="text/csv; charset=utf-8", headers=headers
        )

    def letters_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have the letters prepared by a worker."""
        run = self._run(request, pk, permissions.can_prepare_result_letters)
        form = forms.Form(request.POST if request.method == "POST" else None)
        if form.is_valid():
            return _to_job(request, start_letters(run=run, by=request.user, now=_now(request)))
        hint = _(
            "One letter is written for each candidate to whom this ranking says something new. Nobody sees "
            "them before another person has approved them and the ranking is released."
        )
        return self.form_page(request, form, title=_("Prepare letters"), button=_("Prepare"), hint=hint)

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Release the ranking and its letters; what the service refuses is said on the page."""
        run = self._run(request, pk, permissions.can_release_ranking)
        form = forms.Form(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                release_ranking(run=run, by=cast(Any, request.user), now=_now(request))
            except ValidationError as error:
                _add_errors(form, error)
            else:
                messages.success(request, _("The ranking is released. Its letters are being published."))
                return redirect("admin:selection_rankingrun_change", pk)
        hint = _("Candidates can read their results, and time limits begin to run. This cannot be undone.")
        return self.form_page(request, form, title=_("Release the ranking"), button=_("Release"), hint=hint)

    # Files of candidates

    def files_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The files to decide on, by number alone."""
        run = self._run(request, pk, permissions.can_view_ranking)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Files to decide on"),
            "run": run,
            "is_latest": latest_run(run.competition) == run,
            "groups": files_to_decide(run),
            "can_decide": permissions.can_decide_eligibility(request.user, run.competition),
        }
        return render(request, "admin/selection/rankingrun/files.html", context)

    def file_view(self, request: HttpRequest, pk: int, outcome_pk: int) -> HttpResponse:
        """One file as it was handed in, and the form to decide; that it was opened is recorded."""
        run = self._run(request, pk, permissions.can_decide_eligibility)
        outcome = get_object_or_404(
            RankingOutcome.objects.select_related("application__current_submission", "field"),
            pk=outcome_pk,
            run=run,
            outcome__in=[Outcome.TO_BE_CHECKED, Outcome.LAUREATE, Outcome.NOT_ELIGIBLE],
        )
        application = outcome.application
        form = DecisionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                decide_eligibility(
                    application=application, **form.cleaned_data, by=request.user, now=_now(request)
                )
            except ValidationError as error:
                _add_errors(form, error)
            else:
                messages.success(request, _("The decision is recorded."))
                return redirect("admin:selection_rankingrun_files", pk)
        record_audit(
            now=_now(request),
            by=request.user,
            verb="view_file",
            subject=application,
            key=application.number,
        )
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("File of application %(number)s") % {"number": application.number},
            "run": run,
            "application": application,
            "form": form,
            "sections": _sections(application.current_submission),
            "decisions": EligibilityDecision.objects.filter(application=application).select_related(
                "decided_by"
            ),
        }
        return render(request, "admin/selection/rankingrun/file.html", context)

    def decisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take in a file of decisions, all or none."""
        run = self._run(request, pk, permissions.can_decide_eligibility)
        form = DecisionsForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                count = import_decisions(
                    competition=run.competition,
                    source=form.cleaned_data["file"],
                    by=request.user,
                    now=_now(request),
                )
            except ValidationError as error:
                _add_errors(form, error)
            else:
                text = ngettext(
                    "%(count)s decision was taken in.", "%(count)s decisions were taken in.", count
                )
                messages.success(request, text % {"count": count})
                return redirect("admin:selection_rankingrun_files", pk)
        hint = _("Columns: application_number, decision (ELIGIBLE or NOT_ELIGIBLE), reason.")
        return self.form_page(request, form, title=_("Import decisions"), button=_("Import"), hint=hint)


def _run_context(request: HttpRequest, run: RankingRun) -> dict[str, Any]:
    """Figures of each field, and what this person may do with the run now."""
    user, competition = request.user, run.competition
    batch = standing_batch(run)
    is_open = run.state == RunState.COMPUTED and latest_run(competition) == run
    return {
        "run": run,
        "figures": [_figures(part) for part in run.summary["fields"]],
        "history": [
            (move, RunState(move.to_state).label) for move in run.transitions.select_related("made_by")
        ],
        "batch": batch,
        "can_export": permissions.can_view_ranking(user, competition),
        "can_prepare": is_open
        and batch is None
        and permissions.can_prepare_result_letters(user, competition),
        "can_release": is_open
        and batch is not None
        and batch.state == "APPROVED"
        and permissions.can_release_ranking(user, competition),
        "can_view_batch": user.has_perm("notifications.view_letterbatch"),
    }


def _figures(part: dict[str, Any]) -> dict[str, Any]:
    stages = [
        {**stage, "name": stage_name(stage["stage"], stage["part"]), "threshold": shown(stage["threshold"])}
        for stage in part["stages"]
    ]
    counts = [(Outcome(outcome).label, number) for outcome, number in part["counts"].items()]
    return {"key": part["key"], "candidates": part["candidates"], "stages": stages, "counts": counts}


def _sections(submission: Any) -> list[tuple[Any, list[list[tuple[Any, Any]]]]]:
    """Diplomas and experience of the frozen snapshot: each entry as (name of the column, value)."""
    sections = snapshot_sections(submission.snapshot if submission is not None else {})
    models = {"education": Education, "experience": Experience}
    return [
        (models[name]._meta.verbose_name_plural, [_entry(models[name], entry) for entry in entries])
        for name, entries in sections.items()
    ]


def _entry(model: Any, entry: dict[str, Any]) -> list[tuple[Any, Any]]:
    return [(model._meta.get_field(name).verbose_name, value) for name, value in entry.items()]


@admin.register(RankingOutcome)
class RankingOutcomeAdmin(BoardAdmin):
    """How candidates stand in a ranking, found by application number."""

    competition_path = "run__competition"
    list_display = ("application_number", "run", "outcome")
    list_select_related = ("application", "run__competition")
    search_fields = ("application__number__exact",)
    search_help_text = _("Search by application number.")
    fields = ("application_number", "run", "outcome")
    readonly_fields = ("application_number",)
    change_form_template = "admin/selection/rankingoutcome/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer("explanation", "run__rules", "run__summary")

    @admin.display(description=_("application number"))
    def application_number(self, outcome: RankingOutcome) -> str:
        return str(outcome.application.number)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        outcome = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        context = {} if outcome is None else {"reading": _read(outcome)}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})


def _read(outcome: RankingOutcome) -> Any:
    """The outcome as its candidate reads it."""
    key = unit_key(outcome.field)
    summary = next(part for part in outcome.run.summary["fields"] if part["key"] == key)
    reader = Reader(rules=outcome.run.rules[key], summary=summary, tests=tests_of(outcome.field))
    return reader.read(outcome.explanation)


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


@admin.register(EligibilityDecision)
class EligibilityDecisionAdmin(BoardAdmin):
    """Decisions on files, those replaced included."""

    competition_path = "application__competition"
    list_display = ("application", "decision", "decided_at", "decided_by", "replaced_at")
    list_select_related = ("application", "decided_by")
    list_filter = ("decision",)
    search_fields = ("application__number__exact",)
    search_help_text = _("Search by application number.")


@admin.register(BoardMembership)
class BoardMembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Who sits on which board. Every change is recorded."""

    list_display = ("user", "competition")
    list_select_related = ("user", "competition")
    autocomplete_fields = ("user",)
    search_fields = ("user__email__istartswith", "competition__reference__iexact")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "competition":
            options["queryset"] = competitions_of(request.user)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def save_model(self, request: HttpRequest, obj: BoardMembership, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _record_membership(request, obj, "change_board" if change else "join_board")

    def delete_model(self, request: HttpRequest, obj: BoardMembership) -> None:
        _record_membership(request, obj, "leave_board")
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[BoardMembership]) -> None:
        for membership in queryset.select_related("competition"):
            _record_membership(request, membership, "leave_board")
        super().delete_queryset(request, queryset)


def _record_membership(request: HttpRequest, membership: BoardMembership, verb: str) -> None:
    record_audit(
        now=_now(request),
        by=request.user,
        verb=verb,
        subject=membership,
        key=membership.competition.reference,
        details={"user": membership.user_id},
    )
