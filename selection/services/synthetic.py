"""Made-up results for trials of volume: a file and its manifest that the import takes."""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from competitions.models import Competition, Test
from core.copying import stream_rows
from selection.results_format import COLUMNS, OPTIONAL_COLUMN, Manifest, TestCount
from selection.services.rules import tests_of

ATTENDANCE: Final = 0.96
"""Share of those invited who sit the tests; who stays away does so for the whole day."""
QUARTERS: Final = 4
"""Points are given in quarters, so that ties are plentiful."""
HEADER: Final = ",".join((*COLUMNS, OPTIONAL_COLUMN)) + "\n"


def generate_results(
    *, competition: Competition, path: Path, seed: int, part: int | None, report: Callable[[int], None]
) -> Manifest:
    """Write results of every valid application in the tests of `part` (None: of all parts) to `path`.

    The same seed, applications and tests give the same bytes. `report` is called with the lines written.
    Raises ValidationError for a competition that is no demonstration, or has nothing to write about. What
    fails leaves no file, and the one that was there before as it was.
    """
    if not competition.is_demonstration:
        raise ValidationError(_("Made-up results are for demonstration competitions only."))
    tests = {
        field.pk: [test for test in tests_of(field) if part in (None, test.part)]
        for field in competition.fields.all()
    }
    partial = path.with_name(f"{path.name}.partial")
    try:
        with partial.open("wb") as file:
            writer = _Writer(file)
            for lines in _lines_of_each(competition, tests, seed):
                writer.write(lines)
                report(writer.lines)
        if not writer.counts:
            raise ValidationError(_("There is no valid application, or no such test."))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return writer.manifest(competition.reference)


class _Writer:
    """Writes lines while it counts them and takes their digest."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()
        self.counts: dict[str, list[int]] = {}
        self.lines = 0
        self._write(HEADER)

    def _write(self, text: str) -> None:
        content = text.encode("ascii")
        self.digest.update(content)
        self.file.write(content)

    def write(self, lines: list[tuple[str, bool, str]]) -> None:
        """Write lines given as (test, attended, the line itself)."""
        for test, is_attended, _line in lines:
            self.counts.setdefault(test, [0, 0])[0 if is_attended else 1] += 1
        self._write("".join(line for _test, _is_attended, line in lines))
        self.lines += len(lines)

    def manifest(self, reference: str) -> Manifest:
        """What was written."""
        counts = {
            test: TestCount(attended + absent, attended, absent)
            for test, (attended, absent) in sorted(self.counts.items())
        }
        return Manifest(reference, self.digest.hexdigest(), False, counts)


def _lines_of_each(
    competition: Competition, tests: Mapping[int, list[Test]], seed: int
) -> Iterator[list[tuple[str, bool, str]]]:
    rows = stream_rows(
        "SELECT a.number, s.field_id FROM applications_application a"
        " JOIN applications_submission s ON s.id = a.current_submission_id"
        " WHERE a.competition_id = %s ORDER BY a.number",
        [competition.pk],
    )
    for number, field_id in rows:
        yield _lines(number, tests[field_id], random.Random(f"{seed}/{number}"))


def _lines(number: str, tests: list[Test], chance: random.Random) -> list[tuple[str, bool, str]]:
    """Each test is drawn from the candidate's own skill, and each part from her being there that day."""
    skill = min(max(chance.gauss(0.62, 0.15), 0.05), 0.99)
    days = {part: chance.random() < ATTENDANCE for part in (1, 2, 3, 4)}
    lines = []
    for test in tests:
        is_attended = days.get(test.part, True)
        mark = _mark(test, min(max(chance.gauss(skill, 0.1), 0.0), 1.0), chance) if is_attended else ",,"
        attended = "yes" if is_attended else "no"
        lines.append((test.code, is_attended, f"{number},{test.code},{attended},{mark}\n"))
    return lines


def _mark(test: Test, share: float, chance: random.Random) -> str:
    """The last three columns: correct answers, points, marks."""
    if test.questions and test.kind == "QUESTIONS":
        correct = round(share * test.questions)
        right = set(chance.sample(range(test.questions), correct))
        marks = "".join("1" if question in right else "0" for question in range(test.questions))
        return f"{correct},,{marks}"
    points = Decimal(round(share * float(test.maximum or 0) * QUARTERS)) / QUARTERS
    return f",{points},"
