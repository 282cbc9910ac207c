"""What can be wrong with a notice document, and how the JSON Schema's findings become plain sentences.

A fault names its place in the document (``fields[2].title.mt``), a stable code for programs and tests,
and a sentence for people in the language of whoever reads it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PROTOCOL_ORDER = (
    "bg", "es", "cs", "da", "de", "et", "el", "en", "fr", "ga", "hr", "it",
    "lv", "lt", "hu", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "fi", "sv",
)  # fmt: skip
"""The 24 official languages in the order of the Official Journal."""

SENTENCES: Mapping[str, _StrPromise] = {
    # the file
    "too_large": _("The file is larger than %(limit)s megabytes."),
    "wrong_encoding": _("The file is not UTF-8 text: the byte at position %(position)s cannot be read."),
    "not_json": _("The file is not valid JSON: see line %(line)s, column %(column)s."),
    "not_json_number": _("“%(number)s” is not a number that JSON allows."),
    "too_deep": _("The file is nested too deeply to be read."),
    "repeated_member": _("The member “%(name)s” is given more than once in the same object."),
    # the shape
    "missing": _("“%(name)s” is missing."),
    "english_missing": _("The English text is missing."),
    "unknown_member": _("“%(name)s” is not a known member."),
    "unknown_language": _("“%(name)s” is not the code of an official language of the Union."),
    "wrong_type": _("This must be %(expected)s."),
    "not_allowed": _("This must be one of: %(allowed)s."),
    "wrong_form": _("“%(value)s” does not have the right form."),
    "empty": _("This text is empty."),
    "too_long": _("This is longer than %(limit)s characters."),
    "too_few": _("The list needs more entries; the least number is %(limit)s."),
    "repeated": _("The same entry is given more than once."),
    "too_small": _("This must not be less than %(limit)s."),
    "too_great": _("This must not be more than %(limit)s."),
    "not_wanted": _("This does not belong here."),
    "not_a_decimal": _("“%(value)s” is not a decimal number such as 10 or 12.5, written as text."),
    "not_a_day": _("“%(value)s” is not a day such as 2026-03-10."),
    "not_a_day_or_month": _("“%(value)s” is not a day such as 2026-03-10, nor a month such as 2026-03."),
    "not_a_local_time": _("“%(value)s” is not a Brussels time such as 2026-03-10T12:00, nor a day."),
    "not_a_url": _("“%(value)s” is not a web address that begins with http:// or https://."),
    "not_a_pointer": _("“%(value)s” is not a path such as /fields/0/number_sought."),
    # every text
    "not_nfc": _("This text is not in Unicode normal form C."),
    "control_character": _("This text holds a control character (%(character)s) at position %(position)s."),
    "outer_space": _("This text begins or ends with a space."),
    # what the members say together
    "translation_missing": _("The notice is published in “%(language)s”, but this text is not given in it."),
    "duplicate": _("“%(value)s” is given more than once."),
    "field_unknown": _("There is no field with the code “%(field)s”."),
    "field_code_needed": _("A competition divided into fields gives each of them a code."),
    "field_language_not_allowed": _("“%(language)s” is not among the languages allowed as language 1."),
    "grade_not_announced": _("The grade %(grade)s is not among the grades of the competition."),
    "group_unknown": _("The group “%(group)s” is not defined."),
    "group_too_small": _("The group “%(group)s” must hold at least two tests that the same candidate takes."),
    "group_pass_mark_too_high": _("The combined pass mark %(pass_mark)s is higher than %(maximum)s."),
    "pass_mark_too_high": _("The pass mark %(pass_mark)s is higher than the maximum %(maximum)s."),
    "maximum_not_positive": _("The maximum must be more than zero."),
    "multiplier_not_positive": _("The multiplier must be more than zero."),
    "weight_without_maximum": _("A test that carries a weight needs a maximum."),
    "weight_before_marking": _("A test marked only for the best cannot count in the preliminary ranking."),
    "preliminary_weights_not_100": _(
        "The weights of the preliminary ranking for field “%(field)s” add up to %(total)s, not to 100."
    ),
    "final_weights_not_100": _(
        "The weights of the final ranking for field “%(field)s” add up to %(total)s, not to 100."
    ),
    "number_sought_differs": _(
        "The number sought is %(number)s, but the numbers of the fields add up to %(total)s."
    ),
    "no_two_languages": _("The allowed languages leave no two different languages to choose."),
    "before_opening": _("This is before the applications open."),
    "before_publication": _("The deadline is before the day of publication."),
    "valid_before_deadline": _("The reserve list would end before the deadline for applications."),
    "time_does_not_exist": _("The clocks in Brussels skip this time."),
    "relative_date": _("Only a demonstration may use relative days such as “%(value)s”."),
    "demonstration_reference": _("A demonstration, and only a demonstration, has a reference EPSO/DEMO/…"),
    "provisional_reference": _("A provisional reference, and no other, has a part PROVISIONAL-n."),
    "status_needs": _("The status %(status)s needs this."),
    "status_forbids": _("The status %(status)s does not allow this."),
    "motivation_limit": _("A limit of characters is given, but no motivation is asked."),
    # amendments
    "amends_another": _("This amends %(amends)s, not %(reference)s."),
    "path_unknown": _("The path “%(pointer)s” does not exist in the notice."),
    "path_protected": _("The path “%(pointer)s” may not be changed by an amendment."),
}

TYPE_NAMES: Mapping[str, _StrPromise] = {
    "string": _("text"),
    "integer": _("a whole number"),
    "boolean": _("true or false"),
    "array": _("a list"),
    "object": _("an object"),
    "null": _("null"),
}

FORMAT_CODES = {
    "decimal": "not_a_decimal",
    "day": "not_a_day",
    "day-or-month": "not_a_day_or_month",
    "local-time": "not_a_local_time",
    "url": "not_a_url",
    "json-pointer": "not_a_pointer",
    "language": "unknown_language",
}

RELATIVE = re.compile(r"D(?P<days>[+-][0-9]{1,4})?(?P<time>T[0-9]{2}:[0-9]{2})?\Z", re.ASCII)
"""A day counted from the day of loading: ``D``, ``D-7``, ``D+21T12:00``."""

_DECIMAL = re.compile(r"(0|[1-9][0-9]{0,8})(\.[0-9]{1,6})?\Z", re.ASCII)
_DAY = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_MONTH = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}\Z", re.ASCII)
_LOCAL_TIME = re.compile(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?\Z", re.ASCII)
_URL = re.compile(r"https?://[^\s/]+(/\S*)?\Z")
_POINTER = re.compile(r"(/([^~/]|~[01])*)+\Z")


@dataclass(frozen=True)
class _Alternatives:
    """Names of JSON types, in the language active when they are shown."""

    types: tuple[str, ...]

    def __str__(self) -> str:
        return " / ".join(str(TYPE_NAMES[name]) for name in self.types)


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where (``tests[0].pass_mark``), a stable code, and the values its sentence names."""

    path: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)

    @property
    def message(self) -> str:
        """The sentence, in the language active now."""
        return str(SENTENCES[self.code]) % {name: str(value) for name, value in self.values.items()}

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


def join_path(*parts: str | int) -> str:
    """``("fields", 2, "title", "mt")`` as ``fields[2].title.mt``."""
    path = ""
    for part in parts:
        path += f"[{part}]" if isinstance(part, int) else f".{part}" if path else part
    return path


def schema_faults(document: object, schema_name: str) -> list[Fault]:
    """Every departure from the named JSON Schema, each named once, in the order of the document."""
    faults: dict[tuple[str, str], Fault] = {}
    for error in _validator(schema_name).iter_errors(document):
        for fault in _faults_of(error):
            faults.setdefault((fault.path, fault.code), fault)
    return list(faults.values())


@cache
def _validator(schema_name: str) -> Draft202012Validator:
    schema = json.loads(Path(__file__).with_name(schema_name).read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=_format_checker())


Place = list[Any]
Reader = Callable[[Place, Any, Any, Any], Iterator[Fault]]


def _faults_of(error: ValidationError) -> Iterator[Fault]:
    """The schema's finding as our own; the one rule without a reader is ``not``, which forbids."""
    reader = _READERS.get(str(error.validator), _forbidden)
    yield from reader(list(error.absolute_path), error.validator_value, error.instance, error.schema)


def _missing(path: Place, names: Any, instance: Any, _schema: Any) -> Iterator[Fault]:
    for name in names:
        if name not in instance:
            # only texts require a member "en"
            yield Fault(
                join_path(*path, name), "english_missing" if name == "en" else "missing", {"name": name}
            )


def _unknown(path: Place, _rule: Any, instance: Any, schema: Any) -> Iterator[Fault]:
    code = "unknown_language" if schema.get("x-languages") else "unknown_member"
    for name in instance:
        if name not in schema["properties"]:
            yield Fault(join_path(*path, name), code, {"name": name})


def _wrong_type(path: Place, rule: Any, _instance: Any, _schema: Any) -> Iterator[Fault]:
    types = [rule] if isinstance(rule, str) else rule
    yield Fault(join_path(*path), "wrong_type", {"expected": _Alternatives(tuple(types))})


def _not_allowed(path: Place, rule: Any, _instance: Any, _schema: Any) -> Iterator[Fault]:
    allowed = rule if isinstance(rule, list) else [rule]
    names = ", ".join("null" if each is None else str(each) for each in allowed)
    yield Fault(join_path(*path), "not_allowed", {"allowed": names})


def _wrong_format(path: Place, rule: Any, instance: Any, _schema: Any) -> Iterator[Fault]:
    yield Fault(join_path(*path), FORMAT_CODES[rule], {"value": instance, "name": instance})


def _forbidden(path: Place, _rule: Any, _instance: Any, _schema: Any) -> Iterator[Fault]:
    yield Fault(join_path(*path), "not_wanted")


def _limited(code: str) -> Reader:
    def read(path: Place, rule: Any, instance: Any, _schema: Any) -> Iterator[Fault]:
        yield Fault(join_path(*path), code, {"limit": rule, "value": instance})

    return read


_READERS: Mapping[str, Reader] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _wrong_type,
    "enum": _not_allowed,
    "const": _not_allowed,
    "format": _wrong_format,
    "pattern": _limited("wrong_form"),
    "minLength": _limited("empty"),
    "maxLength": _limited("too_long"),
    "minItems": _limited("too_few"),
    "uniqueItems": _limited("repeated"),
    "minimum": _limited("too_small"),
    "maximum": _limited("too_great"),
}


def is_decimal(value: str) -> bool:
    """A decimal number as text, not negative, without exponent."""
    return bool(_DECIMAL.match(value))


def is_day(value: str) -> bool:
    """A real calendar day of the 20th to 22nd century, or a day relative to the day of loading."""
    relative = RELATIVE.match(value)
    if relative:
        return relative["time"] is None
    return bool(_DAY.match(value)) and _exists(date.fromisoformat, value)


def is_day_or_month(value: str) -> bool:
    """A day as above, or a month."""
    return is_day(value) or (bool(_MONTH.match(value)) and _exists(date.fromisoformat, f"{value}-01"))


def is_local_time(value: str) -> bool:
    """A Brussels wall-clock time to the minute or second, or a bare day; either may be relative."""
    relative = RELATIVE.match(value)
    if relative:
        return relative["time"] is None or _exists(datetime.fromisoformat, f"2026-01-01{relative['time']}")
    return is_day(value) or (bool(_LOCAL_TIME.match(value)) and _exists(datetime.fromisoformat, value))


def _exists(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


_FORMATS: Mapping[str, Callable[[str], bool]] = {
    "decimal": is_decimal,
    "day": is_day,
    "day-or-month": is_day_or_month,
    "local-time": is_local_time,
    "url": lambda value: bool(_URL.match(value)),
    "json-pointer": lambda value: bool(_POINTER.match(value)),
    "language": lambda value: value in PROTOCOL_ORDER,
}


def _format_checker() -> FormatChecker:
    checker = FormatChecker(formats=())
    for name, is_right in _FORMATS.items():
        checker.checks(name)(_of_text(is_right))
    return checker


def _of_text(is_right: Callable[[str], bool]) -> Callable[[object], bool]:
    """Formats speak about text; anything else is the business of ``type``."""
    return lambda value: not isinstance(value, str) or is_right(value)
