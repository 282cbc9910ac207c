"""The second factor: setting it up, signing in with it, and whose work needs one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from accounts.roles import Role
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sign_in(client: Client, address: str = "maria@example.eu") -> Any:
    return client.post("/en/account/login/", {"login": address, "password": PASSWORD})


def code_of(secret: str) -> str:
    counter = list(yield_hotp_counters_from_time())[1]  # the present one; those around it are tolerated
    return f"{hotp_value(secret, counter):06}"


def set_up_app(client: Client) -> str:
    """Set an app up as a person does; return its key."""
    client.post("/en/account/reauthenticate/?next=/en/account/security/", {"password": PASSWORD})
    page = client.get("/en/account/security/totp/activate/").content.decode()
    secret: str = re.findall(r'id="key">\s*(\w+)', page)[0]
    client.post("/en/account/security/totp/activate/", {"code": code_of(secret)})
    return secret


def test_an_app_is_set_up_with_its_first_code_and_the_person_is_told(
    client: Client, person: Any, django_capture_on_commit_callbacks: Any
) -> None:
    person(language="mt")
    sign_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    kinds = sorted(Authenticator.objects.values_list("type", flat=True))
    assert kinds == ["recovery_codes", "totp"]
    assert {message.extra_headers["Content-Language"] for message in mail.outbox} == {"mt"}


def test_the_key_of_an_app_stands_nowhere_readable(client: Client, person: Any) -> None:
    person()
    sign_in(client)
    secret = set_up_app(client)
    stored = [str(data) for data in Authenticator.objects.values_list("data", flat=True)]
    assert [secret in data for data in stored] == [False, False]


def test_with_an_app_the_password_alone_does_not_sign_in(client: Client, person: Any) -> None:
    user = person()
    sign_in(client)
    secret = set_up_app(client)
    other = Client()
    assert sign_in(other)["Location"] == "/en/account/security/authenticate/"
    assert other.get("/en/account/settings/").status_code == 302
    wrong = other.post("/en/account/security/authenticate/", {"code": "000000"})
    assert (wrong.status_code, "_auth_user_id" in other.session) == (200, False)
    from django.core.cache import cache

    cache.clear()  # the code was used to set the app up
    other.post("/en/account/security/authenticate/", {"code": code_of(secret)})
    assert other.session["_auth_user_id"] == str(user.pk)


def test_a_recovery_code_works_once(client: Client, person: Any) -> None:
    person()
    sign_in(client)
    set_up_app(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    outcomes = []
    for _ in range(2):
        other = Client()
        sign_in(other)
        other.post("/en/account/security/authenticate/", {"code": codes[0]})
        outcomes.append("_auth_user_id" in other.session)
    assert outcomes == [True, False]


@pytest.mark.parametrize(
    "role, path", [(Role.EDITOR, "/en/admin/"), (Role.RECRUITER, "/en/recruitment/"), (None, None)]
)
def test_staff_and_recruiters_set_one_up_before_they_work(
    client: Client, person: Any, settings: Any, role: Role | None, path: str | None
) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    person(roles=[role] if role else [])
    sign_in(client)
    assert client.get("/en/account/settings/").status_code == 200
    if path is None:
        return
    answer = client.get(path)
    assert (answer.status_code, answer["Location"]) == (302, "/en/account/security/")
    set_up_app(client)
    assert client.get(path).get("Location") != "/en/account/security/"


def test_who_must_have_one_cannot_remove_the_last(client: Client, person: Any, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    person(roles=[Role.EDITOR])
    sign_in(client)
    set_up_app(client)
    client.post("/en/account/security/totp/deactivate/")
    assert Authenticator.objects.filter(type="totp").count() == 1


@pytest.mark.parametrize(
    "path",
    [
        "",
        "webauthn/",
        "webauthn/add/",
        "totp/activate/",
        "recovery-codes/",
        "recovery-codes/generate/",
        "reauthenticate/",
    ],
)
def test_every_page_of_the_second_factor_opens(client: Client, person: Any, path: str) -> None:
    person()
    sign_in(client)
    if path not in ("totp/activate/",):
        set_up_app(client)
    else:
        client.post("/en/account/reauthenticate/?next=/en/account/security/", {"password": PASSWORD})
    assert client.get(f"/en/account/security/{path}").status_code == 200


def test_the_passkey_of_another_person_does_not_exist(client: Client, person: Any) -> None:
    theirs = Authenticator.objects.create(
        user=person("other@example.eu"), type="webauthn", data={"name": "x"}
    )
    person()
    sign_in(client)
    client.post("/en/account/reauthenticate/?next=/en/account/security/", {"password": PASSWORD})
    for action in ("edit", "remove"):
        assert client.get(f"/en/account/security/webauthn/keys/{theirs.pk}/{action}/").status_code == 404
