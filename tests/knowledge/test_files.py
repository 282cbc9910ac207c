"""The texts of the project are whole: files can be read, links lead somewhere, no number is lost."""

from __future__ import annotations

import unicodedata
from collections import Counter

import pytest

from core.languages import CODES
from knowledge.checks import KnownPages, text_faults
from knowledge.files import (
    DATA,
    ArticleText,
    ContentFileError,
    article_texts,
    faq_texts,
    glossary_terms,
    parse_article,
    parse_definitions,
    parse_faq,
    read_index,
)
from knowledge.links import page_links
from knowledge.markdown import render_markdown
from knowledge.models import NewsKind, Section, Supplement
from knowledge.rules import rule_names

ARTICLES = [entry["slug"] for entry in read_index("articles")]
QUESTIONS = [entry["key"] for entry in read_index("faq")["entries"]]
KNOWN = KnownPages(articles=frozenset(ARTICLES), questions=frozenset(QUESTIONS))


def test_an_article_is_a_title_a_summary_and_a_text() -> None:
    text = parse_article("# Title\n\n> Summary\n> goes on.\n\n## Part\n\nText.\n")
    assert text == ArticleText("Title", "Summary goes on.", "## Part\n\nText.")


@pytest.mark.parametrize(
    "source, fault",
    [
        ("Title\n\n> S\n\nText", "line 1: the first line is not “# Title”"),
        ("# T\n\nText", "line 3: the title is not followed by a summary"),
        ("# T\n\n> S\n", "line 4: there is no text after the summary"),
    ],
)
def test_an_article_that_is_none_is_named_with_its_line(source: str, fault: str) -> None:
    with pytest.raises(ContentFileError, match=fault):
        parse_article(source, "x.md")


def test_questions_are_read_with_topics_and_answers() -> None:
    text = parse_faq(
        "# topics\n\n- tests: Tests\n\n## when\nWhen?\n\nSoon.\n\n### More\n\nx\n\n## who\nWho?\n\nYou.\n"
    )
    assert (dict(text.topics), dict(text.entries)) == (
        {"tests": "Tests"},
        {"when": ("When?", "Soon.\n\n### More\n\nx"), "who": ("Who?", "You.")},
    )


@pytest.mark.parametrize(
    "source, fault",
    [
        ("# topics\n\n* tests: Tests", "is not “- key: Name”"),
        ("## Wrong key\nQ?\n\nA", "neither “# topics” nor “## key”"),
        ("## key\nQ?", "followed by an empty line and the answer"),
        ("## a\nQ?\n\nA\n\n## a\nQ?\n\nA", "the key a is there twice"),
        ("Some text", "neither “# topics” nor"),
    ],
)
def test_questions_that_are_none_are_named(source: str, fault: str) -> None:
    with pytest.raises(ContentFileError, match=fault):
        parse_faq(source)


def test_definitions_are_read() -> None:
    source = "## grade\nA step\nof a career.\n\n## pass_mark\nThe lowest score.\n"
    assert parse_definitions(source) == {"grade": "A step of a career.", "pass_mark": "The lowest score."}


@pytest.mark.parametrize("source", ["## pass-mark\nThe lowest score.", "## grade\n", "A step."])
def test_definitions_of_nothing_are_refused(source: str) -> None:
    with pytest.raises(ContentFileError, match="is not “## key” with a definition"):
        parse_definitions(source)


def test_every_term_says_in_english_what_it_means_and_nothing_else_is_defined() -> None:
    defined = parse_definitions((DATA / "en" / "glossary.md").read_text(encoding="utf-8"))
    assert {term.key for term in glossary_terms()} == set(defined)
    assert [term.key for term in glossary_terms() if "en" not in term.definitions] == []


def test_the_indexes_name_each_page_once_in_a_section_there_is() -> None:
    assert [slug for slug, count in Counter(ARTICLES + QUESTIONS).items() if count > 1] == []
    for entry in read_index("articles"):
        assert entry["section"] in Section.values
        assert entry.get("supplement", "") in {"", *Supplement.values}
    topics = {topic["key"] for topic in read_index("faq")["topics"]}
    assert {entry["topic"] for entry in read_index("faq")["entries"]} <= topics
    if (DATA / "news.json").exists():
        assert {entry["kind"] for entry in read_index("news")} <= set(NewsKind.values)


def test_no_article_takes_the_address_of_another_page() -> None:
    taken = {"faq", "glossary", "news", "events", "meetings", "service-status", "contact", "statistics"}
    assert taken & set(ARTICLES) == set()


@pytest.mark.parametrize("code", CODES)
def test_the_files_of_a_language_belong_to_pages_of_the_index(code: str) -> None:
    names = {path.stem for path in (DATA / code / "articles").glob("*.md")}
    assert names - set(ARTICLES) == set()
    text = faq_texts().get(code)
    assert text is None or set(text.entries) - set(QUESTIONS) == set()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_says_the_same_in_all_its_languages(slug: str) -> None:
    """The same rules, the same links and as many headings, tables and entries of lists."""
    texts = article_texts(slug)
    assert {code: marks(each.body) for code, each in texts.items()} == {
        code: marks(texts["en"].body) for code in texts
    }
    for each in texts.values():
        whole = f"{each.title}\n{each.summary}\n{each.body}"
        assert list(text_faults(whole, KNOWN)) == []
        assert unicodedata.normalize("NFC", whole) == whole
        assert render_markdown(each.body).html != ""


@pytest.mark.django_db
@pytest.mark.parametrize("key", QUESTIONS)
def test_a_question_says_the_same_in_all_its_languages(key: str) -> None:
    texts = {code: each.entries[key] for code, each in faq_texts().items() if key in each.entries}
    assert {code: marks(answer) for code, (_question, answer) in texts.items()} == {
        code: marks(texts["en"][1]) for code in texts
    }
    for question, answer in texts.values():
        assert list(text_faults(f"{question}\n{answer}", KNOWN)) == []


def marks(text: str) -> dict[str, object]:
    """What must be the same in every language, whatever the order of the words."""
    lines = text.split("\n")
    return {
        "rules": Counter(rule_names(text)),
        "links": Counter(page_links(text)),
        "headings": [line.split(" ")[0] for line in lines if line.startswith("#")],
        "entries": sum(line.lstrip().startswith(("- ", "* ")) for line in lines),
        "rows": sum(line.startswith("|") for line in lines),
    }


def test_every_language_names_every_topic_it_has_questions_of() -> None:
    topics = {entry["key"]: entry["topic"] for entry in read_index("faq")["entries"]}
    for text in faq_texts().values():
        assert {topics[key] for key in text.entries} - set(text.topics) == set()


def test_the_glossary_has_english_for_every_term_and_most_terms_in_every_language() -> None:
    terms = glossary_terms()
    counts = {code: sum(code in term.words for term in terms) for code in CODES}
    assert counts["en"] == len(terms) > 50
    assert min(counts.values()) > len(terms) - 10
    assert len({term.key for term in terms}) == len(terms)
