"""A file of results is taken in whole or not at all, and every fault is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from competitions.models import Competition
from core.models import AuditRecord
from core.services import JobStopped
from selection.models import ReplacedResult, ResultsFile, TestResult
from selection.results_format import TestCount
from selection.services import ResultsRefusedError
from selection.services.imports import LOCK_NAMESPACE
from tests.factories import make_application, make_competition, make_submitted_application, make_test
from tests.selection.results_files import as_bytes, manifest_of, take_in

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 10, tzinfo=UTC)
LATER = datetime(2026, 5, 5, 10, tzinfo=UTC)


@pytest.fixture
def competition() -> Competition:
    """Two fields; VR with 4 questions for all, an essay of 10 points for the second field alone."""
    competition: Competition = make_competition(
        now=NOW,
        fields=[{"number_sought": 1}, {"number_sought": 1}],
        tests=[{"code": "VR", "questions": 4, "maximum": 4, "pass_mark": 2, "weight_preliminary": None}],
    )
    make_test(
        competition=competition, sequence=2, code="WT", kind="POINTS", questions=None, maximum=10,
        pass_mark=5, field=competition.fields.all()[1], weight_preliminary=None, weight_final=None,
    )  # fmt: skip
    return competition


def add_applications(competition: Competition, *numbers: str, field: int = 0) -> None:
    for number in numbers:
        application = make_submitted_application(
            competition=competition, field=competition.fields.all()[field], now=NOW
        )
        Application.objects.filter(pk=application.pk).update(number=number)


def faults_of(competition: Competition, content: Any, **options: Any) -> list[str]:
    """Import what must be refused; return the faults. Nothing may have been written."""
    before = (stored(), ResultsFile.objects.count(), ReplacedResult.objects.count())
    with pytest.raises(ResultsRefusedError) as refused:
        take_in(competition, content, now=LATER, **options)
    assert (stored(), ResultsFile.objects.count(), ReplacedResult.objects.count()) == before
    return list(refused.value.messages)


def stored(*columns: str) -> list[tuple[Any, ...]]:
    names = columns or ("is_attended", "correct", "points", "marks")
    results = TestResult.objects.order_by("application__number", "test__code")
    return list(results.values_list("application__number", "test__code", *names))


def test_the_results_of_a_file_are_stored_with_its_manifest(competition):
    add_applications(competition, "101", "102")
    outcome = take_in(competition, ["101,VR,yes,3,,1101", "102,VR,no,,,"], now=NOW)
    assert outcome.is_new
    assert stored() == [("101", "VR", True, 3, None, "1101"), ("102", "VR", False, None, None, "")]
    file = outcome.file
    assert (file.rows, file.attended, file.absent, file.tests) == (2, 1, 1, ["VR"])
    assert file.manifest["tests"] == {"VR": {"invited": 2, "attended": 1, "absent": 1}}
    assert AuditRecord.objects.get(verb="import_results").details["rows"] == 2


def test_the_same_file_again_changes_nothing(competition):
    add_applications(competition, "101")
    first = take_in(competition, ["101,VR,yes,3,,"], now=NOW)
    second = take_in(competition, ["101,VR,yes,3,,"], now=LATER)
    assert (second.is_new, second.file.pk) == (False, first.file.pk)
    assert ResultsFile.objects.count() == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("999,VR,yes,3,,", "Line 2: the competition has no application 999"),
        ("103,VR,yes,3,,", "Line 2: the application 103 is not submitted, or withdrawn"),
        ("101,WT,yes,,7,", "Line 2: the test WT is not one of the field of application 101"),
        ("101,XX,yes,3,,", "Line 2: the competition has no test XX"),
        ("101,VR,yes,5,,", "Line 2: there are more correct answers than the test VR has questions"),
        ("101,VR,yes,,3,", "Line 2: the test VR is scored by correct answers, not by points"),
        ("101,VR,yes,,,", "Line 2: the application 101 attended the test VR and has no score"),
        ("101,VR,yes,2,,11", "Line 2: the number of marks is not the number of questions of the test VR"),
        ("102,WT,yes,7,,", "Line 2: the test WT is scored by points, not by correct answers"),
        ("102,WT,yes,,10.5,", "Line 2: there are more points than the maximum of the test WT"),
    ],
)
def test_a_line_that_cannot_be_right_refuses_the_file(competition, line, fault):
    add_applications(competition, "101")
    add_applications(competition, "102", field=1)
    make_numbered_draft(competition, "103")
    content = as_bytes([line])
    manifest = manifest_of(competition, content, is_partial=True)
    assert faults_of(competition, content, manifest=manifest) == [fault]


def make_numbered_draft(competition: Competition, number: str) -> None:
    draft = make_application(competition=competition, now=NOW)
    Application.objects.filter(pk=draft.pk).update(number=number)


def test_a_second_line_for_the_same_result_is_named(competition):
    add_applications(competition, "101")
    faults = faults_of(competition, ["101,VR,yes,3,,", "101,VR,yes,2,,"])
    assert faults == ["Line 3: the application 101 has an earlier line for the test VR"]


def test_every_fault_is_named_in_the_order_of_the_lines(competition):
    add_applications(competition, "101", "102")
    faults = faults_of(competition, ["999,VR,yes,3,,", "101,VR,perhaps,3,,", "102,VR,yes,9,,"])
    assert faults[0] == (
        "Test VR: by the manifest attended 2 and absent 1, by the lines attended 2 and absent 0."
    )
    assert faults[1:] == [
        "Line 2: the competition has no application 999",
        "Line 3: “attended” must be yes or no, not “perhaps”",
        "Line 4: there are more correct answers than the test VR has questions",
    ]


def test_a_fault_in_the_last_of_many_lines_leaves_nothing_behind(competition):
    numbers = [str(number) for number in range(1001, 1021)]
    add_applications(competition, *numbers)
    lines = [f"{number},VR,yes,3,," for number in numbers]
    assert faults_of(competition, [*lines, "1001,VR,yes,1,,"]) == [
        "Line 22: the application 1001 has an earlier line for the test VR"
    ]
    assert stored() == []


def test_only_the_first_thousand_faults_of_the_database_are_named(competition):
    add_applications(competition, "101")
    lines = ["101,VR,yes,3,,", *(f"{number},VR,yes,3,," for number in range(5_000, 6_200))]
    faults = faults_of(competition, lines)
    assert (faults[0], len(faults)) == ("Line 3: the competition has no application 5000", 1_001)
    assert faults[-1] == "Further faults that are not shown: 200."


def test_whoever_was_invited_to_the_first_part_needs_a_line(competition):
    add_applications(competition, "101", "102")
    assert faults_of(competition, ["101,VR,yes,3,,"]) == [
        "The application 102 was invited to the test VR and has no line."
    ]


def test_a_partial_file_may_be_followed_by_another(competition):
    add_applications(competition, "101", "102")
    content = as_bytes(["101,VR,yes,3,,"])
    take_in(competition, content, now=NOW, manifest=manifest_of(competition, content, is_partial=True))
    take_in(competition, ["102,VR,no,,,"], now=LATER)
    assert stored("is_attended") == [("101", "VR", True), ("102", "VR", False)]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        (
            {"tests": {"VR": TestCount(1, 0, 1)}},
            "Test VR: by the manifest attended 0 and absent 1, by the lines attended 1 and absent 0.",
        ),
        (
            {"tests": {"VR": TestCount(1, 1, 0), "WT": TestCount(1, 1, 0)}},
            "Test WT: by the manifest attended 1 and absent 0, by the lines attended 0 and absent 0.",
        ),
        ({"tests": {}}, "The manifest does not name the test VR, which the file has."),
    ],
)
def test_a_manifest_that_disagrees_with_the_lines_refuses_the_file(competition, changes, fault):
    add_applications(competition, "101")
    content = as_bytes(["101,VR,yes,3,,"])
    assert faults_of(competition, content, manifest=manifest_of(competition, content, **changes)) == [fault]


def test_a_manifest_of_something_else_refuses_the_file(competition):
    add_applications(competition, "101")
    content = as_bytes(["101,VR,yes,3,,"])
    digest = manifest_of(competition, content).file_sha256
    wrong = manifest_of(competition, content, competition="EPSO/X", file_sha256="0" * 64)
    assert faults_of(competition, content, manifest=wrong) == [
        f"The manifest is of the competition EPSO/X, not of {competition.reference}.",
        f"The manifest is of another file: its SHA-256 is {'0' * 64}, that of the file is {digest}.",
    ]


def test_a_correction_without_a_reason_is_refused(competition):
    add_applications(competition, "101")
    take_in(competition, ["101,VR,yes,3,,"], now=NOW)
    assert faults_of(competition, ["101,VR,yes,2,,"]) == [
        "Line 2: the application 101 has another result in the test VR already; a correction needs a reason"
    ]


def test_a_correction_with_a_reason_replaces_and_keeps_what_was(competition):
    add_applications(competition, "101", "102")
    first = take_in(competition, ["101,VR,yes,3,,1101", "102,VR,yes,2,,"], now=NOW).file
    second = take_in(
        competition, ["101,VR,no,,,", "102,VR,yes,2,,"], now=LATER, correction_reason="Wrong list."
    ).file
    assert stored("is_attended", "file") == [("101", "VR", False, second.pk), ("102", "VR", True, first.pk)]
    old = ReplacedResult.objects.get()
    assert (old.application.number, old.is_attended, old.correct, old.marks) == ("101", True, 3, "1101")
    assert (old.file, old.replaced_by, second.replaced_rows) == (first, second, 1)
    assert second.correction_reason == "Wrong list."


def test_the_mark_of_a_paper_that_had_none_is_no_correction(competition):
    competition.tests.filter(code="WT").update(marked_for="BEST_NUMBER", marked_number=1)
    add_applications(competition, "102", field=1)
    take_in(competition, ["102,VR,yes,3,,", "102,WT,yes,,,"], now=NOW)
    take_in(competition, ["102,WT,yes,,7.5,"], now=LATER)
    assert [str(row[2]) for row in stored("points")] == ["None", "7.500"]


def test_an_import_that_is_stopped_leaves_nothing_behind(competition):
    add_applications(competition, "101")

    def stop(done: int) -> None:
        raise JobStopped

    with pytest.raises(JobStopped):
        take_in(competition, ["101,VR,yes,3,,"], now=NOW, report=stop)
    assert (stored(), ResultsFile.objects.count()) == ([], 0)
    assert take_in(competition, ["101,VR,yes,3,,"], now=NOW).is_new


def test_two_imports_for_one_competition_do_not_run_at_once(competition):
    add_applications(competition, "101")
    key = [LOCK_NAMESPACE, competition.pk]
    with psycopg.connect(**connection.get_connection_params()) as elsewhere:
        elsewhere.execute("SELECT pg_advisory_lock(%s, %s)", key)
        with pytest.raises(ValidationError) as refused:
            take_in(competition, ["101,VR,yes,3,,"], now=NOW)
    assert refused.value.messages == ["Another import for this competition is running."]
    assert (stored(), ResultsFile.objects.count()) == ([], 0)
    assert take_in(competition, ["101,VR,yes,3,,"], now=NOW).is_new


def test_the_number_of_queries_does_not_grow_with_the_lines(competition):
    numbers = [str(number) for number in range(1001, 1011)]
    add_applications(competition, *numbers)
    with CaptureQueriesContext(connection) as few:
        content = as_bytes([f"{numbers[0]},VR,yes,3,,"])
        take_in(competition, content, now=NOW, manifest=manifest_of(competition, content, is_partial=True))
    with CaptureQueriesContext(connection) as many:
        take_in(competition, [f"{number},VR,yes,3,," for number in numbers[1:]], now=NOW)
    # The whole file of ten looks for who is missing, the partial one does not: one query more.
    assert len(many) <= len(few) + 2


def test_the_command_reads_the_manifest_beside_the_file(competition, tmp_path, capsys):
    add_applications(competition, "101")
    content = as_bytes(["101,VR,yes,3,,"])
    (tmp_path / "results.csv").write_bytes(content)
    manifest = json.dumps(manifest_of(competition, content).to_json())
    (tmp_path / "results.manifest.json").write_text(manifest)
    call_command("import_results", competition.reference, str(tmp_path / "results.csv"))
    call_command("import_results", competition.reference, str(tmp_path / "results.csv"))
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("1 results of VR: 1 attended, 0 absent, 0 replaced earlier ones.")
    assert second == "This file was imported already, as results.csv. Nothing was changed."


def test_the_command_says_every_fault(competition, tmp_path):
    add_applications(competition, "101")
    content = as_bytes(["101,VR,yes,9,,", "7,VR,yes,1,,"])
    (tmp_path / "results.csv").write_bytes(content)
    manifest = json.dumps(manifest_of(competition, content).to_json())
    (tmp_path / "m.json").write_text(manifest)
    with pytest.raises(CommandError) as refused:
        call_command(
            "import_results", competition.reference, str(tmp_path / "results.csv"),
            manifest=tmp_path / "m.json",
        )  # fmt: skip
    assert str(refused.value).splitlines() == [
        "Line 2: there are more correct answers than the test VR has questions",
        "Line 3: the competition has no application 7",
    ]
