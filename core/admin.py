"""Staff read what was done and follow long work."""

import json
from typing import Any, Final, cast

from celery import current_app
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.models import AuditRecord, Job, JobState
from core.requests import SiteRequest
from core.services import record_audit, resume_job, stop_job

URLS_WITHOUT_SCHEME: Final[Any] = {URLField: {"assume_scheme": "https"}}
"""What `formfield_overrides` says so that an address typed without a scheme means https."""


class EstimatedCountPaginator(Paginator):  # type: ignore[type-arg]  # not generic when it runs
    """Counts up to `exact_below` rows, and takes the planner's estimate for more, with or without filters.

    Counting hundreds of thousands of rows would take a second on every page.
    """

    exact_below = 10_000

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return super().count
        counted = rows.order_by().values("pk")[: self.exact_below + 1].count()
        return counted if counted <= self.exact_below else max(counted, _planner_estimate(rows))


def _planner_estimate(rows: "QuerySet[Any]") -> int:
    plan = json.loads(rows.order_by().values("pk").explain(format="json"))
    return int(plan[0]["Plan"]["Plan Rows"])


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Rows that nobody adds, changes or deletes by hand; long tables stay quick."""

    paginator = EstimatedCountPaginator
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnlyAdmin):
    """Who did what, when and why."""

    list_display = ("at", "by", "verb", "object_type", "object_key", "purpose")
    list_select_related = ("by",)
    search_fields = ("verb__exact", "object_key__startswith", "by__email__iexact")
    search_help_text = _("Search by what was done, by the object, or by the e-mail address of who did it.")
    date_hierarchy = None
    list_filter = (("at", admin.DateFieldListFilter),)


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    """How far long work is; who may change jobs may stop one."""

    list_display = ("label", "kind", "state", "progress", "created_by", "created_at", "ended_at")
    list_select_related = ("created_by",)
    list_filter = ("state", "kind")
    fields = (
        *("label", "kind", "state", "progress", "parameters", "outcome", "error"),
        *("created_by", "created_at", "started_at", "seen_at", "ended_at"),
    )
    readonly_fields = ("progress",)
    change_form_template = "admin/core/job/change_form.html"

    @admin.display(description=_("progress"))
    def progress(self, job: Job) -> str:
        """ "1200 / 5000 (24 %)"; only what is done while the total is not known."""
        return str(job.done) if job.percent is None else f"{job.done} / {job.total} ({job.percent} %)"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:job_id>/stop/", view(self.stop), name="core_job_stop"),
            path("<int:job_id>/resume/", view(self.resume), name="core_job_resume"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        job = Job.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        can_stop = can_resume = False
        if job is not None and _may_stop(request):
            can_stop = job.state in (JobState.WAITING, JobState.RUNNING)
            can_resume = job.state in (JobState.STOPPED, JobState.FAILED) and job.task != ""
        context = {"can_stop": can_stop, "can_resume": can_resume, "job": job, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def stop(self, request: HttpRequest, job_id: int) -> HttpResponse:
        """Ask the job to stop. Only by POST: a link, or a page fetched ahead, must not stop anything."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not _may_stop(request):
            raise PermissionDenied
        job = get_object_or_404(Job, pk=job_id)
        stop_job(job=job)
        record_audit(now=cast(SiteRequest, request).now, by=request.user, verb="stop_job", subject=job)
        messages.success(request, _("The job was asked to stop."))
        return redirect("admin:core_job_change", job_id)

    def resume(self, request: HttpRequest, job_id: int) -> HttpResponse:
        """Let a stopped or failed job wait for a worker again. Only by POST."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not _may_stop(request):
            raise PermissionDenied
        job = get_object_or_404(Job, pk=job_id)
        now = cast(SiteRequest, request).now
        if resume_job(job=job, now=now):
            current_app.send_task(job.task, args=[job.pk])
            record_audit(now=now, by=request.user, verb="resume_job", subject=job)
            messages.success(request, _("The job goes on."))
        return redirect("admin:core_job_change", job_id)


def _may_stop(request: HttpRequest) -> bool:
    return request.user.has_perm("core.change_job")
