"""What the sources ask to have translated: Python, templates, our scripts, and the libraries' pages."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from core.phrases import library_entries

Domain = Literal["django", "djangojs"]
Key = tuple[str | None, str]
DOMAINS: Final[tuple[Domain, ...]] = ("django", "djangojs")

SOURCE_FOLDERS: Final = (
    "accounts",
    "alerts",
    "applications",
    "careers",
    "competitions",
    "complaints",
    "core",
    "dashboard",
    "data_rights",
    "documents",
    "enquiries",
    "epso_site",
    "figures",
    "knowledge",
    "notifications",
    "open_data",
    "practice",
    "profiles",
    "receipts",
    "recruitment",
    "selection",
    "special_needs",
    "templates",
)
TEMPLATE_SUFFIXES: Final = frozenset({".html", ".txt", ".xml"})
SCRIPT_FOLDER: Final = "static/js"
COMMENT_TAG: Final = "Translators"

# Which arguments of which function are context ("c"), singular and plural: Babel's notation.
KEYWORDS: Final[Mapping[str, tuple[int | tuple[int, str], ...] | None]] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

_PERCENT = re.compile(r"%(?:\(\w+\))?[sdif]")
_BRACES = re.compile(r"\{\w*\}")


@dataclass(slots=True)
class Message:
    """One text to translate and where it is asked for (file names only, so that diffs stay small)."""

    msgid: str
    msgctxt: str | None = None
    msgid_plural: str | None = None
    comments: set[str] = field(default_factory=set)
    locations: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        return self.msgctxt, self.msgid

    @property
    def flags(self) -> list[str]:
        text = self.msgid + (self.msgid_plural or "")
        if _PERCENT.search(text):
            return ["python-format"]
        return ["python-brace-format"] if _BRACES.search(text) else []


class TwoPluralsError(ValueError):
    """Two places give one text different plurals; gettext can hold only one of them."""


def collect_messages(domain: Domain) -> dict[Key, Message]:
    """Every message of the domain, sorted by text and context. Raises TwoPluralsError, SyntaxError."""
    messages: dict[Key, Message] = {}
    found = _script_messages() if domain == "djangojs" else _source_messages()
    for message in [*found, *_library_messages(domain)]:
        _add(messages, message)
    return dict(sorted(messages.items(), key=lambda item: (item[0][1], item[0][0] or "")))


def _add(messages: dict[Key, Message], message: Message) -> None:
    known = messages.setdefault(message.key, message)
    known.locations |= message.locations
    known.comments |= message.comments
    plurals = {known.msgid_plural, message.msgid_plural} - {None}
    if len(plurals) > 1:
        raise TwoPluralsError(
            f"{message.msgid!r} has two plurals: {sorted(map(repr, plurals))}, {known.locations}"
        )
    known.msgid_plural = known.msgid_plural or message.msgid_plural


def _source_messages() -> Iterator[Message]:
    for folder in SOURCE_FOLDERS:
        for path in sorted((_root() / folder).rglob("*")):
            if path.suffix == ".py" and "migrations" not in path.parts:
                yield from _extracted("python", path, path.read_bytes())
            elif path.suffix in TEMPLATE_SUFFIXES:
                yield from _extracted("python", path, _template_as_python(path))


def _script_messages() -> Iterator[Message]:
    for path in sorted((_root() / SCRIPT_FOLDER).rglob("*.js")):
        yield from _extracted("javascript", path, path.read_bytes())


def _library_messages(domain: Domain) -> Iterator[Message]:
    for entry in library_entries(domain):
        yield Message(
            msgid=entry.msgid,
            msgctxt=entry.msgctxt,
            msgid_plural=entry.msgid_plural,
            comments=set(filter(None, [entry.comment])),
            locations=set(entry.locations),
        )


def _root() -> Path:
    return Path(settings.BASE_DIR)


def _template_as_python(path: Path) -> bytes:
    """The template's messages as calls of gettext, line for line, without indentation."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in source.splitlines()).encode()


def _extracted(method: str, path: Path, source: bytes) -> Iterator[Message]:
    location = path.relative_to(_root()).as_posix()
    found = extract(method, io.BytesIO(source), KEYWORDS, (COMMENT_TAG,), {"encoding": "utf-8"})
    for _line, text, comments, context in found:
        singular, plural = _forms(text)
        if singular:
            yield Message(singular, context, plural, _as_comment(comments), {location})


def _forms(text: str | tuple[str, ...]) -> tuple[str, str | None]:
    return (text, None) if isinstance(text, str) else (text[0], text[1])


def _as_comment(lines: Iterable[str]) -> set[str]:
    text = " ".join(line.strip() for line in lines)
    return {text} if text else set()
