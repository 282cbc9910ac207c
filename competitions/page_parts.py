"""The parts of the page of a competition as plain values, made from rows read with competitions.reading."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from competitions.amendment_reading import DifferenceLine, difference_lines
from competitions.choices import EFFECTS, TEST_NAMES
from competitions.document_links import address_in, addresses
from competitions.marks import score
from competitions.models import BoardMember, CompetitionDocument, MarkedFor, PlanningRow
from competitions.models import TestLanguage as LanguageOfTest
from competitions.planning_reading import HistoryLine
from competitions.texts import Text, text_in, text_of_row
from core.formats import format_number
from core.languages import active_code

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Route:
    """One way to be eligible, in years."""

    years_study: int
    years_experience: int
    years_in_field: int | None


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A field at one of its grades."""

    grade: str
    number_sought: int | None
    routes: list[Route]
    allows_reassignment: bool
    talent_screener: list[Text]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field with the grades it is offered at."""

    code: str
    title: Text
    duties: Text
    language_1: str
    grades: list[GradeLine]


@dataclass(frozen=True, slots=True)
class TestLine:
    """One test; `together_with` names the others that its combined pass mark counts."""

    __test__ = False

    name: Text
    field: str
    part: int
    language: str
    questions: int | None
    minutes: int | None
    maximum: Decimal | None
    pass_mark: Decimal | None
    together_with: list[str]
    weight_preliminary: Decimal | None
    weight_final: Decimal | None
    marked_for: str
    scheduled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanningLine:
    """A stage of the indicative planning, and what was said of it before."""

    number: int
    stage: Text
    period: Text
    state: str
    state_name: str
    starts_at: datetime | None
    candidates: int | None
    minimum_score: Decimal | None
    history: list[HistoryLine]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A member of the selection board."""

    name: str
    role: str
    is_alternate: bool
    institution: Text
    appointed_by: str


@dataclass(frozen=True, slots=True)
class CountLine:
    """Applications on a day; without a field, of all."""

    date: date
    field: Text
    started: int | None
    submitted: int | None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document published elsewhere; `others` are its other languages as (code, address)."""

    title: Text
    url: str
    others: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section of the notice before and after an amendment."""

    name: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """A published change of the notice."""

    number: int
    date: date
    oj_reference: str
    eli: str
    reason: Text
    effects: list[str]
    sections: list[SectionLine]
    differences: list[DifferenceLine]
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A move from one state to another; the first one has no state before."""

    from_state: str
    to_state: str
    made_at: datetime


# From rows


def _instant(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _label(model: Any, field: str, code: str) -> str:
    return str(dict(model._meta.get_field(field).flatchoices).get(code, ""))


def field_lines(rows: Iterable[Row]) -> list[FieldLine]:
    """The fields in their order, those that differ only by grade together."""
    lines: dict[tuple[str, str], FieldLine] = {}
    for row in rows:
        title = text_of_row(row, "title")
        line = FieldLine(row["code"], title, text_of_row(row, "duties"), row["language_1"], [])
        lines.setdefault((row["code"], title.text), line).grades.append(_grade(row))
    return list(lines.values())


def _grade(row: Row) -> GradeLine:
    return GradeLine(
        grade=row["grade"],
        number_sought=row["number_sought"],
        routes=[Route(**route) for route in row["routes"]],
        allows_reassignment=row["allows_reassignment"],
        talent_screener=[text_in(each.get("question")) for each in row["talent_screener"]],
    )


def test_lines(rows: Iterable[Row]) -> list[TestLine]:
    """The tests in their order; one that several grades of a field share is shown once."""
    tests = {(row["code"], row["field"]): row for row in rows}
    groups: dict[int, list[Row]] = defaultdict(list)
    for row in tests.values():
        if row["group"] is not None:
            groups[row["group"]].append(row)
    return [_test(row, groups.get(row["group"], [])) for row in tests.values()]


def _test(row: Row, group: Sequence[Row]) -> TestLine:
    return TestLine(
        name=_test_name(row),
        field=row["field"] or "",
        part=row["part"],
        language=str(LanguageOfTest(row["language"]).label),
        questions=row["questions"],
        minutes=row["minutes"],
        maximum=_decimal(row["maximum"]),
        pass_mark=_decimal(row["group_mark"] if group else row["pass_mark"]),
        together_with=[str(_test_name(other)) for other in group if other is not row],
        weight_preliminary=_decimal(row["weight_preliminary"]),
        weight_final=_decimal(row["weight_final"]),
        marked_for=_marked_for(row),
        scheduled_at=_instant(row["scheduled_at"]),
    )


def _test_name(row: Row) -> Text:
    return text_of_row(row, "title") or Text(str(TEST_NAMES.get(row["code"], row["code"])))


def _marked_for(row: Row) -> str:
    """Whose paper is marked, with the number or multiplier if the notice gives it."""
    if row["marked_for"] == MarkedFor.BEST_NUMBER and row["marked_number"] is not None:
        return _("The best %(number)s") % {"number": format_number(row["marked_number"])}
    if row["marked_for"] == MarkedFor.BEST_MULTIPLE and row["marked_multiplier"] is not None:
        text = _("The best, %(number)s times the number sought")
        return text % {"number": score(Decimal(row["marked_multiplier"]))}
    return str(MarkedFor(row["marked_for"]).label)


def planning_line(row: Row, history: list[HistoryLine]) -> PlanningLine:
    return PlanningLine(
        number=row["number"],
        stage=text_of_row(row, "stage"),
        period=text_of_row(row, "period"),
        state=row["state"],
        state_name=_label(PlanningRow, "state", row["state"]),
        starts_at=_instant(row["starts_at"]),
        candidates=row["candidates"],
        minimum_score=_decimal(row["minimum_score"]),
        history=history,
    )


def board_line(row: Row) -> BoardLine:
    return BoardLine(
        name=row["name"],
        role=_label(BoardMember, "role", row["role"]),
        is_alternate=row["is_alternate"],
        institution=text_of_row(row, "institution_name"),
        appointed_by=_label(BoardMember, "appointed_by", row["appointed_by"]),
    )


def count_line(row: Row) -> CountLine:
    field = text_of_row(row, "field_title")
    return CountLine(date.fromisoformat(row["date"]), field, row["started"], row["submitted"])


def document_line(row: Row, codes: Sequence[str]) -> DocumentLine:
    """In the reader's language if it was published in it; `codes` are those of the notice."""
    here = active_code()
    title = text_of_row(row, "title") or Text(_label(CompetitionDocument, "kind", row["kind"]))
    is_own = row["kind"] != "OTHER"
    url = address_in(row["url"], here) if is_own and here in codes else row["url"]
    others = [pair for pair in addresses(row["url"], codes if is_own else ()) if pair[1] != url]
    return DocumentLine(title, url, others)


def amendment_line(row: Row) -> AmendmentLine:
    return AmendmentLine(
        number=row["number"],
        date=date.fromisoformat(row["date"]),
        oj_reference=row["oj_reference"],
        eli=address_in(row["eli"], active_code()) if row["eli"] else "",
        reason=text_of_row(row, "reason"),
        effects=[str(EFFECTS.get(code, code)) for code in row["effects"]],
        sections=[_section(each) for each in row["sections"] or ()],
        differences=difference_lines(row["differences"]),
        applied_at=datetime.fromisoformat(row["applied_at"]),
    )


def _section(node: Row) -> SectionLine:
    return SectionLine(node["section"], text_in(node["old"]), text_in(node["new"]))


def moment(row: Row) -> Moment:
    return Moment(row["from_state"], row["to_state"], datetime.fromisoformat(row["made_at"]))
