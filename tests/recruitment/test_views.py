"""A recruiter finds the lists open to her institution, and downloads them; nobody else does."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import FileAccess
from competitions.models import Competition
from core.languages import language_name
from core.models import AuditRecord
from recruitment.models import ListDownload, ReserveList
from tests.factories import make_candidate, make_staff
from tests.recruitment.factories import (
    load_competition,
    make_candidacy,
    make_institution,
    make_list,
    make_recruiter,
)

pytestmark = pytest.mark.django_db

ORDER = {"purpose": "Vacancy CONSIL/7", "file_format": "XLSX"}


def address(name: str, *arguments: Any, language: str = "en") -> str:
    with translation.override(language):
        return reverse(f"recruitment:{name}", args=arguments)


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def council(db: None) -> Any:
    return make_institution("CONSIL")


@pytest.fixture
def recruiter(client: Client, council: Any) -> Any:
    """Signed in, for the Council."""
    person = make_recruiter(council, first_names="Elsa", family_names="Lindström")
    client.force_login(person)
    return person


def open_now(institution: Any, **values: Any) -> ReserveList:
    """A list of one laureate, valid today for a year unless `values` say otherwise."""
    serial = Competition.objects.count() + 1
    field = load_competition(reference=f"EPSO/DEMO/{serial}/26").fields.first()
    assert field is not None
    today = timezone.now().date()
    validity = {"valid_from": today - timedelta(days=1), "valid_until": today + timedelta(days=365)}
    return make_list(make_candidacy(field), institutions=[institution], **{**validity, **values})


# The list of lists


def test_a_recruiter_sees_what_is_open_to_her_institution_valid_ones_first(
    client: Client, recruiter: Any, council: Any
) -> None:
    ended = open_now(council, valid_from=date(2020, 1, 1), valid_until=date(2021, 1, 1))
    valid = open_now(council)
    open_now(make_institution("COURT"))
    response = client.get(address("list_list"))
    assert [row.pk for row in response.context["page"].object_list] == [valid.pk, ended.pk]
    assert [row.size for row in response.context["page"].object_list] == [1, 1]


def test_a_recruiter_without_an_institution_reads_what_to_do(client: Client) -> None:
    client.force_login(make_recruiter(None))
    response = client.get(address("list_list"))
    assert response.status_code == 403
    assert "Your account is not linked to an institution yet." in response.content.decode()


def test_the_same_queries_show_one_list_and_many(
    client: Client, recruiter: Any, council: Any, django_assert_num_queries: Any
) -> None:
    queries = 6  # session, person, two of permissions, recruiter; lists counted, lists
    open_now(council)
    client.get(address("list_list"))
    with django_assert_num_queries(queries):
        client.get(address("list_list"))
    for _number in range(3):
        open_now(council)
    with django_assert_num_queries(queries):
        assert len(client.get(address("list_list")).context["page"].object_list) == 4


# One list


def test_a_list_shows_its_facts_and_the_downloads_of_ones_own_institution(
    client: Client, recruiter: Any, council: Any
) -> None:
    court = make_institution("COURT")
    reserve_list = open_now(council)
    for institution, purpose in ((council, "Ours"), (court, "Theirs")):
        ListDownload.objects.create(
            reserve_list=reserve_list, user=recruiter, institution=institution, file_format="CSV",
            purpose=purpose, downloaded_at=timezone.now(), laureates=1,
        )  # fmt: skip
    response = client.get(address("list_detail", reserve_list.pk))
    assert [download.purpose for download in response.context["downloads"]] == ["Ours"]
    assert response.context["list"].size == 1


@pytest.mark.parametrize("name, method", [("list_detail", "get"), ("list_download", "post")])
def test_a_list_of_another_institution_is_not_found(
    client: Client, recruiter: Any, name: str, method: str
) -> None:
    reserve_list = open_now(make_institution("COURT"))
    assert getattr(client, method)(address(name, reserve_list.pk), ORDER).status_code == 404
    assert ListDownload.objects.count() == 0


@pytest.mark.parametrize("person", ["nobody", "candidate", "staff", "auditor", "recruiter"])
def test_only_recruiters_open_and_download_lists(client: Client, council: Any, person: str) -> None:
    reserve_list = open_now(council)
    people = {
        "candidate": make_candidate,
        "staff": lambda: make_staff("recruitment.view_reservelist", "recruitment.open_reservelist"),
        "auditor": lambda: make_staff("recruitment.view_listdownload", "core.view_auditrecord"),
        "recruiter": lambda: make_recruiter(council),
    }
    if person != "nobody":
        client.force_login(people[person]())
    expected = {"nobody": 302, "recruiter": 200}.get(person, 403)
    codes = [
        client.get(address("list_list")).status_code,
        client.get(address("list_detail", reserve_list.pk)).status_code,
        client.post(address("list_download", reserve_list.pk), ORDER).status_code,
    ]
    assert codes == [expected] * 3
    assert ListDownload.objects.count() == int(person == "recruiter")


# The download


def test_a_download_is_a_file_and_leaves_its_traces(client: Client, recruiter: Any, council: Any) -> None:
    reserve_list = open_now(council)
    before = timezone.now()
    response = client.post(address("list_download", reserve_list.pk), ORDER)
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(response))).worksheets[0]
    number = reserve_list.laureates.get().application.number
    assert [cell.value for cell in sheet["A"]] == ["Application number", number]
    download = ListDownload.objects.get()
    assert (download.user, download.institution, download.purpose, download.laureates) == (
        recruiter,
        council,
        "Vacancy CONSIL/7",
        1,
    )
    assert before <= download.downloaded_at <= timezone.now()
    record = AuditRecord.objects.get(verb="download_reserve_list")
    assert (record.by, record.purpose, record.object_key) == (
        recruiter,
        "Vacancy CONSIL/7",
        str(reserve_list.pk),
    )
    assert record.details == {
        "competition": reserve_list.field.competition.reference,
        "institution": "CONSIL",
        "format": "XLSX",
        "laureates": 1,
        "language": "en",
    }
    seen = FileAccess.objects.values_list("about", "kind", "role", "institution", "purpose")
    assert list(seen) == [(f"application:{number}", "DOWNLOADED", "recruiter", "CONSIL", "Vacancy CONSIL/7")]


@pytest.mark.parametrize(
    "file_format, content_type",
    [
        ("CSV", "text/csv; charset=utf-8"),
        ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("PDF", "application/pdf"),
    ],
)
def test_each_format_comes_as_an_attachment_that_nobody_keeps(
    client: Client, recruiter: Any, council: Any, file_format: str, content_type: str
) -> None:
    reserve_list = open_now(council)
    response = client.post(address("list_download", reserve_list.pk), {**ORDER, "file_format": file_format})
    content = content_of(response)
    assert response["Content-Type"] == content_type
    today = timezone.localdate().isoformat()
    slug = reserve_list.field.competition.slug
    name = f"{slug}-1-ad5-{today}.{file_format.lower()}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert int(response["Content-Length"]) == len(content)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("language", ["sv", "el"])
def test_the_file_is_in_the_language_of_the_page(
    client: Client, recruiter: Any, council: Any, language: str
) -> None:
    reserve_list = open_now(council)
    response = client.post(address("list_download", reserve_list.pk, language=language), ORDER)
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(response))).worksheets[0]
    with translation.override(language):
        expected = [language_name("nl"), language_name("fr")]
    assert [sheet["G2"].value, sheet["H2"].value] == expected


def test_a_page_fetched_ahead_downloads_nothing(client: Client, recruiter: Any, council: Any) -> None:
    reserve_list = open_now(council)
    assert client.get(address("list_download", reserve_list.pk)).status_code == 405
    assert ListDownload.objects.count() == 0


@pytest.mark.parametrize(
    "changes, faulty",
    [
        ({"purpose": " "}, "purpose"),
        ({"purpose": "x" * 301}, "purpose"),
        ({"file_format": "DOC"}, "file_format"),
        ({"file_format": ""}, "file_format"),
    ],
)
def test_a_download_without_purpose_or_format_is_refused_and_says_where(
    client: Client, recruiter: Any, council: Any, changes: dict[str, str], faulty: str
) -> None:
    reserve_list = open_now(council)
    response = client.post(address("list_download", reserve_list.pk), {**ORDER, **changes})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [faulty]
    assert ListDownload.objects.count() == 0


def test_a_pdf_of_a_list_that_is_too_long_is_refused(
    client: Client, recruiter: Any, council: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recruitment.forms.LONGEST_LIST", 0)
    reserve_list = open_now(council)
    response = client.post(address("list_download", reserve_list.pk), {**ORDER, "file_format": "PDF"})
    assert response.context["form"].errors == {
        "file_format": ["A PDF holds at most 0 laureates. Choose another format."]
    }


@pytest.mark.parametrize("days", [(-400, -1), (1, 365)])
def test_a_list_that_is_not_valid_today_cannot_be_downloaded(
    client: Client, recruiter: Any, council: Any, days: tuple[int, int]
) -> None:
    today = timezone.localdate()
    first, last = (today + timedelta(days=number) for number in days)
    reserve_list = open_now(council, valid_from=first, valid_until=last)
    response = client.post(address("list_download", reserve_list.pk), ORDER, follow=True)
    assert response.redirect_chain == [(address("list_detail", reserve_list.pk), 302)]
    assert "This list is not valid today and cannot be downloaded." in response.content.decode()
    assert ListDownload.objects.count() == 0


def test_without_a_trace_there_is_no_file(
    client: Client, recruiter: Any, council: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_values: Any) -> None:
        raise RuntimeError("no audit")

    monkeypatch.setattr("recruitment.services.downloads.record_audit", fail)
    with pytest.raises(RuntimeError):
        client.post(address("list_download", open_now(council).pk), ORDER)
    assert ListDownload.objects.count() == 0


# The public page of the competition


def test_the_public_page_of_a_competition_shows_its_lists_and_their_size(
    client: Client, council: Any
) -> None:
    reserve_list = open_now(council)
    Competition.objects.update(state="LIST_PUBLISHED")
    page = client.get(reserve_list.field.competition.get_absolute_url())
    assert [row.size for row in page.context["lists"]] == [1]
    assert "Reserve lists of this competition" in page.content.decode()


def test_a_competition_without_lists_shows_none(client: Client) -> None:
    page = client.get(load_competition(state="CLOSED").get_absolute_url())
    assert "Reserve lists of this competition" not in page.content.decode()
