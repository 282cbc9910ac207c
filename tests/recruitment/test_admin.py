"""Staff look after reserve lists in the administration, each with the permission for it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from core.models import AuditRecord
from recruitment import admin
from recruitment.models import Laureate, ListDownload, ListExtension, ListOpening, Recruiter, ReserveList
from recruitment.services import establish_reserve_lists
from tests.factories import make_candidate, make_staff
from tests.recruitment.factories import (
    load_competition,
    make_candidacy,
    make_institution,
    make_recruiter,
    make_run,
)

pytestmark = pytest.mark.django_db

QUERIES = 5  # person, two of permissions, count, rows: the session is in the cache
OTHERS = {"reservelist": 1}  # the rankings that wait for a list


def address(name: str, *arguments: Any) -> str:
    with translation.override("en"):
        return reverse(f"admin:recruitment_{name}", args=arguments)


def member(role: str) -> User:
    person = make_staff()
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def reserve_list() -> ReserveList:
    """An established list of one laureate, valid since today."""
    field = load_competition().fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    establish_reserve_lists(run=run, by=None, now=timezone.now())
    found: ReserveList = ReserveList.objects.get(field=field)
    return found


def download(reserve_list: ReserveList) -> ListDownload:
    institution = make_institution("CONSIL")
    made: ListDownload = ListDownload.objects.create(
        reserve_list=reserve_list, user=make_recruiter(institution, email="elsa@example.eu"),
        institution=institution, file_format="CSV", purpose="Vacancy 7", downloaded_at=timezone.now(),
        laureates=1,
    )  # fmt: skip
    return made


@pytest.mark.parametrize("role", ["competition_manager", "legal", "auditor"])
def test_staff_and_auditor_see_who_downloaded_what_and_change_nothing(
    client: Client, reserve_list: ReserveList, role: str
) -> None:
    made = download(reserve_list)
    client.force_login(member(role))
    page = client.get(address("listdownload_changelist")).content.decode()
    assert [word for word in ("elsa@example.eu", "Vacancy 7", "CSV") if word not in page] == []
    change = address("listdownload_change", made.pk)
    assert (client.get(change).status_code, client.post(change, {}).status_code) == (200, 403)
    assert client.post(address("listdownload_delete", made.pk)).status_code == 403


@pytest.mark.parametrize(
    "role, pages",
    [
        ("competition_manager", {"reservelist", "laureate", "listdownload", "recruiter"}),
        ("legal", {"reservelist", "laureate", "listdownload"}),
        ("auditor", {"reservelist", "listdownload", "recruiter"}),
        ("support", set()),
        ("editor", set()),
        ("board_member", set()),
    ],
)
def test_each_role_opens_the_pages_it_is_for(client: Client, role: str, pages: set[str]) -> None:
    client.force_login(member(role))
    names = ("reservelist", "laureate", "listdownload", "recruiter")
    opened = {name for name in names if client.get(address(f"{name}_changelist")).status_code == 200}
    assert opened == pages


@pytest.mark.parametrize("name", ["reservelist", "laureate", "listdownload"])
def test_the_same_queries_show_one_row_and_many(
    client: Client, reserve_list: ReserveList, name: str, django_assert_num_queries: Any
) -> None:
    queries = QUERIES + OTHERS.get(name, 0)
    made = download(reserve_list)
    client.force_login(member("competition_manager"))
    client.get(address(f"{name}_changelist"))
    with django_assert_num_queries(queries):
        client.get(address(f"{name}_changelist"))
    second = load_competition(reference="EPSO/DEMO/2/26").fields.first()
    assert second is not None
    run = make_run({make_candidacy(second): "LAUREATE"}, competition=second.competition)
    establish_reserve_lists(run=run, by=None, now=timezone.now())
    made.pk = None
    made.save(force_insert=True)
    with django_assert_num_queries(queries):
        client.get(address(f"{name}_changelist"))


def test_a_manager_extends_a_list_with_a_reason(client: Client, reserve_list: ReserveList) -> None:
    manager = member("competition_manager")
    client.force_login(manager)
    until = reserve_list.valid_until + timedelta(days=100)
    order = {"until": until.isoformat(), "reason": "Few were recruited."}
    response = client.post(address("reservelist_extend", reserve_list.pk), order)
    assert response.url == address("reservelist_change", reserve_list.pk)  # type: ignore[attr-defined]
    extension = ListExtension.objects.get()
    assert (extension.valid_until_after, extension.decided_by) == (until, manager)


def test_an_extension_that_is_refused_says_why_on_the_page(client: Client, reserve_list: ReserveList) -> None:
    client.force_login(member("competition_manager"))
    order = {"until": date(2020, 1, 1).isoformat(), "reason": "Few were recruited."}
    page = client.post(address("reservelist_extend", reserve_list.pk), order)
    assert "The new end must be later than the old one." in page.content.decode()
    assert ListExtension.objects.count() == 0


def test_a_manager_takes_a_laureate_off_with_a_reason(client: Client, reserve_list: ReserveList) -> None:
    client.force_login(member("competition_manager"))
    laureate = Laureate.objects.get()
    page = client.get(address("laureate_change", laureate.pk)).content.decode()
    assert address("laureate_remove", laureate.pk) in page
    client.post(address("laureate_remove", laureate.pk), {"reason": ""})
    assert Laureate.objects.present().count() == 1
    client.post(address("laureate_remove", laureate.pk), {"reason": "Recruited."})
    laureate.refresh_from_db()
    assert laureate.removal_reason == "Recruited."
    assert client.get(address("laureate_remove", laureate.pk)).status_code == 404


@pytest.mark.parametrize("role", ["auditor", "legal", "support"])
def test_who_only_reads_decides_nothing(client: Client, reserve_list: ReserveList, role: str) -> None:
    client.force_login(member(role))
    laureate = Laureate.objects.get()
    codes = [
        client.post(address("reservelist_extend", reserve_list.pk), {}).status_code,
        client.post(address("reservelist_establish"), {}).status_code,
        client.post(address("laureate_remove", laureate.pk), {"reason": "No."}).status_code,
        client.post(address("reservelist_change", reserve_list.pk), {}).status_code,
        client.post(address("recruiter_add"), {}).status_code,
    ]
    assert codes == [403] * 5
    assert Laureate.objects.present().count() == 1


def test_drawing_up_the_lists_that_are_due_is_asked_of_the_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    monkeypatch.setattr(admin, "send_task_on_commit", sent.append)
    client.force_login(member("competition_manager"))
    assert client.get(address("reservelist_establish")).status_code == 405
    client.post(address("reservelist_establish"))
    assert sent == ["recruitment.tasks.establish_due_lists"]


def test_staff_see_what_keeps_a_list_from_being_drawn_up(client: Client) -> None:
    good = load_competition().fields.first()
    tested = load_competition(state="TESTING", reference="EPSO/DEMO/2/26").fields.first()
    silent = load_competition(months=None, reference="EPSO/DEMO/3/26").fields.first()
    for field in filter(None, (good, tested, silent)):
        make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    client.force_login(member("competition_manager"))
    waiting = client.get(address("reservelist_changelist")).context["waiting"]
    assert {run.competition.reference: reason for run, reason in waiting} == {
        "EPSO/DEMO/1/26": "",
        "EPSO/DEMO/2/26": "The competition EPSO/DEMO/2/26 is in the state “Tests in progress”, from which "
        "no list is published.",
        "EPSO/DEMO/3/26": "The notice EPSO/DEMO/3/26 does not say how long its reserve list is valid. Load "
        "an amendment that does.",
    }


def formset(openings: list[ListOpening], **rows: Any) -> dict[str, Any]:
    """What the page of a list sends: the institutions it is open to, and changes among them."""
    data: dict[str, Any] = {
        "openings-TOTAL_FORMS": len(openings) + 1,
        "openings-INITIAL_FORMS": len(openings),
        "openings-MIN_NUM_FORMS": 0,
        "openings-MAX_NUM_FORMS": 1000,
        "extensions-TOTAL_FORMS": 0,
        "extensions-INITIAL_FORMS": 0,
    }
    for number, opening in enumerate(openings):
        data[f"openings-{number}-id"] = opening.pk
        data[f"openings-{number}-reserve_list"] = opening.reserve_list_id
    return {**data, **rows}


def test_a_manager_opens_a_list_to_an_institution_and_closes_it_on_record(
    client: Client, reserve_list: ReserveList
) -> None:
    client.force_login(member("competition_manager"))
    institution = make_institution("EESC")
    page = address("reservelist_change", reserve_list.pk)
    new = {"openings-0-institution": institution.pk, "openings-0-reserve_list": reserve_list.pk}
    assert client.post(page, formset([], **new)).status_code == 302
    opening = ListOpening.objects.get()
    assert opening.institution == institution
    assert client.post(page, formset([opening], **{"openings-0-DELETE": "on"})).status_code == 302
    assert ListOpening.objects.count() == 0
    verbs = AuditRecord.objects.filter(details__institution="EESC").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["open_reserve_list", "close_reserve_list"]


def test_who_gives_roles_places_recruiters_on_record(client: Client) -> None:
    client.force_login(make_staff("accounts.assign_roles"))
    person, institution = make_candidate(), make_institution("CONSIL")
    order = {"user": person.pk, "institution": institution.pk}
    assert client.post(address("recruiter_add"), order).status_code == 302
    recruiter = Recruiter.objects.get()
    assert (recruiter.user, recruiter.institution) == (person, institution)
    client.post(address("recruiter_delete", recruiter.pk), {"post": "yes"})
    assert Recruiter.objects.count() == 0
    verbs = AuditRecord.objects.filter(details__institution="CONSIL").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["place_recruiter", "dismiss_recruiter"]
