"""Loading of the texts that ship with the project (docs/knowledge.md).

A text is written where there is none, or where the one there is the one the loader wrote last time: what
staff have edited stays. Nothing is deleted, and what is loaded already is left alone.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from careers.services import text_columns
from core.formats import BRUSSELS
from core.kept import publish
from core.languages import ENGLISH
from core.models import AuditRecord
from core.services import record_audit
from knowledge.files import DATA, article_texts, faq_texts, read_index
from knowledge.models import (
    Article,
    Event,
    FaqEntry,
    FaqTopic,
    IncidentUpdate,
    Meeting,
    MeetingOrganisation,
    NewsItem,
    Publishable,
    ServiceIncident,
)
from knowledge.services.publication import as_text, change_publication, page_name, save_page

VERB: Final = "load_data"
KEY: Final = "knowledge"

Columns = Mapping[str, Any]


@dataclass(slots=True)
class LoadReport:
    """What the loader did, by the names of the rows."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    edited_by_staff: list[str] = field(default_factory=list)
    without_english: list[str] = field(default_factory=list)
    is_unchanged: bool = False
    """Whether the files are those of the last time, so that nothing was looked at."""


@transaction.atomic
def load_knowledge(*, now: datetime, is_forced: bool = False) -> LoadReport:
    """Bring articles, questions and news into line with the files; `is_forced` also where none changed.

    Raises ContentFileError for a file that cannot be read.
    """
    digest = files_digest()
    if not is_forced and digest == _last_digest():
        return LoadReport(is_unchanged=True)
    report = LoadReport()
    for model, key, columns in _wanted():
        _bring_into_line(model, key, columns, report, now)
    record_audit(now=now, by=None, verb=VERB, subject=Article(), key=KEY, details={"digest": digest})
    publish()
    return report


def files_digest() -> str:
    """The SHA-256 of all files the loader reads, with their names."""
    total = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.suffix in {".md", ".json"}:
            total.update(f"{path.relative_to(DATA)}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()


def _last_digest() -> str | None:
    last = AuditRecord.objects.filter(verb=VERB, object_key=KEY).order_by("-pk").first()
    return None if last is None else last.details["digest"]


# What the files say


def _wanted() -> Iterator[tuple[Any, Mapping[str, str], Columns]]:
    """(model, {the column that names the row: its value}, columns), in the order of their references."""
    for entry in read_index("articles"):
        yield Article, {"slug": entry["slug"]}, _article_columns(entry)
    texts = faq_texts()
    index = read_index("faq")
    for topic in index["topics"]:
        names = {code: each.topics.get(topic["key"], "") for code, each in texts.items()}
        yield FaqTopic, {"key": topic["key"]}, {"order": topic["order"], **text_columns("name", names)}
    for entry in index["entries"]:
        yield FaqEntry, {"key": entry["key"]}, _question_columns(entry, texts)
    if (DATA / "news.json").exists():
        for entry in read_index("news"):
            yield NewsItem, {"slug": entry["slug"]}, _news_columns(entry)


def _article_columns(entry: Mapping[str, Any]) -> Columns:
    return {
        "section": entry["section"],
        "order": entry["order"],
        "supplement": entry.get("supplement", ""),
        **_page_texts(entry["slug"], "articles"),
    }


def _news_columns(entry: Mapping[str, Any]) -> Columns:
    return {
        "kind": entry["kind"],
        "dated_on": date.fromisoformat(entry["date"]),
        "source_url": entry["source"],
        **_page_texts(entry["slug"], "news"),
    }


def _page_texts(slug: str, folder: str) -> Columns:
    texts = article_texts(slug, folder=folder)
    return {
        **text_columns("title", {code: each.title for code, each in texts.items()}),
        **text_columns("summary", {code: each.summary for code, each in texts.items()}),
        **text_columns("body", {code: each.body for code, each in texts.items()}),
    }


def _question_columns(entry: Mapping[str, Any], texts: Mapping[str, Any]) -> Columns:
    key = entry["key"]
    known = {code: each.entries[key] for code, each in texts.items() if key in each.entries}
    return {
        "topic_key": entry["topic"],
        "order": entry["order"],
        **text_columns("question", {code: pair[0] for code, pair in known.items()}),
        **text_columns("answer", {code: pair[1] for code, pair in known.items()}),
    }


# Bringing rows into line


def _bring_into_line(
    model: Any, key: Mapping[str, str], columns: Columns, report: LoadReport, now: datetime
) -> None:
    name = next(iter(key.values()))
    wanted = _with_topic(columns)
    if not _has_english(model, wanted):
        report.without_english.append(name)
        return
    row = model.objects.filter(**key).first()
    if row is None:
        _create(model, key, wanted, now)
        report.created.append(name)
        return
    kept = _fill_in(row, wanted)
    if kept:
        report.edited_by_staff.append(f"{name}: {', '.join(kept)}")
    if save_page(row=row, by=None, now=now):
        report.updated.append(name)
    model.objects.filter(pk=row.pk).update(loaded_digests=row.loaded_digests)


def _with_topic(columns: Columns) -> dict[str, Any]:
    """A question names its topic by key; its row does by number."""
    wanted = dict(columns)
    if "topic_key" in wanted:
        wanted["topic_id"] = FaqTopic.objects.values_list("pk", flat=True).get(key=wanted.pop("topic_key"))
    return wanted


def _has_english(model: Any, wanted: Columns) -> bool:
    required = model.REQUIRED if issubclass(model, Publishable) else ("name",)
    return all(wanted[f"{name}_{ENGLISH}"] for name in required)


def _create(model: Any, key: Mapping[str, str], wanted: Columns, now: datetime) -> None:
    row = model(
        **key, **wanted, loaded_digests={name: _digest(value) for name, value in wanted.items() if value}
    )
    if isinstance(row, Publishable):
        row.changed_at = now
    row.save()
    if isinstance(row, Publishable):
        change_publication(row=row, action="publish", by=None, now=now, reason="loaded")


def _fill_in(row: Any, wanted: Columns) -> list[str]:
    """Write what is new into the columns that nobody edited; return the names of those that staff did."""
    edited = []
    for name, value in wanted.items():
        present = getattr(row, name)
        if as_text(present) == as_text(value):
            if value:
                row.loaded_digests[name] = _digest(value)
        elif not value:
            continue  # a text that the files no longer have stays
        elif _is_ours(row, name, present):
            setattr(row, name, value)
            row.loaded_digests[name] = _digest(value)
        else:
            edited.append(name)
    return edited


def _is_ours(row: Any, name: str, present: Any) -> bool:
    """Whether the loader wrote what is there, or nobody wrote anything yet."""
    written = row.loaded_digests.get(name)
    return not as_text(present) if written is None else written == _digest(present)


def _digest(value: Any) -> str:
    return hashlib.sha256(as_text(value).encode()).hexdigest()


# Demonstration


@transaction.atomic
def load_demonstration(*, now: datetime) -> list[str]:
    """Load made-up events, meetings and an incident, each marked as such; return the names of new ones.

    Days are counted from `now`, so that some events are still to come. What is there is left alone.
    """
    document = read_index("demonstration")
    made = [
        *_demonstration_events(document["events"], now),
        *_demonstration_meetings(document["meetings"], now),
        *_demonstration_incidents(document["incidents"], now),
    ]
    if made:
        publish()
    return made


def _demonstration_events(entries: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[str]:
    for entry in entries:
        if Event.objects.filter(slug=entry["slug"]).exists():
            continue
        start = _at(now, entry["day"], entry["hour"])
        event = Event.objects.create(
            slug=entry["slug"],
            starts_at=start,
            ends_at=start + timedelta(hours=entry["hours"]),
            is_online=entry["is_online"],
            is_demonstration=True,
            changed_at=now,
            **_texts(entry, "title", "place", "summary", "body"),
        )
        yield _published(event, now)


def _demonstration_meetings(entries: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[str]:
    if Meeting.objects.filter(is_demonstration=True).exists():
        return
    for entry in entries:
        meeting = Meeting.objects.create(
            held_on=_at(now, entry["day"], 12).date(),
            is_demonstration=True,
            changed_at=now,
            **_texts(entry, "subject", "place"),
        )
        MeetingOrganisation.objects.bulk_create(
            MeetingOrganisation(meeting=meeting, **each) for each in entry["organisations"]
        )
        yield _published(meeting, now)


def _demonstration_incidents(entries: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[str]:
    if ServiceIncident.objects.filter(is_demonstration=True).exists():
        return
    for entry in entries:
        start = _at(now, entry["day"], entry["hour"])
        incident = ServiceIncident.objects.create(
            service=entry["service"],
            started_at=start,
            ended_at=start + timedelta(minutes=entry["minutes"]),
            is_demonstration=True,
            **_texts(entry, "title"),
        )
        for each in entry["updates"]:
            IncidentUpdate.objects.create(
                incident=incident,
                at=start + timedelta(minutes=each["minute"]),
                state=each["state"],
                **_texts(each, "text"),
            )
        yield page_name(incident)


def _published(row: Any, now: datetime) -> str:
    return page_name(change_publication(row=row, action="publish", by=None, now=now, reason="demonstration"))


def _texts(entry: Mapping[str, Any], *names: str) -> dict[str, str]:
    return {
        column: text for name in names for column, text in text_columns(name, entry.get(name, {})).items()
    }


def _at(now: datetime, day: int, hour: int) -> datetime:
    """So many days from today, on the hour in Brussels."""
    today = timezone.localtime(now, BRUSSELS)
    return (today + timedelta(days=day)).replace(hour=hour, minute=0, second=0, microsecond=0)
