"""Everything about a person as a ZIP: whole, hers alone, for some days."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from accounts.models import User
from data_rights import services
from data_rights.archive import write_archive
from data_rights.exporters import LEFT_OUT, ROWS
from data_rights.models import DataExport
from data_rights.tasks import write_export
from notifications.models import Letter, LetterBatch
from notifications.services import LetterText, post_letter
from tests.factories import make_candidate, make_submitted_application

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def candidate() -> Any:
    person = make_candidate(language="de")
    application = make_submitted_application(candidate=person, now=NOON)
    post_letter(
        recipient=person,
        event="result",
        key="1",
        about=f"application:{application.number}",
        build=lambda: LetterText("Ihr Ergebnis", "Sehr geehrte Frau de Vries"),
        now=NOON,
    )
    return person


def archive_of(person: User) -> zipfile.ZipFile:
    file = io.BytesIO()
    write_archive(file, person, now=NOON, tell=lambda done, total: None)
    return zipfile.ZipFile(file)


def test_the_archive_holds_rows_letters_and_the_meaning_of_every_field(candidate):
    archive = archive_of(candidate)
    data = json.loads(archive.read("data.json"))["data"]
    fields = json.loads(archive.read("fields.json"))["fields"]
    letter = candidate.letters.get()

    assert data["applications.PersonalData"][0]["family_names"] == "de Vries"
    assert data["applications.Submission"][0]["snapshot"]["answers"]["motivation"]
    assert archive.read(f"letters/2026-03-02-{letter.number}.txt").decode().startswith("Ihr Ergebnis\n\nSehr")
    assert {model: set(rows[0]) for model, rows in data.items()} == {
        model: set(each["fields"]) for model, each in fields.items()
    }


def test_the_archive_holds_nothing_of_anybody_else(candidate):
    other = make_submitted_application(now=NOON)
    text = archive_of(candidate).read("data.json").decode()
    assert (other.number in text, other.candidate.email in text, candidate.email in text) == (
        False,
        False,
        True,
    )


def test_the_archive_does_not_tell_what_was_not_told_yet(candidate):
    Letter.objects.filter(recipient=candidate).update(published_at=None, batch=make_batch())
    archive = archive_of(candidate)
    assert "notifications.Letter" not in json.loads(archive.read("data.json"))["data"]
    assert [name for name in archive.namelist() if name.startswith("letters/")] == []


def make_batch() -> Any:
    by = make_candidate()
    return LetterBatch.objects.create(
        event="result", title="-", about="-", expected=1, prepared_by=by, prepared_at=NOON
    )


def test_no_secret_is_in_the_archive(candidate):
    text = archive_of(candidate).read("data.json").decode()
    assert candidate.password not in text


def test_every_row_that_leads_to_a_person_is_given_to_her_or_left_out_for_a_reason():
    given = {rows.model.lower() for rows in ROWS}
    wanted = {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=False)
        if any(
            field.related_model is User and (field.many_to_one or field.one_to_one) and field.name in OWNER
            for field in model._meta.get_fields()
            if field.is_relation and field.concrete
        )
    }
    assert sorted(wanted - given - {label.lower() for label in LEFT_OUT}) == []


OWNER = {"person", "user", "owner", "candidate", "recipient"}
"""What the way from a row to whom it is about is called; who acted is `by`, `made_by`, `decided_by` …"""


def test_the_owner_asks_waits_and_downloads(client, candidate, django_capture_on_commit_callbacks):
    client.force_login(candidate)
    client.post("/en/account/my-data/file/")
    assert "Your file is being made." in client.get("/en/account/my-data/").content.decode()
    export = DataExport.objects.get()
    write_export(export.job_id)
    page = client.get("/en/account/my-data/").content.decode()
    assert f"/en/account/my-data/file/{export.pk}/" in page
    answer = client.get(f"/en/account/my-data/file/{export.pk}/")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert (answer["Content-Type"], "data.json" in archive.namelist()) == ("application/zip", True)
    assert 'filename="my-data.zip"' in answer["Content-Disposition"]


def test_asking_twice_makes_one_file(candidate):
    first = services.ask_for_export(person=candidate, now=NOON)
    assert services.ask_for_export(person=candidate, now=NOON) == first


def test_nobody_else_gets_the_file(candidate):
    export = services.ask_for_export(person=candidate, now=datetime.now(UTC))
    write_export(export.job_id)
    client = Client()
    client.force_login(make_candidate())
    assert client.get(f"/en/account/my-data/file/{export.pk}/").status_code == 404


def test_the_file_is_forgotten_after_its_days(client, candidate, tmp_path, settings):
    export = services.ask_for_export(person=candidate, now=NOON)
    write_export(export.job_id)
    files = lambda: [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]  # noqa: E731
    assert len(files()) == 1
    later = NOON + timedelta(days=settings.DATA_EXPORT_DAYS)
    assert services.forget_expired_exports(now=later) == 1
    assert (files(), DataExport.objects.count()) == ([], 0)
