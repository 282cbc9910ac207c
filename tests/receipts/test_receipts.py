"""Receipts: a PDF for who submitted, and a page that confirms it to anybody without saying whose it is."""

from __future__ import annotations

import io
import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdf
import pytest
from django.core.cache import cache
from django.test import Client

from core.languages import CODES
from receipts import views
from receipts.documents import receipt_pdf
from receipts.models import ChainDay, Receipt
from receipts.services import close_days, receipt_of
from tests.factories import make_application, make_candidate, make_submitted_application

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)


@pytest.fixture
def application() -> Any:
    return make_submitted_application(candidate=make_candidate(language="el"), now=NOON)


@pytest.fixture
def receipt(application: Any) -> Receipt:
    return receipt_of(submission=application.current_submission, now=NOON)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def words_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_owner_gets_her_receipt_in_the_language_she_is_written_to(application):
    client = signed_in(application.candidate)
    answer = client.get(f"/en/account/receipts/{application.number}/1/")

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{application.number}-1.pdf"'
    root: Any = pypdf.PdfReader(io.BytesIO(answer.content)).trailer["/Root"]
    assert root["/Lang"] == "el"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    words = words_of(answer.content)
    assert application.number in words
    assert application.current_submission.sha256 in words.replace(" ", "")
    assert "12:00" in words


def test_the_receipt_says_where_anybody_can_check_it(receipt, settings):
    settings.SITE_URL = "https://careers.example.eu"
    content = receipt_pdf(receipt, language="en")
    assert f"https://careers.example.eu/en/receipts/{receipt.code}/" in words_of(content).replace(" ", "")
    links = [
        note.get_object()["/A"]["/URI"] for note in pypdf.PdfReader(io.BytesIO(content)).pages[0]["/Annots"]
    ]
    assert links == [f"https://careers.example.eu/en/receipts/{receipt.code}/"]


def test_the_receipt_names_the_digest_of_its_day_once_it_is_closed(receipt):
    before = words_of(receipt_pdf(receipt, language="en")).replace(" ", "")
    close_days(now=NOON + timedelta(days=1))
    digest = ChainDay.objects.get().digest_text
    after = words_of(receipt_pdf(receipt, language="en")).replace(" ", "")
    assert (digest in before, digest in after) == (False, True)


@pytest.mark.parametrize("language", CODES)
def test_the_receipt_can_be_laid_out_in_every_language(receipt, language):
    assert len(pypdf.PdfReader(io.BytesIO(receipt_pdf(receipt, language=language))).pages) == 1


def test_asking_twice_gives_the_same_code(application):
    client = signed_in(application.candidate)
    for _time in range(2):
        client.get(f"/en/account/receipts/{application.number}/1/")
    assert Receipt.objects.count() == 1


def test_nobody_else_gets_the_receipt_nor_learns_of_it(application):
    client = signed_in(make_candidate())
    other = client.get(f"/en/account/receipts/{application.number}/1/")
    none = client.get("/en/account/receipts/99999999/1/")
    assert (other.status_code, none.status_code) == (404, 404)
    assert _without_tokens(other).replace(application.number, "99999999") == _without_tokens(none)
    assert application.number.encode() not in client.get("/en/account/receipts/").content
    assert Receipt.objects.count() == 0


def _without_tokens(answer: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def test_the_owner_finds_her_receipts_and_the_way_to_them(application):
    client = signed_in(application.candidate)
    address = f"/en/account/receipts/{application.number}/1/".encode()
    for page in (
        "/en/account/receipts/",
        f"/en/account/applications/{application.number}/",
        f"/en/account/applications/{application.number}/versions/1/",
    ):
        assert address in client.get(page).content


def test_a_draft_has_no_receipt():
    draft = make_application(now=NOON)
    client = signed_in(draft.candidate)
    assert b"/account/receipts/9" not in client.get(f"/en/account/applications/{draft.number}/").content
    assert client.get(f"/en/account/receipts/{draft.number}/1/").status_code == 404


def test_anybody_with_the_code_reads_when_and_what_but_never_who(client, receipt):
    close_days(now=NOON + timedelta(days=1))
    answer = client.get(f"/en/receipts/{receipt.code}/")
    page = answer.content.decode()
    submission = receipt.submission

    assert (submission.sha256 in page, "2 March 2026, 12:00 (Brussels time)" in page) == (True, True)
    answers = submission.snapshot["answers"]["personal"]
    personal = [
        application_words for application_words in answers.values() if isinstance(application_words, str)
    ]
    personal += [submission.application.number, submission.application.candidate.email]
    shown = re.sub(r"<(header|footer).*?</\1>", "", page, flags=re.DOTALL)
    assert [word for word in personal if len(word) > 3 and word in shown] == []
    assert submission.application.competition.reference not in page
    assert answer["Cache-Control"].count("no-store") == 1
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex, nofollow")


def test_an_unknown_code_is_told_so(client, receipt):
    assert client.get(f"/en/receipts/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    "typed, status, words",
    [
        ("{sha256}", 200, "The fingerprints are the same."),
        ("  {SHA256} ", 200, "The fingerprints are the same."),
        ("0" * 64, 200, "The fingerprints are different."),
        ("abc", 422, "A fingerprint has 64 digits and letters from a to f."),
        ("", 422, "This field is required."),
    ],
)
def test_a_fingerprint_is_compared(client, receipt, typed, status, words):
    sha256 = receipt.submission.sha256
    value = typed.format(sha256=sha256, SHA256=sha256.upper())
    answer = client.get(f"/en/receipts/{receipt.code}/", {"sha256": value})
    assert (answer.status_code, words in answer.content.decode()) == (status, True)


def test_who_tries_codes_is_slowed_down(client, monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "CHECKS_PER_NETWORK", 2)
    tried = [client.get(f"/en/receipts/{uuid.uuid4()}/").status_code for _time in range(3)]
    assert tried == [404, 404, 429]


def test_the_days_are_published(client, receipt):
    assert "No day has been closed yet." in client.get("/en/receipts/days/").content.decode()
    assert client.get("/receipts/days/2026.json").status_code == 404
    close_days(now=NOON + timedelta(days=1))
    cache.clear()
    page = client.get("/en/receipts/days/").content.decode()
    assert (ChainDay.objects.get().digest_text in page, "/receipts/days/2026.json" in page) == (True, True)
    assert client.get("/receipts/days/2026.json")["Access-Control-Allow-Origin"] == "*"
