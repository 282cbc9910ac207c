"""Documents are taken whole or not at all, attached where they belong, and stay with what was submitted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from applications.models import Education as ApplicationEducation
from core.models import AuditRecord
from documents import services
from documents.faults import DocumentRefused
from documents.gaps import find_proofs
from documents.models import Attachment, CarriedApplication, Document, ProofKind, Upload
from documents.services.keeping import display_name
from notifications.models import Letter
from profiles.models import IdentityDocument
from tests.documents import files
from tests.documents.scenes import (
    CLOSED,
    DOCUMENTS_UNTIL,
    NOW,
    closed_application,
    make_diploma,
    make_document,
    make_period,
)
from tests.factories import make_candidate

pytestmark = pytest.mark.django_db


def stored(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "documents").rglob("*") if path.is_file()]


@pytest.fixture
def anna():
    return make_candidate()


# Taking in


def test_a_file_is_kept_under_a_name_nobody_guesses_and_shown_under_its_own(anna, tmp_path):
    document = make_document(anna, name="../../etc/Zeugnis (1).pdf")
    (file,) = stored(tmp_path)
    assert document.name == "Zeugnis (1).pdf"
    assert (len(file.name), "Zeugnis" in str(file)) == (48, False)
    assert file.stat().st_mode & 0o777 == 0o600
    with services.open_document(document) as opened:
        assert opened.read() == files.pdf(text="../../etc/Zeugnis (1).pdf")


@pytest.mark.parametrize(
    "typed, shown",
    [
        ("Ωμέγα 2.pdf", "Ωμέγα 2.pdf"),
        ("C:\\Users\\me\\scan.png", "scan.png"),
        ("a\x00b\u202efdp.exe", "abfdp.exe"),
        ("", "–"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_any_name_is_taken_without_paths_and_what_cannot_be_seen(typed, shown):
    assert display_name(typed) == shown


def test_the_same_file_twice_is_one_document(anna, tmp_path):
    first = make_document(anna, content=files.pdf())
    second = make_document(anna, content=files.pdf(), name="again.pdf")
    assert (second.pk, Document.objects.count(), len(stored(tmp_path))) == (first.pk, 1, 1)


def test_a_refused_file_leaves_nothing(anna, tmp_path):
    with pytest.raises(DocumentRefused):
        services.keep_document(owner=anna, name="x.pdf", content=b"GIF89a", now=NOW)
    assert (Document.objects.count(), stored(tmp_path)) == (0, [])


def test_a_file_whose_row_is_not_written_is_not_kept_either(anna, tmp_path, monkeypatch):
    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("documents.services.keeping.record_audit", fail)
    with pytest.raises(RuntimeError):
        make_document(anna)
    assert (Document.objects.count(), stored(tmp_path)) == (0, [])


def test_there_is_a_most_of_documents(anna, settings):
    settings.DOCUMENTS_PER_PERSON = 1
    make_document(anna)
    with pytest.raises(ValidationError) as refusal:
        make_document(anna, content=files.picture())
    assert refusal.value.code == "too_many"


# In pieces


def test_an_upload_goes_on_where_it_was_cut(anna):
    content = files.pdf(5)
    upload = services.begin_upload(owner=anna, name="long.pdf", size=len(content), now=NOW)
    services.add_piece(upload=upload, offset=0, content=content[:300])
    services.add_piece(
        upload=upload, offset=0, content=content[:300]
    )  # the answer was lost, it is sent again
    with pytest.raises(services.PieceDoesNotFit):
        services.add_piece(upload=upload, offset=400, content=content[400:])
    with pytest.raises(DocumentRefused):
        services.finish_upload(upload=upload, now=NOW)
    assert Upload.objects.get().received == 300

    services.add_piece(upload=upload, offset=300, content=content[300:])
    document = services.finish_upload(upload=upload, now=NOW)
    assert (document.name, document.size, Upload.objects.count()) == ("long.pdf", len(content), 0)


@pytest.mark.parametrize("size", [0, 20 * 1024 * 1024 + 1])
def test_an_upload_of_a_wrong_size_does_not_begin(anna, size):
    with pytest.raises(DocumentRefused):
        services.begin_upload(owner=anna, name="x", size=size, now=NOW)


def test_no_more_arrives_than_was_announced(anna):
    upload = services.begin_upload(owner=anna, name="x", size=10, now=NOW)
    with pytest.raises(services.PieceDoesNotFit):
        services.add_piece(upload=upload, offset=0, content=bytes(11))


def test_uploads_that_never_end_are_forgotten(anna, settings):
    settings.UPLOADS_PER_PERSON = 2
    first, *_others = [
        services.begin_upload(owner=anna, name="x", size=10, now=NOW - timedelta(hours=age))
        for age in (30, 25, 1)
    ]
    assert (Upload.objects.filter(pk=first.pk).exists(), services.forget_uploads(now=NOW)) == (False, 1)


# Attaching


def test_a_document_proves_several_entries_of_the_cv_each_once(anna):
    diploma, period, document = make_diploma(anna), make_period(anna), make_document(anna)
    for key in (f"education-{diploma.pk}", f"experience-{period.pk}", "identity", "identity"):
        services.attach_document(document=document, place=key, by=anna, now=NOW)
    kinds = sorted(document.attachments.values_list("kind", flat=True))
    assert kinds == ["EDUCATION", "EXPERIENCE", "IDENTITY"]


def test_nobody_attaches_to_the_entries_of_another(anna):
    other = closed_application()
    theirs = make_diploma(other.candidate)
    document = make_document(anna)
    for key in (f"education-{theirs.pk}", f"{other.number}-identity", "nonsense"):
        with pytest.raises(ValidationError):
            services.attach_document(document=document, place=key, by=anna, now=NOW)
    assert Attachment.objects.count() == 0


@pytest.mark.parametrize(
    "now, is_taken",
    [
        (CLOSED - timedelta(seconds=1), False),
        (CLOSED, True),
        (DOCUMENTS_UNTIL - timedelta(seconds=1), True),
        (DOCUMENTS_UNTIL, False),
    ],
)
def test_an_application_takes_documents_between_its_two_deadlines(anna, now, is_taken):
    application = closed_application(anna)
    document = make_document(anna)
    try:
        services.attach_document(document=document, place=f"{application.number}-identity", by=anna, now=now)
    except ValidationError:
        assert not is_taken
    assert application.attachments.exists() == is_taken


def test_what_belongs_to_an_application_is_neither_deleted_nor_taken_away(anna, tmp_path):
    application = closed_application(anna)
    document = make_document(anna)
    attachment = services.attach_document(
        document=document, place=f"{application.number}-other", by=anna, now=NOW
    )
    with pytest.raises(ValidationError):
        services.delete_document(document=document, by=anna, now=NOW)
    with pytest.raises(ValidationError):
        services.detach_document(attachment=attachment, by=anna, now=NOW)
    assert (application.attachments.count(), len(stored(tmp_path))) == (1, 1)


def test_a_deleted_document_is_gone_from_the_store(anna, tmp_path, django_capture_on_commit_callbacks):
    document = make_document(anna)
    services.attach_document(document=document, place="identity", by=anna, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_document(document=document, by=anna, now=NOW)
    assert (Document.objects.count(), Attachment.objects.count(), stored(tmp_path)) == (0, 0, [])


def test_the_record_of_what_was_done_holds_no_name_of_a_file(anna):
    document = make_document(anna, name="Krankenhaus.pdf")
    services.attach_document(document=document, place="identity", by=anna, now=NOW)
    services.delete_document(document=document, by=anna, now=NOW)
    records = AuditRecord.objects.filter(object_type__startswith="documents.").order_by("pk")
    assert [record.verb for record in records] == ["upload_document", "attach_document", "delete_document"]
    assert not any("Krankenhaus" in f"{record.object_key}{record.details}" for record in records)


def test_an_entry_that_goes_takes_its_attachment_and_not_the_document(anna):
    diploma, document = make_diploma(anna), make_document(anna)
    services.attach_document(document=document, place=f"education-{diploma.pk}", by=anna, now=NOW)
    diploma.delete()
    assert (Document.objects.count(), Attachment.objects.count()) == (1, 0)


def test_the_database_refuses_an_attachment_to_cv_and_application_at_once(anna):
    application = closed_application(anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.create(
            document=make_document(anna),
            kind=ProofKind.EDUCATION,
            application=application,
            cv_education=make_diploma(anna),
            attached_at=NOW,
        )


# Carrying over


def test_when_applications_close_the_proofs_of_the_cv_stay_with_the_application(anna):
    before, after = CLOSED - timedelta(days=2), CLOSED + timedelta(days=1)
    application = closed_application(anna)
    diploma, document, late = make_diploma(anna), make_document(anna), make_document(anna, name="late")
    services.attach_document(document=document, place=f"education-{diploma.pk}", by=anna, now=before)
    services.attach_document(document=document, place="identity", by=anna, now=before)
    services.attach_document(document=late, place=f"education-{diploma.pk}", by=anna, now=after)

    assert services.carry_due_documents(now=CLOSED - timedelta(seconds=1)) == 0
    assert (services.carry_due_documents(now=CLOSED), services.carry_due_documents(now=NOW)) == (1, 0)
    diploma.delete()
    rows = application.attachments.order_by("kind")
    assert [(row.kind, row.document_id) for row in rows] == [
        ("EDUCATION", document.pk),
        ("IDENTITY", document.pk),
    ]
    assert rows[0].education == application.education.get()


def test_a_carrying_that_fails_leaves_nothing_half_done(anna, monkeypatch):
    application = closed_application(anna)
    services.attach_document(
        document=make_document(anna), place="identity", by=anna, now=CLOSED - timedelta(1)
    )

    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("documents.services.carrying.record_audit", fail)
    with pytest.raises(RuntimeError):
        services.carry_documents(application=application, now=NOW)
    assert (application.attachments.count(), CarriedApplication.objects.count()) == (0, 0)


# Gaps and reminders


def test_what_is_missing_shrinks_with_each_proof(anna):
    application = closed_application(anna)
    kinds = [place.kind for place in find_proofs(application).missing]
    assert kinds == ["IDENTITY", "EDUCATION", "EXPERIENCE"]

    diploma = make_diploma(anna)
    services.attach_document(
        document=make_document(anna), place=f"education-{diploma.pk}", by=anna, now=CLOSED - timedelta(1)
    )
    assert [place.kind for place in find_proofs(application).missing] == ["IDENTITY", "EXPERIENCE"]
    services.carry_due_documents(now=CLOSED)
    services.attach_document(
        document=make_document(anna), place=f"{application.number}-identity", by=anna, now=NOW
    )
    assert [place.kind for place in find_proofs(application).missing] == ["EXPERIENCE"]


def test_an_entry_that_changed_since_in_the_cv_is_not_proven_by_it(anna):
    application = closed_application(anna)
    diploma = make_diploma(anna, title="Another diploma")
    services.attach_document(
        document=make_document(anna), place=f"education-{diploma.pk}", by=anna, now=CLOSED - timedelta(1)
    )
    assert ProofKind.EDUCATION in [place.kind for place in find_proofs(application).missing]


def test_reminders_come_30_days_7_days_and_48_hours_before_and_list_what_is_missing(anna):
    application = closed_application(anna)
    hours = [31 * 24, 30 * 24, 29 * 24, 7 * 24, 6 * 24, 48, 1, 0]
    written = [services.remind_of_gaps(now=DOCUMENTS_UNTIL - timedelta(hours=left)) for left in hours]
    assert written == [0, 1, 0, 1, 0, 1, 0, 0]
    body = Letter.objects.filter(recipient=anna, event="documents_missing").latest("pk").body
    assert [str(row) in body for row in (*application.education.all(), *application.experience.all())] == [
        True,
        True,
    ]


def test_who_has_proven_everything_is_not_reminded(anna):
    application = closed_application(anna)
    ApplicationEducation.objects.all().delete()
    application.experience.all().delete()
    services.attach_document(
        document=make_document(anna), place=f"{application.number}-identity", by=anna, now=NOW
    )
    assert services.remind_of_gaps(now=DOCUMENTS_UNTIL - timedelta(hours=1)) == 0


def test_an_identity_document_that_expires_is_told_once(anna):
    IdentityDocument.objects.create(
        user=anna,
        document_type="CARD",
        number="X1",
        issuing_country="NL",
        expiry_date=NOW.date() + timedelta(days=90),
        changed_at=NOW,
    )
    written = [
        services.remind_of_identity_documents(now=NOW + timedelta(days=days)) for days in (-1, 0, 1, 200)
    ]
    assert written == [0, 1, 0, 0]
