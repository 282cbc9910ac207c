"""The differences that an amendment made, as sentences for the public: what, before, after."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from careers.choices import ContractType, Domain, FunctionGroup
from careers.names import names
from careers.templatetags.opportunities import announced
from competitions.choices import TEST_NAMES
from competitions.differences import TEXT_MEMBERS, Difference
from competitions.marks import day_or_time, score
from competitions.member_names import ENTRY_NAMES, MEMBER_NAMES, UNSHOWN
from competitions.models import (
    BoardMember,
    CompetitionDocument,
    CompetitionKind,
    MarkedFor,
    PlanningRow,
    Profile,
    TestKind,
    TestLanguage,
)
from competitions.notice import deadline_instant, opening_instant
from competitions.states import CompetitionState
from competitions.texts import Text, text_in
from core.formats import format_date, format_datetime_brussels, format_number
from core.languages import language_name

Format = Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One value before and after. `kind` is "changed", "added" or "removed" (an entry of a list)."""

    label: str
    entry: str
    """The entry of a list that it belongs to, such as the name of a test; may be empty."""
    kind: str
    before: list[Text]
    after: list[Text]


def difference_lines(differences: Iterable[Difference]) -> list[DifferenceLine]:
    """The differences that mean something to a reader, in the order of the notice."""
    shown = [each for each in differences if each["member"] not in UNSHOWN]
    return [_line(each) for each in sorted(shown, key=lambda each: _place(each["member"].partition(".")[0]))]


def _place(member: str) -> int:
    """Where a member stands in a notice; those of an object stand where the first of them does."""
    places = (place for place, name in enumerate(MEMBER_NAMES) if f"{name}.".startswith(f"{member}."))
    return next(places, len(MEMBER_NAMES))


def _line(difference: Difference) -> DifferenceLine:
    member, kind = difference["member"], difference["kind"]
    names = MEMBER_NAMES if kind == "changed" else ENTRY_NAMES
    return DifferenceLine(
        label=str(names.get(member, member)),
        entry="" if kind != "changed" else _entry_name(difference["entry"]),
        kind=kind,
        before=[] if kind == "added" else _described(member, difference["before"]),
        after=[] if kind == "removed" else _described(member, difference["after"]),
    )


def _entry_name(entry: Mapping[str, Any]) -> str:
    """What a reader knows the entry by: its title or stage or name, else what its code stands for."""
    for name in ("title", "stage"):
        if isinstance(entry.get(name), Mapping):
            return str(text_in(entry[name]))
    code = str(entry.get("name") or entry.get("code") or "")
    return str(TEST_NAMES.get(code, code))


def _described(member: str, value: Any) -> list[Text]:
    """One text for a plain value; for an entry, one for each member of it that is given."""
    if not isinstance(value, Mapping) or member.rpartition(".")[2] in TEXT_MEMBERS:
        return [_formatted(member, value)]
    return list(_members(member, value))


def _members(place: str, entry: Mapping[str, Any]) -> Iterable[Text]:
    for name, value in sorted(entry.items(), key=lambda pair: _place(f"{place}.{pair[0]}")):
        member = f"{place}.{name}"
        if isinstance(value, Mapping) and name not in TEXT_MEMBERS:
            yield from _members(member, value)
        elif value not in (None, "", [], {}) and member in MEMBER_NAMES:
            text = _formatted(member, value)
            yield Text(f"{MEMBER_NAMES[member]}: {text}", text.language)


def _formatted(member: str, value: Any) -> Text:
    if isinstance(value, Mapping) and value:
        return text_in(value)
    if member.endswith(".allowed") and value is None:
        return Text(_("Any of the 24 official languages"))
    if value in (None, "", [], {}):
        return Text(pgettext("a value in a notice", "Not stated"))
    if isinstance(value, bool):
        return Text(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return Text(", ".join(_plain(member, each) for each in value))
    return Text(_plain(member, value))


def _plain(member: str, value: Any) -> str:
    known = FORMATS.get(member) or FORMATS.get(member.rpartition(".")[2])
    if known is not None:
        return known(value)
    return format_number(value) if isinstance(value, int) else str(value)


def _named(choices: Iterable[tuple[Any, Any]]) -> Format:
    names = dict(choices)
    return lambda code: str(names.get(code, code))


def _column(model: Any, field: str) -> Format:
    return _named(model._meta.get_field(field).flatchoices)


def _day(value: str) -> str:
    return format_date(date.fromisoformat(value))


def _opening(value: str) -> str:
    return day_or_time(opening_instant(value))


def _deadline(value: str) -> str:
    return format_datetime_brussels(deadline_instant(value))


def _mark(value: str) -> str:
    return score(Decimal(value))


def _institution(code: str) -> str:
    if code == "ALL":
        return _("All institutions that EPSO selects staff for")
    known = names().institutions.get(code)
    return known.name if known else code


def _place_name(code: str) -> str:
    known = names().places.get(code)
    return known.name if known else code.replace("_", " ").title()


FORMATS: dict[str, Format] = {
    "kind": _named(CompetitionKind.choices),
    "profile": _named(Profile.choices),
    "function_group": _named(FunctionGroup.choices),
    "contract_type": _named(ContractType.choices),
    "domains": _named(Domain.choices),
    "status": _named(CompetitionState.choices),
    "institutions": _institution,
    "places": _place_name,
    **dict.fromkeys(("languages_published", "allowed", "language_1"), language_name),
    **dict.fromkeys(("opens_at", "starts_at", "scheduled_at"), _opening),
    **dict.fromkeys(("deadline", "id_document_deadline", "supporting_documents_deadline"), _deadline),
    **dict.fromkeys(
        ("eligibility_reference_date", "diploma_date", "valid_until", "published_on", "date"), _day
    ),
    "announced_for": announced,
    **dict.fromkeys(
        ("maximum", "pass_mark", "weight_preliminary", "weight_final", "multiplier", "minimum_score"), _mark
    ),
    "tests.kind": _named(TestKind.choices),
    "tests.language": _named(TestLanguage.choices),
    "who": _named(MarkedFor.choices),
    "documents.kind": _column(CompetitionDocument, "kind"),
    "planning.state": _column(PlanningRow, "state"),
    "role": _column(BoardMember, "role"),
    "appointed_by": _column(BoardMember, "appointed_by"),
}
"""How a value is written, by the place of its member or by the member's name alone."""
