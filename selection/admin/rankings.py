"""Staff compute rankings, decide on files from the top, and release."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import AccessKind, User
from accounts.services import record_file_access
from applications.models import Education, Experience
from competitions.models import Competition
from core.services import record_audit
from selection import permissions
from selection.admin.base import BoardAdmin, add_errors, instant_of, refuse_unless, to_job
from selection.forms import (
    CompetitionForm,
    DecisionForm,
    DecisionsForm,
)
from selection.models import (
    EligibilityDecision,
    RankingOutcome,
    RankingRun,
)
from selection.numbers import shown
from selection.sentences import stage_name
from selection.services import latest_run, release_ranking, standing_batch
from selection.services.eligibility import decide_eligibility, import_decisions
from selection.services.export import export_ranking
from selection.services.jobs import start_letters, start_ranking
from selection.states import Outcome, RunState
from selection.worklist import files_to_decide, snapshot_sections


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
        refuse_unless(request.user.has_perm("selection.compute_rankingrun"))
        form = CompetitionForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            competition = form.cleaned_data["competition"]
            refuse_unless(permissions.can_compute_ranking(request.user, competition))
            return to_job(
                request, start_ranking(competition=competition, by=request.user, now=instant_of(request))
            )
        return self.form_page(request, form, title=_("Compute a ranking"), button=_("Compute"))

    def _run(self, request: HttpRequest, pk: int, may: Callable[[Any, Competition], bool]) -> RankingRun:
        run: RankingRun = get_object_or_404(RankingRun.objects.select_related("competition"), pk=pk)
        refuse_unless(may(request.user, run.competition))
        return run

    def export_view(self, request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
        """The ranking as CSV, line by line; that it was taken is recorded."""
        run = self._run(request, pk, permissions.can_view_ranking)
        record_audit(
            now=instant_of(request), by=request.user, verb="export_ranking", subject=run, key=str(run)
        )
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
            return to_job(request, start_letters(run=run, by=request.user, now=instant_of(request)))
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
                release_ranking(run=run, by=cast(Any, request.user), now=instant_of(request))
            except ValidationError as error:
                add_errors(form, error)
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
                    application=application, **form.cleaned_data, by=request.user, now=instant_of(request)
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, _("The decision is recorded."))
                return redirect("admin:selection_rankingrun_files", pk)
        record_audit(
            now=instant_of(request),
            by=request.user,
            verb="view_file",
            subject=application,
            key=application.number,
        )
        record_file_access(
            people=[(application.candidate_id, f"application:{application.number}")],
            by=cast(User, request.user),
            kind=AccessKind.OPENED,
            now=instant_of(request),
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
                    now=instant_of(request),
                )
            except ValidationError as error:
                add_errors(form, error)
            else:
                text = ngettext(
                    "%(count)s decision was imported.", "%(count)s decisions were imported.", count
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
