"""Staff work through complaints."""

from __future__ import annotations

import pytest

from accounts.models import FileAccess
from complaints.models import Complaint, ComplaintEvidence
from documents.models import Document
from selection.models import Neutralisation
from selection.states import RouteKind
from tests.complaints.scenes import (
    NOW,
    add_candidate,
    board_member,
    complain_about_question,
    complain_about_technique,
    contest_result,
    draft_about_question,
    held_competition,
    legal_officer,
    manager,
)
from tests.factories import make_staff

pytestmark = pytest.mark.django_db
LIST = "/en/admin/complaints/complaint/"


@pytest.fixture
def competition():
    return held_competition()


@pytest.fixture
def application(competition):
    return add_candidate(competition)


def listed(client) -> list[Complaint]:
    return list(client.get(f"{LIST}?queue=all").context["cl"].result_list)


def test_the_queue_shows_the_most_urgent_first_and_no_drafts(client, application):
    draft_about_question(application)
    administrative = contest_result(application, RouteKind.ADMINISTRATIVE)
    technical = complain_about_technique(application)
    client.force_login(legal_officer())
    assert listed(client) == [technical, administrative]


def test_each_sees_what_is_for_her(client, application, competition):
    item, review = complain_about_question(application), contest_result(application)
    administrative = contest_result(application, RouteKind.ADMINISTRATIVE, letter=review.letter)
    seen = {}
    for name, person in (
        ("board", board_member(competition)), ("other board", board_member(held_competition())),
        ("manager", manager()), ("legal", legal_officer()),
    ):  # fmt: skip
        if "board" in name:
            person.groups.add(_group("board_member"))
            person.user_permissions.clear()
        client.force_login(person)
        seen[name] = set(listed(client))
    everything = {item, review, administrative}
    assert seen == {
        "board": {item, review}, "other board": set(), "manager": {item, review}, "legal": everything,
    }  # fmt: skip


def _group(name: str):
    from django.contrib.auth.models import Group, Permission

    group, _is_new = Group.objects.get_or_create(name=name)
    group.permissions.add(Permission.objects.get(codename="view_complaint"))
    return group


def test_opening_a_case_leaves_a_row_and_shows_logs_beside_it(client, application):
    case = complain_about_technique(application)
    Complaint.objects.update(provider_notes="10:02 connection lost")
    client.force_login(manager())
    page = client.get(f"{LIST}{case.pk}/change/").content.decode()
    row = FileAccess.objects.get()
    assert ("10:02 connection lost" in page, "The screen froze." in page) == (True, True)
    assert (row.person, row.about, row.kind) == (application.candidate, f"complaint:{case.number}", "OPENED")
    assert application.candidate.email not in page


def test_similar_cases_are_shown_and_decided_together(client, competition):
    cases = [complain_about_question(add_candidate(competition, number), 3) for number in ("101", "102")]
    complain_about_question(add_candidate(competition, "103"), 4)
    client.force_login(board_member(competition))
    context = client.get(f"{LIST}{cases[0].pk}/change/").context
    assert (list(context["similar"]), context["group"]) == ([cases[1]], f"{cases[0].pk},{cases[1].pk}")
    address = f"{LIST}decide/?cases={context['group']}"
    assert client.get(address).content.decode().count('class="') > 0
    client.post(address, {"outcome": "UPHELD", "reasons": "Both are right.", "effect": "NEUTRALISED"})
    assert list(Complaint.objects.order_by("pk").values_list("state", flat=True)) == [
        "UPHELD", "UPHELD", "RECEIVED",
    ]  # fmt: skip
    assert Neutralisation.objects.count() == 1


def test_the_action_of_the_list_leads_to_the_decision_on_the_chosen(client, competition, application):
    case = complain_about_question(application)
    client.force_login(board_member(competition))
    response = client.post(LIST, {"action": "decide_together", "_selected_action": [case.pk]})
    assert response["Location"] == f"{LIST}decide/?cases={case.pk}"


def test_cases_of_different_kinds_are_not_decided_together(client, application):
    operator = make_staff(is_superuser=True)
    client.force_login(operator)
    cases = f"{complain_about_question(application).pk},{complain_about_technique(application).pk}"
    assert client.get(f"{LIST}decide/?cases={cases}")["Location"] == LIST


def test_who_is_not_competent_is_refused(client, application):
    case = complain_about_question(application)
    client.force_login(manager())
    tails = {tail: client.post(f"{LIST}{case.pk}/{tail}/").status_code for tail in ("decide", "examine")}
    assert tails == {"decide": 403, "examine": 302}


def test_who_may_not_see_a_case_does_not_find_it(client, application):
    case = contest_result(application, RouteKind.ADMINISTRATIVE)
    client.force_login(manager())
    tails = ("decide", "examine", "ask", "notes", "files/1")
    assert {client.post(f"{LIST}{case.pk}/{tail}/").status_code for tail in tails} == {404}


def test_staff_ask_and_note(client, application, competition):
    case = complain_about_question(application)
    client.force_login(board_member(competition))
    client.post(f"{LIST}{case.pk}/examine/")
    client.post(f"{LIST}{case.pk}/ask/", {"text": "Which paper?"})
    client.post(f"{LIST}{case.pk}/notes/", {"provider_notes": "No fault.", "incident": "May outage"})
    case.refresh_from_db()
    assert (case.state, case.provider_notes, case.incident) == ("ASKED", "No fault.", "May outage")


@pytest.mark.parametrize(("state", "malware", "status"), [("CLEAN", "", 200), ("WAITING", "", 404)])
def test_a_file_is_given_to_staff_once_it_was_scanned(
    state, malware, status, client, application, monkeypatch
):
    case = complain_about_technique(application)
    document = Document.objects.create(
        owner=application.candidate, name="log.pdf", kind="PDF", size=3, sha256="0" * 64, path="x",
        uploaded_at=NOW, state=state,
    )  # fmt: skip
    evidence = ComplaintEvidence.objects.create(complaint=case, document=document, added_at=NOW)
    monkeypatch.setattr("documents.files.open_document", lambda document: _bytes())
    client.force_login(manager())
    assert client.get(f"{LIST}{case.pk}/files/{evidence.pk}/").status_code == status
    assert FileAccess.objects.filter(kind="DOWNLOADED").count() == (1 if status == 200 else 0)


def _bytes():
    from io import BytesIO

    return BytesIO(b"pdf")


def test_figures_by_competition_route_and_state(client, competition, application):
    complain_about_question(application)
    complain_about_question(application, 4)
    client.force_login(manager())
    lines = client.get(f"{LIST}statistics/").context["lines"]
    assert [(line.competition, line.route, line.total, sum(line.counts)) for line in lines] == [
        (competition.reference, "Complaint about a question", 2, 2)
    ]
