"""Lines of the tables on the page of a competition, ready to be shown."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from competitions.choices import TEST_NAMES
from competitions.models import Competition, CompetitionField, Test


@dataclass(frozen=True)
class TestLine:
    """One test; `together_with` names the other tests that its combined pass mark counts."""

    __test__ = False

    test: Test
    name: str
    pass_mark: Decimal | None
    together_with: list[str]


@dataclass(frozen=True)
class FieldLine:
    """One field with the grades it is offered at: a row of the database each."""

    field: CompetitionField
    grades: list[CompetitionField]


def test_name(test: Test) -> str:
    """The name the notice gives, else the usual one of the code, else the code."""
    return str(test.title or TEST_NAMES.get(test.code, test.code))


def test_lines(competition: Competition) -> list[TestLine]:
    """The tests in their order; one that several grades of a field share is shown once."""
    tests = {(test.code, test.field.code if test.field else None): test for test in competition.tests.all()}
    groups = defaultdict(list)
    for test in tests.values():
        groups[test.group_id].append(test)
    return [_line(test, groups[test.group_id] if test.group_id else []) for test in tests.values()]


def _line(test: Test, group: list[Test]) -> TestLine:
    others = [test_name(other) for other in group if other is not test]
    mark = test.pass_mark if test.group is None else test.group.pass_mark
    return TestLine(test, test_name(test), mark, others)


def field_lines(competition: Competition) -> list[FieldLine]:
    """The fields in their order, those that differ only by grade together."""
    lines: dict[tuple[str, str], FieldLine] = {}
    for field in competition.fields.all():
        lines.setdefault((field.code, field.title), FieldLine(field, [])).grades.append(field)
    return list(lines.values())
