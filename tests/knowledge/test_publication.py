"""Pages are drafts, scheduled, published or withdrawn; each change of a text leaves a revision for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from core.kept import publication
from core.models import AuditRecord
from core.states import StateMoveRefused
from knowledge.models import Article, ArticleTransition, Event, PageRevision
from knowledge.services import change_publication, publish_due, save_page
from knowledge.services.publication import PUBLISHABLE
from knowledge.tasks import publish_due_pages
from tests.factories import make_staff
from tests.knowledge.conftest import NOW, make_article, make_news, make_question

pytestmark = pytest.mark.django_db


def draft(**values: Any) -> Any:
    return make_article(state="DRAFT", published_at=None, **values)


@pytest.mark.parametrize(
    "state, actions",
    [
        ("DRAFT", {"publish": "PUBLISHED", "schedule": "SCHEDULED"}),
        ("SCHEDULED", {"publish": "PUBLISHED", "schedule": "SCHEDULED", "unschedule": "DRAFT"}),
        ("PUBLISHED", {"withdraw": "WITHDRAWN"}),
        ("WITHDRAWN", {"publish": "PUBLISHED", "schedule": "SCHEDULED"}),
    ],
)
def test_the_moves_are_those_of_the_table(state: str, actions: dict[str, str]) -> None:
    found = {}
    for action in ("publish", "schedule", "unschedule", "withdraw"):
        article = make_article(slug=f"{state}-{action}".lower(), state=state, publish_at=NOW)
        try:
            moved = change_publication(
                row=article, action=action, by=None, now=NOW, publish_at=NOW + timedelta(days=1)
            )
        except StateMoveRefused:
            continue
        found[action] = moved.state
    assert found == actions


def test_a_move_is_written_down_with_who_when_and_why() -> None:
    editor, article = make_staff(), draft()
    moved = change_publication(row=article, action="publish", by=editor, now=NOW, reason="ready")
    transition = ArticleTransition.objects.get()
    assert (transition.made_by, transition.made_at, transition.reason) == (editor, NOW, "ready")
    assert (moved.published_at, moved.publish_at) == (NOW, None)
    record = AuditRecord.objects.get()
    assert (record.verb, record.object_key, record.by) == ("page_publish", "an-article", editor)


def test_the_first_publication_stays_the_first() -> None:
    article = make_article(state="WITHDRAWN")
    moved = change_publication(row=article, action="publish", by=None, now=NOW + timedelta(days=9))
    assert moved.published_at == NOW


@pytest.mark.parametrize("publish_at", [None, NOW, NOW - timedelta(seconds=1)])
def test_publication_is_scheduled_for_a_time_to_come(publish_at: Any) -> None:
    with pytest.raises(ValidationError, match="still to come"):
        change_publication(row=draft(), action="schedule", by=None, now=NOW, publish_at=publish_at)


def test_the_clock_publishes_what_is_due_and_nothing_else() -> None:
    due = [
        draft(slug="due"),
        make_question(state="DRAFT", published_at=None),
        make_news(state="DRAFT", published_at=None),
    ]
    later = draft(slug="later")
    for row in due:
        change_publication(row=row, action="schedule", by=None, now=NOW, publish_at=NOW + timedelta(hours=1))
    change_publication(row=later, action="schedule", by=None, now=NOW, publish_at=NOW + timedelta(hours=2))
    assert publish_due(now=NOW + timedelta(minutes=59)) == []
    assert publish_due(now=NOW + timedelta(hours=1)) == ["due", "a-question", "some-news"]
    assert publish_due(now=NOW + timedelta(hours=1)) == []
    assert Article.objects.get(slug="later").state == "SCHEDULED"


def test_the_task_of_beat_publishes_by_the_clock() -> None:
    make_article(slug="due", state="SCHEDULED", published_at=None, publish_at=NOW - timedelta(days=3650))
    assert publish_due_pages() == ["due"]


def test_publishing_many_costs_the_same_number_of_queries_to_find_them(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(len(PUBLISHABLE)):
        publish_due(now=NOW)


@pytest.mark.django_db(transaction=True)
def test_what_is_published_is_public_at_once(client: Client) -> None:
    article = draft()
    before = publication()
    assert client.get("/en/an-article/").status_code == 404
    change_publication(row=article, action="publish", by=None, now=NOW)
    assert publication() != before
    assert client.get("/en/an-article/").status_code == 200
    change_publication(row=article, action="withdraw", by=None, now=NOW)
    assert client.get("/en/an-article/").status_code == 404


@pytest.mark.parametrize(
    "values",
    [
        {"title_en": ""},
        {"body_en": ""},
        {"state": "SCHEDULED", "published_at": None},
        {"published_at": None},
    ],
)
def test_the_database_refuses_a_page_that_is_none(values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_article(**values)


def test_the_database_refuses_an_event_that_ends_before_it_starts() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.create(slug="e", title_en="E", summary_en="E", starts_at=NOW, ends_at=NOW)


# Revisions


def test_each_text_of_each_language_that_changed_leaves_a_revision() -> None:
    editor, article = make_staff(), make_article(title_nl="Een artikel")
    article.title_nl, article.body_en, article.order = "Artikel", "Other words.", 7
    assert save_page(row=article, by=editor, now=NOW) == 3
    rows = PageRevision.objects.order_by("field")
    assert list(rows.values_list("by", "field", "language", "before", "after")) == [
        (editor.pk, "body", "en", "Words.", "Other words."),
        (editor.pk, "order", "", "100", "7"),
        (editor.pk, "title", "nl", "Een artikel", "Artikel"),
    ]
    assert Article.objects.get().changed_at == NOW


def test_saving_without_a_change_leaves_nothing(django_assert_num_queries: Any) -> None:
    article = make_article()
    assert save_page(row=Article.objects.get(pk=article.pk), by=make_staff(), now=NOW) == 0
    assert (PageRevision.objects.count(), Article.objects.get().changed_at) == (0, None)


def test_a_new_page_leaves_its_first_texts() -> None:
    article = Article(slug="new", section="apply", title_en="New", body_en="Words.")
    save_page(row=article, by=make_staff(), now=NOW)
    fields = set(PageRevision.objects.values_list("field", "before", "after"))
    assert {("title", "", "New"), ("body", "", "Words."), ("slug", "", "new")} <= fields


@pytest.mark.parametrize(
    "statement", ["UPDATE knowledge_pagerevision SET after = ''", "DELETE FROM knowledge_pagerevision"]
)
def test_revisions_are_never_changed_or_deleted(statement: str) -> None:
    article = make_article()
    article.body_en = "Other words."
    save_page(row=article, by=None, now=NOW)
    with (
        pytest.raises(IntegrityError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_draft_that_is_saved_leaves_kept_pages_alone(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    article = draft()
    article.body_en = "Other words."
    with django_capture_on_commit_callbacks() as callbacks:
        save_page(row=article, by=None, now=NOW)
    assert callbacks == []
