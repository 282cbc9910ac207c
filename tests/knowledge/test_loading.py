"""The loader writes what ships with the project once, and never over what staff have written."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core.models import AuditRecord
from knowledge import files
from knowledge.models import (
    Article,
    Event,
    FaqEntry,
    FaqTopic,
    Meeting,
    NewsItem,
    PageRevision,
    ServiceIncident,
)
from knowledge.services import load_demonstration, load_knowledge, save_page
from knowledge.states import PublicationState
from tests.factories import make_staff
from tests.knowledge.conftest import NOW

pytestmark = pytest.mark.django_db

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """A folder of texts instead of the project's: one article, one question. Call it to write an article."""
    for module in ("knowledge.files", "knowledge.services.loading"):
        monkeypatch.setattr(f"{module}.DATA", tmp_path)
    (tmp_path / "articles.json").write_text(json.dumps([{"slug": "one", "section": "about", "order": 10}]))
    index = {
        "topics": [{"key": "tests", "order": 1}],
        "entries": [{"key": "when", "topic": "tests", "order": 1}],
    }
    (tmp_path / "faq.json").write_text(json.dumps(index))

    def write_article(body: str, *, code: str = "en", title: str = "One") -> None:
        folder = tmp_path / code / "articles"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "one.md").write_text(f"# {title}\n\n> Summary.\n\n{body}\n", encoding="utf-8")

    write_article("First text.")
    (tmp_path / "en" / "faq.md").write_text("# topics\n\n- tests: Tests\n\n## when\nWhen?\n\nSoon.\n")
    return write_article


def test_all_that_ships_is_loaded_and_published() -> None:
    report = load_knowledge(now=NOW)
    articles = [entry["slug"] for entry in files.read_index("articles") if files.article_texts(entry["slug"])]
    assert sorted(Article.objects.values_list("slug", flat=True)) == sorted(articles)
    assert set(report.created) >= set(articles)
    for model in (Article, FaqEntry, NewsItem):
        assert set(model.objects.values_list("state", flat=True)) <= {PublicationState.PUBLISHED}
    assert FaqEntry.objects.count() >= 20


def test_a_second_time_changes_nothing(write: Write) -> None:
    load_knowledge(now=NOW)
    assert load_knowledge(now=NOW).is_unchanged
    report = load_knowledge(now=NOW, is_forced=True)
    assert (report.created, report.updated, report.edited_by_staff) == ([], [], [])
    assert PageRevision.objects.count() == 0


def test_a_new_text_replaces_the_old_one_and_leaves_a_revision(write: Write) -> None:
    load_knowledge(now=NOW)
    write("Second text.")
    assert load_knowledge(now=NOW).updated == ["one"]
    assert Article.objects.get().body_en == "Second text."
    columns = ("object_name", "field", "language", "before", "after")
    assert list(PageRevision.objects.filter(by=None).values_list(*columns)) == [
        ("one", "body", "en", "First text.", "Second text.")
    ]


def test_a_translation_that_comes_later_is_added(write: Write) -> None:
    load_knowledge(now=NOW)
    write("Eerste tekst.", code="nl", title="Een")
    assert load_knowledge(now=NOW).updated == ["one"]
    assert (Article.objects.get().title_nl, Article.objects.get().body_nl) == ("Een", "Eerste tekst.")


def test_what_staff_edited_stays_and_is_named(write: Write) -> None:
    load_knowledge(now=NOW)
    article = Article.objects.get()
    article.body_en = "Better text."
    save_page(row=article, by=make_staff(), now=NOW)
    write("Second text.", title="Number one")
    report = load_knowledge(now=NOW)
    assert (report.updated, report.edited_by_staff) == (["one"], ["one: body_en"])
    assert (Article.objects.get().title_en, Article.objects.get().body_en) == ("Number one", "Better text.")
    assert load_knowledge(now=NOW, is_forced=True).edited_by_staff == ["one: body_en"]


def test_a_text_staff_took_away_stays_away(write: Write) -> None:
    write("Eerste tekst.", code="nl", title="Een")
    load_knowledge(now=NOW)
    article = Article.objects.get()
    article.title_nl = ""
    save_page(row=article, by=make_staff(), now=NOW)
    report = load_knowledge(now=NOW, is_forced=True)
    assert (report.edited_by_staff, Article.objects.get().title_nl) == (["one: title_nl"], "")


def test_a_page_staff_withdrew_stays_withdrawn(write: Write) -> None:
    load_knowledge(now=NOW)
    Article.objects.update(state=PublicationState.WITHDRAWN)
    write("Second text.")
    load_knowledge(now=NOW)
    assert Article.objects.get().state == PublicationState.WITHDRAWN


def test_a_place_staff_chose_stays(write: Write, tmp_path: Path) -> None:
    load_knowledge(now=NOW)
    article = Article.objects.get()
    article.section = "work"
    save_page(row=article, by=make_staff(), now=NOW)
    write("Second text.")
    assert load_knowledge(now=NOW).edited_by_staff == ["one: section"]
    assert Article.objects.get().section == "work"


def test_an_article_without_english_waits(write: Write, tmp_path: Path) -> None:
    (tmp_path / "en" / "articles" / "one.md").unlink()
    write("Eerste tekst.", code="nl")
    assert load_knowledge(now=NOW).without_english == ["one"]
    assert Article.objects.count() == 0


def test_questions_and_topics_are_loaded_too(write: Write) -> None:
    load_knowledge(now=NOW)
    assert (FaqTopic.objects.get().name_en, FaqEntry.objects.get().answer_en) == ("Tests", "Soon.")


def test_each_load_that_looked_at_texts_is_written_down(write: Write) -> None:
    load_knowledge(now=NOW)
    load_knowledge(now=NOW)
    assert AuditRecord.objects.filter(verb="load_data", object_key="knowledge").count() == 1


def test_a_file_that_cannot_be_read_loads_nothing(write: Write, tmp_path: Path) -> None:
    (tmp_path / "en" / "faq.md").write_text("nonsense")
    with pytest.raises(CommandError, match=r"faq\.md, line 1"):
        call_command("load_knowledge")
    assert Article.objects.count() == 0


def test_the_command_says_what_it_did(write: Write) -> None:
    said = io.StringIO()
    call_command("load_knowledge", stdout=said)
    call_command("load_knowledge", stdout=said)
    assert said.getvalue() == "knowledge: 3 created, 0 updated.\nknowledge: nothing new.\n"


def test_demonstrations_are_loaded_only_where_asked_for(write: Write, settings: Any, tmp_path: Path) -> None:
    source = Path(files.__file__).parent / "data" / "demonstration.json"
    (tmp_path / "demonstration.json").write_text(source.read_text())
    call_command("load_knowledge", stdout=io.StringIO())
    assert Event.objects.count() == Meeting.objects.count() == 0
    settings.LOAD_DEMONSTRATION = True
    call_command("load_knowledge", stdout=io.StringIO())
    call_command("load_knowledge", stdout=io.StringIO())
    for model in (Event, Meeting, ServiceIncident):
        assert set(model.objects.values_list("is_demonstration", flat=True)) == {True}
        assert model.objects.count() <= 2


def test_a_demonstration_says_so_in_its_name() -> None:
    load_demonstration(now=NOW)
    names = [
        *Event.objects.values_list("title_en", flat=True),
        *Meeting.objects.values_list("subject_en", flat=True),
    ]
    assert names != []
    assert [name for name in names if not name.startswith("Demonstration:")] == []


def test_no_made_up_news_meeting_or_event_ships() -> None:
    load_knowledge(now=NOW)
    assert (Event.objects.count(), Meeting.objects.count(), ServiceIncident.objects.count()) == (0, 0, 0)
    assert [row.slug for row in NewsItem.objects.all() if not row.source_url] == []
