"""Documents as files: a notice or an amendment, whichever it is, and those that ship with the project."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from careers import services as careers
from careers.models import Institution, Place, Vacancy
from competitions.notice import Document, read_notice
from competitions.services.notices import (
    LoadResult,
    apply_amendment_document,
    load_demonstration,
    load_notice,
)
from core.models import AuditRecord
from core.services import record_audit

APPS = Path(__file__).resolve().parent.parent.parent
CAREERS_DATA = APPS / "careers" / "data"
COMPETITIONS_DATA = APPS / "competitions" / "data"

CATALOGUES: Sequence[tuple[str, Any, Callable[..., int]]] = (
    ("places", Place, careers.load_places),
    ("institutions", Institution, careers.load_institutions),
    ("vacancies", Vacancy, careers.load_vacancies),
)
"""What stands before the notices, in the order in which one refers to the other."""


def load_document(*, source: bytes, by: Any, now: datetime) -> LoadResult:
    """Load the notice, or apply the amendment, that a file holds. Raises NoticeUnreadableError."""
    return load_parsed(document=read_notice(source), by=by, now=now)


def load_parsed(*, document: Document, by: Any, now: datetime) -> LoadResult:
    """Load a notice, or apply an amendment, whichever the document is."""
    load = apply_amendment_document if "amends" in document else load_notice
    return load(document=document, by=by, now=now)


def load_shipped_catalogues(*, now: datetime) -> Iterator[tuple[str, int | None]]:
    """Load places, institutions and vacancies; yield each name with the rows written, None if not new.

    A file is loaded once. Afterwards the database is the truth, until the project ships another version.
    """
    for name, model, load in CATALOGUES:
        source = (CAREERS_DATA / f"{name}.json").read_bytes()
        digest = hashlib.sha256(source).hexdigest()
        if _last_digest(name) == digest:
            yield name, None
            continue
        written = load(entries=json.loads(source)[name])
        record_audit(
            now=now, by=None, verb="load_data", subject=model(), key=name, details={"digest": digest}
        )
        yield name, written


def _last_digest(name: str) -> str | None:
    last = AuditRecord.objects.filter(verb="load_data", object_key=name).order_by("-pk").first()
    return last.details["digest"] if last else None


def load_shipped_notices(*, now: datetime) -> Iterator[tuple[str, LoadResult]]:
    """Load every notice of the project, then every amendment in the order of its number."""
    for path in sorted((COMPETITIONS_DATA / "notices").glob("*.json")):
        yield path.name, load_notice(document=read_notice(path.read_bytes()), by=None, now=now)
    amendments = [(path, read_notice(path.read_bytes())) for path in _amendment_paths()]
    for path, document in sorted(amendments, key=lambda pair: (pair[1]["amends"], pair[1]["number"])):
        yield path.name, apply_amendment_document(document=document, by=None, now=now)


def _amendment_paths() -> list[Path]:
    return sorted((COMPETITIONS_DATA / "amendments").glob("*.json"))


def load_shipped_demonstration(*, now: datetime) -> LoadResult:
    """Load the demonstration competition, its days counted from today."""
    document = read_notice((COMPETITIONS_DATA / "demonstration.json").read_bytes())
    return load_demonstration(document=document, by=None, now=now)
