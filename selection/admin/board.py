"""Who sits on a board, and what it decided."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.services import record_audit
from selection.admin.base import BoardAdmin, instant_of
from selection.forms import (
    competitions_of,
)
from selection.models import (
    BoardMembership,
    EligibilityDecision,
)


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
        now=instant_of(request),
        by=request.user,
        verb=verb,
        subject=membership,
        key=membership.competition.reference,
        details={"user": membership.user_id},
    )
