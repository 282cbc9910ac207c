"""Taking in a file of results: whole or not at all (docs/results-format.md).

The file is streamed into a temporary table, compared with the applications and tests there by a few queries,
and written by INSERT … SELECT in one transaction. Nothing grows with the file but that table.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedReader
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from competitions.models import Competition
from core.copying import copy_rows, execute, fetch_all
from core.services import in_batches, record_audit
from selection.models import RankingRun, ResultsFile
from selection.results_format import FAULTS_SHOWN, Faults, Manifest, quoted, read_rows
from selection.services.rules import tests_of
from selection.states import RunState

SLICE: Final = 25_000
LOCK_NAMESPACE: Final = 0x45505351
"""Any constant: the first half of the advisory lock of an import, the competition's key is the second."""

Report = Callable[[int], None]


class ResultsRefusedError(ValidationError):
    """Nothing was written; `faults` says why, line by line."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults.sentences(), code="results_refused")
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The file as it is recorded; `is_new` is False where the same file had been taken in before."""

    file: ResultsFile
    is_new: bool


def import_results(
    *,
    competition: Competition,
    source: BufferedReader,
    name: str,
    manifest: Manifest,
    correction_reason: str = "",
    by: Any,
    now: datetime,
    report: Report = lambda done: None,
) -> ImportOutcome:
    """Take in the results in `source` (seekable), which the manifest must describe.

    Rows for results that are there already need a `correction_reason`, unless they are the same, or give the
    mark of a paper that had none; what they replace is kept. The same file again changes nothing.
    `report` is called with the number of lines read; what it raises stops the import with nothing written.
    Raises ResultsRefusedError with every fault.
    """
    digest = hashlib.file_digest(source, "sha256").hexdigest()
    source.seek(0)
    _check_manifest(competition, manifest, digest)
    known = ResultsFile.objects.filter(competition=competition, sha256=digest).first()
    if known is not None:
        return ImportOutcome(known, is_new=False)
    with _only_import_of(competition), _staging_tables():
        faults = Faults()
        _stage(competition, source, faults, report)
        _compare(competition, manifest, correction_reason, faults)
        if faults.count:
            raise ResultsRefusedError(faults)
        return ImportOutcome(
            _write(competition, name, digest, manifest, correction_reason, by, now), is_new=True
        )


def _check_manifest(competition: Competition, manifest: Manifest, digest: str) -> None:
    faults = Faults()
    if manifest.competition != competition.reference:
        faults.add(
            0,
            _("The manifest is of the competition %(other)s, not of %(reference)s.")
            % {"other": quoted(manifest.competition), "reference": competition.reference},
        )
    if manifest.file_sha256 != digest:
        faults.add(
            0,
            _("The manifest is of another file: its SHA-256 is %(other)s, that of the file is %(digest)s.")
            % {"other": manifest.file_sha256, "digest": digest},
        )
    if faults.count:
        raise ResultsRefusedError(faults)


@contextmanager
def _only_import_of(competition: Competition) -> Iterator[None]:
    key = [LOCK_NAMESPACE, competition.pk]
    ((is_ours,),) = fetch_all("SELECT pg_try_advisory_lock(%s, %s)", key)
    if not is_ours:
        raise ValidationError(_("Another import for this competition is running."), code="import_running")
    try:
        yield
    finally:
        fetch_all("SELECT pg_advisory_unlock(%s, %s)", key)


@contextmanager
def _staging_tables() -> Iterator[None]:
    drop = "DROP TABLE IF EXISTS pg_temp.staged_result, pg_temp.staged_test, pg_temp.known_result"
    execute(drop)
    execute(
        "CREATE TEMP TABLE staged_result (line integer, number text, test text, is_attended boolean,"
        " correct integer, points numeric(8, 3), marks text)"
    )
    execute(
        "CREATE TEMP TABLE staged_test (field_id bigint, code text, test_id bigint, kind text,"
        " questions integer, maximum numeric, is_for_all boolean, is_first boolean)"
    )
    try:
        yield
    finally:
        execute(drop)


def _stage(competition: Competition, source: BufferedReader, faults: Faults, report: Report) -> None:
    _stage_tests(competition)
    columns = ("line", "number", "test", "is_attended", "correct", "points", "marks")
    done = 0
    for rows in in_batches(read_rows(source, faults), SLICE):
        copy_rows(
            "staged_result",
            columns,
            (
                (row.line, row.number, row.test, row.is_attended, row.correct, row.points, row.marks)
                for row in rows
            ),
        )
        done += len(rows)
        report(done)
    execute("ANALYZE staged_result")


def _stage_tests(competition: Competition) -> None:
    rows = []
    for field in competition.fields.all():
        tests = tests_of(field)
        first = min((test.part for test in tests), default=0)
        rows += [
            (field.pk, test.code, test.pk, test.kind, test.questions, test.maximum,
             test.marked_for == "ALL", test.part == first)
            for test in tests
        ]  # fmt: skip
    names = ("field_id", "code", "test_id", "kind", "questions", "maximum", "is_for_all", "is_first")
    copy_rows("staged_test", names, rows)


# Each line beside the application, the test and the result that it is about.
KNOWN: Final = """
CREATE TEMP TABLE known_result AS
SELECT s.*, a.id AS application_id, v.field_id, t.test_id, t.kind, t.questions, t.maximum, t.is_for_all,
       r.id AS result_id, r.is_attended AND r.correct IS NULL AND r.points IS NULL AS was_unmarked,
       (r.is_attended, r.correct, r.points, r.marks)
         IS DISTINCT FROM (s.is_attended, s.correct, s.points, s.marks) AS differs
FROM staged_result s
LEFT JOIN applications_application a ON a.number = s.number AND a.competition_id = %s
LEFT JOIN applications_submission v ON v.id = a.current_submission_id
LEFT JOIN staged_test t ON t.code = s.test AND t.field_id = v.field_id
LEFT JOIN selection_testresult r ON r.test_id = t.test_id AND r.application_id = a.id
"""

# The first thing that is wrong with each line, as a key of SENTENCES.
FAULTS: Final = """
SELECT line, number, test, fault, count(*) OVER () FROM (
  SELECT line, number, test, CASE
    WHEN application_id IS NULL THEN 'unknown_number'
    WHEN field_id IS NULL THEN 'not_valid'
    WHEN test_id IS NULL AND test IN (SELECT code FROM staged_test) THEN 'other_field'
    WHEN test_id IS NULL THEN 'unknown_test'
    WHEN row_number() OVER (PARTITION BY application_id, test_id ORDER BY line) > 1 THEN 'twice'
    WHEN is_attended AND kind = 'QUESTIONS' AND points IS NOT NULL THEN 'no_points'
    WHEN is_attended AND kind = 'POINTS' AND correct IS NOT NULL THEN 'no_answers'
    WHEN is_attended AND is_for_all AND correct IS NULL AND points IS NULL THEN 'no_score'
    WHEN correct > questions THEN 'too_many'
    WHEN points > maximum THEN 'too_high'
    WHEN marks <> '' AND length(marks) <> questions THEN 'marks_length'
    WHEN result_id IS NOT NULL AND differs AND NOT (was_unmarked AND is_attended) AND NOT %s
      THEN 'correction'
  END AS fault
  FROM known_result
) judged
WHERE fault IS NOT NULL ORDER BY line LIMIT %s
"""

COUNTS: Final = """
SELECT test, count(*) FILTER (WHERE is_attended), count(*) FILTER (WHERE NOT is_attended)
FROM staged_result GROUP BY test
"""

# Who was invited to a test that the file names, and is not in it, nor has a result: everybody with a valid
# application for the tests of the first part, for later ones those whom the released ranking sent on.
MISSING: Final = """
SELECT t.code, a.number, count(*) OVER ()
FROM staged_test t
JOIN applications_submission v ON v.field_id = t.field_id
JOIN applications_application a ON a.current_submission_id = v.id AND a.competition_id = %s
WHERE t.code = ANY(%s)
  AND (t.is_first OR EXISTS (SELECT 1 FROM selection_rankingoutcome o WHERE o.run_id = %s
       AND o.application_id = a.id AND o.outcome = 'PASSED_PART'))
  AND NOT EXISTS (SELECT 1 FROM known_result k WHERE k.application_id = a.id AND k.test_id = t.test_id)
  AND NOT EXISTS (SELECT 1 FROM selection_testresult r
                  WHERE r.application_id = a.id AND r.test_id = t.test_id)
ORDER BY t.code, a.number LIMIT %s
"""


def _compare(competition: Competition, manifest: Manifest, reason: str, faults: Faults) -> None:
    """Add to `faults` what is wrong beside the applications, tests, results and manifest there are."""
    execute(KNOWN, [competition.pk])
    execute("ANALYZE known_result")
    rows = fetch_all(FAULTS, [bool(reason.strip()), FAULTS_SHOWN])
    for line, number, test, code, _count in rows:
        faults.add(line, _sentence(code, number, test))
    faults.add_more(rows[0][4] - len(rows) if rows else 0)
    is_readable = not faults.count
    _compare_counts(manifest, faults)
    if is_readable and not manifest.is_partial:
        _look_for_missing(competition, manifest, faults)


def _sentence(code: str, number: str, test: str) -> str:
    sentences = {
        "unknown_number": _("the competition has no application %(number)s"),
        "not_valid": _("the application %(number)s is not submitted, or withdrawn"),
        "other_field": _("the test %(test)s is not one of the field of application %(number)s"),
        "unknown_test": _("the competition has no test %(test)s"),
        "twice": _("the application %(number)s has an earlier line for the test %(test)s"),
        "no_points": _("the test %(test)s is scored by correct answers, not by points"),
        "no_answers": _("the test %(test)s is scored by points, not by correct answers"),
        "no_score": _("the application %(number)s attended the test %(test)s and has no score"),
        "too_many": _("there are more correct answers than the test %(test)s has questions"),
        "too_high": _("there are more points than the maximum of the test %(test)s"),
        "marks_length": _("the number of marks is not the number of questions of the test %(test)s"),
        "correction": _(
            "the application %(number)s has another result in the test %(test)s already; "
            "a correction needs a reason"
        ),
    }
    return sentences[code] % {"number": quoted(number), "test": quoted(test)}


def _compare_counts(manifest: Manifest, faults: Faults) -> None:
    found = {test: (attended, absent) for test, attended, absent in fetch_all(COUNTS)}
    for test in sorted(found.keys() | manifest.tests.keys()):
        attended, absent = found.get(test, (0, 0))
        count = manifest.tests.get(test)
        if count is None:
            message = _("The manifest does not name the test %(test)s, which the file has.")
            faults.add(0, message % {"test": quoted(test)})
        elif (count.attended, count.absent) != (attended, absent):
            message = _(
                "Test %(test)s: by the manifest attended %(attended)s and absent %(absent)s, by the lines "
                "attended %(found_attended)s and absent %(found_absent)s."
            )
            figures = {"attended": count.attended, "absent": count.absent, "test": quoted(test)}
            faults.add(0, message % {**figures, "found_attended": attended, "found_absent": absent})


def _look_for_missing(competition: Competition, manifest: Manifest, faults: Faults) -> None:
    released = RankingRun.objects.filter(competition=competition, state=RunState.RELEASED).first()
    run = released.pk if released is not None else None
    rows = fetch_all(MISSING, [competition.pk, list(manifest.tests), run, FAULTS_SHOWN])
    for test, number, _count in rows:
        message = _("The application %(number)s was invited to the test %(test)s and has no line.")
        faults.add(0, message % {"number": number, "test": test})
    faults.add_more(rows[0][2] - len(rows) if rows else 0)


@transaction.atomic
def _write(
    competition: Competition,
    name: str,
    digest: str,
    manifest: Manifest,
    reason: str,
    by: Any,
    now: datetime,
) -> ResultsFile:
    attended = sum(test.attended for test in manifest.tests.values())
    absent = sum(test.absent for test in manifest.tests.values())
    file = ResultsFile.objects.create(
        competition=competition,
        name=name[:200],
        sha256=digest,
        tests=sorted(manifest.tests),
        rows=attended + absent,
        invited=attended + absent,
        attended=attended,
        absent=absent,
        manifest=manifest.to_json(),
        correction_reason=reason.strip()[:300],
        imported_at=now,
        imported_by=by,
    )
    file.replaced_rows = _write_rows(file)
    file.save(update_fields=["replaced_rows"])
    details = {"sha256": digest, "rows": file.rows, "replaced": file.replaced_rows}
    record_audit(
        now=now, by=by, verb="import_results", subject=file, key=competition.reference,
        purpose=file.correction_reason, details=details,
    )  # fmt: skip
    return file


def _write_rows(file: ResultsFile) -> int:
    """Write what the staged lines say; return how many results were replaced, each of which is kept."""
    replaced = execute(
        "INSERT INTO selection_replacedresult"
        " (application_id, test_id, file_id, replaced_by_id, is_attended, correct, points, marks)"
        " SELECT r.application_id, r.test_id, r.file_id, %s, r.is_attended, r.correct, r.points, r.marks"
        " FROM known_result k JOIN selection_testresult r ON r.id = k.result_id WHERE k.differs",
        [file.pk],
    )
    execute(
        "UPDATE selection_testresult r SET is_attended = k.is_attended, correct = k.correct,"
        " points = k.points, marks = k.marks, file_id = %s"
        " FROM known_result k WHERE k.result_id = r.id AND k.differs",
        [file.pk],
    )
    execute(
        "INSERT INTO selection_testresult"
        " (application_id, test_id, file_id, is_attended, correct, points, marks)"
        " SELECT application_id, test_id, %s, is_attended, correct, points, marks FROM known_result"
        " WHERE result_id IS NULL ORDER BY line",
        [file.pk],
    )
    return replaced
