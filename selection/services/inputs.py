"""What the ranking reads, streamed out of the database: candidates, their marks, decisions on files."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from competitions.models import CompetitionField, Test
from core.copying import fetch_all, stream_rows
from selection.ranking import Candidate, Eligibility, Special
from selection.ranking.candidates import Mark
from selection.scores import value_of_one_answer
from selection.services.rules import Cancelled

PROGRESS_EVERY: Final = 5_000

Report = Callable[[int], None]


@dataclass(slots=True)
class Paper:
    """Correct answers and valid questions on a paper of a test whose papers differ by language."""

    correct: int
    questions: int


@dataclass(slots=True)
class Unit:
    """One field on its way through a ranking, with what its stored outcomes need besides the ranking."""

    field: CompetitionField
    tests: list[Test]
    cancelled: Cancelled
    parts_held: tuple[int, ...]
    keys: dict[str, int] = dataclasses.field(default_factory=dict)
    """Primary key of each application by its number, filled while the candidates are read."""
    papers: dict[tuple[str, str], Paper] = dataclasses.field(default_factory=dict)
    """By application number and test."""
    board_reasons: dict[str, str] = dataclasses.field(default_factory=dict)
    """By application number: why the selection board found the file not eligible."""
    without_marks: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """Application number and test of each result that cannot be reckoned again after a neutralisation."""


def parts_held(tests: Sequence[Test]) -> tuple[int, ...]:
    """The parts of which a result was taken in."""
    rows = fetch_all(
        "SELECT id FROM competitions_test t WHERE id = ANY(%s)"
        " AND EXISTS (SELECT 1 FROM selection_testresult r WHERE r.test_id = t.id)",
        [[test.pk for test in tests]],
    )
    held = {row[0] for row in rows}
    return tuple(sorted({test.part for test in tests if test.pk in held}))


def read_decisions(unit: Unit) -> dict[str, Eligibility]:
    """The decisions that stand on files of a field's valid applications, by application number."""
    rows = fetch_all(
        "SELECT a.number, d.decision, d.reason FROM selection_eligibilitydecision d"
        " JOIN applications_application a ON a.id = d.application_id"
        " JOIN applications_submission s ON s.id = a.current_submission_id"
        " WHERE d.replaced_at IS NULL AND s.field_id = %s",
        [unit.field.pk],
    )
    unit.board_reasons = {
        number: reason for number, decision, reason in rows if decision == Eligibility.NOT_ELIGIBLE
    }
    return {number: Eligibility(decision) for number, decision, _reason in rows}


def read_candidates(unit: Unit, report: Report) -> Iterator[Candidate]:
    """Everybody with a valid application for the field of its version that counts, one at a time."""
    tests = [test for test in unit.tests if test.part in unit.parts_held]
    readers = [_reader_of(test, unit) for test in tests]
    for count, row in enumerate(stream_rows(*_query(unit, tests)), start=1):
        key, number, language_1, language_2 = row[:4]
        unit.keys[number] = key
        marks = {}
        for position, (test, read) in enumerate(zip(tests, readers, strict=True)):
            is_attended, correct, points, answers = row[4 + 4 * position : 8 + 4 * position]
            if is_attended is None:
                continue
            language = language_1 if test.language == "L1" else language_2
            marks[test.code] = (
                read(number, language, correct, points, answers) if is_attended else Special.ABSENT
            )
        if count % PROGRESS_EVERY == 0:
            report(PROGRESS_EVERY)
        yield Candidate(number, marks)


def _query(unit: Unit, tests: Sequence[Test]) -> tuple[str, list[Any]]:
    """One row a candidate, the result of each test beside it; answers only where questions were cancelled."""
    columns, joins = [], []
    for position, test in enumerate(tests):
        result = f"r{position}"
        answers = f"{result}.marks" if unit.cancelled.concerns(test.pk) else "''"
        columns.append(f"{result}.is_attended, {result}.correct, {result}.points, {answers}")
        joins.append(
            f"LEFT JOIN selection_testresult {result}"
            f" ON {result}.application_id = a.id AND {result}.test_id = %s"
        )
    query = (
        f"SELECT {', '.join(['a.id, a.number, s.language_1, s.language_2', *columns])}"  # noqa: S608 -- no input
        " FROM applications_application a"
        " JOIN applications_submission s ON s.id = a.current_submission_id"
        f" {' '.join(joins)} WHERE a.competition_id = %s AND s.field_id = %s"
    )
    return query, [*(test.pk for test in tests), unit.field.competition_id, unit.field.pk]


Read = Callable[[str, str, int | None, Decimal | None, str], Mark]


def _reader_of(test: Test, unit: Unit) -> Read:
    """How the mark of one test is read from a result: as it stands, or again without some questions."""
    if not unit.cancelled.concerns(test.pk):
        return _read_as_it_stands
    differs = unit.cancelled.differs_by_language(test.pk)

    def read(number: str, language: str, correct: int | None, points: Decimal | None, answers: str) -> Mark:
        if correct is None:
            return _read_as_it_stands(number, language, correct, points, answers)
        cancelled = unit.cancelled.questions(test.pk, language if differs else "")
        if cancelled and not answers:
            unit.without_marks.append((number, test.code))
            return Special.NOT_MARKED
        valid = correct - sum(answers[question - 1] == "1" for question in cancelled)
        return _score_on_paper(unit, test, number, valid, len(cancelled)) if differs else valid

    return read


def _score_on_paper(unit: Unit, test: Test, number: str, correct: int, cancelled: int) -> Fraction:
    questions = test.questions or 0
    unit.papers[number, test.code] = Paper(correct, questions - cancelled)
    value = value_of_one_answer(
        maximum=Fraction(test.maximum or 0), questions=questions, neutralised=cancelled
    )
    return value * correct


def _read_as_it_stands(
    number: str, language: str, correct: int | None, points: Decimal | None, answers: str
) -> Mark:
    if correct is not None:
        return correct
    return Special.NOT_MARKED if points is None else points


def with_paper(document: Mapping[str, Any], papers: Mapping[tuple[str, str], Paper]) -> dict[str, Any]:
    """A reckoning as stored: with answers and questions where a score depends on the paper's language."""
    lines = []
    for line in document["tests"]:
        paper = papers.get((document["number"], line["test"]))
        more = {} if paper is None else {"correct": paper.correct, "valid_questions": paper.questions}
        lines.append({**line, **more})
    return {**document, "tests": lines}
