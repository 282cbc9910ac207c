"""Editors write in 24 languages, look before they publish, and every change says who made it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.languages import CODES
from knowledge.models import Article, ContactMessage, Event, Meeting, PageRevision
from knowledge.services import recording_organisations
from tests.factories import make_staff
from tests.knowledge.conftest import NOW, make_article, make_news, make_question

pytestmark = pytest.mark.django_db

MODELS = (
    *("article", "faqtopic", "faqentry", "newsitem", "event", "meeting", "keydocument", "testimonial"),
    "serviceincident",
)
EDITOR = [
    f"knowledge.{action}_{model}" for model in MODELS for action in ("add", "change", "delete", "view")
] + [
    *("knowledge.publish_article", "knowledge.view_pagerevision"),
    *(
        f"knowledge.{action}_{model}"
        for action in ("add", "change")
        for model in ("meetingorganisation", "incidentupdate")
    ),
    *("knowledge.view_incidentupdate", "knowledge.view_meetingorganisation", "knowledge.view_faqfeedback"),
]


def signed_in(*permissions: str) -> Client:
    client = Client()
    client.force_login(make_staff(*permissions))
    return client


@pytest.fixture
def editor() -> Client:
    return signed_in(*EDITOR)


def posted(response: Any) -> dict[str, Any]:
    """What a browser would send back from the form as it was shown."""
    data = {field.html_name: field.value() or "" for field in response.context["adminform"].form}
    for formset in response.context["inline_admin_formsets"]:
        data |= {field.html_name: field.value() for field in formset.formset.management_form}
    return data


@pytest.mark.parametrize("model", [*MODELS, "pagerevision", "contactmessage"])
def test_lists_and_forms_open_and_fit_the_policy(model: str) -> None:
    client = signed_in(*EDITOR, "knowledge.view_contactmessage")
    make_article(), make_question(), make_news()
    for address in (f"/en/admin/knowledge/{model}/", f"/en/admin/knowledge/{model}/add/"):
        response = client.get(address)
        if model in {"pagerevision", "contactmessage"} and address.endswith("add/"):
            assert response.status_code == 403
            continue
        text = response.content.decode()
        assert response.status_code == 200
        assert re.findall(r"<style|<[^>]+\s(?:style|on[a-z]+)=", text) == []


def test_a_form_has_a_part_for_each_language(editor: Client) -> None:
    response = editor.get("/en/admin/knowledge/article/add/")
    names = {field.html_name for field in response.context["adminform"].form}
    assert {f"body_{code}" for code in CODES} <= names


def test_a_change_is_saved_with_a_revision_in_the_name_of_the_editor(editor: Client) -> None:
    article = make_article()
    address = f"/en/admin/knowledge/article/{article.pk}/change/"
    response = editor.post(address, posted(editor.get(address)) | {"title_nl": "Een artikel"})
    assert response.status_code == 302
    revision = PageRevision.objects.get()
    assert (revision.field, revision.language, revision.after) == ("title", "nl", "Een artikel")
    assert revision.by.is_staff
    shown = editor.get(f"/en/admin/knowledge/article/{article.pk}/revisions/").content.decode()
    assert "Een artikel" in shown


def test_a_new_article_is_a_draft_until_somebody_publishes_it(editor: Client, client: Client) -> None:
    form = posted(editor.get("/en/admin/knowledge/article/add/"))
    editor.post(
        "/en/admin/knowledge/article/add/",
        form | {"slug": "new", "section": "apply", "title_en": "New", "body_en": "Words."},
    )
    article = Article.objects.get(slug="new")
    assert (article.state, client.get("/en/new/").status_code) == ("DRAFT", 404)
    editor.post(f"/en/admin/knowledge/article/{article.pk}/publish/move/", {"reason": "ready"})
    assert client.get("/en/new/").status_code == 200


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"title_en": ""}, "title_en"),
        ({"body_en": ""}, "body_en"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"body_nl": "{rule:speed}"}, "body_nl"),
        ({"body_fr": "[x](page:no-such-page)"}, "body_fr"),
        ({"summary_de": "{rule:x}"}, "summary_de"),
    ],
)
def test_what_cannot_be_shown_is_refused_at_its_place(editor: Client, changes: Any, field: str) -> None:
    article = make_article()
    address = f"/en/admin/knowledge/article/{article.pk}/change/"
    response = editor.post(address, posted(editor.get(address)) | changes)
    assert list(response.context["adminform"].form.errors) == [field]


def test_the_list_says_which_languages_are_complete(editor: Client) -> None:
    make_article(**{f"{name}_{code}": "x" for name in ("title", "body") for code in CODES if code != "mt"})
    make_article("english", title_nl="Half")
    text = editor.get("/en/admin/knowledge/article/").content.decode()
    assert "23 / 24, missing: mt" in text
    assert "1 / 24, missing: bg, es, cs" in text


def test_the_list_costs_the_same_however_many(editor: Client, django_assert_max_num_queries: Any) -> None:
    for count in range(20):
        make_article(f"a{count}")
    with django_assert_max_num_queries(8):
        editor.get("/en/admin/knowledge/article/")


# Publication


def test_publication_is_scheduled_for_a_time_in_brussels(editor: Client) -> None:
    article = make_article(state="DRAFT", published_at=None)
    address = f"/en/admin/knowledge/article/{article.pk}/schedule/move/"
    past = editor.post(address, {"day": "2020-01-01", "hour": "10:00"})
    assert "still to come" in past.content.decode()
    response = editor.post(address, {"day": "2099-07-01", "hour": "10:00"})
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.state, article.publish_at.isoformat()) == ("SCHEDULED", "2099-07-01T08:00:00+00:00")


@pytest.mark.parametrize("action", ["publish", "schedule", "withdraw", "explode"])
def test_who_may_not_publish_moves_nothing(action: str) -> None:
    article = make_article(state="DRAFT", published_at=None)
    writer = signed_in(*(name for name in EDITOR if "publish" not in name))
    address = f"/en/admin/knowledge/article/{article.pk}/{action}/move/"
    assert [writer.get(address).status_code, writer.post(address).status_code] == [403, 403]
    form = writer.get(f"/en/admin/knowledge/article/{article.pk}/change/").content.decode()
    assert "/move/" not in form


def test_a_move_that_is_not_possible_is_refused_with_a_sentence(editor: Client) -> None:
    article = make_article()
    response = editor.post(f"/en/admin/knowledge/article/{article.pk}/publish/move/", {})
    assert "is not possible in the state" in response.content.decode()


def test_only_what_was_never_public_can_be_deleted(editor: Client) -> None:
    public, draft = make_article(), make_article("draft", state="DRAFT", published_at=None)
    statuses = [
        editor.post(f"/en/admin/knowledge/article/{row.pk}/delete/", {"post": "yes"}).status_code
        for row in (public, draft)
    ]
    assert (statuses, list(Article.objects.all())) == ([403, 302], [public])
    assert "delete_selected" not in editor.get("/en/admin/knowledge/article/").content.decode()


# Preview


@pytest.mark.parametrize("language, words", [("en", "Words."), ("nl", "Woorden.")])
def test_a_draft_can_be_looked_at_in_each_language_by_staff_alone(
    editor: Client, client: Client, language: str, words: str
) -> None:
    article = make_article(state="DRAFT", published_at=None, title_nl="Artikel", body_nl="Woorden.")
    address = f"/{language}/admin/knowledge/article/{article.pk}/preview/"
    response = editor.get(address)
    assert (response.status_code, f"<p>{words}</p>" in response.content.decode()) == (200, True)
    assert "Preview" in response.content.decode() or language != "en"
    assert client.get(address).status_code == 302
    assert signed_in("knowledge.view_event").get(address).status_code == 403


@pytest.mark.parametrize("make", [make_question, make_news])
def test_questions_and_news_can_be_looked_at_too(editor: Client, make: Any) -> None:
    row = make(state="DRAFT", published_at=None)
    assert editor.get(f"/en/admin/knowledge/{row._meta.model_name}/{row.pk}/preview/").status_code == 200


def test_an_event_can_be_looked_at(editor: Client) -> None:
    event = Event.objects.create(
        slug="e", title_en="E", summary_en="S", starts_at=NOW, ends_at=NOW + timedelta(hours=1)
    )
    assert editor.get(f"/en/admin/knowledge/event/{event.pk}/preview/").status_code == 200


def test_what_has_no_page_has_no_preview(editor: Client) -> None:
    meeting = Meeting.objects.create(held_on=NOW.date(), subject_en="S")
    assert editor.get(f"/en/admin/knowledge/meeting/{meeting.pk}/preview/").status_code == 403


def test_what_is_typed_is_previewed_and_not_saved(editor: Client) -> None:
    article = make_article()
    form = posted(editor.get(f"/en/admin/knowledge/article/{article.pk}/change/"))
    address = f"/en/admin/knowledge/article/{article.pk}/preview/"
    shown = editor.post(address, form | {"body_en": "Better <b>words</b>."}).content.decode()
    assert "Better &lt;b&gt;words&lt;/b&gt;." in shown
    assert Article.objects.get().body_en == "Words."
    assert "There is no preview yet" in editor.post(address, form | {"body_en": "{rule:x}"}).content.decode()


# Incidents, meetings, messages


def test_updates_of_an_incident_are_added_and_never_changed(editor: Client) -> None:
    form = posted(editor.get("/en/admin/knowledge/serviceincident/add/"))
    response = editor.post(
        "/en/admin/knowledge/serviceincident/add/",
        form
        | {
            "service": "SITE", "started_at_0": "2026-11-01", "started_at_1": "10:00", "title_en": "Slow",
            "updates-0-at_0": "2026-11-01", "updates-0-at_1": "10:05", "updates-0-state": "INVESTIGATING",
            "updates-0-text_en": "We are looking.",
        },
    )  # fmt: skip
    assert response.status_code == 302
    page = editor.get("/en/service-status/").content.decode()
    assert "We are looking." in page


def test_a_change_of_who_was_met_leaves_a_revision_and_none_leaves_none(editor: Client) -> None:
    meeting = Meeting.objects.create(held_on=NOW.date(), subject_en="Tests")
    old = meeting.organisations.create(name="Old", register_number="123456789012-34")
    address = f"/en/admin/knowledge/meeting/{meeting.pk}/change/"
    row = {
        "organisations-0-id": old.pk,
        "organisations-0-meeting": meeting.pk,
        "organisations-0-name": old.name,
        "organisations-0-register_number": old.register_number,
    }
    form = posted(editor.get(address)) | row
    assert editor.post(address, form | {"organisations-1-name": "New"}).status_code == 302
    revision = PageRevision.objects.get()
    assert (revision.field, revision.object_name) == (
        "organisations",
        f"{meeting._meta.verbose_name} {meeting.pk}",
    )
    assert (revision.before, revision.after) == ("Old (123456789012-34)", "Old (123456789012-34)\nNew")
    assert editor.post(address, form).status_code == 302
    assert PageRevision.objects.count() == 1


def test_organisations_that_cannot_be_recorded_are_not_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = Meeting.objects.create(held_on=NOW.date(), subject_en="Tests")

    def fail(**columns: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(PageRevision.objects, "create", fail)
    with pytest.raises(RuntimeError), recording_organisations(meeting=meeting, by=None, now=NOW):
        meeting.organisations.create(name="New")
    assert meeting.organisations.count() == 0


def test_an_address_without_a_scheme_means_a_safe_one(editor: Client) -> None:
    form = editor.get("/en/admin/knowledge/meeting/add/").context["adminform"].form
    assert form.fields["minutes_url"].clean("example.eu/minutes") == "https://example.eu/minutes"


def test_support_takes_messages_in_hand_and_others_see_none() -> None:
    message = ContactMessage.objects.create(
        number="C-1", token="00000000-0000-4000-8000-000000000001", received_at=NOW, first_names="A",
        family_names="B", email="a@example.eu", language="en", subject="S", message="<b>M</b>",
    )  # fmt: skip
    change = f"/en/admin/knowledge/contactmessage/{message.pk}/change/"
    take = f"/en/admin/knowledge/contactmessage/{message.pk}/take/move/"
    reader = signed_in("knowledge.view_contactmessage")
    support = signed_in("knowledge.view_contactmessage", "knowledge.change_contactmessage")
    assert (reader.get(change).status_code, reader.post(take).status_code) == (200, 403)
    assert take not in reader.get(change).content.decode()
    assert take in support.get(change).content.decode()
    assert (support.get(take).status_code, support.post(take).status_code) == (405, 302)
    message.refresh_from_db()
    assert message.state == "IN_HAND"
    assert "In hand" in support.get(change).content.decode()
    assert "is not possible" in support.post(take, follow=True).content.decode()
    assert signed_in(*EDITOR).get(change).status_code == 403
