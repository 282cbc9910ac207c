"""Saving of texts with their history, and the one door for every change of publication."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from core.kept import publish
from core.languages import CODES
from core.services import record_audit
from core.states import Transition, move
from knowledge.models import (
    Article,
    Event,
    FaqEntry,
    KeyDocument,
    Meeting,
    NewsItem,
    PageRevision,
    Publishable,
    Testimonial,
)
from knowledge.states import PUBLICATION_MOVES

PUBLISHABLE: Final[tuple[Any, ...]] = (Article, FaqEntry, NewsItem, Event, Meeting, KeyDocument, Testimonial)
"""The kinds of rows that the clock publishes."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a revision tells of: its field, and the language of its text."""

    name: str
    field: str
    language: str


def tracked_columns(model: type[Model]) -> Iterator[Column]:
    """The texts of every language, then what staff can change besides."""
    texts = translated_fields(model)
    for field in texts:
        for code in CODES:
            yield Column(build_localized_fieldname(field, code), field, code)
    columns = {build_localized_fieldname(field, code) for field in texts for code in CODES}
    for each in model._meta.concrete_fields:
        if each.editable and not each.primary_key and each.name not in columns | set(texts):
            yield Column(each.attname, each.name, "")


def translated_fields(model: type[Model]) -> tuple[str, ...]:
    """The fields of `model` with a column per language."""
    return tuple(translator.get_options_for_model(model).get_field_names())


def as_text(value: Any) -> str:
    """A value as a revision holds it: nothing for None."""
    return "" if value is None else str(value)


@transaction.atomic
def save_page(*, row: Any, by: Any, now: datetime) -> int:
    """Write a row whose columns were changed, with one revision for each that differs; return how many.

    `by` is None for what is loaded from files. Nothing is written where nothing differs.
    """
    model = type(row)
    before = model.objects.select_for_update(of=("self",)).get(pk=row.pk) if row.pk else None
    changes = [
        (column, as_text(getattr(before, column.name, None)), as_text(getattr(row, column.name)))
        for column in tracked_columns(model)
    ]
    differing = [(column, old, new) for column, old, new in changes if old != new]
    if before is not None and not differing:
        return 0
    if hasattr(row, "changed_at"):
        row.changed_at = now
    row.save()
    common = {"at": now, "by": by, "object_type": model._meta.label_lower, "object_id": row.pk}
    PageRevision.objects.bulk_create(
        PageRevision(
            **common,
            object_name=page_name(row)[:200],
            field=column.field,
            language=column.language,
            before=old,
            after=new,
        )
        for column, old, new in differing
    )
    if getattr(row, "is_published", True):
        publish()
    return len(differing)


@contextmanager
def recording_organisations(*, meeting: Meeting, by: Any, now: datetime) -> Iterator[None]:
    """Leave one revision where what is done inside changes the organisations of a meeting; all or nothing."""
    with transaction.atomic():
        before = _organisations(meeting)
        yield
        after = _organisations(meeting)
        if before != after:
            PageRevision.objects.create(
                at=now,
                by=by,
                object_type=Meeting._meta.label_lower,
                object_id=meeting.pk,
                object_name=page_name(meeting)[:200],
                field="organisations",
                before=before,
                after=after,
            )
            publish()


def _organisations(meeting: Meeting) -> str:
    """A line for each, with its number in the Transparency Register where it has one."""
    rows = meeting.organisations.order_by("pk").values_list("name", "register_number")
    return "\n".join(f"{name} ({number})" if number else name for name, number in rows)


def page_name(row: Any) -> str:
    """What a row is called in the history: its address where it has one."""
    return str(getattr(row, "slug", "") or getattr(row, "key", "") or f"{row._meta.verbose_name} {row.pk}")


@transaction.atomic
def change_publication(
    *,
    row: Any,
    action: str,
    by: Any,
    now: datetime,
    reason: str = "",
    publish_at: datetime | None = None,
) -> Any:
    """Take `action` (states.PUBLICATION_MOVES) on a publishable row; return it as it is now.

    `publish_at` is asked for by "schedule" alone and lies after `now` (ValidationError). Raises
    StateMoveRefused where the table does not permit the action.
    """
    if action == "schedule" and (publish_at is None or publish_at <= now):
        raise ValidationError(_("Choose a time of publication that is still to come."))
    moved = move(
        row,
        table=PUBLICATION_MOVES,
        transition_model=_transitions_of(row),
        action=action,
        by=by,
        now=now,
        reason=reason,
        changes=_changes(row, action, now, publish_at),
    )
    record_audit(
        now=now, by=by, verb=f"page_{action}", subject=moved, key=page_name(moved)[:120], purpose=reason[:300]
    )
    publish()
    return moved


def _transitions_of(row: Any) -> type[Transition]:
    model: type[Transition] = row._meta.get_field("transitions").related_model
    return model


def _changes(row: Publishable, action: str, now: datetime, publish_at: datetime | None) -> Mapping[str, Any]:
    changes: dict[str, Any] = {"publish_at": publish_at if action == "schedule" else None}
    if action == "publish" and row.published_at is None:
        changes["published_at"] = now
    return changes


def publish_due(*, now: datetime) -> list[str]:
    """Publish every row scheduled for `now` or before; return their names."""
    due = [row for model in PUBLISHABLE for row in model.objects.in_language().due(now).order_by("pk")]
    for row in due:
        change_publication(row=row, action="publish", by=None, now=now, reason=_("time of publication"))
    return [page_name(row) for row in due]
