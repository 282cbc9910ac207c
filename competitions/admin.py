"""Competitions for staff: read here, changed through documents and through moves of the table of states."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from careers.admin_languages import LanguagesAdmin
from careers.services.opportunities import texts_of
from competitions.forms import DocumentForm, StateForm
from competitions.models import (
    Amendment,
    ApplicationCount,
    BoardMember,
    Competition,
    CompetitionDocument,
    CompetitionField,
    CompetitionTransition,
    PlanningChange,
    PlanningRow,
    Test,
)
from competitions.notice import NoticeUnreadableError, read_notice
from competitions.permissions import can_amend_competition, can_load_document, can_publish_competition
from competitions.services import LoadFault, LoadResult, change_state
from competitions.services.files import load_parsed
from competitions.states import ACTION_LABELS, COMPETITION_MOVES
from core.requests import SiteRequest


class ReadOnly:
    """Rows that staff look at here and change elsewhere."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PartInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """A part of the notice, with its texts in the reader's language."""

    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.in_language() if hasattr(rows, "in_language") else rows


class FieldInline(PartInline):
    model = CompetitionField
    fields = ("code", "grade", "title", "number_sought", "language_1", "allows_reassignment")


class TestInline(PartInline):
    __test__ = False

    model = Test
    fields = (
        *("code", "field", "part", "sequence", "language", "questions", "minutes", "maximum", "pass_mark"),
        *("group", "weight_preliminary", "weight_final", "marked_for", "marked_number", "marked_multiplier"),
        "scheduled_at",
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.select_related("field", "group")


class PlanningInline(PartInline):
    model = PlanningRow
    fields = ("stage", "period", "state", "starts_at", "candidates", "minimum_score")


class PlanningChangeInline(PartInline):
    model = PlanningChange
    fields = ("date", "row_number", "before", "after", "amendment_number", "made_at", "made_by")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Who sees the planning sees what it was."""
        return bool(request.user.has_perm("competitions.view_planningrow"))


class BoardInline(PartInline):
    model = BoardMember
    fields = ("name", "role", "is_alternate", "institution", "appointed_by")


class CountInline(PartInline):
    model = ApplicationCount
    fields = ("date", "field", "started", "submitted")


class DocumentInline(PartInline):
    model = CompetitionDocument
    fields = ("kind", "title", "url")


class AmendmentInline(PartInline):
    model = Amendment
    fields = ("number", "date", "reason", "effects", "oj_reference", "applied_at", "applied_by")


class TransitionInline(PartInline):
    model = CompetitionTransition
    fields = ("made_at", "action", "from_state", "to_state", "made_by", "reason")


@admin.register(Competition)
class CompetitionAdmin(ReadOnly, LanguagesAdmin):
    change_form_template = "admin/competitions/competition_change_form.html"
    change_list_template = "admin/competitions/competition_change_list.html"
    list_display = ("reference", "title", "state", "kind", "application_deadline", "number_sought")
    list_filter = ("state", "kind", "profile", "is_demonstration")
    search_fields = ("reference", "title_en")
    inlines = (
        *(FieldInline, TestInline, PlanningInline, BoardInline, CountInline, DocumentInline),
        *(AmendmentInline, PlanningChangeInline, TransitionInline),
    )
    plain_fieldsets = [
        (
            None,
            {
                "fields": (
                    *("reference", "sub_reference", "reference_is_provisional", "slug", "kind", "profile"),
                    *("state", "function_group", "grades", "number_sought", "contract_type", "domains"),
                    *("legal_basis", "oj_reference", "eli", "publication_date", "languages_published"),
                    *("announced_for", "application_open_at", "application_deadline"),
                    *("id_document_deadline", "supporting_documents_deadline"),
                    *("eligibility_reference_date", "diploma_date", "is_motivation_asked"),
                    *("motivation_max_characters", "apply_url", "language_1_minimum_level"),
                    *("language_2_minimum_level", "languages_1", "languages_2", "is_for_all_institutions"),
                    *("institutions", "places", "security_clearance", "item_complaint_days"),
                    *("technical_complaint_days", "review_days", "administrative_complaint_months"),
                    *("court_months", "court_distance_days", "invitation_notice_days"),
                    *("check_account_every_days", "reserve_list_months", "reserve_list_valid_until"),
                    *("is_demonstration", "document_digest"),
                )
            },
        )
    ]
    translated = ("title", "summary", "duties", "status_note")

    def get_queryset(self, request: HttpRequest) -> Any:
        """The document is read by services, never by these pages."""
        rows: Any = super().get_queryset(request)
        return rows.defer("document")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("load/", view(self.load_view), name="competitions_competition_load"),
            path(
                "<int:pk>/state/<slug:action>/", view(self.state_view), name="competitions_competition_state"
            ),
        ]
        return own + super().get_urls()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        context = {**(extra_context or {}), "can_load": can_amend_competition(request.user)}
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Add the actions that the person may take in the present state."""
        context = {
            **(extra_context or {}),
            "can_load": can_amend_competition(request.user),
            "actions": self._actions(request, object_id),
        }
        return super().change_view(request, object_id, form_url, context)

    def _actions(self, request: HttpRequest, object_id: str) -> list[dict[str, Any]]:
        if not can_publish_competition(request.user) or not object_id.isdecimal():
            return []
        state = Competition.objects.filter(pk=object_id).values_list("state", flat=True).first() or ""
        return [
            {
                "label": ACTION_LABELS[action],
                "address": reverse("admin:competitions_competition_state", args=[object_id, action]),
            }
            for action in COMPETITION_MOVES.actions_from(state)
        ]

    # Loading

    def load_view(self, request: SiteRequest) -> HttpResponse:
        """Load a notice or an amendment from a file, or list every fault of it."""
        if not can_amend_competition(request.user):
            raise PermissionDenied
        form = DocumentForm(request.POST or None, request.FILES or None)
        faults: list[LoadFault] = []
        if request.method == "POST" and form.is_valid():
            result = self._load(request, form.cleaned_data["document"].read())
            if result.competition is not None:
                self._say(request, result)
                return redirect("admin:competitions_competition_change", result.competition.pk)
            faults = result.faults
        context = {"form": form, "faults": faults, "title": _("Load a notice or an amendment")}
        return self._page(request, "admin/competitions/competition_load.html", context)

    def _load(self, request: SiteRequest, source: bytes) -> LoadResult:
        """Raises PermissionDenied for a document that the person may not publish."""
        try:
            document = read_notice(source)
        except NoticeUnreadableError as error:
            return LoadResult("refused", faults=[LoadFault(each.path, each.message) for each in error.faults])
        if not can_load_document(request.user, document):
            raise PermissionDenied
        now = request.now
        return load_parsed(document=document, by=request.user, now=now)

    def _say(self, request: HttpRequest, result: LoadResult) -> None:
        sentences = {
            "created": _("%(reference)s was loaded."),
            "replaced": _("The draft %(reference)s was replaced."),
            "amended": _("%(reference)s was amended."),
            "unchanged": _("%(reference)s has this document already. Nothing was changed."),
        }
        messages.success(request, sentences[result.outcome] % {"reference": result.reference})

    # State

    def state_view(self, request: SiteRequest, pk: int, action: str) -> HttpResponse:
        """Ask for the reason of a change of state and for the note, then make it."""
        if not can_publish_competition(request.user):
            raise PermissionDenied
        competition = get_object_or_404(Competition, pk=pk)
        if action not in ACTION_LABELS:
            raise PermissionDenied
        form = StateForm(request.POST or None, notes=texts_of(competition, "status_note"))
        if request.method == "POST" and form.is_valid() and self._move(request, competition, action, form):
            return redirect("admin:competitions_competition_change", pk)
        context = {
            "form": form,
            "competition": competition,
            "label": ACTION_LABELS[action],
            "title": f"{competition.reference}: {ACTION_LABELS[action]}",
        }
        return self._page(request, "admin/competitions/competition_state.html", context)

    def _move(self, request: SiteRequest, competition: Competition, action: str, form: StateForm) -> bool:
        try:
            moved = change_state(
                competition=competition,
                action=action,
                by=request.user,
                now=request.now,
                reason=form.cleaned_data["reason"],
                note=form.note,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return False
        text = _("The state is now: %(state)s.")
        messages.success(request, text % {"state": moved.get_state_display()})
        return True

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.model._meta, **context}
        )
