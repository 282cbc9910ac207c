"""Staff look after people; who may not see identities finds no candidate."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from core.models import AuditRecord, Job, JobState

pytestmark = pytest.mark.django_db

LIST = "/en/admin/accounts/user/"


@pytest.fixture
def operator() -> User:
    return User.objects.create_superuser("operator@example.eu", "x")


def listed(client: Client, query: str = "") -> set[str]:
    return {user.email for user in client.get(f"{LIST}?{query}").context["cl"].result_list}


def test_support_finds_candidates_and_the_auditor_only_who_holds_a_role(client: Client, person: Any) -> None:
    person("candidate@example.eu", family_names="Rossi")
    support = person("support@example.eu", roles=[Role.SUPPORT])
    auditor = person("auditor@example.eu", roles=[Role.AUDITOR])
    recruiter = person("recruiter@example.eu", roles=[Role.RECRUITER])
    held = {support.email, auditor.email, recruiter.email}

    client.force_login(support)
    assert listed(client) == held | {"candidate@example.eu"}
    assert listed(client, "q=ross") == {"candidate@example.eu"}
    client.force_login(auditor)
    assert listed(client) == held
    assert listed(client, "q=candidate") == set()


def test_who_only_reads_cannot_change_a_person(client: Client, person: Any) -> None:
    support = person("support@example.eu", roles=[Role.SUPPORT])
    client.force_login(support)
    response = client.post(f"{LIST}{support.pk}/change/", {"groups": []})
    assert response.status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403


def test_an_operator_creates_staff_who_then_set_their_password(client: Client, operator: User) -> None:
    from django.contrib.auth.models import Group

    client.force_login(operator)
    legal = Group.objects.get(name=Role.LEGAL)
    data = {"email": "legal@example.eu", "language": "hu", "is_active": "on", "groups": [legal.pk]}
    assert client.post(f"{LIST}add/", data).status_code == 302
    person = User.objects.with_address("legal@example.eu").get()
    assert (person.is_staff, person.has_usable_password()) == (True, False)
    record = AuditRecord.objects.get(verb="create_person")
    assert (record.by, record.details["roles_after"]) == (operator, ["legal"])


def test_an_operator_takes_a_role_away(client: Client, operator: User, person: Any) -> None:
    editor = person("editor@example.eu", roles=[Role.EDITOR])
    client.force_login(operator)
    data = {"email": "editor@example.eu", "language": "en", "is_active": "on"}
    assert client.post(f"{LIST}{editor.pk}/change/", data).status_code == 302
    editor.refresh_from_db()
    assert (editor.is_staff, editor.groups.count()) == (False, 0)
    assert AuditRecord.objects.get(verb="change_person").details == {
        "fields": ["groups"],
        "roles_before": ["editor"],
        "roles_after": [],
    }


def test_nobody_deletes_a_person(client: Client, operator: User) -> None:
    client.force_login(operator)
    assert client.get(f"{LIST}{operator.pk}/delete/").status_code == 403


def test_the_list_of_people_takes_the_same_queries_for_one_and_for_many(
    client: Client, operator: User, person: Any, django_assert_num_queries: Any
) -> None:
    client.force_login(operator)
    client.get(LIST)
    with django_assert_num_queries(5):
        client.get(LIST)
    for number in range(20):
        person(f"person{number}@example.eu", roles=[Role.EDITOR])
    with django_assert_num_queries(5):
        client.get(LIST)


@pytest.fixture
def job(operator: User) -> Job:
    return Job.objects.create(
        kind="test", label="A long job", state=JobState.RUNNING, created_at=timezone.now(), done=5, total=20
    )


def test_a_manager_stops_a_job(client: Client, person: Any, job: Job) -> None:
    manager = person("manager@example.eu", roles=[Role.COMPETITION_MANAGER])
    client.force_login(manager)
    page = client.get(f"/en/admin/core/job/{job.pk}/change/").content.decode()
    assert ("5 / 20 (25 %)" in page, f"/en/admin/core/job/{job.pk}/stop/" in page) == (True, True)
    assert client.get(f"/en/admin/core/job/{job.pk}/stop/").status_code == 405
    assert client.post(f"/en/admin/core/job/{job.pk}/stop/").status_code == 302
    job.refresh_from_db()
    assert job.state == JobState.STOPPING
    assert AuditRecord.objects.get(verb="stop_job").by == manager


def test_an_auditor_sees_a_job_and_cannot_stop_it(client: Client, person: Any, job: Job) -> None:
    client.force_login(person("auditor@example.eu", roles=[Role.AUDITOR]))
    page = client.get(f"/en/admin/core/job/{job.pk}/change/").content.decode()
    assert f"/en/admin/core/job/{job.pk}/stop/" not in page
    assert client.post(f"/en/admin/core/job/{job.pk}/stop/").status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_nobody_writes_audit_records_by_hand(client: Client, operator: User) -> None:
    client.force_login(operator)
    assert client.get("/en/admin/core/auditrecord/").status_code == 200
    assert client.get("/en/admin/core/auditrecord/add/").status_code == 403
