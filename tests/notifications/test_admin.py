"""The administration of letters and mail: who sees what, and what the buttons do."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import FileAccess, User
from core.models import AuditRecord
from notifications.models import Letter, LetterBatch, OutgoingEmail
from notifications.services import (
    BatchLetter,
    LetterText,
    add_letters,
    finish_preparing,
    post_letter,
    prepare_batch,
    queue_email,
)
from notifications.states import BatchState, EmailState

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
EMAILS = "/en/admin/notifications/outgoingemail/"
LETTERS = "/en/admin/notifications/letter/"
BATCHES = "/en/admin/notifications/letterbatch/"
APPROVER = ("notifications.view_letterbatch", "notifications.approve_letterbatch")


def browser_of(name: str, *permissions: str) -> Client:
    """The browser of a member of staff who may do just that."""
    person = User.objects.create_user(f"{name}@example.eu", is_staff=True)
    for permission in permissions:
        app, _, codename = permission.partition(".")
        person.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client = Client()
    client.force_login(person)
    return client


def queue(**changes: Any) -> OutgoingEmail:
    values: dict[str, Any] = {
        "to_address": "anna@example.eu",
        "language": "en",
        "event": "account",
        "subject": "Confirm",
        "body_text": "The secret link",
        "body_html": "<p>The <b>secret</b> link</p>",
        "now": NOW,
    }
    return queue_email(**(values | changes))


def letter_to_anna() -> Letter:
    anna = User.objects.create_user("anna@example.eu", language="nl")
    text = LetterText("Uitslag", "U bent niet geslaagd.")
    return post_letter(recipient=anna, event="result", key="1", about="", build=lambda: text, now=NOW)


def prepared_batch(*languages: str) -> LetterBatch:
    clerk = User.objects.create_user("clerk@example.eu", is_staff=True)
    batch = prepare_batch(
        event="result", title="Stage 1", about="competition:1", expected=len(languages), by=clerk, now=NOW
    )
    letters = [
        BatchLetter(
            User.objects.create_user(f"{language}@example.eu", language=language),
            *(language, "result", "ranking:1", "ranking:1", f"Subject {language}", f"Text {language}"),
        )
        for language in languages
    ]
    add_letters(batch=batch, letters=letters, now=NOW)
    return finish_preparing(batch=batch, now=NOW)


# --- outgoing e-mail ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permissions", "shown"),
    [((), ("a…@example.eu", True, False)), (("accounts.view_identity",), ("anna@example.eu", True, True))],
)
def test_addresses_are_masked_for_who_may_not_see_identities(permissions: Any, shown: Any) -> None:
    queue()
    browser = browser_of("support", "notifications.view_outgoingemail", *permissions)
    pages = [EMAILS, f"{EMAILS}{OutgoingEmail.objects.get().pk}/change/"]
    texts = [browser.get(page).content.decode() for page in pages]

    assert [(shown[0], shown[0] in text, "anna@example.eu" in text) for text in texts] == [shown] * 2


@pytest.mark.parametrize(("setting", "is_shown"), [(True, True), (False, False)])
def test_mail_that_gives_access_is_shown_only_where_the_settings_allow_it(
    settings: Any, setting: bool, is_shown: bool
) -> None:
    settings.STAFF_READ_ACCOUNT_MAIL = setting
    email = queue()
    browser = browser_of("support", "notifications.view_outgoingemail", "accounts.view_identity")
    page = browser.get(f"{EMAILS}{email.pk}/change/").content.decode()
    parts = [browser.get(f"{EMAILS}{email.pk}/{part}/").status_code for part in ("html", "message")]

    assert ("The secret link" in page) is is_shown
    assert parts == [200 if is_shown else 403] * 2


def test_an_announcement_can_be_read_and_rendered_without_script_or_style() -> None:
    letter = letter_to_anna()
    email = OutgoingEmail.objects.get(letter=letter)
    browser = browser_of("support", "notifications.view_outgoingemail")
    page = browser.get(f"{EMAILS}{email.pk}/change/")
    html = browser.get(f"{EMAILS}{email.pk}/html/")

    assert str(letter.number) in page.content.decode()
    assert html.content.decode() == email.body_html
    assert html.headers["Content-Security-Policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"


def test_the_whole_message_is_for_who_may_see_identities() -> None:
    email = OutgoingEmail.objects.get(letter=letter_to_anna())
    masked = browser_of("support", "notifications.view_outgoingemail")
    clear = browser_of("chief", "notifications.view_outgoingemail", "accounts.view_identity")
    address = f"{EMAILS}{email.pk}/message/"

    assert masked.get(address).status_code == 403
    assert b"To: anna@example.eu" in clear.get(address).content


def dead_email() -> OutgoingEmail:
    email = queue()
    OutgoingEmail.objects.update(state=EmailState.DEAD, attempts=1, last_error="550 No such user")
    return email


def test_a_dead_email_is_sent_again_by_its_button() -> None:
    email = dead_email()
    browser = browser_of("support", "notifications.view_outgoingemail", "notifications.resend_outgoingemail")
    page = browser.get(f"{EMAILS}{email.pk}/change/").content.decode()
    browser.post(f"{EMAILS}{email.pk}/resend/")
    email.refresh_from_db()

    assert page.count(f'action="{EMAILS}{email.pk}/resend/"') == 1
    assert (email.state, email.attempts) == (EmailState.WAITING, 0)


def test_dead_emails_are_sent_again_by_the_action_of_the_list() -> None:
    email = dead_email()
    browser = browser_of("support", "notifications.view_outgoingemail", "notifications.resend_outgoingemail")
    browser.post(EMAILS, {"action": "send_again", "_selected_action": [email.pk]})
    email.refresh_from_db()

    assert email.state == EmailState.WAITING


def test_who_may_only_look_cannot_send_again() -> None:
    email = dead_email()
    browser = browser_of("auditor", "notifications.view_outgoingemail")
    page = browser.get(f"{EMAILS}{email.pk}/change/").content.decode()
    refused = browser.post(f"{EMAILS}{email.pk}/resend/")
    browser.post(EMAILS, {"action": "send_again", "_selected_action": [email.pk]})
    email.refresh_from_db()

    assert (page.count("/resend/"), refused.status_code, email.state) == (0, 403, EmailState.DEAD)


def test_sending_again_is_not_a_link() -> None:
    email = dead_email()
    browser = browser_of("support", "notifications.resend_outgoingemail")

    assert browser.get(f"{EMAILS}{email.pk}/resend/").status_code == 405


@pytest.mark.parametrize("count", [1, 12])
def test_the_queries_of_the_list_of_mail_do_not_grow(count: int, django_assert_num_queries: Any) -> None:
    browser = browser_of("support", "notifications.view_outgoingemail")
    for number in range(count):
        queue(to_address=f"person{number}@example.eu")
    browser.get(EMAILS)
    # person, permissions of groups and her own, count for the pages, count for the actions, e-mails
    with django_assert_num_queries(5):
        browser.get(EMAILS)


# --- letters --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("permission", "reads"), [((), False), (("notifications.read_letter",), True)])
def test_the_text_of_a_letter_is_for_who_may_read_it_and_reading_is_recorded(
    permission: Any, reads: bool
) -> None:
    letter = letter_to_anna()
    browser = browser_of("legal", "notifications.view_letter", *permission)
    page = browser.get(f"{LETTERS}{letter.pk}/change/").content.decode()

    assert ("U bent niet geslaagd" in page, "Uitslag" in page) == (reads, reads)
    assert AuditRecord.objects.filter(verb="read_letter", object_key=letter.number).count() == int(reads)
    seen = FileAccess.objects.filter(person=letter.recipient, about=f"letter:{letter.number}")
    assert seen.count() == int(reads)


def test_the_list_of_letters_tells_nothing_of_their_content() -> None:
    letter_to_anna()
    browser = browser_of("legal", "notifications.view_letter", "notifications.read_letter")

    assert "Uitslag" not in browser.get(LETTERS).content.decode()


# --- batches --------------------------------------------------------------------------------------


def test_a_second_person_reads_the_sample_approves_and_releases() -> None:
    batch = prepared_batch("nl", "el")
    browser = browser_of("chief", *APPROVER)
    question = browser.get(f"{BATCHES}{batch.pk}/approve/").content.decode()
    browser.post(f"{BATCHES}{batch.pk}/approve/", {"has_read_sample": "on"})
    batch.refresh_from_db()
    approved = (batch.state, batch.approved_by and batch.approved_by.email)
    browser.post(f"{BATCHES}{batch.pk}/release/")
    batch.refresh_from_db()

    assert [text in question for text in ("Text nl", "Text el")] == [True, True]
    assert approved == (BatchState.APPROVED, "chief@example.eu")
    assert batch.state == BatchState.RELEASING
    assert AuditRecord.objects.filter(verb="sample_letters", object_key=str(batch.pk)).count() == 1


def test_who_may_read_letters_can_read_the_sample() -> None:
    batch = prepared_batch("nl", "mt")
    browser = browser_of("legal", "notifications.view_letterbatch", "notifications.read_letter")
    page = browser.get(f"{BATCHES}{batch.pk}/sample/").content.decode()

    assert [text in page for text in ("Text nl", "Text mt")] == [True, True]


def test_an_approval_without_having_read_the_sample_is_refused() -> None:
    batch = prepared_batch("nl")
    page = browser_of("chief", *APPROVER).post(f"{BATCHES}{batch.pk}/approve/", {})
    batch.refresh_from_db()

    assert (page.status_code, batch.state) == (200, BatchState.PREPARED)
    assert list(page.context["form"].errors) == ["has_read_sample"]


def test_who_prepared_the_batch_is_not_offered_its_approval_and_is_refused() -> None:
    batch = prepared_batch("nl")
    browser = browser_of("chief", *APPROVER)
    LetterBatch.objects.update(prepared_by=User.objects.get(email="chief@example.eu"))
    page = browser.get(f"{BATCHES}{batch.pk}/change/").content.decode()

    assert (f"{BATCHES}{batch.pk}/approve/" in page, f"{BATCHES}{batch.pk}/recall/" in page) == (False, True)
    refused = browser.post(f"{BATCHES}{batch.pk}/approve/", {"has_read_sample": "on"})
    assert refused.status_code == 403


def test_a_decision_that_the_state_does_not_permit_is_refused_on_the_page() -> None:
    batch = prepared_batch("nl")
    page = browser_of("chief", *APPROVER).post(f"{BATCHES}{batch.pk}/release/")
    batch.refresh_from_db()

    assert page.context["form"].non_field_errors() == [
        "The action “release” is not possible in the state “PREPARED”."
    ]
    assert batch.state == BatchState.PREPARED


def test_a_batch_is_recalled_with_its_reason_in_the_history() -> None:
    batch = prepared_batch("nl")
    browser = browser_of("chief", *APPROVER)
    browser.post(f"{BATCHES}{batch.pk}/recall/", {"reason": "Absences were wrong"})
    page = browser.get(f"{BATCHES}{batch.pk}/change/").content.decode()
    batch.refresh_from_db()

    assert (batch.state, "Absences were wrong" in page) == (BatchState.RECALLED, True)


@pytest.mark.parametrize("action", ["approve", "release", "recall"])
def test_who_may_only_look_decides_nothing(action: str) -> None:
    batch = prepared_batch("nl")
    browser = browser_of("auditor", "notifications.view_letterbatch")
    posted = browser.post(f"{BATCHES}{batch.pk}/{action}/", {"has_read_sample": "on", "reason": "x"})
    sample = browser.get(f"{BATCHES}{batch.pk}/sample/")
    batch.refresh_from_db()

    assert (posted.status_code, sample.status_code, batch.state) == (403, 403, BatchState.PREPARED)


def test_asking_for_confirmation_decides_nothing() -> None:
    batch = prepared_batch("nl")
    browser = browser_of("chief", *APPROVER)
    pages = [browser.get(f"{BATCHES}{batch.pk}/{action}/") for action in ("approve", "release", "recall")]
    batch.refresh_from_db()

    assert ([page.status_code for page in pages], batch.state) == ([200, 200, 200], BatchState.PREPARED)
