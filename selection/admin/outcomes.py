"""Staff read how each candidate stands in a ranking."""

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessKind, User
from accounts.services import record_file_access
from selection.admin.base import BoardAdmin, instant_of
from selection.models import RankingOutcome
from selection.reading import Reader
from selection.services.rules import tests_of, unit_key


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
        if outcome is not None:
            record_file_access(
                people=[(outcome.application.candidate_id, f"result:{outcome.application.number}")],
                by=cast(User, request.user),
                kind=AccessKind.OPENED,
                now=instant_of(request),
            )
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})


def _read(outcome: RankingOutcome) -> Any:
    """The outcome as its candidate reads it."""
    key = unit_key(outcome.field)
    summary = next(part for part in outcome.run.summary["fields"] if part["key"] == key)
    reader = Reader(rules=outcome.run.rules[key], summary=summary, tests=tests_of(outcome.field))
    return reader.read(outcome.explanation)
