"""Staff work through complaints: a queue by due date, a case with those like it, decisions, figures."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessKind
from accounts.services import record_file_access
from complaints import services
from complaints.forms import InformationForm, NotesForm, RulingForm
from complaints.models import Complaint
from complaints.permissions import can_decide_complaint, can_handle_complaint, seen_by
from complaints.reading import case_page, texts_of
from complaints.states import COMPLAINT_MOVES, IN_HAND, Timeliness
from complaints.statistics import STATES, count_complaints
from core.admin import ReadOnlyAdmin
from core.requests import SiteRequest
from documents.files import as_download
from documents.states import ScanState
from selection.states import RouteKind

MOST_IN_A_GROUP = 200


class QueueFilter(admin.SimpleListFilter):
    """Cases that wait, unless all are asked for."""

    title = _("state")
    parameter_name = "queue"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("all", _("All"))]

    def choices(self, changelist: Any) -> Any:
        for value, label in ((None, _("Waiting for a decision")), ("all", _("All"))):
            wanted = {} if value is None else {self.parameter_name: value}
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string(wanted, [self.parameter_name]),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.value() == "all" else queryset.filter(state__in=IN_HAND)


@admin.register(Complaint)
class ComplaintAdmin(ReadOnlyAdmin):
    """Complaints, the most urgent first. Whose case is opened is written down."""

    list_display = (
        *("number", "due_on", "competition_reference", "route", "test", "questions"),
        *("state", "timeliness", "incident", "handler"),
    )
    list_filter = (QueueFilter, "route", "timeliness")
    ordering = ("due_on", "pk")
    search_fields = (
        *("number__exact", "application__number__exact", "application__competition__reference__iexact"),
        "incident__icontains",
    )
    search_help_text = _("Search by reference number.")
    fields = ("number", "route", "state")
    actions = ("decide_together",)
    change_list_template = "admin/complaints/change_list.html"
    change_form_template = "admin/complaints/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return seen_by(request.user).with_subject()

    @admin.display(description=_("competition"))
    def competition_reference(self, complaint: Complaint) -> str:
        return str(complaint.application.competition.reference)

    @admin.display(description=_("numbers of the questions"))
    def questions(self, complaint: Complaint) -> str:
        return ", ".join(map(str, complaint.question_numbers))

    def get_urls(self) -> list[URLPattern]:
        def at(address: str, view: Callable[..., Any], name: str) -> URLPattern:
            return path(address, self.admin_site.admin_view(view), name=f"complaints_complaint_{name}")

        return [
            at("statistics/", self.statistics_view, "statistics"),
            at("decide/", self.decide_group_view, "decide_group"),
            at("<int:pk>/examine/", self.examine_view, "examine"),
            at("<int:pk>/ask/", self.ask_view, "ask"),
            at("<int:pk>/notes/", self.notes_view, "notes"),
            at("<int:pk>/decide/", self.decide_view, "decide"),
            at("<int:pk>/files/<int:id>/", self.file_view, "file"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        row = self.get_queryset(request).filter(pk=object_id).first() if object_id.isdecimal() else None
        context = {} if row is None else self._case(request, row)
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def _case(self, request: HttpRequest, row: Complaint) -> dict[str, Any]:
        """The case, those like it, and what this person may do. That she opened it is written down."""
        now, user = _instant(request), cast(Any, request.user)
        person, about = row.application.candidate_id, f"complaint:{row.number}"
        record_file_access(people=[(person, about)], by=user, kind=AccessKind.OPENED, now=now)
        similar = list(seen_by(user).similar_to(row).with_subject()[:MOST_IN_A_GROUP])
        undecided = [each for each in (row, *similar) if can_decide_complaint(user, each)]
        may_handle = can_handle_complaint(user, row)
        return {
            "case": row,
            "page": case_page(row, now=now),
            "texts": texts_of(row),
            "evidence": row.evidence.select_related("document").defer("document__preview"),
            "similar": similar,
            "letter_opened_at": None if row.letter is None else row.letter.first_opened_at,
            "can_examine": may_handle and COMPLAINT_MOVES.permits("examine", row.state),
            "can_ask": may_handle and COMPLAINT_MOVES.permits("ask", row.state),
            "can_note": may_handle,
            "can_decide": row in undecided,
            "group": ",".join(str(each.pk) for each in undecided) if len(undecided) > 1 else "",
        }

    def _found(self, request: HttpRequest, pk: int) -> Complaint:
        found: Complaint = get_object_or_404(self.get_queryset(request), pk=pk)
        return found

    def examine_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the case in hand. Only by POST."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        complaint = self._found(request, pk)
        _try(request, services.examine_complaint, complaint=complaint)
        return _to(pk)

    def ask_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask the candidate for more."""
        complaint = self._found(request, pk)
        _refuse_unless(can_handle_complaint(request.user, complaint))
        form = InformationForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and _try(
            request, services.ask_for_information, form=form, complaint=complaint, **form.cleaned_data
        ):
            return _to(pk)
        return self._form_page(request, form, title=_("Ask for more information"), case=complaint)

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put the provider's logs and notes beside the case."""
        complaint = self._found(request, pk)
        _refuse_unless(can_handle_complaint(request.user, complaint))
        initial = {"provider_notes": complaint.provider_notes, "incident": complaint.incident}
        form = NotesForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_valid() and _try(
            request, services.note_complaint, form=form, complaint=complaint, **form.cleaned_data
        ):
            return _to(pk)
        return self._form_page(request, form, title=_("Logs and notes of the test provider"), case=complaint)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Decide on one case."""
        return self._decide(request, [self._found(request, pk)])

    def decide_group_view(self, request: HttpRequest) -> HttpResponse:
        """Decide on several cases of one route in one go."""
        wanted = [pk for pk in request.GET.get("cases", "").split(",") if pk.isdecimal()]
        cases = list(self.get_queryset(request).filter(pk__in=wanted[:MOST_IN_A_GROUP]).order_by("pk"))
        if not cases:
            raise Http404
        return self._decide(request, cases)

    def _decide(self, request: HttpRequest, cases: list[Complaint]) -> HttpResponse:
        _refuse_unless(all(can_decide_complaint(request.user, case) for case in cases))
        if len({(case.route, case.application.competition_id) for case in cases}) > 1:
            messages.error(request, _("Choose cases of one kind in one competition."))
            return redirect("admin:complaints_complaint_changelist")
        form = RulingForm(request.POST if request.method == "POST" else None, route=RouteKind(cases[0].route))
        if form.is_valid() and _try(
            request, services.decide_complaints, form=form, complaints=cases, ruling=form.ruling
        ):
            return _to(cases[0].pk)
        return self._form_page(request, form, title=_("Decide"), case=cases[0], cases=cases)

    @admin.action(description=_("Decide on these cases together"))
    def decide_together(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        chosen = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True)[:MOST_IN_A_GROUP])
        return redirect(f"{reverse('admin:complaints_complaint_decide_group')}?cases={chosen}")

    def file_view(self, request: HttpRequest, pk: int, id: int) -> HttpResponseBase:
        """A file of the candidate that the virus scanner has cleared. That it was taken is written down."""
        row = self._found(request, pk)
        evidence = get_object_or_404(
            row.evidence.select_related("document"), pk=id, document__state=ScanState.CLEAN
        )
        person, about = row.application.candidate_id, f"document:{evidence.document_id}"
        user, now = cast(Any, request.user), _instant(request)
        record_file_access(
            people=[(person, about)], by=user, kind=AccessKind.DOWNLOADED, now=now, purpose=row.number
        )
        return as_download(evidence.document)

    def statistics_view(self, request: HttpRequest) -> HttpResponse:
        """Complaints in figures, of the competitions this person may see."""
        _refuse_unless(request.user.has_perm("complaints.view_complaint"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Complaints in figures"),
            "states": [state.label for state in STATES],
            "late": Timeliness.LATE.label,
            "lines": count_complaints(seen_by(request.user)),
        }
        return render(request, "admin/complaints/statistics.html", context)

    def _form_page(self, request: HttpRequest, form: forms.Form, **values: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, "form": form, **values}
        return render(request, "admin/complaints/form.html", context)


def _instant(request: HttpRequest) -> Any:
    return cast(SiteRequest, request).now


def _to(pk: int) -> HttpResponse:
    return redirect("admin:complaints_complaint_change", pk)


def _refuse_unless(permitted: bool) -> None:
    if not permitted:
        raise PermissionDenied


def _try(request: HttpRequest, service: Any, *, form: forms.Form | None = None, **values: Any) -> bool:
    """Call a service; say what it refuses on the form, or on the next page where there is none."""
    try:
        service(**values, by=request.user, now=_instant(request))
    except ValidationError as error:
        for message in error.messages:
            if form is None:
                messages.error(request, message)
            else:
                form.add_error(None, message)
        return False
    return True
