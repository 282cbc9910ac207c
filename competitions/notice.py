"""A notice of competition as one document: read it, judge it, resolve its dates, amend it.

No database and no clock: documents in, documents and faults out. ``docs/notice-format.md`` describes the
members, ``notice.schema.json`` and ``amendment.schema.json`` their shape.
"""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NoReturn

from competitions.notice_faults import PROTOCOL_ORDER, Fault, join_path, schema_faults
from competitions.notice_rules import rule_faults, text_faults
from competitions.notice_times import (
    BRUSSELS,
    DATE_MEMBERS,
    MIDDAY,
    MIDNIGHT,
    resolve_relative,
    to_instant,
)

__all__ = [
    "BRUSSELS",
    "PROTOCOL_ORDER",
    "AmendmentRefusedError",
    "Document",
    "Fault",
    "NoticeUnreadableError",
    "apply_amendment",
    "deadline_instant",
    "digest",
    "find_amendment_faults",
    "find_faults",
    "opening_instant",
    "read_notice",
    "resolve_relative_dates",
    "to_instant",
]

Document = dict[str, Any]

SIZE_LIMIT_MEGABYTES = 5
PROTECTED = ("format", "reference", "reference_is_provisional", "is_demonstration")
"""Members that make a notice the notice it is; no amendment touches them."""


class NoticeUnreadableError(ValueError):
    """The file cannot be read as a document at all; ``faults`` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.faults = [fault]


class AmendmentRefusedError(ValueError):
    """An amendment does not fit its notice; ``faults`` names every change that does not."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults


# Reading


def read_notice(source: str | bytes) -> Document:
    """The document in a file's text or bytes (UTF-8, at most 5 MB); amendments are read the same way.

    Raises NoticeUnreadableError for what is not JSON: the shape and the rules are ``find_faults``' business.
    """
    document = _parse(_decode(source))
    if not isinstance(document, dict):
        raise NoticeUnreadableError(schema_faults(document, "notice.schema.json")[0])
    return document


def _decode(source: str | bytes) -> str:
    raw = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    if len(raw) > SIZE_LIMIT_MEGABYTES * 1024 * 1024:
        raise NoticeUnreadableError(Fault("", "too_large", {"limit": SIZE_LIMIT_MEGABYTES}))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NoticeUnreadableError(Fault("", "wrong_encoding", {"position": error.start})) from error


def _parse(text: str) -> Any:
    try:
        return json.loads(
            text, object_pairs_hook=_without_repeats, parse_constant=_refuse_number, parse_int=_whole
        )
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        raise NoticeUnreadableError(Fault("", "not_json", place)) from error
    except RecursionError as error:
        raise NoticeUnreadableError(Fault("", "too_deep")) from error


def _without_repeats(pairs: list[tuple[str, Any]]) -> Document:
    members: Document = {}
    for name, value in pairs:
        if name in members:
            raise NoticeUnreadableError(Fault(name, "repeated_member", {"name": name}))
        members[name] = value
    return members


def _refuse_number(number: str) -> NoReturn:
    """Python's reader would take NaN and Infinity."""
    raise NoticeUnreadableError(Fault("", "not_json_number", {"number": number}))


def _whole(digits: str) -> int:
    if len(digits) > 20:
        _refuse_number(f"{digits[:20]}…")
    return int(digits)


# Judging


def find_faults(document: object) -> list[Fault]:
    """Every fault of the document, in shape and in meaning, ordered by place; empty if it may be loaded."""
    return _in_order(_all_faults(document, "notice.schema.json"))


def find_amendment_faults(amendment: object) -> list[Fault]:
    """Every fault of an amendment document by itself; whether it fits its notice, applying it tells."""
    return _in_order(_all_faults(amendment, "amendment.schema.json"))


def _all_faults(document: object, schema_name: str) -> Iterator[Fault]:
    try:
        yield from schema_faults(document, schema_name)
        if isinstance(document, dict):
            is_notice = schema_name == "notice.schema.json"
            yield from rule_faults(document) if is_notice else text_faults(document)
    except RecursionError:
        yield Fault("", "too_deep")


def _in_order(faults: Iterator[Fault]) -> list[Fault]:
    """Each fault once, a list's tenth entry after its second."""
    unique = {(fault.path, fault.code, str(fault.values)): fault for fault in faults}
    return sorted(unique.values(), key=lambda fault: (_place(fault.path), fault.code))


def _place(path: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"[.\[\]]+", path)]


def digest(document: Document) -> str:
    """SHA-256 of the document in canonical form: the same content has the same digest in any layout."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


# Days and times


def opening_instant(value: str) -> datetime:
    """When applications open: a Brussels time; a bare day means its midnight. In UTC."""
    return to_instant(value, bare_time=MIDNIGHT)


def deadline_instant(value: str) -> datetime:
    """When a deadline falls: a Brussels time; a bare day means its midday, when EPSO closes. In UTC."""
    return to_instant(value, bare_time=MIDDAY)


def resolve_relative_dates(document: Document, *, today: date) -> Document:
    """A copy of a demonstration whose days counted from the day of loading are real ones.

    Any other document comes back as an equal copy: there a relative day is a fault.
    """
    resolved = copy.deepcopy(document)
    if document.get("is_demonstration") is True:
        _resolve(resolved, today)
    return resolved


def _resolve(node: Any, today: date) -> None:
    for name, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, dict | list):
            _resolve(value, today)
        elif name in DATE_MEMBERS and isinstance(value, str):
            node[name] = resolve_relative(value, today=today)


# Amending


def apply_amendment(document: Document, amendment: Document) -> Document:
    """The notice as amended; the documents given stay as they are.

    Each change replaces the value at its JSON Pointer (RFC 6901); a last part ``-`` appends to a list.
    Raises AmendmentRefusedError naming every change whose path does not exist or may not be changed.
    The result still has to pass ``find_faults``.
    """
    amended = copy.deepcopy(document)
    faults = list(_wrong_notice(document, amendment))
    for number, change in enumerate(amendment["changes"]):
        code = _apply_change(amended, change["path"], copy.deepcopy(change["value"]))
        if code:
            path = join_path("changes", number, "path")
            faults.append(Fault(path, code, {"pointer": change["path"]}))
    if faults:
        raise AmendmentRefusedError(faults)
    return amended


def _wrong_notice(document: Document, amendment: Document) -> Iterator[Fault]:
    reference, amends = document.get("reference"), amendment.get("amends")
    if reference != amends:
        yield Fault("amends", "amends_another", {"amends": amends, "reference": reference})


def _apply_change(document: Document, pointer: str, value: Any) -> str | None:
    """Makes one change in place; the code of the fault if it cannot be made."""
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
    if (parents or [last])[0] in PROTECTED:
        return "path_protected"
    node: Any = document
    for part in parents:
        key = _key(node, part)
        if key is None:
            return "path_unknown"
        node = node[key]
    if isinstance(node, list) and last == "-":
        node.append(value)
        return None
    key = _key(node, last)
    if key is None:
        return "path_unknown"
    node[key] = value
    return None


def _key(node: Any, part: str) -> str | int | None:
    """The part of a pointer as a key that exists in the node, or nothing."""
    if isinstance(node, dict):
        return part if part in node else None
    if isinstance(node, list) and re.fullmatch(r"0|[1-9][0-9]{0,8}", part) and int(part) < len(node):
        return int(part)
    return None
