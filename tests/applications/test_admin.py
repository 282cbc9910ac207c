"""What staff see of applications, and what they do not."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import FileAccess
from applications.models import AnnouncedTransition
from competitions.models import CompetitionTransition
from core.models import AuditRecord, Job
from notifications.models import LetterBatch
from tests.factories import make_competition, make_staff, make_submitted_application

pytestmark = pytest.mark.django_db


def client_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def application():
    return make_submitted_application()


def pages(application):
    return (
        reverse("admin:applications_application_changelist"),
        reverse("admin:applications_application_change", args=[application.pk]),
    )


def test_staff_without_the_permission_see_the_number_and_nobodys_name(application):
    staff = make_staff("applications.view_application")
    for page in pages(application):
        text = client_of(staff).get(page).content.decode()
        assert application.number in text
        assert "de Vries" not in text
        assert application.candidate.email not in text
    assert AuditRecord.objects.filter(verb="view_identity").count() == 0


def test_staff_with_the_permission_see_who_it_is_and_that_is_recorded(application):
    staff = make_staff("applications.view_application", "applications.view_identity")
    overview, detail = pages(application)
    assert application.candidate.email in client_of(staff).get(overview).content.decode()
    assert "de Vries" in client_of(staff).get(detail).content.decode()
    record = AuditRecord.objects.get(verb="view_identity")
    assert (record.by, record.object_key) == (staff, application.number)
    seen = FileAccess.objects.get(person=application.candidate)
    assert (seen.by, seen.kind, seen.about) == (staff, "OPENED", f"application:{application.number}")


def test_an_application_is_found_by_its_whole_number(application):
    other = make_submitted_application()
    staff = make_staff("applications.view_application")
    page = client_of(staff).get(pages(application)[0], {"q": application.number}).content.decode()
    assert application.number in page
    assert other.number not in page


def test_nobody_finds_a_number_by_an_address_without_the_permission(application):
    staff = make_staff("applications.view_application")
    page = client_of(staff).get(pages(application)[0], {"q": application.candidate.email})
    assert application.number not in page.content.decode()


def test_the_list_takes_as_many_queries_for_many_applications_as_for_one(
    application, django_assert_max_num_queries
):
    staff = client_of(make_staff("applications.view_application"))
    with django_assert_max_num_queries(12):
        staff.get(pages(application)[0])
    for _ in range(5):
        make_submitted_application(competition=application.competition)
    with django_assert_max_num_queries(12):
        staff.get(pages(application)[0])


def test_applications_cannot_be_added_changed_or_deleted(application):
    boss = make_staff(*(f"applications.{verb}_application" for verb in ("view", "add", "change", "delete")))
    add = reverse("admin:applications_application_add")
    delete = reverse("admin:applications_application_delete", args=[application.pk])
    assert client_of(boss).get(add).status_code == 403
    assert client_of(boss).post(pages(application)[1], {"state": "DRAFT"}).status_code == 403
    assert client_of(boss).post(delete, {"post": "yes"}).status_code == 403


def test_staff_prepare_letters_about_a_suspension_from_the_list(application):
    competition = application.competition
    move = CompetitionTransition.objects.create(
        subject=competition, action="suspend", from_state="OPEN", to_state="SUSPENDED",
        made_at=application.created_at,
    )  # fmt: skip
    staff = make_staff("notifications.prepare_letterbatch", "competitions.view_competition")
    page = client_of(staff).post(
        reverse("admin:applications_announcedtransition_changelist"),
        {"action": "prepare_letters", "_selected_action": [move.pk]},
        follow=True,
    )
    assert page.status_code == 200
    batch = LetterBatch.objects.get()
    assert (batch.expected, batch.about, batch.prepared_by) == (1, f"competition-move:{move.pk}", staff)
    assert Job.objects.get().kind == "change_letters"
    assert AnnouncedTransition.objects.get(pk=move.pk).action == "suspend"


def test_staff_without_the_permission_prepare_no_letters():
    make_competition()
    staff = make_staff("applications.view_application")
    page = client_of(staff).get(reverse("admin:applications_announcedtransition_changelist"))
    assert page.status_code == 403
