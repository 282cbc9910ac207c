"""Staff read applications by number and tell applicants of changes. Names need a permission of their own."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import AccessKind
from accounts.services import record_file_access
from applications.answers import fields_of, read_answers, read_sections
from applications.forms import AskAgainForm
from applications.models import (
    AnnouncedAmendment,
    AnnouncedTransition,
    Application,
    ApplicationTransition,
    ConfirmationRound,
    SourceCount,
)
from applications.permissions import can_view_identity
from applications.services import affected_by, ask_again, asks_again, prepare_change_letters
from applications.states import ACTION_LABELS
from competitions.models import Amendment, Competition, CompetitionTransition
from core.admin import ReadOnlyAdmin
from core.requests import SiteRequest
from core.services import record_audit

ANNOUNCED_ACTIONS = (
    *("suspend", "reopen", "cancel", "annul"),
    *("resume_closed", "resume_testing", "resume_scoring", "resume_eligibility"),
)


class CompetitionFilter(admin.SimpleListFilter):
    """By competition, without reading the notices."""

    title = _("competition")
    parameter_name = "competition"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(Competition.objects.order_by("reference").values_list("pk", "reference"))

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Application]") -> "QuerySet[Application]":
        chosen = self.value()
        return queryset.filter(competition=int(chosen)) if chosen and chosen.isdecimal() else queryset


class TransitionInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """The history: what was done and when, never by whom, for that is the candidate."""

    model = ApplicationTransition
    fields = ("made_at", "label", "reason")
    readonly_fields = fields
    extra = 0
    can_delete = False

    @admin.display(description=_("what"))
    def label(self, move: ApplicationTransition) -> str:
        return str(ACTION_LABELS[move.action])

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Application)
class ApplicationAdmin(ReadOnlyAdmin):
    """Applications, to read. Who may not see identities sees numbers and answers alone."""

    list_filter = ("state", CompetitionFilter)
    search_help_text = _("Search by the whole application number.")
    ordering = ("-pk",)
    inlines = (TransitionInline,)
    identity_fields = ("candidate", "answers")
    anonymous_fields = (
        "number", "competition", "field", "state", "language_1", "language_2", "versions", "created_at",
        "changed_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return Application.objects.with_competition()

    def get_list_display(self, request: HttpRequest) -> Any:
        columns = ("number", "reference", "field", "state", "changed_at")
        return (*columns, "candidate") if can_view_identity(request.user) else columns

    def get_list_select_related(self, request: HttpRequest) -> tuple[str, ...]:
        return ("candidate",) if can_view_identity(request.user) else ()

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        named = ("candidate__email__iexact",) if can_view_identity(request.user) else ()
        return ("number__exact", *named)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*self.anonymous_fields, *(self.identity_fields if can_view_identity(request.user) else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    @admin.display(description=_("competition"), ordering="competition__reference")
    def reference(self, application: Application) -> str:
        return application.competition.reference

    @admin.display(description=_("submitted versions"))
    def versions(self, application: Application) -> SafeString:
        submissions = application.submissions.defer("snapshot")
        context = {"submissions": submissions, "current": application.current_submission_id}
        return mark_safe(render_to_string("applications/_admin_versions.html", context))  # noqa: S308 -- a template escapes

    @admin.display(description=_("answers of the working copy"))
    def answers(self, application: Application) -> SafeString:
        complete = Application.objects.with_answers().get(pk=application.pk)
        sections = read_sections(read_answers(complete), fields_of(application.competition))
        return mark_safe(  # noqa: S308 -- a template escapes
            render_to_string("applications/_sections.html", {"sections": sections, "can_change": False})
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        application = self.get_object(request, object_id)
        if application is not None:
            _record_opening(cast(SiteRequest, request), application)
        return super().change_view(request, object_id, form_url, extra_context)


def _record_opening(request: SiteRequest, application: Application) -> None:
    if can_view_identity(request.user):
        record_audit(
            now=request.now,
            by=request.user,
            verb="view_identity",
            subject=application,
            key=application.number,
        )
    reader: Any = request.user
    opened = [(application.candidate_id, f"application:{application.number}")]
    record_file_access(people=opened, by=reader, kind=AccessKind.OPENED, now=request.now)


class AnnouncingAdmin(ReadOnlyAdmin):
    """Changes of a competition; the action writes to all its applicants, once for each change."""

    actions: tuple[str, ...] = ("prepare_letters",)

    def has_prepare_permission(self, request: HttpRequest) -> bool:
        """May prepare batches of letters."""
        return bool(request.user.has_perm("notifications.prepare_letterbatch"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_prepare_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_prepare_permission(request) or super().has_module_permission(request)

    @admin.action(description=_("Prepare letters to all applicants"), permissions=["prepare"])
    def prepare_letters(self, request: HttpRequest, queryset: "QuerySet[Any]") -> None:
        changes = list(queryset)
        for change in changes:
            self._prepare(request, change)
        text = ngettext(
            "Letters about %(count)s change are being prepared. Follow the work under “Jobs”.",
            "Letters about %(count)s changes are being prepared. Follow the work under “Jobs”.",
            len(changes),
        )
        messages.success(request, text % {"count": len(changes)})

    def _prepare(self, request: HttpRequest, change: Any) -> None:
        by: Any = request.user
        now = cast(SiteRequest, request).now
        plain = self.plain_change(change)
        prepare_change_letters(competition=self.competition_of(change), change=plain, by=by, now=now)

    def plain_change(self, change: Any) -> Amendment | CompetitionTransition:
        raise NotImplementedError

    def competition_of(self, change: Any) -> Competition:
        raise NotImplementedError


@admin.register(AnnouncedAmendment)
class AnnouncedAmendmentAdmin(AnnouncingAdmin):
    """Amendments of notices."""

    list_display = ("competition", "number", "date", "applied_at")
    list_select_related = ("competition",)
    fields = ("competition", "number", "date", "reason", "applied_at", "applied_by")
    ordering = ("-applied_at", "-pk")
    actions = ("prepare_letters", "ask_again")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.ask_view)
        return [
            path("<int:pk>/ask/", view, name="applications_announcedamendment_ask"),
            *super().get_urls(),
        ]

    @admin.action(description=_("Ask applicants to answer"), permissions=["prepare"])
    def ask_again(self, request: HttpRequest, queryset: "QuerySet[Any]") -> HttpResponse | None:
        chosen = queryset.values_list("pk", flat=True)[:2]
        if len(chosen) != 1:
            messages.error(request, _("Choose one amendment."))
            return None
        return redirect("admin:applications_announcedamendment_ask", chosen[0])

    def ask_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How many are affected, and until when they can answer; POST asks them."""
        if not self.has_prepare_permission(request):
            raise PermissionDenied
        amendment = get_object_or_404(Amendment.objects.in_language().select_related("competition"), pk=pk)
        form = AskAgainForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._ask(request, amendment, form):
            return redirect("admin:applications_announcedamendment_changelist")
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Ask applicants to answer"),
            "amendment": amendment,
            "asked": ConfirmationRound.objects.filter(amendment=amendment).first(),
            "asks": asks_again(amendment),
            "affected": affected_by(amendment).count(),
            "form": form,
        }
        return render(request, "admin/applications/ask_again.html", context)

    def _ask(self, request: HttpRequest, amendment: Amendment, form: AskAgainForm) -> bool:
        by: Any = request.user
        now = cast(SiteRequest, request).now
        try:
            ask_again(amendment=amendment, answer_by=form.cleaned_data["answer_by"], by=by, now=now)
        except ValidationError as error:
            for message in error.messages:
                form.add_error(None, message)
            return False
        messages.success(request, _("The letters are being prepared. Follow the work under “Jobs”."))
        return True

    def plain_change(self, change: Any) -> Amendment | CompetitionTransition:
        return Amendment.objects.get(pk=change.pk)

    def competition_of(self, change: Any) -> Competition:
        competition: Competition = change.competition
        return competition


@admin.register(AnnouncedTransition)
class AnnouncedTransitionAdmin(AnnouncingAdmin):
    """Suspensions, reopenings, cancellations and annulments."""

    list_display = ("subject", "action", "made_at", "made_by")
    list_select_related = ("subject", "made_by")
    fields = ("subject", "action", "from_state", "to_state", "made_at", "made_by", "reason")
    ordering = ("-made_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        return super().get_queryset(request).filter(action__in=ANNOUNCED_ACTIONS)

    def plain_change(self, change: Any) -> Amendment | CompetitionTransition:
        return CompetitionTransition.objects.get(pk=change.pk)

    def competition_of(self, change: Any) -> Competition:
        competition: Competition = change.subject
        return competition


@admin.register(ConfirmationRound)
class ConfirmationRoundAdmin(ReadOnlyAdmin):
    """What amendments asked of applicants, and how many have answered."""

    list_display = ("amendment", "answer_by", "asked", "answered")
    list_select_related = ("amendment__competition",)
    fields = ("amendment", "asks_languages", "answer_by", "asked", "answered", "started_at", "started_by")

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Any]":
        answered = Count("confirmations", filter=Q(confirmations__answered_at__isnull=False))
        rounds: QuerySet[Any] = (
            super().get_queryset(request).annotate(asked=Count("confirmations"), answered=answered)
        )
        return rounds

    # Translators: heading of a column: how many applicants were asked
    @admin.display(description=_("asked"))
    def asked(self, row: Any) -> int:
        return int(row.asked)

    # Translators: heading of a column: how many applicants have answered
    @admin.display(description=_("answered"))
    def answered(self, row: Any) -> int:
        return int(row.answered)


@admin.register(SourceCount)
class SourceCountAdmin(ReadOnlyAdmin):
    """How applicants heard of competitions: sums, and none so small that it speaks of somebody."""

    list_display = ("competition", "source", "shown")
    list_select_related = ("competition",)
    list_filter = (CompetitionFilter,)
    fields = ("competition", "source", "shown")

    @admin.display(description=_("number of answers"))
    def shown(self, row: SourceCount) -> str:
        floor = settings.STATISTICS_FLOOR
        return f"< {floor}" if row.number < floor else str(row.number)
