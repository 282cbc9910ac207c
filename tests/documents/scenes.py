"""Rows that tests of documents begin with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from documents.models import Document
from documents.services import keep_document
from profiles.models import Education, Experience
from tests.documents import files
from tests.factories import (
    education_values,
    experience_values,
    make_candidate,
    make_competition,
    make_submitted_application,
)

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
CLOSED = NOW - timedelta(days=10)
DOCUMENTS_UNTIL = NOW + timedelta(days=40)


def own_columns(model: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values that a model has columns for."""
    names = {field.name for field in model._meta.fields}
    return {name: value for name, value in values.items() if name in names}


def make_diploma(user, **changes) -> Any:
    return Education.objects.create(user=user, **own_columns(Education, education_values(**changes)))


def make_period(user, **changes) -> Any:
    return Experience.objects.create(user=user, **own_columns(Experience, experience_values(**changes)))


def make_document(owner, *, content: bytes | None = None, name: str = "diploma.pdf", **columns) -> Any:
    document = keep_document(owner=owner, name=name, content=content or files.pdf(text=name), now=NOW)
    Document.objects.filter(pk=document.pk).update(**columns)
    document.refresh_from_db()
    return document


def closed_application(candidate=None, **values) -> Any:
    """An application of a competition that closed and still takes documents."""
    competition = make_competition(
        now=CLOSED - timedelta(days=21),
        application_deadline=CLOSED,
        supporting_documents_deadline=DOCUMENTS_UNTIL,
        **values,
    )
    return make_submitted_application(
        candidate=candidate or make_candidate(), competition=competition, now=CLOSED - timedelta(days=1)
    )
