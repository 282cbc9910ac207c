"""Staff see how many alerts there are, find one whose reader asks for help, and erase it for her."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from alerts.models import Alert
from alerts.services import stop_alerts_for
from notifications.admin import MaskedAdmin


@admin.register(Alert)
class AlertAdmin(MaskedAdmin):
    """Alerts with their addresses masked for who may not see identities; the counts stand above the list."""

    list_display = ("requested_at", "language", "frequency", "query", "competition", "confirmed_at")
    list_select_related = ("competition",)
    list_filter = ("frequency", "language")
    ordering = ("-pk",)
    search_fields = ("address__iexact",)
    search_help_text = _("Search by the whole e-mail address.")
    fields = (
        *("language", "frequency", "query", "competition", "requested_at", "confirmed_at", "wanted_at"),
        *("asked_at", "told_until", "next_digest_at"),
    )
    actions = ("erase",)
    change_list_template = "admin/alerts/alert/change_list.html"

    def address_of(self, row: Any) -> str:
        return str(row.address)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Alert]":
        found: QuerySet[Alert] = super().get_queryset(request).defer("competition__document")
        return found

    def has_erase_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("alerts.delete_alert"))

    @admin.action(permissions=["erase"], description=_("Erase alerts for their readers"))
    def erase(self, request: HttpRequest, alerts: "QuerySet[Alert]") -> None:
        """Stop and erase the alerts selected, with an audit record for each."""
        now = request.now  # type: ignore[attr-defined]  # put in by the middleware of core
        count = stop_alerts_for(alerts=alerts, by=request.user, now=now)
        text = ngettext("%(count)s alert is erased.", "%(count)s alerts are erased.", count)
        messages.success(request, text % {"count": count})

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        counts = Alert.objects.aggregate(
            waiting=Count("pk", filter=Q(confirmed_at__isnull=True)),
            searches=Count("pk", filter=Q(confirmed_at__isnull=False, competition__isnull=True)),
            competitions=Count("pk", filter=Q(confirmed_at__isnull=False, competition__isnull=False)),
            asked=Count("pk", filter=Q(asked_at__isnull=False)),
        )
        rows = [
            (_("Alerts about searches"), counts["searches"]),
            (_("Alerts about competitions"), counts["competitions"]),
            (_("Alerts that wait to be confirmed"), counts["waiting"]),
            (_("Alerts asked about whether they are still wanted"), counts["asked"]),
        ]
        return super().changelist_view(request, {"alert_counts": rows, **(extra_context or {})})
