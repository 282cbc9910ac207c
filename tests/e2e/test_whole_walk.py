"""The main job, end to end, as people do it: from a notice read in Dutch to the file of a reserve list."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.management import call_command
from django.utils import timezone

from applications.models import Application
from competitions.models import Competition
from competitions.tasks import advance_competitions
from core.models import Job
from notifications.models import LetterBatch
from recruitment.models import ListDownload, ReserveList
from selection.models import RankingRun
from tests.conftest import wait_until
from tests.e2e.people import Person

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DEMONSTRATION_PASSWORD = "demonstration-only"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server: Any, settings: Any, start_worker: Any) -> str:
    """The real site with the real data and a real worker; its address."""
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "notifications.backends.OutboxBackend"
    settings.LOAD_DEMONSTRATION = True
    call_command("load_real_data")
    call_command("load_demonstration_people")
    start_worker()
    return str(live_server.url)


def demonstration() -> Competition:
    found: Competition = Competition.objects.filter(is_demonstration=True).get()
    return found


def apply(person: Person, competition: Competition) -> str:
    """Find the demonstration competition, read it, apply and submit; return the number of the application."""
    person.goes_to("").follows("Job opportunities")
    person.fills_in(q="DEMO").presses("Show results")
    person.follows(getattr(competition, f"title_{person.language}"))
    person.follows("Apply", "button on the page of a competition").presses("Start")
    number: str = Application.objects.get(candidate__email=person.email).number
    fill_in_every_step(person, competition)
    person.presses("Submit my application")
    assert person.says("Submitted") in person.reads()
    return number


def fill_in_every_step(person: Person, competition: Competition) -> None:
    """The steps in their order, each saved before the next is shown."""
    field = competition.fields.order_by("order").first()
    person.fills_in(
        family_names="de Vries", first_names="Anna Maria", date_of_birth="1995-02-28", place_of_birth="Gent",
        country_of_birth=("BE",), citizenship_1=("BE",), street="Wetstraat 1", postcode="1040",
        city="Brussel", country=("BE",), phone="+3221234567",
    ).presses("Save and continue")  # fmt: skip
    person.fills_in(field=(str(field.pk),), language_1=("nl",), language_2=("en",))
    person.presses("Save and continue")
    for language, level in (("nl", "C2"), ("en", "C1")):
        add_language(person, language, level)
    person.presses("This list is complete, continue")
    add_diploma(person)
    person.presses("This list is complete, continue")
    person.presses("This list is complete, continue")
    person.fills_in(motivation="Ik wil voor Europa werken.").presses("Save and continue")
    person.fills_in(
        has_citizen_rights=True, has_met_military_obligations=True, has_character_requirements=True,
        has_eligible_qualification=True, has_read_privacy_statement=True, has_declared_on_honour=True,
    ).presses("Save and continue")  # fmt: skip


def add_language(person: Person, language: str, level: str) -> None:
    person.follows("Add an entry")
    person.fills_in(language=(language,), listening=(level,), reading=(level,), speaking=(level,))
    person.fills_in(writing=(level,)).presses("Save")


def add_diploma(person: Person) -> None:
    person.follows("Add an entry")
    person.fills_in(
        title="Bachelor in de rechten", awarding_body="Universiteit Gent", country=("BE",), level="6",
        start_date="2013-09-15", end_date="2016-06-30", award_date="2016-06-30", gives_access=True,
    ).presses("Save")  # fmt: skip


def time_passes_the_deadline(competition: Competition) -> None:
    """The clock cannot be put forward, so the dates of the notice are put back."""
    now = timezone.now()
    Competition.objects.filter(pk=competition.pk).update(
        application_open_at=now - timedelta(days=20), application_deadline=now - timedelta(minutes=1)
    )
    advance_competitions.delay()
    wait_until(lambda: Competition.objects.get(pk=competition.pk).state == "CLOSED")


def change_state(manager: Person, competition: Competition, action: str) -> None:
    manager.goes_to(f"admin/competitions/competition/{competition.pk}/state/{action}/")
    manager.fills_in(reason="The timetable of the notice").presses_submit()


def import_results(
    manager: Person, competition: Competition, scores: dict[str, dict[str, int]], folder: Path
) -> None:
    """Upload the provider's file with its manifest, and wait until the worker has taken it in."""
    csv_file, manifest = write_results(competition, scores, folder)
    manager.goes_to("admin/selection/resultsfile/import/")
    manager.fills_in(competition=(str(competition.pk),))
    manager.page.locator("[name=file]").set_input_files(csv_file)
    manager.page.locator("[name=manifest]").set_input_files(manifest)
    manager.presses_submit()
    last_job_is_done()


def write_results(
    competition: Competition, scores: dict[str, dict[str, int]], folder: Path
) -> tuple[Path, Path]:
    lines = ["application_number,test,attended,correct,points"]
    for test, of_candidates in scores.items():
        is_essay = test == "EUFTE"
        for number, score in of_candidates.items():
            lines.append(f"{number},{test},yes,{'' if is_essay else score},{score if is_essay else ''}")
    content = ("\n".join(lines) + "\n").encode()
    figures = {
        test: {"invited": len(rows), "attended": len(rows), "absent": 0} for test, rows in scores.items()
    }
    manifest = {
        "format": "results-manifest/1",
        "competition": competition.reference,
        "file_sha256": hashlib.sha256(content).hexdigest(),
        "tests": figures,
    }
    name = "-".join(scores)
    (folder / f"{name}.csv").write_bytes(content)
    (folder / f"{name}.manifest.json").write_text(json.dumps(manifest))
    return folder / f"{name}.csv", folder / f"{name}.manifest.json"


def last_job_is_done() -> None:
    def ended() -> bool:
        state = Job.objects.latest("pk").state
        assert state != "FAILED", Job.objects.latest("pk").error
        return state == "DONE"

    wait_until(ended, seconds=30)


def compute_ranking(manager: Person, competition: Competition) -> RankingRun:
    manager.goes_to("admin/selection/rankingrun/compute/")
    manager.fills_in(competition=(str(competition.pk),)).presses_submit()
    last_job_is_done()
    run: RankingRun = RankingRun.objects.filter(competition=competition).latest("number")
    return run


def release(manager: Person, approver: Person, run: RankingRun) -> None:
    """Letters prepared by one person, sampled and approved by another, then released with the ranking."""
    page = f"admin/selection/rankingrun/{run.pk}"
    manager.goes_to(f"{page}/letters/").presses_submit()
    last_job_is_done()
    batch = LetterBatch.objects.latest("pk")
    approver.goes_to(f"admin/notifications/letterbatch/{batch.pk}/approve/")
    approver.fills_in(has_read_sample=True).presses_submit()
    manager.goes_to(f"{page}/release/").presses_submit()
    wait_until(lambda: LetterBatch.objects.get(pk=batch.pk).state == "RELEASED", seconds=30)


def decide(board: Person, run: RankingRun, number: str) -> None:
    """The board reads the file, which has a number and no name, and finds it eligible."""
    board.goes_to(f"admin/selection/rankingrun/{run.pk}/files/")
    board.page.get_by_role("link", name=number).click()
    board.looks()
    assert "de Vries" not in board.reads()
    board.fills_in(decision=("ELIGIBLE",)).presses_submit()


def reads_her_result(person: Person, number: str, outcome: str, *figures: str) -> None:
    """The mail that announces the letter says nothing of the result; the page shows every figure."""
    mail = person.mail("result")
    assert outcome not in mail.subject + mail.body_text
    person.goes_to("account/letters/")
    person.goes_to(f"account/results/{number}/")
    text = person.reads()
    assert person.says(outcome, "outcome") in text
    assert [figure for figure in figures if figure not in text] == []


def download_list(recruiter: Person, competition: Competition, folder: Path) -> list[tuple[Any, ...]]:
    """Find the list of the field, say what for, and open the spreadsheet as a spreadsheet program would."""
    field = competition.fields.order_by("order").first()
    wait_until(lambda: ReserveList.objects.filter(field=field).exists(), seconds=30)
    reserve_list = ReserveList.objects.get(field=field)
    recruiter.goes_to("recruitment/")
    recruiter.goes_to(f"recruitment/{reserve_list.pk}/")
    recruiter.fills_in(purpose="Vacature bij de Raad", file_format=("XLSX",))
    with recruiter.page.expect_download() as download:
        recruiter.page.locator("main form button[type=submit]").last.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def test_from_a_notice_in_dutch_to_a_reserve_list_in_a_spreadsheet(
    site: str, browser: Browser, tmp_path: Path
) -> None:
    competition = demonstration()
    anna = Person(browser, site, "anna@example.eu", "nl").signs_up()
    bram = Person(browser, site, "bram@example.eu", "nl").signs_up()
    anna_number, bram_number = apply(anna, competition), apply(bram, competition)
    assert anna_number != bram_number

    time_passes_the_deadline(competition)
    manager = Person(browser, site, "manager@demo.example", "en", DEMONSTRATION_PASSWORD).signs_in()
    approver = Person(browser, site, "approver@demo.example", "nl", DEMONSTRATION_PASSWORD).signs_in()
    board = Person(browser, site, "board@demo.example", "en", DEMONSTRATION_PASSWORD).signs_in()
    change_state(manager, competition, "start_testing")

    part_1 = {"NR": {anna_number: 9, bram_number: 3}, "AR": {anna_number: 8, bram_number: 4}}
    import_results(manager, competition, part_1, tmp_path)
    release(manager, approver, compute_ranking(manager, competition))
    reads_her_result(anna, anna_number, "Passed, next part follows", "9", "8")
    reads_her_result(bram, bram_number, "Below a pass mark", "3", "4", "10")

    part_2 = {"EUK": {anna_number: 27}, "EUFTE": {anna_number: 8}}
    import_results(manager, competition, part_2, tmp_path)
    change_state(manager, competition, "start_scoring")
    run = compute_ranking(manager, competition)
    change_state(manager, competition, "start_eligibility")
    decide(board, run, anna_number)
    release(manager, approver, compute_ranking(manager, competition))
    reads_her_result(anna, anna_number, "Placed on the reserve list", "27", "8")

    manager.goes_to("admin/recruitment/reservelist/").presses("Draw up the lists that are due")
    recruiter = Person(browser, site, "recruiter@demo.example", "nl", DEMONSTRATION_PASSWORD).signs_in()
    rows = download_list(recruiter, competition, tmp_path)
    assert [row[0] for row in rows[1:]] == [anna_number]
    assert "de Vries" in rows[1]
    download = ListDownload.objects.get()
    assert (download.user.email, download.purpose) == ("recruiter@demo.example", "Vacature bij de Raad")
