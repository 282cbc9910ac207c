"""Pages to read: a few made for a test, or all that ship with the project."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge.models import Article, FaqEntry, FaqTopic, NewsItem
from knowledge.services import load_knowledge

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def _loaded_for_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_knowledge(now=NOW)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_loaded_for_the_module: None, db: None) -> None:
    """All articles, questions and news of the project."""


def make_article(slug: str = "an-article", **values: Any) -> Any:
    """A published article about staff; what matters is passed in."""
    defaults: dict[str, Any] = {
        "section": "apply",
        "title_en": "An article",
        "body_en": "Words.",
        "state": "PUBLISHED",
        "published_at": NOW,
    }
    return Article.objects.create(slug=slug, **{**defaults, **values})


def make_question(key: str = "a-question", **values: Any) -> Any:
    """A published question of the topic `tests`."""
    topic, _created = FaqTopic.objects.get_or_create(key="tests", defaults={"name_en": "Tests"})
    defaults: dict[str, Any] = {
        "topic": topic,
        "question_en": "When is the test?",
        "answer_en": "The **notice** says so.",
        "state": "PUBLISHED",
        "published_at": NOW,
    }
    return FaqEntry.objects.create(key=key, **{**defaults, **values})


def make_news(slug: str = "some-news", **values: Any) -> Any:
    """A published news item of 1 November 2026."""
    defaults: dict[str, Any] = {
        "kind": "GENERAL",
        "dated_on": "2026-11-01",
        "title_en": "Some news",
        "summary_en": "What is new.",
        "state": "PUBLISHED",
        "published_at": NOW,
    }
    return NewsItem.objects.create(slug=slug, **{**defaults, **values})


@pytest.fixture
def queries_of(client: Any) -> Callable[[str], int]:
    """How many queries the page at an address costs who is not signed in."""

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200
        return len(captured)

    return count


@pytest.fixture
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Values are kept, as they are on the real site."""
    monkeypatch.setattr(settings, "KEEP_VALUES", True)


def brussels(*parts: int) -> datetime:
    """A wall-clock time in Brussels."""
    return timezone.make_aware(datetime(*parts))  # type: ignore[arg-type, misc] # noqa: DTZ001 -- made aware here
