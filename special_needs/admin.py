"""The accessibility officer reads requests, decides, and keeps the checklist. Nobody else finds any of it."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessKind, User
from accounts.services import record_file_access
from core.admin import ReadOnlyAdmin
from core.requests import SiteRequest
from documents.files import as_sealed_download
from documents.states import ScanState
from special_needs import services
from special_needs.forms import ConfirmationForm, DecisionForm, QuestionForm
from special_needs.models import AccommodationRequest, GrantedMeasure
from special_needs.permissions import can_handle_requests
from special_needs.reading import answer_rows, decision_rows
from special_needs.states import REQUEST_MOVES, RequestState


class OfficersAdmin(ReadOnlyAdmin):
    """Rows for who was given the permission itself. To all others, operators too, there are none."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return can_handle_requests(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_handle_requests(request.user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows if can_handle_requests(request.user) else rows.none()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        _not_found_unless_officer(request)
        return super().changelist_view(request, extra_context)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404


def _not_found_unless_officer(request: HttpRequest) -> None:
    if not can_handle_requests(request.user):
        raise Http404


@admin.register(AccommodationRequest)
class AccommodationRequestAdmin(OfficersAdmin):
    """Requests that were handed in."""

    list_display = ("application_number", "competition_reference", "state", "submitted_at", "decided_at")
    list_filter = ("state",)
    list_select_related = ("application__competition",)
    search_fields = ("application__number__exact",)
    search_help_text = _("Search by application number.")

    @admin.display(description=_("application number"))
    def application_number(self, row: AccommodationRequest) -> str:
        return str(row.application.number)

    @admin.display(description=_("competition"))
    def competition_reference(self, row: AccommodationRequest) -> str:
        return str(row.application.competition.reference)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.handed_in()  # type: ignore[no-any-return]

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:pk>/certificates/<int:id>/",
                wrap(self.evidence_view),
                name="special_needs_accommodationrequest_evidence",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One request, with what can be done with it. That it was opened is written down."""
        row = self._row(request, object_id)
        asked = request.POST.get("do", "")
        question = QuestionForm(request.POST if asked == "ask_more" else None)
        decision = DecisionForm(request.POST if asked == "decide" else None, initial=_wished(row))
        for form, service in ((question, services.ask_more), (decision, services.decide_request)):
            if form.is_bound and _done(request, form, service, row):
                return redirect("admin:special_needs_accommodationrequest_change", row.pk)
        _record(request, row, AccessKind.OPENED)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": row.application.number,
            "row": row,
            "answers": answer_rows(row),
            "decision": decision_rows(row),
            "evidence": row.evidence.all(),
            "measures": row.measures.select_related("test", "signed_off_by"),
            "history": [(move, RequestState(move.to_state).label) for move in row.transitions.all()],
            "question_form": question if REQUEST_MOVES.permits("ask_more", row.state) else None,
            "decision_form": decision if REQUEST_MOVES.permits("decide", row.state) else None,
        }
        return render(request, "admin/special_needs/request.html", context)

    def evidence_view(self, request: HttpRequest, pk: int, id: int) -> HttpResponse:
        """A certificate, once it was scanned."""
        row = self._row(request, str(pk))
        evidence = get_object_or_404(row.evidence.all(), pk=id, state=ScanState.CLEAN)
        answer = as_sealed_download(services.open_evidence(evidence), name=evidence.name, kind=evidence.kind)
        _record(request, row, AccessKind.DOWNLOADED)
        return answer

    def _row(self, request: HttpRequest, object_id: str) -> AccommodationRequest:
        _not_found_unless_officer(request)
        if not object_id.isdecimal():
            raise Http404
        rows = self.get_queryset(request).select_related("application__competition", "decided_by")
        row: AccommodationRequest = get_object_or_404(rows, pk=object_id)
        return row


def _wished(row: AccommodationRequest) -> dict[str, Any]:
    """The decision begins with what was asked for."""
    answers = row.answers
    return {name: answers[name] for name in ("measures", "extra_time") if name in answers}


def _done(request: HttpRequest, form: forms.Form, service: Any, row: AccommodationRequest) -> bool:
    """Do what the form asks for; what is refused is said in the form."""
    if not form.is_valid():
        return False
    now = cast(SiteRequest, request).now
    try:
        service(request=row, **form.cleaned_data, by=request.user, now=now)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Saved."))
    return True


def _record(request: HttpRequest, row: AccommodationRequest, kind: AccessKind) -> None:
    record_file_access(
        people=[(row.application.candidate_id, f"special_needs:{row.application.number}")],
        by=cast(User, request.user),
        kind=kind,
        now=cast(SiteRequest, request).now,
    )


class ChecklistFilter(admin.SimpleListFilter):
    """What the provider has not confirmed for the tests of the next days."""

    title = _("Confirmed by the test provider")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("week", _("Measures not confirmed by the test provider"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        rows: Any = queryset
        now = cast(SiteRequest, request).now
        if self.value() == "week":
            rows = rows.unconfirmed_before(now + timedelta(days=settings.SPECIAL_NEEDS_ALARM_DAYS), now=now)
        return rows  # type: ignore[no-any-return]


@admin.register(GrantedMeasure)
class GrantedMeasureAdmin(OfficersAdmin):
    """The checklist: each measure at each test, the next test first."""

    list_display = (
        *("application_number", "test", "scheduled_at", "measure"),
        *("signed_off_at", "confirmed_at", "confirmed_by"),
    )
    list_filter = (ChecklistFilter,)
    list_select_related = ("request__application", "test")
    ordering = ("test__scheduled_at", "pk")
    search_fields = ("request__application__number__exact",)
    search_help_text = _("Search by application number.")

    @admin.display(description=_("application number"))
    def application_number(self, row: GrantedMeasure) -> str:
        address = reverse("admin:special_needs_accommodationrequest_change", args=[row.request_id])
        return format_html('<a href="{}">{}</a>', address, row.request.application.number)

    @admin.display(description=_("date and time"), ordering="test__scheduled_at")
    def scheduled_at(self, row: GrantedMeasure) -> Any:
        return row.test.scheduled_at

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.standing()  # type: ignore[no-any-return]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """One line of the checklist: sign it off, then note who at the provider confirmed it."""
        _not_found_unless_officer(request)
        if not object_id.isdecimal():
            raise Http404
        rows = self.get_queryset(request).select_related("request__application", "test__competition")
        row: GrantedMeasure = get_object_or_404(rows, pk=object_id)
        form = ConfirmationForm(request.POST if request.POST.get("do") == "confirm" else None)
        if self._changed(request, row, form):
            return redirect("admin:special_needs_accommodationrequest_change", row.request_id)
        _record(request, row.request, AccessKind.OPENED)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{row.test}: {row.get_measure_display()}",
            "row": row,
            "form": form,
        }
        return render(request, "admin/special_needs/measure.html", context)

    def _changed(self, request: HttpRequest, row: GrantedMeasure, form: ConfirmationForm) -> bool:
        by, now = cast(User, request.user), cast(SiteRequest, request).now
        if request.POST.get("do") == "sign_off":
            services.sign_off_measure(measure=row, by=by, now=now)
            return True
        if not (form.is_bound and form.is_valid()):
            return False
        try:
            services.confirm_measure(measure=row, **form.cleaned_data, by=by, now=now)
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True
