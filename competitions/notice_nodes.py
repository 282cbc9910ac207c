"""Reading a notice document without trusting it: what has the wrong type counts as not given.

A value of the wrong type is the schema's business, so that one mistake never hides another.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from competitions.notice_faults import is_decimal, join_path

Node = dict[str, Any]


def object_in(node: Node, name: str) -> Node:
    """The object under a name, or an empty one."""
    value = node.get(name)
    return value if isinstance(value, dict) else {}


def objects_in(node: Node, name: str) -> list[tuple[int, Node]]:
    """(number, entry) of the objects in a list."""
    value = node.get(name)
    return (
        [(n, each) for n, each in enumerate(value) if isinstance(each, dict)]
        if isinstance(value, list)
        else []
    )


def text_in(node: Node, name: str) -> str | None:
    """The text under a name."""
    value = node.get(name)
    return value if isinstance(value, str) else None


def texts_in(node: Node, name: str) -> list[str] | None:
    """The texts in a list."""
    value = node.get(name)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else None


def whole_in(node: Node, name: str) -> int | None:
    """The whole number under a name; true and false are none."""
    value = node.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def decimal_in(node: Node, name: str) -> Fraction | None:
    """The decimal number under a name, exactly."""
    value = text_in(node, name)
    return Fraction(value) if value is not None and is_decimal(value) else None


def codes_in(node: Node, name: str, *prefix: str | int) -> list[tuple[str, object]]:
    found = [
        (join_path(*prefix, name, n, "code"), text_in(each, "code")) for n, each in objects_in(node, name)
    ]
    return [(path, code) for path, code in found if code is not None]


def field_codes(document: Node) -> list[str]:
    """The codes of the fields, each once, in their order."""
    codes = [text_in(field, "code") for _number, field in objects_in(document, "fields")]
    return list(dict.fromkeys(code for code in codes if code is not None))
