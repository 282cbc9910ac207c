"""Staff import, rank, decide and release in the administration, each within what they may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import FileAccess, User
from applications.models import Submission
from core.models import AuditRecord, Job
from core.services import resume_job, stop_job
from notifications.models import LetterBatch
from notifications.services import approve_batch
from selection import tasks
from selection.models import (
    BoardMembership,
    EligibilityDecision,
    Neutralisation,
    RankingOutcome,
    RankingRun,
    ResultsFile,
    ResultsUpload,
    TestResult,
)
from selection.results_format import Manifest, read_manifest
from selection.services import compute_ranking, prepare_result_letters
from tests.factories import make_staff
from tests.selection.results_files import as_bytes, manifest_of
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    lines_of,
    take_in_part,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    competition = four_test_competition()
    for number in FIELD_OF_EIGHT:
        add_application(competition, number)
    return competition


@pytest.fixture
def manager() -> User:
    return person_with("competition_manager")


def person_with(role: str) -> User:
    person = make_staff()
    person.groups.add(Group.objects.get(name=role))
    return person


def member_of(competition, role: str = "board_member") -> User:
    person = person_with(role)
    BoardMembership.objects.create(user=person, competition=competition)
    return person


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:selection_{name}", args=args)


def computed(competition) -> RankingRun:
    take_in_part(competition, 1)
    take_in_part(competition, 2)
    return compute_ranking(competition=competition, by=None, now=NOW).run


def upload(client, competition, content: bytes, **changes: Any):
    manifest = json.dumps(manifest_of(competition, content, **changes).to_json()).encode()
    data = {
        "competition": competition.pk,
        "file": SimpleUploadedFile("results.csv", content),
        "manifest": SimpleUploadedFile("results.manifest.json", manifest),
    }
    return client.post(url("resultsfile_import"), data)


def first_part() -> bytes:
    return as_bytes([line for n, parts in FIELD_OF_EIGHT.items() for line in lines_of(n, **parts[0])])


def test_an_uploaded_file_is_taken_in_by_a_job(client, competition, manager):
    client.force_login(manager)
    response = upload(client, competition, first_part())
    job = Job.objects.get()
    assert response.url == reverse("admin:core_job_change", args=[job.pk])
    tasks.run_import(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("DONE", 16, 16)
    assert job.outcome["rows"] == 16
    assert ResultsFile.objects.get().imported_by == manager
    assert TestResult.objects.count() == 16
    assert ResultsUpload.objects.count() == 0


def test_a_refused_file_leaves_its_faults_with_the_job(client, competition, manager):
    client.force_login(manager)
    upload(client, competition, as_bytes(["101,NR,yes,11,,"]), is_partial=True)
    job = Job.objects.get()
    tasks.run_import(job.pk)
    job.refresh_from_db()
    assert job.state == "FAILED"
    assert job.outcome == {
        "Refused": ["Line 2: there are more correct answers than the test NR has questions"]
    }
    assert TestResult.objects.count() == 0


def test_a_job_that_was_stopped_before_it_began_does_nothing(client, competition, manager):
    client.force_login(manager)
    upload(client, competition, first_part())
    job = Job.objects.get()
    Job.objects.update(state="STOPPED")
    tasks.run_import(job.pk)
    job.refresh_from_db()
    assert (job.state, TestResult.objects.count()) == ("STOPPED", 0)


def test_a_job_is_stopped_at_its_next_report(client, competition, manager, monkeypatch):
    take_in_part(competition, 1)
    monkeypatch.setattr("selection.services.inputs.PROGRESS_EVERY", 2)
    client.force_login(manager)
    client.post(url("rankingrun_compute"), {"competition": competition.pk})
    job = Job.objects.get()
    monkeypatch.setattr(
        "selection.tasks.count_candidates", lambda _competition: Job.objects.update(state="STOPPING") and 8
    )
    tasks.run_ranking(job.pk)
    job.refresh_from_db()
    assert (job.state, RankingRun.objects.count()) == ("STOPPED", 0)


def test_an_import_that_was_stopped_keeps_its_upload_and_can_be_resumed(
    client, competition, manager, monkeypatch
):
    client.force_login(manager)
    upload(client, competition, first_part())
    job = Job.objects.get()

    def stop_before_reading(content: bytes) -> Manifest:
        stop_job(job=job)
        return read_manifest(content)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "read_manifest", stop_before_reading)
        tasks.run_import(job.pk)
    job.refresh_from_db()
    assert (job.state, ResultsUpload.objects.count(), TestResult.objects.count()) == ("STOPPED", 1, 0)
    assert resume_job(job=job, now=NOW) is True
    tasks.run_import(job.pk)
    job.refresh_from_db()
    assert (job.state, ResultsUpload.objects.count(), TestResult.objects.count()) == ("DONE", 0, 16)


def test_a_file_without_a_readable_manifest_is_refused_on_the_page(client, competition, manager):
    client.force_login(manager)
    data = {
        "competition": competition.pk,
        "file": SimpleUploadedFile("results.csv", first_part()),
        "manifest": SimpleUploadedFile("m.json", b"{}"),
    }
    response = client.post(url("resultsfile_import"), data)
    assert response.status_code == 200
    assert "The manifest must be an object with the format" in response.content.decode()
    assert (Job.objects.count(), ResultsUpload.objects.count()) == (0, 0)


def test_a_ranking_is_computed_and_its_letters_prepared_by_jobs(client, competition, manager):
    take_in_part(competition, 1)
    client.force_login(manager)
    client.post(url("rankingrun_compute"), {"competition": competition.pk})
    tasks.run_ranking(Job.objects.get().pk)
    run = RankingRun.objects.get()
    assert (run.computed_by, run.candidates) == (manager, 8)
    client.post(url("rankingrun_letters", run.pk))
    job = Job.objects.order_by("pk").last()
    tasks.run_letters(job.pk)
    job.refresh_from_db()
    assert (job.state, job.outcome["letters"]) == ("DONE", 8)
    assert LetterBatch.objects.get().state == "PREPARED"


def test_a_run_is_released_only_after_a_second_person_approved_its_letters(client, competition, manager):
    run = computed(competition)
    client.force_login(manager)
    response = client.post(url("rankingrun_release", run.pk))
    assert "must be prepared, and approved by a second person, first." in response.content.decode()
    batch = prepare_result_letters(run=run, by=manager, now=NOW)
    approve_batch(batch=batch, by=make_staff(), now=NOW)
    assert url("rankingrun_release", run.pk) in client.get(url("rankingrun_change", run.pk)).content.decode()
    assert client.post(url("rankingrun_release", run.pk)).status_code == 302
    assert RankingRun.objects.get().state == "RELEASED"


def test_the_page_of_a_run_shows_thresholds_and_counts(client, competition, manager):
    run = computed(competition)
    client.force_login(manager)
    text = client.get(url("rankingrun_change", run.pk)).content.decode()
    for expected in ("Preliminary ranking", "<td>86</td>", "167/2 = 83.5", "Below a pass mark: 3"):
        assert expected in text


def test_the_export_is_streamed_and_recorded(client, competition, manager):
    run = computed(competition)
    client.force_login(manager)
    response = client.get(url("rankingrun_export", run.pk))
    lines = b"".join(response.streaming_content).decode().splitlines()
    assert len(lines) == 9
    assert AuditRecord.objects.get(verb="export_ranking").by == manager


def test_a_member_of_the_board_decides_on_files_by_number(client, competition):
    run = computed(competition)
    client.force_login(member_of(competition))
    text = client.get(url("rankingrun_files", run.pk)).content.decode()
    assert [number for number in FIELD_OF_EIGHT if f">{number}</a>" in text] == ["101", "102", "108"]
    outcome = RankingOutcome.objects.get(application__number="101")
    page = client.get(url("rankingrun_file", run.pk, outcome.pk))
    assert "de Vries" not in page.content.decode()
    assert AuditRecord.objects.get(verb="view_file").object_key == "101"
    assert FileAccess.objects.get(person=outcome.application.candidate).about == "application:101"
    response = client.post(url("rankingrun_file", run.pk, outcome.pk), {"decision": "ELIGIBLE", "reason": ""})
    assert response.url == url("rankingrun_files", run.pk)
    assert EligibilityDecision.objects.get().decision == "ELIGIBLE"


def test_the_file_shows_the_frozen_education_and_experience(client, competition):
    run = computed(competition)
    application = competition.applications.get(number="101")
    snapshot = {"answers": {"education": [{"title": "Bachelor of Laws", "gives_access": True}],
                            "personal": {"family_names": "de Vries"}}}  # fmt: skip
    application.current_submission = Submission.objects.create(
        application=application, version=2, revision=9, submitted_at=NOW, field=application.field,
        language_1="nl", language_2="fr", snapshot=snapshot, sha256="0" * 64,
    )  # fmt: skip
    application.save()
    client.force_login(member_of(competition))
    outcome = RankingOutcome.objects.get(application=application)
    text = client.get(url("rankingrun_file", run.pk, outcome.pk)).content.decode()
    assert "Bachelor of Laws" in text
    assert "de Vries" not in text


def test_a_refusal_without_reasons_is_said_on_the_page(client, competition):
    run = computed(competition)
    client.force_login(member_of(competition))
    outcome = RankingOutcome.objects.get(application__number="101")
    response = client.post(url("rankingrun_file", run.pk, outcome.pk), {"decision": "NOT_ELIGIBLE"})
    assert "Give the reasons why the file is not eligible." in response.content.decode()
    assert EligibilityDecision.objects.count() == 0


def test_a_file_of_decisions_is_taken_in(client, competition):
    run = computed(competition)
    client.force_login(member_of(competition))
    content = b"application_number,decision,reason\n101,ELIGIBLE,\n"
    data = {"file": SimpleUploadedFile("decisions.csv", content)}
    assert client.post(url("rankingrun_decisions", run.pk), data).status_code == 302
    assert EligibilityDecision.objects.count() == 1
    again = {"file": SimpleUploadedFile("decisions.csv", content.replace(b"101", b"104"))}
    response = client.post(url("rankingrun_decisions", run.pk), again)
    assert "Line 2: The file of application 104 is not up for decision" in response.content.decode()


def test_questions_are_cancelled_with_numbers_and_a_reason(client, competition):
    client.force_login(member_of(competition))
    test = competition.tests.get(code="NR")
    data = {"test": test.pk, "question_numbers": "3, x", "language": "", "reason": "Ambiguous."}
    response = client.post(url("neutralisation_add"), data)
    assert "Write numbers separated by commas." in response.content.decode()
    client.post(url("neutralisation_add"), {**data, "question_numbers": "3, 7"})
    assert Neutralisation.objects.get().question_numbers == [3, 7]
    response = client.post(url("neutralisation_add"), {**data, "question_numbers": "3"})
    assert "Cancelled already: 3." in response.content.decode()


# Who may what: the status of each page by role

PAGES = {
    "import": lambda run: url("resultsfile_import"),
    "compute": lambda run: url("rankingrun_compute"),
    "letters": lambda run: url("rankingrun_letters", run.pk),
    "release": lambda run: url("rankingrun_release", run.pk),
    "export": lambda run: url("rankingrun_export", run.pk),
    "files": lambda run: url("rankingrun_files", run.pk),
    "decisions": lambda run: url("rankingrun_decisions", run.pk),
    "run": lambda run: url("rankingrun_change", run.pk),
    "neutralise": lambda run: url("neutralisation_add"),
}
ALLOWED = {
    "competition_manager": "import compute letters release export files run neutralise",
    "board_member": "export files decisions run neutralise",
    "board_secretary": "compute letters export files run",
    "legal": "export files run",
    "auditor": "run",
    "support": "",
    "editor": "",
    "accessibility_officer": "",
}


@pytest.mark.parametrize("role", ALLOWED)
def test_each_role_opens_its_pages_and_no_others(client, competition, role):
    run = computed(competition)
    client.force_login(member_of(competition, role))
    opened = [name for name, page in PAGES.items() if client.get(page(run)).status_code == 200]
    assert sorted(opened) == sorted(ALLOWED[role].split())


@pytest.mark.parametrize("role", ["board_member", "board_secretary"])
def test_boards_see_nothing_of_other_competitions(client, competition, role):
    run = computed(competition)
    client.force_login(member_of(four_test_competition(), role))
    statuses = {client.get(PAGES[name](run)).status_code for name in ("letters", "export", "files", "run")}
    assert statuses <= {302, 403, 404}
    listed = client.get(url("rankingrun_changelist")).content.decode()
    assert competition.reference not in listed
    outcomes = client.get(url("rankingoutcome_changelist"), {"q": "101"}).content.decode()
    assert competition.reference not in outcomes


def test_lists_cost_the_same_with_more_rows(client, competition, manager):
    computed(competition)
    client.force_login(manager)
    pages = [url(f"{name}_changelist") for name in (
        "rankingoutcome", "rankingrun", "testresult", "resultsfile", "replacedresult", "neutralisation",
        "eligibilitydecision", "boardmembership",
    )]  # fmt: skip
    few = [_queries(client, page) for page in pages]
    other = four_test_competition()
    for number in FIELD_OF_EIGHT:
        add_application(other, f"5{number}")
    take_in_part(other, 1, {f"5{number}": parts for number, parts in FIELD_OF_EIGHT.items()})
    compute_ranking(competition=other, by=None, now=NOW)
    assert [_queries(client, page) for page in pages] == few


def _queries(client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


def test_a_membership_of_a_board_is_recorded(client, competition, manager):
    client.force_login(manager)
    person = make_staff()
    client.post(url("boardmembership_add"), {"user": person.pk, "competition": competition.pk})
    membership = BoardMembership.objects.get()
    client.post(url("boardmembership_delete", membership.pk), {"post": "yes"})
    assert list(AuditRecord.objects.order_by("pk").values_list("verb", "object_key")) == [
        ("join_board", competition.reference),
        ("leave_board", competition.reference),
    ]


def test_an_outcome_is_shown_to_staff_as_its_candidate_reads_it(client, competition, manager):
    computed(competition)
    client.force_login(manager)
    outcome = RankingOutcome.objects.get(application__number="104")
    text = client.get(url("rankingoutcome_change", outcome.pk)).content.decode()
    assert "Your total in the preliminary ranking is below the threshold." in text
    assert FileAccess.objects.get(person=outcome.application.candidate).about == "result:104"


def test_a_file_that_is_too_large_is_refused_on_the_page(client, competition, manager, settings):
    settings.RESULTS_MAX_BYTES = 10
    client.force_login(manager)
    response = upload(client, competition, first_part())
    assert "at most 10 are taken." in response.content.decode()
    assert Job.objects.count() == 0


def test_uploads_nobody_took_up_are_forgotten(client, competition, manager):
    client.force_login(manager)
    upload(client, competition, first_part())
    tasks.forget_uploads()
    assert ResultsUpload.objects.count() == 1
    ResultsUpload.objects.update(uploaded_at=NOW)
    tasks.forget_uploads()
    assert ResultsUpload.objects.count() == 0
