"""What all pages of this room share: who sees which competition, jobs, refusals."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from core.admin import ReadOnlyAdmin
from core.models import Job
from core.requests import SiteRequest
from selection import permissions
from selection.forms import competitions_of


def refuse_unless(permitted: bool) -> None:
    """Raise PermissionDenied for what the person may not do."""
    if not permitted:
        raise PermissionDenied


def instant_of(request: HttpRequest) -> Any:
    """When the request arrived."""
    return cast(SiteRequest, request).now


def to_job(request: HttpRequest, job: Job) -> HttpResponse:
    """On to the job, for who may follow jobs."""
    messages.success(request, _("The work was handed to a worker: %(job)s") % {"job": job})
    if request.user.has_perm("core.view_job"):
        return redirect("admin:core_job_change", job.pk)
    return redirect("admin:selection_rankingrun_changelist")


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Show above the form what a service refused."""
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
