"""A ranking as CSV, with every figure, so that anyone can check it with a program of their own."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from core.copying import stream_rows
from selection.models import RankingRun
from selection.scores import as_decimal, parse_exact

DECIMAL_PLACES: Final = 6
STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
CANDIDATE: Final = ("application_number", "field", "grade", "outcome", "reasons", "number_sought")
OF_A_TEST: Final = (
    "part", "state", "correct", "valid_questions", "score_exact", "score_decimal", "maximum", "pass_mark",
    "group", "weight_preliminary", "weight_final",
)  # fmt: skip
OF_A_GROUP: Final = ("sum_exact", "sum_decimal", "pass_mark")
RANKINGS: Final = ("PRELIMINARY", "FINAL")
OF_A_RANKING: Final = (
    "places", "total_exact", "total_decimal", "threshold_exact", "threshold_decimal",
)  # fmt: skip


def export_ranking(*, run: RankingRun) -> Iterator[str]:
    """The lines of the file: a header, then a line a candidate, by field and application number."""
    sheet = _Sheet(run)
    yield _line(sheet.header())
    rows = stream_rows(
        "SELECT o.field_id, a.number, o.explanation::text FROM selection_rankingoutcome o"
        " JOIN applications_application a ON a.id = o.application_id"
        " WHERE o.run_id = %s ORDER BY o.field_id, a.number",
        [run.pk],
    )
    for field, number, document in rows:
        yield _line(sheet.row(field, number, json.loads(document)))


def _line(cells: Sequence[object]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return buffer.getvalue()


def _harmless(cell: object) -> object:
    """A spreadsheet program must read no cell as a formula; no figure of ours is below 0."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell


@lru_cache(maxsize=65_536)
def _decimal(exact: str) -> str:
    return as_decimal(parse_exact(exact), DECIMAL_PLACES)


def _both(exact: str | None) -> tuple[str, str]:
    """A number as a fraction and as a decimal."""
    return ("", "") if exact is None else (exact, _decimal(exact))


class _Sheet:
    """The columns of one run: every test and group of any of its fields."""

    def __init__(self, run: RankingRun) -> None:
        self.fields = {part["field"]: part for part in run.summary["fields"]}
        self.rules: Mapping[int, Any] = {
            pk: {test["code"]: test for test in run.rules[part["key"]]["tests"]}
            for pk, part in self.fields.items()
        }
        tests = [test for rules in self.rules.values() for test in rules.values()]
        tests.sort(key=lambda test: (test["part"], test["sequence"], test["code"]))
        self.tests = list(dict.fromkeys(test["code"] for test in tests))
        self.groups = list(dict.fromkeys(group for rules in run.rules.values() for group in rules["groups"]))

    def header(self) -> list[str]:
        names = [*CANDIDATE]
        names += [f"{test}_{name}" for test in self.tests for name in OF_A_TEST]
        names += [f"{group}_{name}" for group in self.groups for name in OF_A_GROUP]
        return names + [f"{ranking.lower()}_{name}" for ranking in RANKINGS for name in OF_A_RANKING]

    def row(self, field: int, number: str, document: Mapping[str, Any]) -> list[object]:
        part = self.fields[field]
        reasons = "; ".join(" ".join(map(str, reason.values())) for reason in document["reasons"])
        cells: list[object] = [number, part["code"], part["grade"], document["outcome"], reasons]
        cells.append(part["number_sought"])
        lines = {line["test"]: line for line in document["tests"]}
        for test in self.tests:
            cells += self._test(field, lines.get(test))
        groups = {line["group"]: line for line in document["groups"]}
        for group in self.groups:
            cells += _group(groups.get(group))
        totals = {line["stage"]: line for line in document["totals"]}
        places = {stage["stage"]: stage["places"] for stage in part["stages"]}
        for ranking in RANKINGS:
            cells += _total(places.get(ranking), totals.get(ranking))
        return cells

    def _test(self, field: int, line: Mapping[str, Any] | None) -> list[object]:
        if line is None:
            return [""] * len(OF_A_TEST)
        rule = self.rules[field][line["test"]]
        questions = rule["questions"]
        valid = None if questions is None else questions - rule["neutralised"]
        figures = [line["part"], line["state"], line["correct"], line.get("valid_questions", valid)]
        terms = [line["maximum"], line["pass_mark"], rule["group"]]
        return [*figures, *_both(line["score"]), *terms, rule["weight_preliminary"], rule["weight_final"]]


def _group(line: Mapping[str, Any] | None) -> list[object]:
    return [""] * len(OF_A_GROUP) if line is None else [*_both(line["sum"]), line["pass_mark"]]


def _total(places: int | None, line: Mapping[str, Any] | None) -> list[object]:
    if line is None:
        return [places, "", "", "", ""]
    return [places, *_both(line["total"]), *_both(line["threshold"])]
