"""Staff look after letters and mail: what was written, what waits, what could not be delivered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, re_path
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import AccessKind, User
from accounts.permissions import can_see_identity
from accounts.services import record_file_access
from core.admin import ReadOnlyAdmin
from core.requests import SiteRequest
from core.services import record_audit
from notifications.forms import ApproveForm, RecallForm, ReleaseForm
from notifications.mime import build_message
from notifications.models import Letter, LetterBatch, OutgoingEmail
from notifications.permissions import (
    can_approve_batch,
    can_decide_on_batches,
    can_read_email,
    can_read_letters,
    can_recall_batch,
    can_resend_emails,
    can_sample_batch,
)
from notifications.services import (
    approve_batch,
    recall_batch,
    release_batch,
    resend_emails,
    sample_letters,
)
from notifications.states import BATCH_MOVES, EmailState

SAMPLE_PER_LANGUAGE: Final = 2


def shown_address(user: Any, address: str) -> str:
    """The address for who may see identities, else its first letter and its host: "a…@example.eu"."""
    if can_see_identity(user):
        return address
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}…@{host}"


class MaskedAdmin(ReadOnlyAdmin):
    """Rows with an address that is masked for who may not see identities."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """The columns, with the address, as who is looking may see it, for the second."""

        @admin.display(description=_("to"))
        def to(row: Any) -> str:
            return shown_address(request.user, self.address_of(row))

        first, *others = super().get_list_display(request)
        return [first, to, *others]

    def address_of(self, row: Any) -> str:
        """The address that a row goes to."""
        raise NotImplementedError


@admin.register(OutgoingEmail)
class OutgoingEmailAdmin(MaskedAdmin):
    """Outgoing mail: read, rendered, and sent again where it could not be delivered."""

    list_display = ("created_at", "subject", "language", "state", "attempts", "due_at", "sent_at")
    list_filter = ("state", "language")
    ordering = ("-pk",)
    search_fields = ("to_address__iexact", "message_id__exact")
    search_help_text = _("Search by the whole e-mail address or the whole Message-ID.")
    fields = (
        *("event", "language", "subject", "message_id", "state", "attempts", "due_at", "last_error"),
        *("created_at", "sent_at"),
    )
    actions = ("send_again",)
    change_form_template = "admin/notifications/outgoingemail/change_form.html"

    def address_of(self, row: Any) -> str:
        return str(row.to_address)

    def has_resend_permission(self, request: HttpRequest) -> bool:
        return can_resend_emails(request.user)

    @admin.action(permissions=["resend"], description=_("Send undeliverable e-mail again"))
    def send_again(self, request: HttpRequest, emails: "QuerySet[OutgoingEmail]") -> None:
        """Make the dead ones among those selected wait again."""
        now = cast(SiteRequest, request).now
        count = resend_emails(emails=emails.filter(state=EmailState.DEAD), by=request.user, now=now)
        text = ngettext(
            "%(count)s e-mail will be sent again.", "%(count)s e-mails will be sent again.", count
        )
        messages.success(request, text % {"count": count})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/html/", view(self.html_view), name="notifications_outgoingemail_html"),
            path("<int:pk>/message/", view(self.message_view), name="notifications_outgoingemail_message"),
            path("<int:pk>/resend/", view(self.resend_view), name="notifications_outgoingemail_resend"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        email = OutgoingEmail.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context = _email_context(request, email) if email else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def html_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The HTML part by itself, as a mail program shows it: no script, no style, nothing loaded."""
        email = _readable_email(request, pk)
        response = HttpResponse(email.body_html)
        response["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
        response["Content-Language"] = email.language
        return response

    def message_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The whole message as it goes over the wire, as a file that mail programs open."""
        email = _readable_email(request, pk)
        if not can_see_identity(request.user):
            raise PermissionDenied
        response = HttpResponse(build_message(email).message().as_bytes(), content_type="message/rfc822")
        response["Content-Disposition"] = f'attachment; filename="{email.pk}.eml"'
        return response

    def resend_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make one dead e-mail wait again."""
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not can_resend_emails(request.user):
            raise PermissionDenied
        self.send_again(request, OutgoingEmail.objects.filter(pk=pk))
        return redirect("admin:notifications_outgoingemail_change", pk)


def _email_context(request: HttpRequest, email: OutgoingEmail) -> dict[str, Any]:
    return {
        "email": email,
        "to_address": shown_address(request.user, email.to_address),
        "failed_attempts": email.failed_attempts.all(),
        "can_read": can_read_email(request.user, email),
        "can_see_identity": can_see_identity(request.user),
        "can_resend": can_resend_emails(request.user) and email.state == EmailState.DEAD,
    }


def _readable_email(request: HttpRequest, pk: int) -> OutgoingEmail:
    email = get_object_or_404(OutgoingEmail, pk=pk)
    if not can_read_email(request.user, email):
        raise PermissionDenied
    return email


@admin.register(Letter)
class LetterAdmin(MaskedAdmin):
    """Letters. Their texts are shown to who may read them, and each reading is recorded."""

    list_display = ("number", "event", "language", "created_at", "published_at", "first_opened_at")
    list_select_related = ("recipient",)
    list_filter = ("language",)
    ordering = ("-pk",)
    search_fields = ("number__exact", "recipient__email__iexact")
    search_help_text = _("Search by the number of the letter or the whole e-mail address.")

    def address_of(self, row: Any) -> str:
        return str(row.recipient.email)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Letter]":
        is_list = request.resolver_match is None or "object_id" not in request.resolver_match.kwargs
        letters: QuerySet[Letter] = super().get_queryset(request)
        return letters.defer("subject", "body") if is_list else letters

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        names = ["number", "event", "about", "language", "batch", "created_at"]
        names += ["published_at", "first_opened_at", "recalled_at"]
        names += ["recipient"] if can_see_identity(request.user) else []
        return names + (["subject", "body"] if can_read_letters(request.user) else [])

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        response = super().change_view(
            request, object_id, form_url, {"subtitle": None, "title": _("Letter"), **(extra_context or {})}
        )
        if can_read_letters(request.user) and response.status_code == 200:
            letter = Letter.objects.only("pk", "number", "recipient_id").get(pk=object_id)
            _record(request, "read_letter", letter, key=str(letter.number))
            record_file_access(
                people=[(letter.recipient_id, f"letter:{letter.number}")],
                by=cast(User, request.user),
                kind=AccessKind.OPENED,
                now=cast(SiteRequest, request).now,
            )
        return response


def _record(request: HttpRequest, verb: str, subject: Any, key: str = "") -> None:
    record_audit(now=cast(SiteRequest, request).now, by=request.user, verb=verb, subject=subject, key=key)


@dataclass(frozen=True, slots=True)
class Decision:
    """Something to decide on a batch: its words, its form, who may, and the service that does it."""

    action: str
    label: str | Promise
    explanation: str | Promise
    done: str | Promise
    form: type[forms.Form]
    may: Callable[[Any, LetterBatch], bool]
    do: Callable[..., LetterBatch]
    style: str = "default"


def _approve(batch: LetterBatch, by: Any, now: Any, data: dict[str, Any]) -> LetterBatch:
    return approve_batch(batch=batch, by=by, now=now)


def _release(batch: LetterBatch, by: Any, now: Any, data: dict[str, Any]) -> LetterBatch:
    return release_batch(batch=batch, by=by, now=now)


def _recall(batch: LetterBatch, by: Any, now: Any, data: dict[str, Any]) -> LetterBatch:
    return recall_batch(batch=batch, by=by, now=now, reason=data["reason"])


DECISIONS: Final = {
    decision.action: decision
    for decision in (
        Decision(
            action="approve",
            label=_("Approve"),
            explanation=_("Approve only what you have checked: the number of letters and the sample below."),
            done=_("The batch is approved. It can now be released."),
            form=ApproveForm,
            may=can_approve_batch,
            do=_approve,
        ),
        Decision(
            action="release",
            label=_("Release"),
            explanation=_(
                "The letters are put in the accounts and announced by e-mail. This cannot be undone."
            ),
            done=_("The batch is being released."),
            form=ReleaseForm,
            may=lambda user, batch: can_decide_on_batches(user),
            do=_release,
        ),
        Decision(
            action="recall",
            label=_("Recall"),
            explanation=_("The letters are kept for the record and nobody will see them."),
            done=_("The batch is recalled."),
            form=RecallForm,
            may=can_recall_batch,
            do=_recall,
            style="deletelink",
        ),
    )
}


def open_decisions(user: Any, batch: LetterBatch) -> list[Decision]:
    """The decisions that `user` may take on `batch` in its present state."""
    return [
        decision
        for decision in DECISIONS.values()
        if BATCH_MOVES.permits(decision.action, batch.state) and decision.may(user, batch)
    ]


@admin.register(LetterBatch)
class LetterBatchAdmin(ReadOnlyAdmin):
    """Batches of letters: counted, sampled, decided on, with their history."""

    list_display = ("title", "state", "expected", "prepared_by", "prepared_at", "approved_by", "released_at")
    list_select_related = ("prepared_by", "approved_by")
    list_filter = ("state",)
    search_fields = ("title", "about__exact")
    search_help_text = _("Search by title or by what the letters are about.")
    change_form_template = "admin/notifications/letterbatch/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/sample/", view(self.sample_view), name="notifications_letterbatch_sample"),
            re_path(
                rf"^(?P<pk>[0-9]+)/(?P<action>{'|'.join(DECISIONS)})/$",
                view(self.decide_view),
                name="notifications_letterbatch_decide",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        batch = LetterBatch.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        context = _batch_context(request, batch) if batch else {}
        return super().change_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def sample_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Some letters in each language of the batch; that they were read is recorded."""
        batch = get_object_or_404(LetterBatch, pk=pk)
        if not can_sample_batch(request.user, batch):
            raise PermissionDenied
        context = self._page(request, batch, _("Sample letters"))
        return render(request, "admin/notifications/letterbatch/sample.html", context)

    def decide_view(self, request: HttpRequest, pk: str, action: str) -> HttpResponse:
        """Ask for confirmation, then do it; what the service refuses is said on the page."""
        batch, decision = get_object_or_404(LetterBatch, pk=pk), DECISIONS[action]
        if not decision.may(request.user, batch):
            raise PermissionDenied
        form = decision.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and self._decide(request, batch, decision, form):
            return redirect("admin:notifications_letterbatch_change", pk)
        context = self._page(request, batch, capfirst(str(decision.label)), with_sample=action == "approve")
        context |= {"decision": decision, "form": form}
        return render(request, "admin/notifications/letterbatch/decide.html", context)

    @staticmethod
    def _decide(request: HttpRequest, batch: LetterBatch, decision: Decision, form: forms.Form) -> bool:
        try:
            decision.do(batch, request.user, cast(SiteRequest, request).now, form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        messages.success(request, str(decision.done))
        return True

    def _page(
        self, request: HttpRequest, batch: LetterBatch, title: Any, *, with_sample: bool = True
    ) -> dict[str, Any]:
        sample = sample_letters(batch=batch, per_language=SAMPLE_PER_LANGUAGE) if with_sample else []
        if sample:
            _record(request, "sample_letters", batch)
        context = {"title": title, "subtitle": None, "batch": batch, "opts": self.opts, "sample": sample}
        return self.admin_site.each_context(request) | context | {"written": batch.letters.count()}


def _batch_context(request: HttpRequest, batch: LetterBatch) -> dict[str, Any]:
    return {
        "batch": batch,
        "written": batch.letters.count(),
        "published": batch.letters.published().count(),
        "decisions": open_decisions(request.user, batch),
        "can_sample": can_sample_batch(request.user, batch),
        "history": batch.transitions.select_related("made_by"),
    }
