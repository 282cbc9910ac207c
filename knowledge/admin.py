"""Editors write pages in 24 languages, look at them before they are public, and publish them.

Every change of a text leaves a revision (who, when, before, after); publication is a move of a table.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from careers.admin_languages import LanguagesAdmin, is_list
from core.admin import ReadOnlyAdmin
from core.formats import format_number
from core.kept import publish
from core.languages import CODES
from core.requests import SiteRequest
from knowledge.forms import PageForm, PublicationForm, ScheduleForm
from knowledge.models import (
    Article,
    ContactMessage,
    Event,
    FaqEntry,
    FaqFeedback,
    FaqTopic,
    IncidentUpdate,
    KeyDocument,
    Meeting,
    MeetingOrganisation,
    NewsItem,
    PageRevision,
    ServiceIncident,
    Testimonial,
)
from knowledge.permissions import can_answer_messages, can_publish_pages
from knowledge.reading import article_page, event_page, news_page, question_page
from knowledge.services import (
    change_contact_state,
    change_publication,
    recording_organisations,
    save_page,
)
from knowledge.states import (
    ACTION_LABELS,
    CONTACT_LABELS,
    CONTACT_MOVES,
    PUBLICATION_MOVES,
    ContactState,
    PublicationState,
)

REVISIONS_SHOWN = 200


class TextAdmin(LanguagesAdmin):
    """Rows with texts in 24 languages whose changes leave revisions."""

    form = PageForm

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_page(row=obj, by=request.user, now=cast(SiteRequest, request).now)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """What stands in rows below is shown with it."""
        super().save_related(request, form, formsets, change)
        if any(formset.has_changed() for formset in formsets):
            publish()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        publish()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/revisions/", view(self.revisions_view), name=self.url_name("revisions")),
            *super().get_urls(),
        ]

    def url_name(self, page: str) -> str:
        """The name of an address of this model: knowledge_article_preview."""
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def address(self, page: str, *arguments: Any) -> str:
        """That address in the active language."""
        return reverse(f"admin:{self.url_name(page)}", args=arguments)

    def revisions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who changed which text of which language, newest first."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        revisions = PageRevision.objects.filter(object_type=self.opts.label_lower, object_id=pk)
        context = {
            "row": row,
            "revisions": revisions.select_related("by")[:REVISIONS_SHOWN],
            "title": _("Who changed what: %(name)s") % {"name": row},
        }
        return self.page(request, "admin/knowledge/revisions.html", context)

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """A page of the administration, with the way back to the list and to the row it is about."""
        way = {
            "opts": self.opts,
            "list_url": self.address("changelist"),
            "row": None,
            "row_url": self.address("change", context["row"].pk) if context.get("row") else "",
        }
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), **way, **context}
        )


class PageAdmin(TextAdmin):
    """Rows that are published: preview, publication, completeness by language."""

    change_form_template = "admin/knowledge/page_change_form.html"
    page_template = ""
    """The template of the public page; empty for what has none of its own."""

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.with_complete_languages(self.model.REQUIRED) if is_list(request) else rows

    def get_list_display(self, request: HttpRequest) -> Any:
        return (*self.list_display, "state", "completeness")

    def get_list_filter(self, request: HttpRequest) -> Any:
        return ("state", *self.list_filter)

    @admin.display(description=gettext_lazy("languages complete"))
    def completeness(self, row: Any) -> str:
        """ "24 / 24", or how many and which are missing."""
        done = [code for code in CODES if code in row.complete_languages]
        counts = f"{format_number(len(done))} / {format_number(len(CODES))}"
        if len(done) == len(CODES):
            return counts
        missing = ", ".join(code for code in CODES if code not in done)
        return _("%(counts)s, missing: %(languages)s") % {"counts": counts, "languages": missing}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what the public never saw can be deleted; the rest is withdrawn."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.published_at is None)

    def get_actions(self, request: HttpRequest) -> Any:
        """No deletion of many at once: it would not ask whether each was ever public."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/<slug:action>/move/", view(self.move_view), name=self.url_name("move")),
            path("<int:pk>/preview/", view(self.preview_view), name=self.url_name("preview")),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Add the preview, the history, and the moves the person may make in the present state."""
        row = self.model.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context = {
            **(extra_context or {}),
            "page_row": row,
            "moves": [],
            "preview_url": "",
            "revisions_url": "",
        }
        if row is not None:
            context["moves"] = list(self._moves(request, row))
            context["preview_url"] = self.address("preview", row.pk) if self.page_template else ""
            context["revisions_url"] = self.address("revisions", row.pk)
        return super().change_view(request, object_id, form_url, context)

    def _moves(self, request: HttpRequest, row: Any) -> Iterator[dict[str, Any]]:
        if can_publish_pages(request.user) and self.has_change_permission(request, row):
            for action in PUBLICATION_MOVES.actions_from(row.state):
                yield {"label": ACTION_LABELS[action], "address": self.address("move", row.pk, action)}

    # Publication

    def move_view(self, request: SiteRequest, pk: int, action: str) -> HttpResponse:
        """Ask for the reason, and the time where one is needed, then make the move."""
        row = get_object_or_404(self.model, pk=pk)
        is_allowed = can_publish_pages(request.user) and self.has_change_permission(request, row)
        if not is_allowed or action not in ACTION_LABELS:
            raise PermissionDenied
        form_class = ScheduleForm if action == "schedule" else PublicationForm
        form = form_class(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._moved(request, row, action, form):
            return redirect(self.address("change", pk))
        context = {
            "form": form,
            "row": row,
            "state": PublicationState(row.state).label,
            "label": ACTION_LABELS[action],
            "title": f"{row}: {ACTION_LABELS[action]}",
        }
        return self.page(request, "admin/knowledge/move.html", context)

    def _moved(self, request: SiteRequest, row: Any, action: str, form: Form) -> bool:
        try:
            moved = change_publication(
                row=row,
                action=action,
                by=request.user,
                now=request.now,
                reason=form.cleaned_data["reason"],
                publish_at=form.publish_at if isinstance(form, ScheduleForm) else None,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return False
        text = _("The state is now: %(state)s.")
        messages.success(request, text % {"state": PublicationState(moved.state).label})
        return True

    # Preview

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page in the language of the address: as stored, or by POST as it stands in the form."""
        row = get_object_or_404(self.model, pk=pk)
        if not self.has_view_permission(request, row) or not self.page_template:
            raise PermissionDenied
        if request.method == "POST":
            form = self.get_form(request, row, change=True)(request.POST, request.FILES, instance=row)
            if not form.is_valid():
                context = {"form": form, "row": row, "title": _("Preview")}
                return self.page(request, "admin/knowledge/preview_errors.html", context)
            row = form.instance
        response = render(request, self.page_template, {**self.page_context(row), "is_preview": True})
        response["X-Robots-Tag"] = "noindex"
        return response

    def page_context(self, row: Any) -> dict[str, Any]:
        """What the template of the public page asks for."""
        raise NotImplementedError


@admin.register(Article)
class ArticleAdmin(PageAdmin):
    list_display = ("slug", "title", "section", "order")
    list_filter = ("section",)
    search_fields = ("slug", "title_en", "body_en")
    prepopulated_fields = {"slug": ("title_en",)}
    plain_fieldsets = [(None, {"fields": ("slug", "section", "order", "supplement")})]
    translated = ("title", "summary", "body")
    required_in_english = ("title", "body")
    page_template = "knowledge/article_detail.html"

    def page_context(self, row: Any) -> dict[str, Any]:
        return {"page": article_page(row), "siblings": [], "rows": []}


class FeedbackInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    """How helpful readers of each language found the answer."""

    model = FaqFeedback
    extra = 0
    can_delete = False
    fields = readonly_fields = ("language", "helpful", "unhelpful")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FaqTopic)
class FaqTopicAdmin(TextAdmin):
    list_display = ("key", "name", "order")
    search_fields = ("key", "name_en")
    plain_fieldsets = [(None, {"fields": ("key", "order")})]
    translated = required_in_english = ("name",)


@admin.register(FaqEntry)
class FaqEntryAdmin(PageAdmin):
    list_display = ("key", "question", "topic", "order")
    list_filter = ("topic__key",)
    list_select_related = ("topic",)
    related_texts = ("topic",)
    search_fields = ("key", "question_en", "answer_en")
    autocomplete_fields = ("topic",)
    inlines = (FeedbackInline,)
    plain_fieldsets = [(None, {"fields": ("key", "topic", "order")})]
    translated = required_in_english = ("question", "answer")
    page_template = "knowledge/faq_detail.html"

    def page_context(self, row: Any) -> dict[str, Any]:
        return {"question": question_page(row), "others": [], "has_answered": False}


@admin.register(NewsItem)
class NewsItemAdmin(PageAdmin):
    list_display = ("dated_on", "title", "kind")
    list_display_links = ("title",)
    list_filter = ("kind", "is_demonstration")
    search_fields = ("slug", "title_en", "summary_en")
    plain_fieldsets = [(None, {"fields": ("slug", "kind", "dated_on", "source_url")})]
    translated = ("title", "summary", "body")
    required_in_english = ("title", "summary")
    page_template = "knowledge/news_detail.html"

    def page_context(self, row: Any) -> dict[str, Any]:
        return {"item": news_page(row)}


@admin.register(Event)
class EventAdmin(PageAdmin):
    list_display = ("starts_at", "title", "is_online")
    list_display_links = ("title",)
    list_filter = ("is_demonstration",)
    search_fields = ("slug", "title_en", "summary_en")
    plain_fieldsets = [(None, {"fields": ("slug", "starts_at", "ends_at", "is_online", "url")})]
    translated = ("title", "place", "summary", "body")
    required_in_english = ("title", "summary")
    page_template = "knowledge/event_detail.html"

    def page_context(self, row: Any) -> dict[str, Any]:
        return {"event": event_page(row), "is_over": False}


class OrganisationInline(admin.TabularInline):  # type: ignore[type-arg]  # not generic when it runs
    model = MeetingOrganisation
    extra = 1
    min_num = 1


@admin.register(Meeting)
class MeetingAdmin(PageAdmin):
    list_display = ("held_on", "subject")
    list_display_links = ("subject",)
    list_filter = ("is_demonstration",)
    search_fields = ("subject_en", "organisations__name")
    inlines = (OrganisationInline,)
    plain_fieldsets = [(None, {"fields": ("held_on", "minutes_url")})]
    translated = ("subject", "place")
    required_in_english = ("subject",)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        now = cast(SiteRequest, request).now
        with recording_organisations(meeting=form.instance, by=request.user, now=now):
            super().save_formset(request, form, formset, change)


@admin.register(KeyDocument)
class KeyDocumentAdmin(PageAdmin):
    list_display = ("title", "file_type", "dated_on", "order")
    search_fields = ("title_en", "url")
    plain_fieldsets = [(None, {"fields": ("url", "dated_on", "file_type", "order")})]
    translated = ("title", "summary")
    required_in_english = ("title",)


@admin.register(Testimonial)
class TestimonialAdmin(PageAdmin):
    __test__ = False

    list_display = ("person", "role", "order")
    search_fields = ("person",)
    plain_fieldsets = [(None, {"fields": ("person", "consent_given_on", "order")})]
    translated = required_in_english = ("role", "quote")


class UpdateInline(admin.StackedInline):  # type: ignore[type-arg]  # not generic when it runs
    """Updates are added; what readers have seen stays."""

    model = IncidentUpdate
    extra = 1
    can_delete = False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("at", "state", *(f"text_{code}" for code in ("en", *(c for c in CODES if c != "en"))))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ServiceIncident)
class ServiceIncidentAdmin(TextAdmin):
    list_display = ("started_at", "ended_at", "service", "title")
    list_display_links = ("title",)
    list_filter = ("service", "is_maintenance", "is_demonstration")
    inlines = (UpdateInline,)
    plain_fieldsets = [(None, {"fields": ("service", "is_maintenance", "started_at", "ended_at")})]
    translated = required_in_english = ("title",)


@admin.register(PageRevision)
class PageRevisionAdmin(ReadOnlyAdmin):
    """Who changed which text."""

    list_display = ("at", "by", "object_type", "object_name", "field", "language")
    list_select_related = ("by",)
    list_filter = ("object_type", "language")
    search_fields = ("object_name__startswith", "by__email__iexact")


@admin.register(ContactMessage)
class ContactMessageAdmin(ReadOnlyAdmin):
    """Messages to the contact service: read, taken in hand, answered."""

    change_form_template = "admin/knowledge/contact_change_form.html"
    list_display = ("number", "received_at", "subject", "language", "state")
    list_filter = ("state", "language")
    search_fields = ("number__exact", "email__iexact", "candidate_number__exact", "competition_reference")
    fields = (
        *("number", "state", "received_at", "salutation", "first_names", "family_names", "email", "phone"),
        *("language", "candidate_number", "competition_reference", "subject", "message"),
    )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/<slug:action>/move/",
                view(self.move_view),
                name="knowledge_contactmessage_move",
            )
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Add the moves the person may make."""
        row = ContactMessage.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        moves = CONTACT_MOVES.actions_from(row.state) if row and can_answer_messages(request.user) else []
        context = {
            **(extra_context or {}),
            "moves": [
                {
                    "label": CONTACT_LABELS[action],
                    "address": reverse("admin:knowledge_contactmessage_move", args=[object_id, action]),
                }
                for action in moves
            ],
            "transitions": [
                (each.made_at, ContactState(each.to_state).label, each.made_by)
                for each in (row.transitions.select_related("made_by") if row else [])
            ],
        }
        return super().change_view(request, object_id, form_url, context)

    def move_view(self, request: SiteRequest, pk: int, action: str) -> HttpResponse:
        """Make the move. Only by POST: a link must not change anything."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not can_answer_messages(request.user) or action not in CONTACT_LABELS:
            raise PermissionDenied
        message = get_object_or_404(ContactMessage, pk=pk)
        try:
            change_contact_state(message=message, action=action, by=request.user, now=request.now)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        return redirect("admin:knowledge_contactmessage_change", pk)
