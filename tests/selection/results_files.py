"""Files of results as a test writes them: lines in, bytes and a manifest that describes them out."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import Any

from competitions.models import Competition
from selection.results_format import Manifest, TestCount
from selection.services import ImportOutcome, import_results

HEADER = "application_number,test,attended,correct,points,marks"


def as_bytes(lines: Sequence[str], header: str = HEADER) -> bytes:
    return "".join(f"{line}\n" for line in (header, *lines)).encode()


def manifest_of(competition: Competition, content: bytes, /, **changes: Any) -> Manifest:
    """What is true of the lines in `content`, save for `changes`."""
    counts: dict[str, list[int]] = {}
    for line in content.decode("utf-8", "replace").splitlines()[1:]:
        cells = [*line.split(","), "", "", ""]
        counts.setdefault(cells[1], [0, 0])[0 if cells[2] == "yes" else 1] += 1
    values: dict[str, Any] = {
        "competition": competition.reference,
        "file_sha256": hashlib.sha256(content).hexdigest(),
        "is_partial": False,
        "tests": {test: TestCount(a + b, a, b) for test, (a, b) in counts.items()},
    }
    return Manifest(**{**values, **changes})


def take_in(competition: Competition, content: bytes | Sequence[str], **options: Any) -> ImportOutcome:
    """Import lines, or the bytes of a file; `options` of import_results, and `manifest`."""
    source = content if isinstance(content, bytes) else as_bytes(content)
    manifest = options.pop("manifest", None) or manifest_of(competition, source)
    reader: Any = io.BytesIO(source)
    return import_results(
        competition=competition, source=reader, name="results.csv", manifest=manifest, by=None, **options
    )
