"""Staff read competitions in the administration, load documents, and change states with a reason."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from competitions.models import Competition
from competitions.notice import read_notice
from competitions.services.files import COMPETITIONS_DATA

pytestmark = pytest.mark.usefixtures("shipped")

VIEW = ("view_competition", "view_competitionfield", "view_test", "view_planningrow", "view_boardmember")
MORE = ("view_applicationcount", "view_competitiondocument", "view_amendment", "view_competitiontransition")


def staff(*permissions: str) -> Client:
    """A browser signed in as a member of staff with these permissions."""
    person = User.objects.create_user("staff@example.eu", is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(content_type__app_label="competitions", codename__in=permissions)
    )
    client = Client()
    client.force_login(person)
    return client


def manager() -> Client:
    return staff(*VIEW, *MORE, "publish_competition", "amend_competition")


def notice(**changes: Any) -> dict[str, Any]:
    document = read_notice((COMPETITIONS_DATA / "notices" / "EPSO-AD-427-26.json").read_bytes())
    return {**document, "reference": "EPSO/AD/999/26", "status": "DRAFT", **changes}


def upload(client: Client, document: Any) -> Any:
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return client.post(
        "/en/admin/competitions/competition/load/", {"document": SimpleUploadedFile("notice.json", content)}
    )


def page_of(competition: Competition) -> str:
    return reverse("admin:competitions_competition_change", args=[competition.pk])


def assert_fits_the_content_security_policy(html: str) -> None:
    """No script or style that stands in the page itself: the policy would stop it."""
    for script in re.findall(r"<script([^>]*)>", html):
        assert " src=" in script or "application/json" in script
    assert re.findall(r"<style", html) == []
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", html) == []


def test_the_pages_are_shown_read_only_with_all_languages_and_fit_the_policy() -> None:
    client = manager()
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    for address in (
        "/nl/admin/competitions/competition/",
        f"/nl/admin/competitions/competition/{competition.pk}/change/",
        "/nl/admin/competitions/competition/load/",
        f"/nl/admin/competitions/competition/{competition.pk}/state/suspend/",
    ):
        response = client.get(address)
        assert response.status_code == 200
        assert_fits_the_content_security_policy(response.content.decode())
    html = client.get(f"/nl/admin/competitions/competition/{competition.pk}/change/").content.decode()
    assert competition.title_bg in html
    assert competition.title_mt in html
    assert 'name="title_en"' not in html
    assert html.count("<details") >= 22


def test_only_the_moves_of_the_present_state_are_offered_and_only_to_who_may_publish() -> None:
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    html = manager().get(page_of(competition)).content.decode()
    offered = re.findall(rf"/en/admin/competitions/competition/{competition.pk}/state/([a-z_]+)/", html)
    assert offered == ["start_scoring", "suspend", "reopen", "cancel", "annul"]


def test_who_only_views_is_offered_nothing_and_refused() -> None:
    client = staff(*VIEW)
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    html = client.get(page_of(competition)).content.decode()
    assert "/state/" not in html
    assert "/load/" not in html
    address = reverse("admin:competitions_competition_state", args=[competition.pk, "suspend"])
    assert client.post(address, {"reason": "x", "note_en": "x"}).status_code == 403
    assert upload(client, notice()).status_code == 403
    competition.refresh_from_db()
    assert competition.state == "TESTING"


def test_a_state_is_changed_with_reason_and_note() -> None:
    client = manager()
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    address = reverse("admin:competitions_competition_state", args=[competition.pk, "suspend"])
    response = client.post(address, {"reason": "Faults", "note_en": "Suspended.", "note_nl": "Geschorst."})
    assert response.headers["Location"] == page_of(competition)
    competition.refresh_from_db()
    assert (competition.state, competition.status_note_nl) == ("SUSPENDED", "Geschorst.")
    last = competition.transitions.latest("pk")
    assert (last.made_by, last.reason) == (User.objects.get(email="staff@example.eu"), "Faults")
    assert "Faults" in client.get(page_of(competition)).content.decode()


@pytest.mark.parametrize(
    ("action", "posted", "message"),
    [
        ("suspend", {"note_en": "Suspended."}, "This field is required."),
        ("suspend", {"reason": "Faults", "note_nl": "Geschorst."}, "The English text is missing."),
        ("suspend", {"reason": "Faults"}, "The status SUSPENDED needs this."),
        ("open", {"reason": "x"}, "is not possible in the state"),
        ("reopen", {"reason": "x"}, "The deadline for application has passed."),
    ],
)
def test_a_change_of_state_that_is_not_possible_says_why(
    action: str, posted: dict[str, str], message: str
) -> None:
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    address = reverse("admin:competitions_competition_state", args=[competition.pk, action])
    response = manager().post(address, posted)
    assert response.status_code == 200
    assert message in response.content.decode()
    competition.refresh_from_db()
    assert competition.state == "TESTING"


def test_an_action_that_does_not_exist_is_refused() -> None:
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    address = reverse("admin:competitions_competition_state", args=[competition.pk, "explode"])
    assert manager().post(address, {"reason": "x"}).status_code == 403


def test_the_history_of_the_planning_is_shown_to_who_sees_the_planning() -> None:
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    assert "planning_changes-0" in manager().get(page_of(competition)).content.decode()


def test_a_notice_and_its_amendment_are_loaded_from_files() -> None:
    client = manager()
    first = upload(client, notice(status="CLOSED"))
    competition: Any = Competition.objects.get(reference="EPSO/AD/999/26")
    assert first.headers["Location"] == page_of(competition)
    amendment = {
        "format": 1,
        "amends": competition.reference,
        "number": 1,
        "official_journal": None,
        "date": "2026-11-20",
        "reason": {"en": "A minute more."},
        "effects": ["changes_test_portfolio"],
        "sections": [],
        "changes": [{"path": "/tests/0/minutes", "value": 36}],
    }
    assert upload(client, amendment).headers["Location"] == page_of(competition)
    assert competition.tests.get(code="VR").minutes == 36
    assert competition.amendments.get().applied_by == User.objects.get(email="staff@example.eu")
    assert "A minute more." in client.get(page_of(competition)).content.decode()


def test_every_fault_of_a_file_is_listed_and_nothing_is_loaded() -> None:
    response = upload(manager(), notice(kind="OTHER", places=["BRUSSELS", "BRUSSELS"]))
    html = response.content.decode()
    assert [fault.path for fault in response.context["faults"]] == ["kind", "places"]
    assert "<code>places</code>" in html
    assert Competition.objects.filter(reference="EPSO/AD/999/26").exists() is False


def test_a_file_that_is_no_document_is_refused_with_its_place() -> None:
    response = upload(manager(), b"{\n")
    assert "The file is not valid JSON: see line 2, column 1." in response.content.decode()


def test_a_file_that_is_too_large_is_refused(settings: Any) -> None:
    settings.NOTICE_MAX_BYTES = 1024 * 1024
    response = upload(manager(), b" " * (1024 * 1024 + 1))
    assert "The file is larger than 1 megabytes." in response.content.decode()


def test_who_may_not_publish_loads_drafts_only() -> None:
    client = staff(*VIEW, "amend_competition")
    assert upload(client, notice(status="CLOSED")).status_code == 403
    assert Competition.objects.filter(reference="EPSO/AD/999/26").exists() is False
    assert upload(client, notice()).status_code == 302
    assert Competition.objects.get(reference="EPSO/AD/999/26").state == "DRAFT"


def test_the_list_asks_no_more_queries_for_more_rows(django_assert_max_num_queries: Any) -> None:
    client = manager()
    client.get("/en/admin/competitions/competition/")
    with django_assert_max_num_queries(12):
        assert client.get("/en/admin/competitions/competition/").status_code == 200
