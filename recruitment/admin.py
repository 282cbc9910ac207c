"""Staff establish, open and extend reserve lists, take laureates off, and see who downloaded what."""

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careers.models import Institution
from core.admin import EstimatedCountPaginator, ReadOnlyAdmin
from core.requests import SiteRequest
from core.services import record_audit
from notifications.services import send_task_on_commit
from recruitment.forms import ExtensionForm, RemovalForm
from recruitment.models import (
    Laureate,
    ListDownload,
    ListExtension,
    ListOpening,
    Recruiter,
    ReserveList,
)
from recruitment.permissions import can_manage_lists, can_place_recruiters, can_remove_laureates
from recruitment.services import close_list, extend_list, open_list, remove_laureate, waiting_runs

ESTABLISH_TASK = "recruitment.tasks.establish_due_lists"


class InstitutionChoice:
    """Institutions to choose from, by their names in the reader's language."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "institution":
            options["queryset"] = Institution.objects.in_language()
        return super().formfield_for_foreignkey(db_field, request, **options)  # type: ignore[misc]


class OpeningInline(InstitutionChoice, admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """The institutions a list is open to: added and taken away, never changed."""

    model = ListOpening
    extra = 0
    fields = ("institution", "opened_at")
    readonly_fields = ("opened_at",)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class ExtensionInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """The decisions to extend a list, to read."""

    model = ListExtension
    extra = 0
    can_delete = False
    fields = ("valid_until_before", "valid_until_after", "reason", "decided_at", "decided_by")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(ReserveList)
class ReserveListAdmin(ReadOnlyAdmin):
    """Reserve lists: drawn up from rankings, opened here, extended by a decision with its reason."""

    list_display = ("competition", "field_title", "valid_from", "valid_until", "size", "unconfirmed")
    list_filter = (("valid_until", admin.DateFieldListFilter),)
    search_fields = ("field__competition__reference__istartswith",)
    search_help_text = gettext_lazy("Search by the beginning of the reference number of the competition.")
    fields = (
        *("competition", "field_title", "run", "established_at", "valid_from", "valid_until"),
        *("size", "unconfirmed"),
    )
    readonly_fields = fields
    inlines = (OpeningInline, ExtensionInline)
    change_form_template = "recruitment/admin/reserve_list.html"
    change_list_template = "recruitment/admin/reserve_lists.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReserveList]:
        lists: QuerySet[ReserveList] = ReserveList.objects.with_field().with_size().with_unconfirmed()
        return lists.order_by("-established_at", "pk")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """All fields are read-only; this lets the institutions below be saved."""
        return can_manage_lists(request.user)

    @admin.display(description=gettext_lazy("competition"))
    def competition(self, reserve_list: ReserveList) -> str:
        return str(reserve_list.field.competition)

    @admin.display(description=gettext_lazy("field"))
    def field_title(self, reserve_list: ReserveList) -> str:
        return str(reserve_list.field)

    @admin.display(description=gettext_lazy("laureates on the list"))
    def size(self, reserve_list: Any) -> int:
        return int(reserve_list.size)

    @admin.display(description=gettext_lazy("not named by the latest ranking"))
    def unconfirmed(self, reserve_list: Any) -> int:
        return int(reserve_list.unconfirmed)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("establish/", view(self.establish), name="recruitment_reservelist_establish"),
            path("<int:pk>/extend/", view(self.extend), name="recruitment_reservelist_extend"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The lists, and above them the rankings that wait for one, with what keeps each."""
        waiting = waiting_runs(now=cast(SiteRequest, request).now)
        return super().changelist_view(request, {"waiting": waiting, **(extra_context or {})})

    def establish(self, request: HttpRequest) -> HttpResponse:
        """Have the lists of all rankings that wait for one drawn up. Only by POST."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not can_manage_lists(request.user):
            raise PermissionDenied
        send_task_on_commit(ESTABLISH_TASK)
        messages.success(request, _("The reserve lists of released final rankings are being drawn up."))
        return redirect("admin:recruitment_reservelist_changelist")

    def extend(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new last day, with its reason."""
        if not can_manage_lists(request.user):
            raise PermissionDenied
        reserve_list = get_object_or_404(ReserveList, pk=pk)
        form = ExtensionForm(request.POST or None)
        if form.is_valid() and _extended(request, reserve_list, form):
            return redirect("admin:recruitment_reservelist_change", pk)
        title = _("Extend the reserve list")
        return _form_page(self, request, form, title, reserve_list, "admin:recruitment_reservelist_change")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Openings go through their services, which leave audit records."""
        formset.save(commit=False)  # the history of the page reads what this finds
        if formset.model is not ListOpening:
            return
        by, now = request.user, cast(SiteRequest, request).now
        for opening in formset.deleted_objects:
            close_list(opening=opening, by=by, now=now)
        for opening in formset.new_objects:
            open_list(reserve_list=form.instance, institution=opening.institution, by=by, now=now)


def _extended(request: HttpRequest, reserve_list: ReserveList, form: ExtensionForm) -> bool:
    """Extend the list, or put the reason why not on the form."""
    now = cast(SiteRequest, request).now
    try:
        extend_list(reserve_list=reserve_list, by=request.user, now=now, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The reserve list is extended, and its laureates have been told."))
    return True


def _form_page(
    model_admin: Any, request: HttpRequest, form: forms.Form, title: str, subject: Model, back: str
) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "form": form,
        "title": title,
        "subject": subject,
        "back": reverse(back, args=[subject.pk]),
    }
    return TemplateResponse(request, "recruitment/admin/form.html", context)


@admin.register(Laureate)
class LaureateAdmin(ReadOnlyAdmin):
    """Laureates by their application numbers; none is deleted, each removal has its reason."""

    list_display = ("number", "list_of", "added_at", "removed_at")
    list_filter = (("removed_at", admin.EmptyFieldListFilter),)
    search_fields = ("application__number__exact", "reserve_list__field__competition__reference__istartswith")
    search_help_text = gettext_lazy(
        "Search by the application number, or by the beginning of the reference number of the competition."
    )
    fields = ("number", "list_of", "added_at", "removed_at", "removal_reason")
    readonly_fields = fields
    change_form_template = "recruitment/admin/laureate.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Laureate]:
        laureates: QuerySet[Laureate] = Laureate.objects.with_list()
        return laureates.order_by("-pk")

    @admin.display(description=gettext_lazy("application number"))
    def number(self, laureate: Laureate) -> str:
        return str(laureate)

    @admin.display(description=gettext_lazy("reserve list"))
    def list_of(self, laureate: Laureate) -> str:
        field = laureate.reserve_list.field
        return f"{field.competition.reference}: {field}"

    def get_urls(self) -> list[URLPattern]:
        remove = self.admin_site.admin_view(self.remove)
        return [path("<int:pk>/remove/", remove, name="recruitment_laureate_remove"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        context = {"can_remove": can_remove_laureates(request.user), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def remove(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The reason why a laureate leaves the list."""
        if not can_remove_laureates(request.user):
            raise PermissionDenied
        laureate = get_object_or_404(Laureate.objects.present(), pk=pk)
        form = RemovalForm(request.POST or None)
        if form.is_valid():
            now = cast(SiteRequest, request).now
            remove_laureate(laureate=laureate, by=request.user, now=now, **form.cleaned_data)
            messages.success(request, _("The laureate is no longer on the list, and has been told."))
            return redirect("admin:recruitment_laureate_change", pk)
        title = _("Remove a laureate from the list")
        return _form_page(self, request, form, title, laureate, "admin:recruitment_laureate_change")


@admin.register(ListDownload)
class ListDownloadAdmin(ReadOnlyAdmin):
    """Who took which list, when, for whom and what for."""

    list_display = ("downloaded_at", "list_of", "user", "institution", "file_format", "purpose", "laureates")
    list_filter = ("file_format", ("downloaded_at", admin.DateFieldListFilter))
    search_fields = (
        "user__email__iexact",
        "institution__code__exact",
        "reserve_list__field__competition__reference__istartswith",
    )
    search_help_text = gettext_lazy(
        "Search by the e-mail address of the person, the code of the institution, or the beginning of the "
        "reference number of the competition."
    )
    fields = ("downloaded_at", "list_of", "user", "institution", "file_format", "purpose", "laureates")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListDownload]:
        downloads: QuerySet[ListDownload] = ListDownload.objects.with_list()
        return downloads.order_by("-pk")

    @admin.display(description=gettext_lazy("reserve list"))
    def list_of(self, download: ListDownload) -> str:
        field = download.reserve_list.field
        return f"{field.competition.reference}: {field}"


@admin.register(Recruiter)
class RecruiterAdmin(InstitutionChoice, admin.ModelAdmin):  # type: ignore[type-arg]  # not generic when it runs
    """For which institution a person recruits. Who gives roles says so."""

    list_display = ("user", "institution")
    search_fields = ("user__email__istartswith", "institution__code__exact")
    search_help_text = gettext_lazy(
        "Search by the beginning of the e-mail address, or by the code of the institution."
    )
    fields = ("user", "institution")
    raw_id_fields = ("user",)
    paginator = EstimatedCountPaginator
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recruiter]:
        recruiters: QuerySet[Recruiter] = Recruiter.objects.with_institution().select_related("user")
        return recruiters.order_by("pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_place_recruiters(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return can_place_recruiters(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return can_place_recruiters(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return can_place_recruiters(request.user) or super().has_view_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Recruiter, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        _record_place(request, "place_recruiter", obj)

    def delete_model(self, request: HttpRequest, obj: Recruiter) -> None:
        _record_place(request, "dismiss_recruiter", obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Recruiter]) -> None:
        for recruiter in queryset:
            self.delete_model(request, recruiter)


def _record_place(request: HttpRequest, verb: str, recruiter: Recruiter) -> None:
    record_audit(
        now=cast(SiteRequest, request).now,
        by=request.user,
        verb=verb,
        subject=recruiter.user,
        details={"institution": recruiter.institution.code},
    )
