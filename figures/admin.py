"""Staff enter figures that were published, and see what was counted."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.admin import URLS_WITHOUT_SCHEME, ReadOnlyAdmin
from core.kept import publish
from figures.models import PublishedFigure, Snapshot, SnapshotCount


@admin.register(PublishedFigure)
class PublishedFigureAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """Numbers with their source."""

    list_display = ("kind", "competition", "country", "value", "is_approximate", "source")
    list_filter = ("kind",)
    list_select_related = ("competition",)
    autocomplete_fields = ("competition",)
    search_fields = ("competition__reference", "country", "source")
    formfield_overrides = URLS_WITHOUT_SCHEME

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and let the public pages show it."""
        super().save_model(request, obj, form, change)
        publish()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete, and let the public pages forget it."""
        super().delete_model(request, obj)
        publish()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Delete, and let the public pages forget them."""
        super().delete_queryset(request, queryset)
        publish()


class CountInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    model = SnapshotCount
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """What was counted at night."""

    list_display = ("competition", "applications", "taken_at")
    list_select_related = ("competition",)
    inlines = (CountInline,)
