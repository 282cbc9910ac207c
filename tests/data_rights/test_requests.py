"""Requests about one's data: a number and a month, an extension with its reason, an answer, each a letter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from applications.numbers import is_application_number
from core.states import StateMoveRefused
from data_rights import emails, services
from data_rights.models import DataRequest, DataRequestTransition
from data_rights.periods import add_months
from data_rights.states import REQUEST_MOVES, RequestKind, RequestState
from notifications.models import Letter
from tests.factories import make_candidate, make_staff

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 1, 31, 11, tzinfo=UTC)


def send(person: Any = None, kind: RequestKind = RequestKind.ACCESS, text: str = "All of it.") -> DataRequest:
    return services.send_request(person=person or make_candidate(), kind=kind, text=text, now=NOON)


@pytest.fixture
def officer() -> Any:
    return make_staff("data_rights.answer_datarequest", "data_rights.view_datarequest")


@pytest.mark.parametrize(
    "day, months, expected",
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 15), 1, date(2026, 4, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_months_end_on_the_same_day_or_the_last_one(day, months, expected):
    assert add_months(day, months) == expected


def test_a_request_has_a_number_and_is_due_in_a_month_and_acknowledged_at_once():
    request = send()
    letter = Letter.objects.get(event="data_request_received")
    assert is_application_number(request.number.removeprefix("D-"))
    assert request.due_date == date(2026, 2, 28)
    assert (letter.recipient, request.number in letter.body, "28 February 2026" in letter.body) == (
        request.person,
        True,
        True,
    )


def test_more_time_needs_a_reason_and_ends_after_three_months(officer):
    request = services.extend_request(request=send(), reason="Many files.", by=officer, now=NOON)
    letter = Letter.objects.get(event="data_request_extended")
    assert (request.state, request.due_date) == (RequestState.EXTENDED, date(2026, 4, 30))
    assert "Many files." in letter.body
    with pytest.raises(StateMoveRefused):
        services.extend_request(request=request, reason="More.", by=officer, now=NOON)


@pytest.mark.parametrize("granted, state", [(True, "GRANTED"), (False, "REFUSED")])
def test_an_answer_is_a_letter_and_ends_the_request(officer, granted, state):
    sent = send()
    request = services.answer_request(request=sent, granted=granted, answer="See file.", by=officer, now=NOON)
    assert (request.state, request.answered_by) == (state, officer)
    assert "See file." in Letter.objects.get(event="data_request_answered").body
    assert list(DataRequestTransition.objects.values_list("action", flat=True)) == [
        "send",
        "grant" if granted else "refuse",
    ]


@pytest.mark.parametrize("state", RequestState)
@pytest.mark.parametrize("action", REQUEST_MOVES.moves)
def test_every_move_from_every_state(state, action):
    opened = {
        "RECEIVED": {"extend", "grant", "refuse", "withdraw"},
        "EXTENDED": {"grant", "refuse", "withdraw"},
    }
    assert REQUEST_MOVES.permits(action, state) == (action in opened.get(state, set()))


def test_nobody_answers_her_own_request_nor_without_the_permission(officer):
    for request, by in ((send(officer), officer), (send(), make_staff())):
        with pytest.raises(PermissionDenied):
            services.answer_request(request=request, granted=True, answer="-", by=by, now=NOON)
    assert Letter.objects.filter(event="data_request_answered").count() == 0


@pytest.mark.parametrize(
    "name, service, answer",
    [
        ("data_request_extended", services.extend_request, {"reason": "-"}),
        ("data_request_answered", services.answer_request, {"granted": True, "answer": "-"}),
    ],
)
def test_a_move_without_its_letter_is_none(officer, monkeypatch, name, service, answer):
    request = send()

    def fail(*_arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(emails, name, fail)
    values = {"request": request, "by": officer, "now": NOON}
    with pytest.raises(RuntimeError):
        service(**values, **answer)
    request.refresh_from_db()
    assert (request.state, request.answer, request.transitions.count()) == ("RECEIVED", "", 1)


def test_a_request_without_its_letter_is_none(monkeypatch):
    monkeypatch.setattr(emails, "data_request_received", lambda _request: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        send()
    assert DataRequest.objects.count() == 0


def test_a_person_has_at_most_ten_open_requests():
    person = make_candidate()
    for _time in range(10):
        send(person)
    with pytest.raises(ValidationError, match="Wait for the answers"):
        send(person)


def test_a_candidate_sends_reads_and_withdraws_a_request(client):
    person = make_candidate()
    client.force_login(person)
    answer = client.post("/en/account/my-data/requests/new/", {"kind": "RESTRICT", "text": "Stop."})
    request = DataRequest.objects.get()
    assert answer["Location"] == f"/en/account/my-data/requests/{request.number}/"
    assert "Stop." in client.get(answer["Location"]).content.decode()
    client.post(f"/en/account/my-data/requests/{request.number}/withdraw/")
    request.refresh_from_db()
    assert request.state == RequestState.WITHDRAWN
    assert request.number in client.get("/en/account/my-data/").content.decode()


def test_a_request_without_a_kind_is_refused_with_the_reason(client):
    client.force_login(make_candidate())
    answer = client.post("/en/account/my-data/requests/new/", {"kind": "", "text": "x"})
    assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True)


def test_another_persons_request_is_not_found(client):
    request = send()
    client.force_login(make_candidate())
    for path in (f"requests/{request.number}/", "requests/D-99999999/"):
        assert client.get(f"/en/account/my-data/{path}").status_code == 404
    assert client.post(f"/en/account/my-data/requests/{request.number}/withdraw/").status_code == 404
    request.refresh_from_db()
    assert request.state == RequestState.RECEIVED


def test_staff_answer_in_the_administration(officer):
    request = send(kind=RequestKind.ERASE)
    client = Client()
    client.force_login(officer)
    page = client.get(f"/en/admin/data_rights/datarequest/{request.pk}/change/").content.decode()
    assert ("Take more time" in page, "Your profile and CV" in page) == (True, True)
    form = client.get(f"/en/admin/data_rights/datarequest/{request.pk}/answer/")
    assert form.status_code == 200
    client.post(
        f"/en/admin/data_rights/datarequest/{request.pk}/answer/", {"granted": "no", "answer": "We may not."}
    )
    request.refresh_from_db()
    assert (request.state, request.answer) == ("REFUSED", "We may not.")


def test_staff_without_the_permission_are_refused():
    request = send()
    client = Client()
    client.force_login(make_staff("data_rights.view_datarequest"))
    assert client.get(f"/en/admin/data_rights/datarequest/{request.pk}/change/").status_code == 200
    for page in ("answer", "extend", "erase"):
        assert client.post(f"/en/admin/data_rights/datarequest/{request.pk}/{page}/").status_code == 403
