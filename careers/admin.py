"""Places, institutions and vacancies for staff. Each save brings the index of opportunities into step."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from careers.admin_languages import LanguagesAdmin
from careers.choices import Domain
from careers.models import Institution, NoticeError, Opportunity, Place, Vacancy, VacancyContract
from careers.services import handle_error, publish_vacancy, withdraw_opportunity
from core.kept import publish
from core.languages import CODES, language_name
from core.requests import SiteRequest


@admin.register(Place)
class PlaceAdmin(LanguagesAdmin):
    list_display = ("code", "name", "country")
    search_fields = ("code", "name_en")
    plain_fieldsets = [(None, {"fields": ("code", "country")})]
    translated = required_in_english = ("name",)

    def save_model(self, request: HttpRequest, obj: Place, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        publish()


@admin.register(Institution)
class InstitutionAdmin(LanguagesAdmin):
    list_display = ("code", "name", "kind", "seat")
    list_filter = ("kind",)
    list_select_related = ("seat",)
    related_texts = ("seat",)
    search_fields = ("code", "name_en", "acronym_en")
    autocomplete_fields = ("seat",)
    plain_fieldsets = [
        (
            None,
            {"fields": ("code", "slug", "kind", "seat", "website", "protocol_order", "epso_page_order")},
        )
    ]
    translated = ("name", "acronym")
    required_in_english = ("name",)

    def save_model(self, request: HttpRequest, obj: Institution, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        publish()
        for vacancy in obj.vacancies.select_related("institution"):
            publish_vacancy(vacancy=vacancy)


class VacancyForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """Lists of codes are ticked rather than typed."""

    domains = forms.MultipleChoiceField(
        label=_("domains"), choices=Domain.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    languages_required = forms.MultipleChoiceField(
        label=_("languages required"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages: Any = self.fields.get("languages_required")
        if languages is not None:
            languages.choices = [(code, language_name(code)) for code in CODES]


class ContractInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    model = VacancyContract
    extra = 0


@admin.register(Vacancy)
class VacancyAdmin(LanguagesAdmin):
    form = VacancyForm
    list_display = ("reference", "title", "institution", "status", "closes_at", "is_published")
    list_filter = ("status", "is_published")
    list_select_related = ("institution",)
    related_texts = ("institution",)
    search_fields = ("reference", "title_en")
    autocomplete_fields = ("institution", "places")
    inlines = (ContractInline,)
    plain_fieldsets = [
        (None, {"fields": ("reference", "slug", "institution", "department", "status", "is_published")}),
        (
            _("Post"),
            {
                "fields": (
                    *("domains", "places", "posts", "is_indefinite", "duration_months", "mobility_bracket"),
                    *("reserve_list_size", "reserve_list_valid_until", "desired_start"),
                )
            },
        ),
        (
            _("Conditions"),
            {"fields": ("open_to", "citizenships", "languages_required", "security_clearance")},
        ),
        (
            _("Publication and application"),
            {
                "fields": (
                    *("published_on", "closes_at", "time_zone", "apply_url", "apply_email", "contact"),
                    "source_url",
                )
            },
        ),
    ]
    translated = ("title", "summary")
    required_in_english = ("title",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        publish_vacancy(vacancy=form.instance)

    def delete_model(self, request: HttpRequest, obj: Vacancy) -> None:
        withdraw_opportunity(of=obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for vacancy in queryset:
            withdraw_opportunity(of=vacancy)
        super().delete_queryset(request, queryset)


@admin.register(NoticeError)
class NoticeErrorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """What readers say is wrong in notices: to be looked into, and marked as handled."""

    list_display = ("reference", "what", "language", "reported_at", "handled_at", "handled_by")
    list_filter = ("what", ("handled_at", admin.EmptyFieldListFilter))
    list_select_related = ("handled_by",)
    search_fields = ("reference",)
    fields = readonly_fields = (
        *("reference", "what", "language", "description", "email", "reported_at", "handled_at", "handled_by"),
    )
    actions = ("mark_as_handled",)

    @admin.action(description=_("Mark as handled"), permissions=["change"])
    def mark_as_handled(self, request: HttpRequest, queryset: Any) -> None:
        for error in queryset.filter(handled_at__isnull=True):
            handle_error(error=error, by=request.user, now=cast(SiteRequest, request).now)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Opportunity)
class OpportunityAdmin(LanguagesAdmin):
    """The index, to be looked at: its rows are written by what they stand for."""

    list_display = ("reference", "title", "kind", "stage", "opens_at", "closes_at", "is_published")
    list_filter = ("kind", "stage", "is_published")
    search_fields = ("reference", "title_en")
    plain_fieldsets = [
        (
            None,
            {
                "fields": (
                    *("kind", "reference", "path", "function_group", "grades", "contract_types", "domains"),
                    *("institutions", "places", "number_sought", "stage", "announced_for", "opens_at"),
                    *("closes_at", "has_no_deadline", "time_zone", "is_closed_early", "is_published"),
                )
            },
        )
    ]
    translated = ("title",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
