"""Sessions: where one is signed in, signing out elsewhere, their end, and mail about new devices."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.devices import device_of, wide_network_of
from accounts.models import Session
from accounts.roles import Role
from accounts.services import close_account, end_other_sessions, end_session
from accounts.services.closing import AccountInUse
from accounts.sessions import ENDS_AT, is_to_be_renewed
from core.models import AuditRecord
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1"


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sign_in(agent: str = FIREFOX, address: str = "maria@example.eu") -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/en/account/login/", {"login": address, "password": PASSWORD})
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/en/account/settings/").status_code == 200


@pytest.mark.parametrize(
    "agent, device", [(FIREFOX, "Firefox, Windows"), (SAFARI, "Safari, iPhone"), ("curl", ""), ("", "")]
)
def test_a_device_is_named_in_two_words(agent: str, device: str) -> None:
    assert device_of(RequestFactory(headers={"user-agent": agent}).get("/")) == device


@pytest.mark.parametrize(
    "address, network", [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48")]
)
def test_a_network_is_kept_without_its_last_part(address: str, network: str) -> None:
    assert wide_network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_the_list_shows_own_devices_with_this_one_first(person: Any) -> None:
    person()
    person("other@example.eu")
    sign_in(SAFARI)
    sign_in(address="other@example.eu")
    here = sign_in(FIREFOX)
    listed = here.get("/en/account/sessions/").context["sessions"]
    assert [session.device for session in listed] == ["Firefox, Windows", "Safari, iPhone"]


def test_a_session_is_ended_from_another_device(person: Any, django_capture_on_commit_callbacks: Any) -> None:
    person()
    phone, here = sign_in(SAFARI), sign_in()
    number = Session.objects.get(device="Safari, iPhone").number
    with django_capture_on_commit_callbacks(execute=True):
        assert here.post(f"/en/account/sessions/{number}/").status_code == 302
    assert (is_signed_in(phone), is_signed_in(here)) == (False, True)


def test_the_session_of_another_person_does_not_exist(person: Any) -> None:
    person()
    person("other@example.eu")
    other = sign_in(address="other@example.eu")
    number = Session.objects.get().number
    assert sign_in().post(f"/en/account/sessions/{number}/").status_code == 404
    assert is_signed_in(other)


def test_all_others_are_ended_at_once(person: Any, django_capture_on_commit_callbacks: Any) -> None:
    person()
    others, here = [sign_in(), sign_in(SAFARI)], sign_in()
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/en/account/sessions/others/")
    assert [is_signed_in(client) for client in (*others, here)] == [False, False, True]


def test_a_new_password_ends_all_other_sessions(person: Any, django_capture_on_commit_callbacks: Any) -> None:
    person()
    phone, here = sign_in(SAFARI), sign_in()
    words = "quite another password"
    data = {"oldpassword": PASSWORD, "password1": words, "password2": words}
    with django_capture_on_commit_callbacks(execute=True):
        here.post("/en/account/password/change/", data)
    assert (is_signed_in(phone), is_signed_in(here), Session.objects.count()) == (False, True, 1)


@pytest.mark.parametrize(
    "service, options", [(end_session, {"number": ""}), (end_other_sessions, {"current": ""})]
)
def test_a_session_stands_where_its_end_cannot_be_written_down(
    person: Any, monkeypatch: Any, service: Any, options: dict[str, str]
) -> None:
    user = person()
    sign_in()
    number = {"number": Session.objects.get().number} if "number" in options else options
    monkeypatch.setattr("accounts.services.sessions.record_audit", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        service(user=user, now=timezone.now(), **number)
    assert Session.objects.count() == 1


def test_a_session_says_when_it_ends_and_moves_its_end_while_one_is_busy(person: Any, settings: Any) -> None:
    person()
    client = sign_in()
    ends_at = datetime.fromisoformat(client.session[ENDS_AT])
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert abs(ends_at - timezone.now() - age) < timedelta(minutes=1)
    assert f'data-session-end="{ends_at:%Y-%m-%dT}' in client.get("/en/account/settings/").content.decode()
    begun = ends_at - age
    minutes = (0, 4, 6)
    assert [is_to_be_renewed(ends_at, begun + timedelta(minutes=m)) for m in minutes] == [False, False, True]


def test_staying_moves_the_end_and_visitors_have_none(person: Any, client: Client) -> None:
    person()
    here = sign_in()
    before = here.session[ENDS_AT]
    assert here.post("/en/account/sessions/stay/").json()["seconds"] > 7100
    assert here.session[ENDS_AT] > before
    assert client.post("/en/account/sessions/stay/").status_code == 302
    assert "data-session-end" not in client.get("/en/").content.decode()


def test_a_new_device_is_announced_and_a_known_one_or_the_first_is_not(person: Any) -> None:
    person(language="hu")
    sign_in(FIREFOX)
    sign_in(FIREFOX)
    assert mail.outbox == []
    sign_in(SAFARI)
    (notice,) = mail.outbox
    assert (notice.to, notice.extra_headers["Content-Language"]) == (["maria@example.eu"], "hu")
    assert "Safari, iPhone" in str(notice.body)


def test_closing_signs_out_everywhere_and_nobody_signs_in_any_more(
    person: Any, django_capture_on_commit_callbacks: Any
) -> None:
    user = person()
    phone, here = sign_in(SAFARI), sign_in()
    here.post("/en/account/reauthenticate/?next=/en/account/close/", {"password": PASSWORD})
    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post("/en/account/close/")
    user.refresh_from_db()
    assert (answer["Location"], user.is_active) == ("/en/account/inactive/", False)
    assert [is_signed_in(client) for client in (phone, here, sign_in())] == [False, False, False]
    assert [message.subject.strip() for message in mail.outbox][-1] == "Your account is closed"


def test_closing_asks_for_the_password_once_more(person: Any) -> None:
    user = person()
    assert "/reauthenticate/" in sign_in().post("/en/account/close/")["Location"]
    user.refresh_from_db()
    assert user.is_active


def test_an_account_that_somebody_works_with_is_not_closed_by_its_owner(person: Any) -> None:
    user = person(roles=[Role.RECRUITER])
    with pytest.raises(AccountInUse):
        close_account(user=user, now=timezone.now())
    user.refresh_from_db()
    assert user.is_active


def test_an_account_stays_open_where_its_closing_cannot_be_written_down(
    person: Any, monkeypatch: Any
) -> None:
    user = person()
    monkeypatch.setattr("accounts.services.closing.record_audit", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        close_account(user=user, now=timezone.now())
    user.refresh_from_db()
    assert (user.is_active, AuditRecord.objects.filter(verb="close_account").count()) == (True, 0)
