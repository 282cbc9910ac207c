"""The files the pages start from (docs/knowledge.md): one Markdown file an article and language, one of all
questions a language, and two indexes in JSON. Reading only; what is wrong is said with its file and line.
"""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from core.languages import CODES, ENGLISH

DATA: Final = Path(__file__).resolve().parent / "data"
_TOPIC: Final = re.compile(r"- ([a-z0-9-]+): (.+)")
_KEY: Final = re.compile(r"## ([a-z0-9-]+)")
_TERM: Final = re.compile(r"## ([a-z0-9_]+)")


class ContentFileError(ValueError):
    """A file of texts that is not as docs/knowledge.md says."""

    def __init__(self, path: Path | str, line: int, fault: str) -> None:
        super().__init__(f"{path}, line {line}: {fault}")


@dataclass(frozen=True, slots=True)
class ArticleText:
    """What a file of an article holds."""

    title: str
    summary: str
    body: str


@dataclass(frozen=True, slots=True)
class FaqText:
    """What the file of questions of a language holds: topic → name, key → (question, answer)."""

    topics: Mapping[str, str]
    entries: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the glossary: its words and its definition by language; English is always there."""

    key: str
    words: Mapping[str, str]
    definitions: Mapping[str, str] = field(default_factory=dict)


# Reading of one text


def parse_article(source: str, path: Path | str = "") -> ArticleText:
    """`# Title`, a paragraph that begins with `> ` (the summary), the body. Raises ContentFileError."""
    lines = source.strip().split("\n")
    if not lines[0].startswith("# "):
        raise ContentFileError(path, 1, "the first line is not “# Title”.")
    start = next((at for at, line in enumerate(lines) if at and line.strip()), len(lines))
    end = start
    while end < len(lines) and lines[end].startswith(">"):
        end += 1
    if end == start:
        raise ContentFileError(
            path, start + 1, "the title is not followed by a summary that begins with “> ”."
        )
    summary = " ".join(line.removeprefix(">").strip() for line in lines[start:end])
    body = "\n".join(lines[end:]).strip()
    if not body:
        raise ContentFileError(path, end + 1, "there is no text after the summary.")
    return ArticleText(lines[0].removeprefix("# ").strip(), summary, body)


def parse_faq(source: str, path: Path | str = "") -> FaqText:
    """`# topics` with `- key: Name`, then for each `## key` the question and the answer."""
    topics: dict[str, str] = {}
    entries: dict[str, tuple[str, str]] = {}
    for line, heading, content in _parts(source):
        found = _KEY.fullmatch(heading)
        if heading == "# topics":
            topics = dict(_topic(path, line, each) for each in content if each.strip())
        elif found is None:
            raise ContentFileError(path, line, f"“{heading}” is neither “# topics” nor “## key”.")
        elif found[1] in entries:
            raise ContentFileError(path, line, f"the key {found[1]} is there twice.")
        else:
            entries[found[1]] = _entry(path, line, content)
    return FaqText(topics, entries)


def _parts(source: str) -> Iterator[tuple[int, str, list[str]]]:
    """Each line that begins with one or two hashes, with its number and the lines that follow it."""
    heading, start = "", 0
    content: list[str] = []
    for number, line in enumerate(source.split("\n"), start=1):
        if line.startswith(("# ", "## ")):
            if heading:
                yield start, heading, content
            heading, start, content = line.strip(), number, []
        elif heading or line.strip():
            content.append(line)
            heading, start = heading or "(text before the first heading)", start or number
    if heading:
        yield start, heading, content


def _topic(path: Path | str, line: int, text: str) -> tuple[str, str]:
    found = _TOPIC.fullmatch(text.strip())
    if found is None:
        raise ContentFileError(path, line, f"“{text}” is not “- key: Name”.")
    return found[1], found[2].strip()


def _entry(path: Path | str, line: int, content: list[str]) -> tuple[str, str]:
    question, *answer = "\n".join(content).strip().split("\n")
    text = "\n".join(answer).strip()
    if not question or not text:
        raise ContentFileError(path, line, "a question is followed by an empty line and the answer.")
    return question.strip(), text


def parse_definitions(source: str, path: Path | str = "") -> dict[str, str]:
    """`## key` and a short definition for each term of the glossary. Raises ContentFileError."""
    definitions = {}
    for line, heading, content in _parts(source):
        found = _TERM.fullmatch(heading)
        text = " ".join("\n".join(content).split())
        if found is None or not text:
            raise ContentFileError(path, line, f"“{heading}” is not “## key” with a definition.")
        definitions[found[1]] = text
    return definitions


# Reading of the folder


def read_index(name: str) -> Any:
    """The JSON index `articles`, `faq`, `news` or `demonstration`."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def article_texts(slug: str, *, folder: str = "articles") -> dict[str, ArticleText]:
    """The texts of an article (or, in the folder `news`, of a news item) by language."""
    paths = {code: DATA / code / folder / f"{slug}.md" for code in CODES}
    return {
        code: parse_article(path.read_text(encoding="utf-8"), path)
        for code, path in paths.items()
        if path.exists()
    }


def faq_texts() -> dict[str, FaqText]:
    """The questions of every language that has any."""
    paths = {code: DATA / code / "faq.md" for code in CODES}
    return {
        code: parse_faq(path.read_text(encoding="utf-8"), path)
        for code, path in paths.items()
        if path.exists()
    }


@cache
def glossary_terms() -> tuple[Term, ...]:
    """The terms of the glossary, with the definitions there are."""
    definitions = _definitions()
    with (DATA / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_term(row, definitions) for row in csv.DictReader(file))


def _term(row: Mapping[str, str], definitions: Mapping[str, Mapping[str, str]]) -> Term:
    words = {code: row[code] for code in CODES if row[code]}
    own = {code: texts[row["key"]] for code, texts in definitions.items() if row["key"] in texts}
    if ENGLISH not in words:
        raise ContentFileError("glossary.csv", 1, f"the term {row['key']} has no English word.")
    return Term(row["key"], words, own)


def _definitions() -> dict[str, dict[str, str]]:
    paths = {code: DATA / code / "glossary.md" for code in CODES}
    return {
        code: parse_definitions(path.read_text(encoding="utf-8"), path)
        for code, path in paths.items()
        if path.exists()
    }
