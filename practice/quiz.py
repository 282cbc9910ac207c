"""Questions about the European Union and about digital skills, from data files, without Django.

`data/<name>.json` holds what has no language: the key of each question, the index of its right option, and a
source or area. `data/<language>/<name>.json` holds question, options and explanation of each key, and
`data/<language>/sources.json` the names of the acts that sources are in.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from practice.kinds import Kind
from practice.seeds import Draw

DATA: Final = Path(__file__).parent / "data"
FILES: Final = {Kind.EU_KNOWLEDGE: "eu_knowledge.json", Kind.DIGITAL_SKILLS: "digital_skills.json"}
OPTIONS: Final = 4
_ACTS: Final = "sources.json"
_FALLBACK: Final = "en"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the answer is laid down: an act by its code, and the article of it."""

    act: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A question without its words. `answer` is the index of the right one of its options, from 0."""

    key: str
    answer: int
    source: Source | None = None
    area: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A question in words, in `language`."""

    question: str
    options: tuple[str, ...]
    explanation: str
    language: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a test asks it: its options in the order `order` (indexes into those of its words)."""

    entry: Entry
    order: tuple[int, ...]

    @property
    def right(self) -> int:
        """Where in the order the right option stands."""
        return self.order.index(self.entry.answer)


@cache
def entries(kind: Kind) -> tuple[Entry, ...]:
    """All questions of a kind, in the order of the file."""
    return tuple(_entry(row) for row in _read(DATA / FILES[kind]))


def _entry(row: dict[str, Any]) -> Entry:
    source = Source(**row["source"]) if row.get("source") else None
    return Entry(row["key"], row["answer"], source, row.get("area", ""))


def words(kind: Kind, key: str, language: str) -> Words:
    """The words of a question in a language, in English where that language does not have it yet."""
    row, language = _in_language(FILES[kind], key, language)
    return Words(row["question"], tuple(row["options"]), row["explanation"], language)


def act_name(act: str, language: str) -> tuple[str, str]:
    """The name of the act a source is in, and the language that name is in."""
    name, language = _in_language(_ACTS, act, language)
    return str(name), language


def _in_language(file: str, key: str, language: str) -> tuple[Any, str]:
    """The text of a key and its language: the one asked for, or English."""
    found = _texts(file, language).get(key)
    return (_texts(file, _FALLBACK)[key], _FALLBACK) if found is None else (found, language)


@cache
def _texts(file: str, language: str) -> dict[str, Any]:
    path = DATA / language / file
    return dict(_read(path)) if path.is_file() else {}


def asked(kind: Kind, seed: str, count: int) -> tuple[Asked, ...]:
    """The questions of a seed. One more question in the data changes one place of a shared test at most."""
    drawn = sorted(entries(kind), key=lambda entry: _rank(kind, seed, entry.key))[:count]
    return tuple(
        Asked(entry, Draw("order", kind, seed, entry.key).shuffled(range(OPTIONS))) for entry in drawn
    )


def _rank(kind: Kind, seed: str, key: str) -> bytes:
    return hashlib.sha256("\x1f".join((kind, seed, key)).encode()).digest()


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
