"""Pages as a reader of the active language sees them, kept until the next publication.

A page is shown in her language when all the texts it requires are there, else in English, marked as such.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.kept import kept
from core.languages import ENGLISH, active_code, sort_key
from knowledge.files import Term, glossary_terms
from knowledge.markdown import Heading, render_markdown
from knowledge.models import (
    Article,
    FaqEntry,
    KeyDocument,
    NewsItem,
    Publishable,
    Section,
    Supplement,
    Testimonial,
)
from knowledge.rules import resolve_rules

HEADINGS_FOR_A_LIST: Final = 3
MOST_NEWS: Final = 10


def language_shown(row: Publishable) -> str:
    """The active language where every required text is there in it, else English."""
    code = active_code()
    is_complete = all(getattr(row, f"{field}_{code}", "") for field in type(row).REQUIRED)
    return code if is_complete else ENGLISH


def mark_of(language: str) -> str:
    """What the attribute `lang` of a text must say: nothing where it is that of the page."""
    return "" if language == active_code() else language


def marked(text: str, lang: str) -> str:
    """The text inside a sentence or a path, with its language where that is not the reader's."""
    return format_html('<span lang="{}">{}</span>', lang, text) if lang else text


def text_of(row: Publishable, field: str, language: str) -> str:
    """The text of a field in the language its page is shown in, with its rules filled in."""
    return resolve_rules(getattr(row, f"{field}_{language}", "") or "")


# Articles


@dataclass(frozen=True, slots=True)
class PageLink:
    """An entry of a list of pages. `lang` is empty where the title is in the reader's language."""

    slug: str
    url: str
    title: str
    lang: str
    section: str
    summary: str = ""


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """All that the page of an article shows."""

    slug: str
    title: str
    summary: str
    html: SafeString
    contents: tuple[Heading, ...]
    lang: str
    section: str
    section_name: str
    changed_at: datetime | None
    supplement: str
    is_published: bool = True
    is_demonstration: bool = False

    @property
    def here(self) -> str:
        """As the breadcrumb names it."""
        return marked(self.title, self.lang)


def article_links() -> Sequence[PageLink]:
    """The published articles, by section in the order of the menu."""
    return kept("knowledge.articles", _article_links)


def _article_links() -> tuple[PageLink, ...]:
    rows = Article.objects.published().for_page().defer("body", f"body_{ENGLISH}", f"body_{active_code()}")
    names = Section.values
    found = sorted(_with_body_marks(rows), key=lambda row: (names.index(row.section), row.order, row.slug))
    return tuple(_article_link(row) for row in found)


def _with_body_marks(rows: Any) -> Iterable[Any]:
    """The rows without their long texts, each knowing the languages it is complete in."""
    return rows.with_complete_languages(Article.REQUIRED)  # type: ignore[no-any-return]  # a QuerySet of Article


def _article_link(row: Any) -> PageLink:
    code = active_code() if active_code() in row.complete_languages else ENGLISH
    return PageLink(
        slug=row.slug,
        url=row.get_absolute_url(),
        title=text_of(row, "title", code),
        lang=mark_of(code),
        section=row.section,
        summary=text_of(row, "summary", code),
    )


def articles_in(section: str) -> list[PageLink]:
    """The published articles of one section, in order."""
    return [link for link in article_links() if link.section == section]


def published_article(slug: str) -> ArticlePage | None:
    """The page of a published article; None where there is none, without asking for unknown ones."""
    if not any(link.slug == slug for link in article_links()):
        return None
    return kept(f"knowledge.article.{slug}", lambda: _read_article(slug))


def _read_article(slug: str) -> ArticlePage | None:
    row = Article.objects.published().for_page().filter(slug=slug).first()
    return None if row is None else article_page(row)


def article_page(row: Any) -> ArticlePage:
    """An article as a page, published or not: also for the preview."""
    code = language_shown(row)
    body = render_markdown(getattr(row, f"body_{code}") or "", language=code)
    contents = tuple(each for each in body.headings if each.level == 2)
    return ArticlePage(
        slug=row.slug,
        title=text_of(row, "title", code),
        summary=text_of(row, "summary", code),
        html=body.html,
        contents=contents if len(contents) >= HEADINGS_FOR_A_LIST else (),
        lang=mark_of(code),
        section=row.section,
        section_name=str(Section(row.section).label),
        changed_at=row.changed_at,
        supplement=row.supplement,
        is_published=row.is_published,
        is_demonstration=row.is_demonstration,
    )


# Lists under articles


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A key document in a list."""

    title: str
    summary: str
    lang: str
    url: str
    file_type: str
    dated_on: date | None


@dataclass(frozen=True, slots=True)
class Voice:
    """What a person says."""

    person: str
    role: str
    quote: str
    lang: str
    is_demonstration: bool


def supplement_rows(supplement: str) -> Sequence[Any]:
    """The published rows that stand under an article; none where it asks for no list."""
    if supplement == Supplement.KEY_DOCUMENTS:
        return kept("knowledge.documents", _documents)
    if supplement == Supplement.TESTIMONIALS:
        return kept("knowledge.testimonials", _voices)
    return ()


def _documents() -> tuple[DocumentLine, ...]:
    rows = [(row, language_shown(row)) for row in KeyDocument.objects.published().for_page()]
    return tuple(
        DocumentLine(
            title=text_of(row, "title", code),
            summary=text_of(row, "summary", code),
            lang=mark_of(code),
            url=row.url,
            file_type=row.file_type,
            dated_on=row.dated_on,
        )
        for row, code in rows
    )


def _voices() -> tuple[Voice, ...]:
    rows = [(row, language_shown(row)) for row in Testimonial.objects.published().for_page()]
    return tuple(
        Voice(
            person=row.person,
            role=text_of(row, "role", code),
            quote=text_of(row, "quote", code),
            lang=mark_of(code),
            is_demonstration=row.is_demonstration,
        )
        for row, code in rows
    )


# Questions


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its answer as HTML, and what is searched in it."""

    key: str
    url: str
    topic: str
    topic_name: str
    question: str
    answer: SafeString
    lang: str
    searched: str
    is_published: bool = True

    @property
    def here(self) -> str:
        """As the breadcrumb names it."""
        return marked(self.question, self.lang)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its questions in order."""

    key: str
    name: str
    questions: tuple[Question, ...]


def faq_topics() -> Sequence[Topic]:
    """The published questions by topic; a topic without any is left out."""
    return kept("knowledge.faq", _faq_topics)


def _faq_topics() -> tuple[Topic, ...]:
    rows = (
        FaqEntry.objects.published().for_page(related=("topic",)).with_topics().defer("topic__loaded_digests")
    )
    questions = [question_page(row) for row in rows]
    names = {each.topic: each.topic_name for each in questions}
    return tuple(
        Topic(key, name, tuple(each for each in questions if each.topic == key))
        for key, name in names.items()
    )


def question_page(row: Any) -> Question:
    """A question as a page, published or not: also for the preview."""
    code = language_shown(row)
    question, source = text_of(row, "question", code), getattr(row, f"answer_{code}") or ""
    return Question(
        key=row.key,
        url=row.get_absolute_url(),
        topic=row.topic.key,
        topic_name=row.topic.name,
        question=question,
        answer=render_markdown(source, language=code, top_level=3, prefix=f"{row.key}-").html,
        lang=mark_of(code),
        searched=folded(f"{question} {resolve_rules(source)}"),
        is_published=row.is_published,
    )


def published_question(key: str) -> Question | None:
    """The published question of that key."""
    return next((each for topic in faq_topics() for each in topic.questions if each.key == key), None)


def matching_questions(words: str) -> list[Question]:
    """The published questions that hold every word, whatever its case and accents; best in the question."""
    wanted = folded(words).split()
    found = [
        each
        for topic in faq_topics()
        for each in topic.questions
        if all(word in each.searched for word in wanted)
    ]
    return sorted(found, key=lambda each: not all(word in folded(each.question) for word in wanted))


def folded(text: str) -> str:
    """The text without case, accents and vowel points: "Éligibilité" → "eligibilite"."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(each for each in parts if not unicodedata.combining(each))


# News


@dataclass(frozen=True, slots=True)
class NewsLine:
    """A news item in a list."""

    title: str
    summary: str
    lang: str
    url: str
    kind: str
    kind_name: str
    dated_on: date
    is_demonstration: bool

    @property
    def here(self) -> str:
        """As the breadcrumb names it."""
        return marked(self.title, self.lang)


def news_line(row: Any) -> NewsLine:
    """A row of news as a list shows it."""
    code = language_shown(row)
    return NewsLine(
        title=text_of(row, "title", code),
        summary=text_of(row, "summary", code),
        lang=mark_of(code),
        url=row.get_absolute_url(),
        kind=row.kind,
        kind_name=row.get_kind_display(),
        dated_on=row.dated_on,
        is_demonstration=row.is_demonstration,
    )


def latest_news(count: int) -> Sequence[NewsLine]:
    """The newest items, at most MOST_NEWS: for the home page."""
    return kept("knowledge.latest-news", _latest_news)[:count]


def _latest_news() -> tuple[NewsLine, ...]:
    rows = NewsItem.objects.published().for_page().newest_first()[:MOST_NEWS]
    return tuple(news_line(row) for row in rows)


# Glossary


@dataclass(frozen=True, slots=True)
class GlossaryLine:
    """A term as a reader sees it; `word` is English, and `lang` says so, where hers is not known."""

    key: str
    word: str
    english: str
    lang: str
    definition: str
    definition_lang: str
    letter: str
    searched: str


def glossary_lines() -> Sequence[GlossaryLine]:
    """The terms in the alphabetical order of the active language."""
    return kept("knowledge.glossary", _glossary_lines)


def _glossary_lines() -> tuple[GlossaryLine, ...]:
    code = active_code()
    lines = [_glossary_line(term, code) for term in glossary_terms()]
    return tuple(sorted(lines, key=lambda line: sort_key(line.word, code)))


def _glossary_line(term: Term, code: str) -> GlossaryLine:
    word = term.words.get(code) or term.words[ENGLISH]
    definition = term.definitions.get(code) or term.definitions.get(ENGLISH, "")
    return GlossaryLine(
        key=term.key.replace("_", "-"),
        word=word,
        english=term.words[ENGLISH],
        lang="" if code in term.words else mark_of(ENGLISH),
        definition=resolve_rules(definition),
        definition_lang="" if code in term.definitions or not definition else mark_of(ENGLISH),
        letter=word[:1].upper(),
        searched=folded(f"{word} {term.words[ENGLISH]}"),
    )


def glossary_address(key: str) -> str:
    """Where a term stands in the glossary."""
    return f"{reverse('knowledge:glossary')}#{key}"


# One news item, one event, one meeting, one incident


@dataclass(frozen=True, slots=True)
class NewsPage:
    """All that the page of a news item shows."""

    line: NewsLine
    html: SafeString
    source_url: str
    is_published: bool = True


def news_page(row: Any) -> NewsPage:
    """A news item as a page, published or not."""
    code = language_shown(row)
    html = render_markdown(getattr(row, f"body_{code}") or "", language=code).html
    return NewsPage(news_line(row), html, row.source_url, row.is_published)


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list."""

    slug: str
    title: str
    summary: str
    place: str
    lang: str
    url: str
    starts_at: datetime
    ends_at: datetime
    is_online: bool
    is_demonstration: bool

    @property
    def here(self) -> str:
        """As the breadcrumb names it."""
        return marked(self.title, self.lang)


@dataclass(frozen=True, slots=True)
class EventPage:
    """All that the page of an event shows."""

    line: EventLine
    html: SafeString
    more_url: str
    is_published: bool = True


def event_line(row: Any) -> EventLine:
    """A row of events as a list shows it."""
    code = language_shown(row)
    return EventLine(
        slug=row.slug,
        title=text_of(row, "title", code),
        summary=text_of(row, "summary", code),
        place=text_of(row, "place", code),
        lang=mark_of(code),
        url=row.get_absolute_url(),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        is_online=row.is_online,
        is_demonstration=row.is_demonstration,
    )


def event_page(row: Any) -> EventPage:
    """An event as a page, published or not."""
    code = language_shown(row)
    html = render_markdown(getattr(row, f"body_{code}") or "", language=code).html
    return EventPage(event_line(row), html, row.url, row.is_published)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the table."""

    held_on: date
    subject: str
    place: str
    lang: str
    organisations: tuple[tuple[str, str], ...]
    minutes_url: str
    is_demonstration: bool


def meeting_line(row: Any) -> MeetingLine:
    """A row of meetings, with (name, number) of each organisation."""
    code = language_shown(row)
    return MeetingLine(
        held_on=row.held_on,
        subject=text_of(row, "subject", code),
        place=text_of(row, "place", code),
        lang=mark_of(code),
        organisations=tuple((each.name, each.register_number) for each in row.organisations.all()),
        minutes_url=row.minutes_url,
        is_demonstration=row.is_demonstration,
    )


@dataclass(frozen=True, slots=True)
class UpdateLine:
    """What was known of an incident at an instant."""

    at: datetime
    state_name: str
    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident with its updates, newest first."""

    title: str
    lang: str
    service_name: str
    is_maintenance: bool
    started_at: datetime
    ended_at: datetime | None
    updates: tuple[UpdateLine, ...]
    is_demonstration: bool


def incident_line(row: Any) -> IncidentLine:
    """A row of the service status."""
    title, lang = _text_or_english(row, "title")
    return IncidentLine(
        title=title,
        lang=lang,
        service_name=row.get_service_display(),
        is_maintenance=row.is_maintenance,
        started_at=row.started_at,
        ended_at=row.ended_at,
        updates=tuple(
            UpdateLine(each.at, each.get_state_display(), *_text_or_english(each, "text"))
            for each in row.updates.all()
        ),
        is_demonstration=row.is_demonstration,
    )


def _text_or_english(row: Any, field: str) -> tuple[str, str]:
    own = getattr(row, f"{field}_{active_code()}", "")
    return (own, "") if own else (getattr(row, f"{field}_{ENGLISH}") or "", mark_of(ENGLISH))
