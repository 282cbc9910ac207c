"""What the members of a notice say together: the rules that a JSON Schema cannot express.

Each rule takes the document as it was read, right or wrong in shape, and yields the faults it sees. A value
of the wrong type is the schema's business; here it counts as not given, so that one mistake never hides
another. Scores, marks and weights are exact fractions.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from competitions.notice_faults import PROTOCOL_ORDER, RELATIVE, Fault, is_decimal, is_local_time, join_path

Node = dict[str, Any]

BRUSSELS = ZoneInfo("Europe/Brussels")
MIDNIGHT = time(0, 0)
MIDDAY = time(12, 0)

DATE_MEMBERS = frozenset(
    {
        "opens_at", "deadline", "id_document_deadline", "supporting_documents_deadline",
        "eligibility_reference_date", "diploma_date", "scheduled_at", "starts_at",
        "valid_until", "published_on", "announced_for", "date",
    }
)  # fmt: skip
"""The members that hold a day or a time, wherever they stand in the document."""

NOMINAL_DAY = date(2026, 1, 15)
"""The day a demonstration is thought to be loaded on while it is only being checked."""


def rule_faults(document: Node) -> Iterator[Fault]:
    """Every fault that any rule sees."""
    yield from text_faults(document)
    for rule in RULES:
        yield from rule(document)


# Reading without trusting


def _object(node: Node, name: str) -> Node:
    value = node.get(name)
    return value if isinstance(value, dict) else {}


def _objects(node: Node, name: str) -> list[tuple[int, Node]]:
    value = node.get(name)
    return (
        [(n, each) for n, each in enumerate(value) if isinstance(each, dict)]
        if isinstance(value, list)
        else []
    )


def _text(node: Node, name: str) -> str | None:
    value = node.get(name)
    return value if isinstance(value, str) else None


def _texts(node: Node, name: str) -> list[str] | None:
    value = node.get(name)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else None


def _whole(node: Node, name: str) -> int | None:
    value = node.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _decimal(node: Node, name: str) -> Fraction | None:
    value = _text(node, name)
    return Fraction(value) if value is not None and is_decimal(value) else None


def to_instant(value: str, *, bare_time: time) -> datetime:
    """A Brussels wall-clock time as an instant in UTC; a bare day is taken at ``bare_time``.

    When the clocks go back and the hour happens twice, the first one is meant.
    """
    local = (
        datetime.fromisoformat(value)
        if "T" in value
        else datetime.combine(date.fromisoformat(value), bare_time)
    )
    return local.replace(tzinfo=BRUSSELS).astimezone(UTC)


def resolve_relative(value: str, *, today: date) -> str:
    """``D+21T12:00`` counted from ``today``, in ISO form; any other text comes back unchanged."""
    match = RELATIVE.match(value)
    if match is None:
        return value
    return (today + timedelta(days=int(match["days"] or 0))).isoformat() + (match["time"] or "")


def _instant(node: Node, name: str, bare_time: time) -> datetime | None:
    value = _text(node, name)
    if value is None or not is_local_time(value):
        return None
    return to_instant(resolve_relative(value, today=NOMINAL_DAY), bare_time=bare_time)


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
    if _text(document, "status") == "DRAFT":
        return
    titles = [("title", document.get("title"))]
    titles += [
        (join_path("fields", n, "title"), field.get("title")) for n, field in _objects(document, "fields")
    ]
    wanted = set(_texts(document, "languages_published") or []) & set(PROTOCOL_ORDER) - {"en"}
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
    fields = _objects(document, "fields")
    yield from _repeated(
        [
            (join_path("fields", n, "code"), (each["code"], _text(each, "grade")))
            for n, each in fields
            if isinstance(each.get("code"), str)
        ]
    )
    yield from _repeated(_codes(document, "test_groups"))
    for number, field in fields:
        yield from _repeated(_codes(field, "talent_screener", "fields", number))
    yield from _duplicate_tests(document)


def _unnamed_fields(document: Node) -> Iterator[Fault]:
    """The empty code stands for a competition that is not divided."""
    if len(_field_codes(document)) > 1:
        for number, field in _objects(document, "fields"):
            if _text(field, "code") == "":
                yield Fault(join_path("fields", number, "code"), "field_code_needed")


def _codes(node: Node, name: str, *prefix: str | int) -> list[tuple[str, object]]:
    found = [(join_path(*prefix, name, n, "code"), _text(each, "code")) for n, each in _objects(node, name)]
    return [(path, code) for path, code in found if code is not None]


def _duplicate_tests(document: Node) -> Iterator[Fault]:
    """A candidate takes a test once: neither twice in one field, nor once for all and once for a field."""
    seen: list[tuple[str | None, str | None]] = []
    for number, test in _objects(document, "tests"):
        code, field = _text(test, "code"), _text(test, "field")
        if code is not None and any(code == c and (field == f or None in (field, f)) for c, f in seen):
            yield Fault(join_path("tests", number, "code"), "duplicate", {"value": code})
        seen.append((code, field))


def _unknown_fields(document: Node) -> Iterator[Fault]:
    known = _field_codes(document)
    for name in ("tests", "application_counts"):
        for number, each in _objects(document, name):
            code = _text(each, "field")
            if code is not None and code not in known:
                yield Fault(join_path(name, number, "field"), "field_unknown", {"field": code})


def _field_codes(document: Node) -> list[str]:
    codes = [_text(field, "code") for _number, field in _objects(document, "fields")]
    return list(dict.fromkeys(code for code in codes if code is not None))


def _references(document: Node) -> Iterator[Fault]:
    reference = _text(document, "reference")
    if reference is None:
        return
    if reference.startswith("EPSO/DEMO/") != (document.get("is_demonstration") is True):
        yield Fault("reference", "demonstration_reference")
    if ("/PROVISIONAL-" in reference) != (document.get("reference_is_provisional") is True):
        yield Fault("reference", "provisional_reference")


def _grades(document: Node) -> Iterator[Fault]:
    announced = _texts(document, "grades")
    for number, field in _objects(document, "fields"):
        grade = _text(field, "grade")
        if announced and grade is not None and grade not in announced:
            yield Fault(join_path("fields", number, "grade"), "grade_not_announced", {"grade": grade})


def _number_sought(document: Node) -> Iterator[Fault]:
    number = _whole(document, "number_sought")
    numbers = [_whole(field, "number_sought") for _n, field in _objects(document, "fields")]
    known = [each for each in numbers if each is not None]
    if number is not None and numbers and len(known) == len(numbers) and sum(known) != number:
        yield Fault("number_sought", "number_sought_differs", {"number": number, "total": sum(known)})


# Tests


def _marks(document: Node) -> Iterator[Fault]:
    for number, test in _objects(document, "tests"):
        maximum, pass_mark = _decimal(test, "maximum"), _decimal(test, "pass_mark")
        if maximum is not None and maximum <= 0:
            yield Fault(join_path("tests", number, "maximum"), "maximum_not_positive")
        elif maximum is not None and pass_mark is not None and pass_mark > maximum:
            yield Fault(
                join_path("tests", number, "pass_mark"),
                "pass_mark_too_high",
                {"pass_mark": test["pass_mark"], "maximum": test["maximum"]},
            )
        multiplier = _decimal(_object(test, "marked_for"), "multiplier")
        if multiplier is not None and multiplier <= 0:
            yield Fault(join_path("tests", number, "marked_for", "multiplier"), "multiplier_not_positive")


def _groups(document: Node) -> Iterator[Fault]:
    defined = {code for _path, code in _codes(document, "test_groups")}
    for number, test in _objects(document, "tests"):
        group = _text(test, "group")
        if group is not None and group not in defined:
            yield Fault(join_path("tests", number, "group"), "group_unknown", {"group": group})
    for number, group_node in _objects(document, "test_groups"):
        yield from _group_faults(document, group_node, number)


def _group_faults(document: Node, group: Node, number: int) -> Iterator[Fault]:
    code = _text(group, "code")
    if code is None:
        return
    taken = [_members(document, code, field) for field in _field_codes(document) or [""]]
    used = [tests for tests in taken if tests]
    if not used or any(len(tests) < 2 for tests in used):
        yield Fault(join_path("test_groups", number), "group_too_small", {"group": code})
    yield from _group_mark_faults(used, group, number)


def _members(document: Node, group: str, field: str) -> list[Node]:
    return [test for test in _tests_of(document, field) if _text(test, "group") == group]


def _tests_of(document: Node, field: str) -> list[Node]:
    return [test for _n, test in _objects(document, "tests") if _text(test, "field") in (None, field)]


def _group_mark_faults(used: list[list[Node]], group: Node, number: int) -> Iterator[Fault]:
    pass_mark = _decimal(group, "pass_mark")
    sums = []
    for tests in used:
        maxima = [_decimal(test, "maximum") for test in tests]
        known = [each for each in maxima if each is not None]
        if len(known) == len(maxima):
            sums.append(sum(known))
    if pass_mark is not None and sums and pass_mark > min(sums):
        values = {"pass_mark": group["pass_mark"], "maximum": min(sums)}
        yield Fault(join_path("test_groups", number, "pass_mark"), "group_pass_mark_too_high", values)


def _weights(document: Node) -> Iterator[Fault]:
    for number, test in _objects(document, "tests"):
        weights = [_decimal(test, name) for name in ("weight_preliminary", "weight_final")]
        if any(weight is not None for weight in weights) and test.get("maximum") is None:
            yield Fault(join_path("tests", number, "maximum"), "weight_without_maximum")
        who = _text(_object(test, "marked_for"), "who")
        if weights[0] is not None and who in ("BEST_NUMBER", "BEST_MULTIPLE"):
            yield Fault(join_path("tests", number, "weight_preliminary"), "weight_before_marking")
    for field in _field_codes(document):
        yield from _weight_sums(document, field)


def _weight_sums(document: Node, field: str) -> Iterator[Fault]:
    """In each ranking of each field the weights, once any is given, are percentages of one whole."""
    for member, code in (
        ("weight_preliminary", "preliminary_weights_not_100"),
        ("weight_final", "final_weights_not_100"),
    ):
        weights = [_decimal(test, member) for test in _tests_of(document, field)]
        given = [weight for weight in weights if weight is not None]
        if given and sum(given) != 100:
            yield Fault("tests", code, {"field": field, "total": _plain(sum(given, Fraction()))})


def _plain(number: Fraction) -> str:
    return str(number.numerator) if number.denominator == 1 else str(float(number))


# Languages


def _allowed(document: Node, name: str) -> set[str]:
    allowed = _texts(_object(_object(document, "languages"), name), "allowed")
    return set(PROTOCOL_ORDER if allowed is None else allowed)


def _language_choice(document: Node) -> Iterator[Fault]:
    first, second = _allowed(document, "language_1"), _allowed(document, "language_2")
    if not _leaves_a_choice(first, second):
        yield Fault("languages", "no_two_languages")
    for number, field in _objects(document, "fields"):
        language = _text(field, "language_1")
        path = join_path("fields", number, "language_1")
        if language is None:
            continue
        if language not in first:
            yield Fault(path, "field_language_not_allowed", {"language": language})
        elif not _leaves_a_choice({language}, second):
            yield Fault(path, "no_two_languages")


def _leaves_a_choice(first: set[str], second: set[str]) -> bool:
    return bool(first and second) and len(first | second) > 1


# Days and times


def _dates(document: Node) -> Iterator[Fault]:
    yield from _zone_faults(document, document.get("is_demonstration") is True)
    application = _object(document, "application")
    opens = _instant(application, "opens_at", MIDNIGHT)
    deadline = _instant(application, "deadline", MIDDAY)
    for name in ("deadline", "id_document_deadline", "supporting_documents_deadline"):
        end = _instant(application, name, MIDDAY)
        if opens is not None and end is not None and end <= opens:
            yield Fault(join_path("application", name), "before_opening")
    published = _instant(_object(document, "official_journal"), "published_on", MIDNIGHT)
    if published is not None and deadline is not None and deadline <= published:
        yield Fault("application.deadline", "before_publication")
    valid_until = _instant(_object(document, "reserve_list"), "valid_until", MIDDAY)
    if valid_until is not None and deadline is not None and valid_until < deadline:
        yield Fault("reserve_list.valid_until", "valid_before_deadline")


def _zone_faults(value: object, is_demonstration: bool, *path: str | int) -> Iterator[Fault]:
    """Relative days outside a demonstration, and local times that the start of summer time skips."""
    if isinstance(value, dict):
        for name, each in value.items():
            if name in DATE_MEMBERS and isinstance(each, str):
                yield from _date_faults(each, is_demonstration, join_path(*path, name))
            else:
                yield from _zone_faults(each, is_demonstration, *path, name)
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _zone_faults(each, is_demonstration, *path, number)


def _date_faults(value: str, is_demonstration: bool, path: str) -> Iterator[Fault]:
    if RELATIVE.match(value):
        if not is_demonstration:
            yield Fault(path, "relative_date", {"value": value})
    elif "T" in value and is_local_time(value) and _is_skipped(value):
        yield Fault(path, "time_does_not_exist")


def _is_skipped(value: str) -> bool:
    back = to_instant(value, bare_time=MIDNIGHT).astimezone(BRUSSELS)
    return back.replace(tzinfo=None) != datetime.fromisoformat(value)


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
    status = _text(document, "status")
    for members in NEEDED_BY_STATUS.get(status or "", ()):
        is_cast_deadline = members[-1] == "deadline" and _text(document, "kind") == "CAST"
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
    motivation = _object(_object(document, "application"), "motivation")
    if motivation.get("is_asked") is False and motivation.get("max_characters") is not None:
        yield Fault("application.motivation.max_characters", "motivation_limit")


RULES: tuple[Callable[[Node], Iterator[Fault]], ...] = (
    _required_translations, _duplicate_codes, _unnamed_fields, _unknown_fields, _references, _grades,
    _number_sought, _marks, _groups, _weights, _language_choice, _dates, _status, _motivation,
)  # fmt: skip
