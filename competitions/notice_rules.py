"""What the members of a notice say together: the rules that a JSON Schema cannot express.

Each rule takes the document as it was read, right or wrong in shape, and yields the faults it sees. Those of
the tests stand in competitions.notice_test_rules, those of days and times in competitions.notice_times.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from competitions.notice_faults import PROTOCOL_ORDER, Fault, join_path
from competitions.notice_nodes import (
    Node,
    codes_in,
    field_codes,
    object_in,
    objects_in,
    text_in,
    texts_in,
    whole_in,
)
from competitions.notice_test_rules import group_faults, mark_faults, weight_faults
from competitions.notice_times import date_faults


def rule_faults(document: Node) -> Iterator[Fault]:
    """Every fault that any rule sees."""
    yield from text_faults(document)
    for rule in RULES:
        yield from rule(document)


# Every text


def text_faults(value: object, *path: str | int) -> Iterator[Fault]:
    """Blank texts, texts not in NFC, outer spaces and control characters, anywhere in the document."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from text_faults(each, *path, name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from text_faults(each, *path, number)
    elif isinstance(value, str) and value:
        yield from _faults_in_text(value, join_path(*path))


def _faults_in_text(text: str, path: str) -> Iterator[Fault]:
    for position, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs", "Cn", "Co") and character != "\n":
            yield Fault(
                path, "control_character", {"character": f"U+{ord(character):04X}", "position": position}
            )
            break
    if not text.strip():
        yield Fault(path, "empty")
    elif text != text.strip():
        yield Fault(path, "outer_space")
    if not unicodedata.is_normalized("NFC", text):
        yield Fault(path, "not_nfc")


def _required_translations(document: Node) -> Iterator[Fault]:
    """From its publication on, a notice has its titles in every language it was published in."""
    if text_in(document, "status") == "DRAFT":
        return
    titles = [("title", document.get("title"))]
    titles += [
        (join_path("fields", n, "title"), field.get("title")) for n, field in objects_in(document, "fields")
    ]
    wanted = set(texts_in(document, "languages_published") or []) & set(PROTOCOL_ORDER) - {"en"}
    for path, title in titles:
        for language in sorted(wanted - set(title)) if isinstance(title, dict) and title else ():
            yield Fault(f"{path}.{language}", "translation_missing", {"language": language})


# Codes


def _repeated(keys: list[tuple[str, object]]) -> Iterator[Fault]:
    seen: set[object] = set()
    for path, key in keys:
        if key in seen:
            value = " ".join(str(part) for part in key if part is not None) if isinstance(key, tuple) else key
            yield Fault(path, "duplicate", {"value": value})
        seen.add(key)


def _duplicate_codes(document: Node) -> Iterator[Fault]:
    fields = objects_in(document, "fields")
    yield from _repeated(
        [
            (join_path("fields", n, "code"), (each["code"], text_in(each, "grade")))
            for n, each in fields
            if isinstance(each.get("code"), str)
        ]
    )
    yield from _repeated(codes_in(document, "test_groups"))
    for number, field in fields:
        yield from _repeated(codes_in(field, "talent_screener", "fields", number))
    yield from _duplicate_tests(document)


def _unnamed_fields(document: Node) -> Iterator[Fault]:
    """The empty code stands for a competition that is not divided."""
    if len(field_codes(document)) > 1:
        for number, field in objects_in(document, "fields"):
            if text_in(field, "code") == "":
                yield Fault(join_path("fields", number, "code"), "field_code_needed")


def _duplicate_tests(document: Node) -> Iterator[Fault]:
    """A candidate takes a test once: neither twice in one field, nor once for all and once for a field."""
    seen: list[tuple[str | None, str | None]] = []
    for number, test in objects_in(document, "tests"):
        code, field = text_in(test, "code"), text_in(test, "field")
        if code is not None and any(code == c and (field == f or None in (field, f)) for c, f in seen):
            yield Fault(join_path("tests", number, "code"), "duplicate", {"value": code})
        seen.append((code, field))


def _unknown_fields(document: Node) -> Iterator[Fault]:
    known = field_codes(document)
    for name in ("tests", "application_counts"):
        for number, each in objects_in(document, name):
            code = text_in(each, "field")
            if code is not None and code not in known:
                yield Fault(join_path(name, number, "field"), "field_unknown", {"field": code})


def _references(document: Node) -> Iterator[Fault]:
    reference = text_in(document, "reference")
    if reference is None:
        return
    if reference.startswith("EPSO/DEMO/") != (document.get("is_demonstration") is True):
        yield Fault("reference", "demonstration_reference")
    if ("/PROVISIONAL-" in reference) != (document.get("reference_is_provisional") is True):
        yield Fault("reference", "provisional_reference")


def _grades(document: Node) -> Iterator[Fault]:
    announced = texts_in(document, "grades")
    for number, field in objects_in(document, "fields"):
        grade = text_in(field, "grade")
        if announced and grade is not None and grade not in announced:
            yield Fault(join_path("fields", number, "grade"), "grade_not_announced", {"grade": grade})


def _number_sought(document: Node) -> Iterator[Fault]:
    number = whole_in(document, "number_sought")
    numbers = [whole_in(field, "number_sought") for _n, field in objects_in(document, "fields")]
    known = [each for each in numbers if each is not None]
    if number is not None and numbers and len(known) == len(numbers) and sum(known) != number:
        yield Fault("number_sought", "number_sought_differs", {"number": number, "total": sum(known)})


# Languages


def _allowed(document: Node, name: str) -> set[str]:
    allowed = texts_in(object_in(object_in(document, "languages"), name), "allowed")
    return set(PROTOCOL_ORDER if allowed is None else allowed)


def _language_choice(document: Node) -> Iterator[Fault]:
    first, second = _allowed(document, "language_1"), _allowed(document, "language_2")
    if not _leaves_a_choice(first, second):
        yield Fault("languages", "no_two_languages")
    for number, field in objects_in(document, "fields"):
        language = text_in(field, "language_1")
        path = join_path("fields", number, "language_1")
        if language is None:
            continue
        if language not in first:
            yield Fault(path, "field_language_not_allowed", {"language": language})
        elif not _leaves_a_choice({language}, second):
            yield Fault(path, "no_two_languages")


def _leaves_a_choice(first: set[str], second: set[str]) -> bool:
    return bool(first and second) and len(first | second) > 1


# Status

NEEDED_BY_STATUS: dict[str, tuple[tuple[str, ...], ...]] = {
    "OPEN": (("application", "opens_at"), ("application", "deadline")),
    "REOPENED": (("application", "deadline"),),
    "SUSPENDED": (("status_note",),),
    "CANCELLED": (("status_note",),),
    "ANNULLED": (("status_note",),),
}
"""What each status cannot do without. An open CAST selection has no deadline."""


def _status(document: Node) -> Iterator[Fault]:
    status = text_in(document, "status")
    for members in NEEDED_BY_STATUS.get(status or "", ()):
        is_cast_deadline = members[-1] == "deadline" and text_in(document, "kind") == "CAST"
        if not is_cast_deadline and not _at(document, members):
            yield Fault(join_path(*members), "status_needs", {"status": status})
    if status == "UPCOMING":
        yield from _upcoming(document)


def _upcoming(document: Node) -> Iterator[Fault]:
    """What is to come has a day or month announced, and no publication behind it."""
    if not _at(document, ("announced_for",)) and not _at(document, ("application", "opens_at")):
        yield Fault("announced_for", "status_needs", {"status": "UPCOMING"})
    if _at(document, ("official_journal", "published_on")):
        yield Fault("official_journal.published_on", "status_forbids", {"status": "UPCOMING"})


def _at(document: Node, members: tuple[str, ...]) -> Any:
    node: Any = document
    for name in members:
        node = node.get(name) if isinstance(node, dict) else None
    return node


def _motivation(document: Node) -> Iterator[Fault]:
    motivation = object_in(object_in(document, "application"), "motivation")
    if motivation.get("is_asked") is False and motivation.get("max_characters") is not None:
        yield Fault("application.motivation.max_characters", "motivation_limit")


RULES: tuple[Callable[[Node], Iterator[Fault]], ...] = (
    _required_translations, _duplicate_codes, _unnamed_fields, _unknown_fields, _references, _grades,
    _number_sought, mark_faults, group_faults, weight_faults, _language_choice, date_faults, _status,
    _motivation,
)  # fmt: skip
