"""A candidate uploads, looks, attaches and deletes; nobody else finds her documents, and staff only some."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import FileAccess
from documents import services
from documents.models import Attachment, Document
from selection.models import BoardMembership
from tests.documents import files
from tests.documents.scenes import NOW, closed_application, make_diploma, make_document
from tests.factories import make_candidate, make_competition, make_staff

pytestmark = pytest.mark.django_db

OVERVIEW = "/en/account/documents/"


@pytest.fixture
def anna(client):
    person = make_candidate()
    client.force_login(person)
    return person


def as_file(content: bytes, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def test_a_file_is_uploaded_and_attached_in_one_step(client, anna):
    diploma = make_diploma(anna)
    answer = client.post(OVERVIEW, {"file": as_file(files.pdf(2)), "place": f"education-{diploma.pk}"})
    document = Document.objects.get()
    page = client.get(answer["Location"]).content.decode()
    assert answer["Location"] == f"{OVERVIEW}{document.pk}/"
    assert ("scan.pdf" in page, str(diploma) in page, document.attachments.count()) == (True, True, 1)


def test_a_photo_is_taken_as_a_file_is(client, anna):
    client.post(OVERVIEW, {"photo": as_file(files.picture("JPEG"), "IMG_1.HEIC.jpg")})
    assert Document.objects.get().kind == "JPG"


@pytest.mark.parametrize(
    "content, said",
    [
        (b"GIF89a....", "The file is not a PDF, JPG or PNG."),
        (files.pdf(1, password="secret"), "The file asks for a password."),
        (b"%PDF-" + bytes(20 * 1024 * 1024), "The file is larger than 20 MB."),
        (b"", "The submitted file is empty."),
    ],
    ids=["type", "password", "size", "empty"],
)
def test_a_refused_file_is_answered_with_the_reason(client, anna, content, said):
    answer = client.post(OVERVIEW, {"file": as_file(content)})
    assert (answer.status_code, said in answer.content.decode(), Document.objects.count()) == (422, True, 0)


def test_no_file_at_all_is_answered_too(client, anna):
    answer = client.post(OVERVIEW, {"place": "identity"})
    assert (answer.status_code, "Choose a file." in answer.content.decode()) == (422, True)


def test_the_script_sends_a_file_in_pieces(client, anna):
    content = files.pdf(4)
    begun = client.post(f"{OVERVIEW}uploads/", {"name": "long.pdf", "size": len(content)})
    address = f"{OVERVIEW}uploads/{begun.json()['token']}/"
    client.put(f"{address}?offset=0", content[:100], content_type="application/octet-stream")
    hole = client.put(f"{address}?offset=200", content[200:], content_type="application/octet-stream")
    assert (begun.status_code, hole.status_code, hole.json()["received"]) == (201, 409, 100)
    assert client.get(address).json()["received"] == 100

    client.put(f"{address}?offset=100", content[100:], content_type="application/octet-stream")
    client.post(OVERVIEW, {"upload": begun.json()["token"], "place": "identity"})
    assert (Document.objects.get().size, Attachment.objects.get().kind) == (len(content), "IDENTITY")


@pytest.mark.parametrize("size", ["", "many", "0", "999999999"])
def test_the_script_is_told_why_an_upload_does_not_begin(client, anna, size):
    answer = client.post(f"{OVERVIEW}uploads/", {"name": "x", "size": size})
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)


def test_a_file_comes_back_as_a_download_that_runs_nothing(client, anna):
    document = make_document(anna, content=files.picture(), name='Zoë "x".exe')
    answer = client.get(f"{OVERVIEW}{document.pk}/file/")
    assert b"".join(answer.streaming_content) == files.picture()
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert ".exe.png" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer["Cache-Control"]


def test_what_holds_malware_is_given_to_nobody(client, anna):
    document = make_document(anna, content=files.picture(), state="INFECTED", malware="Test.File")
    assert client.get(f"{OVERVIEW}{document.pk}/file/").status_code == 404
    assert "This file was refused." in client.get(f"{OVERVIEW}{document.pk}/").content.decode()
    client.post(f"{OVERVIEW}{document.pk}/", {"place": "identity"})
    assert Attachment.objects.count() == 0


def test_the_documents_of_another_are_not_found(client, anna):
    theirs = make_candidate()
    document = make_document(theirs, content=files.picture())
    attachment = services.attach_document(document=document, place="identity", by=theirs, now=NOW)
    upload = services.begin_upload(owner=theirs, name="x", size=10, now=NOW)
    start = f"{OVERVIEW}{document.pk}/"
    statuses = [
        *(client.get(start + page).status_code for page in ("", "file/", "preview/", "delete/")),
        *(client.post(start + page).status_code for page in ("", "delete/")),
        client.post(f"{OVERVIEW}attachments/{attachment.pk}/detach/").status_code,
        client.get(f"{OVERVIEW}uploads/{upload.token}/").status_code,
        client.put(f"{OVERVIEW}uploads/{upload.token}/?offset=0", b"x").status_code,
    ]
    client.post(OVERVIEW, {"upload": upload.token})
    assert (set(statuses), Document.objects.count(), Attachment.objects.count()) == ({404}, 1, 1)


def test_a_document_is_taken_away_and_deleted(client, anna, django_capture_on_commit_callbacks):
    document = make_document(anna)
    attachment = services.attach_document(document=document, place="identity", by=anna, now=NOW)
    client.post(f"{OVERVIEW}attachments/{attachment.pk}/detach/")
    assert Attachment.objects.count() == 0
    assert client.get(f"{OVERVIEW}{document.pk}/delete/").status_code == 200
    client.post(f"{OVERVIEW}{document.pk}/delete/")
    assert Document.objects.count() == 0


def test_the_pages_ask_as_many_queries_for_many_documents_as_for_one(
    client, anna, django_assert_max_num_queries
):
    for number in range(5):
        document = make_document(anna, name=f"{number}.pdf")
        services.attach_document(document=document, place="identity", by=anna, now=NOW)
    with django_assert_max_num_queries(12):
        client.get(OVERVIEW)


def test_each_entry_of_the_cv_shows_its_documents_and_leads_to_one_more(client, anna):
    diploma, other = make_diploma(anna), make_diploma(anna, title="Master of Laws")
    document = make_document(anna, name="bachelor.pdf")
    services.attach_document(document=document, place=f"education-{diploma.pk}", by=anna, now=NOW)
    page = client.get("/en/account/profile/education/").content.decode()
    ways = [f"{OVERVIEW}?place=education-{row.pk}#upload" in page for row in (diploma, other)]
    assert (page.count("bachelor.pdf"), ways) == (1, [True, True])
    chosen = f'<option value="education-{other.pk}" selected>'
    assert chosen in client.get(f"{OVERVIEW}?place=education-{other.pk}").content.decode()


# Staff


def board_member(competition):
    person = make_staff()
    person.groups.add(Group.objects.get(name="board_member"))
    BoardMembership.objects.create(user=person, competition=competition)
    return _may_read(person)


def _may_read(person):
    from django.contrib.auth.models import Permission

    person.user_permissions.add(Permission.objects.get(codename="view_attachment"))
    return person


@pytest.fixture
def attachment(anna):
    application = closed_application(anna)
    document = make_document(anna, content=files.picture(), state="CLEAN", scanned_at=NOW)
    key = f"{application.number}-identity"
    return services.attach_document(document=document, place=key, by=anna, now=NOW)


def addresses(attachment) -> list[str]:
    names = ("change", "file", "preview")
    return [reverse(f"admin:documents_attachment_{name}", args=[attachment.pk]) for name in names]


def statuses_of(client, person, attachment) -> list[int]:
    client.force_login(person)
    return [client.get(address).status_code for address in addresses(attachment)]


def test_the_board_of_the_competition_reads_and_each_look_is_written_down(client, attachment, anna):
    member = board_member(attachment.application.competition)
    assert statuses_of(client, member, attachment) == [200, 200, 200]
    looks = FileAccess.objects.order_by("pk").values_list("person", "by", "kind", "about", "role")
    about = f"document:{attachment.document_id}"
    assert list(looks) == [
        (anna.pk, member.pk, "OPENED", about, "board_member"),
        (anna.pk, member.pk, "DOWNLOADED", about, "board_member"),
    ]


def test_another_board_and_support_read_nothing(client, attachment):
    assert statuses_of(client, board_member(make_competition()), attachment) == [302, 404, 404]
    support = make_staff()
    support.groups.add(Group.objects.get(name="support"))
    assert statuses_of(client, support, attachment) == [403, 403, 403]
    assert FileAccess.objects.count() == 0


@pytest.mark.parametrize("state, malware", [("WAITING", ""), ("INFECTED", "Test.File")])
def test_what_was_not_scanned_or_holds_malware_is_shown_to_no_staff(client, attachment, state, malware):
    Document.objects.update(state=state, malware=malware)
    member = board_member(attachment.application.competition)
    assert statuses_of(client, member, attachment) == [302, 404, 404]


def test_the_documents_of_a_cv_are_their_owners_alone(client, anna):
    document = make_document(anna, state="CLEAN")
    attachment = services.attach_document(document=document, place="identity", by=anna, now=NOW)
    assert statuses_of(client, _may_read(make_staff()), attachment) == [302, 404, 404]
