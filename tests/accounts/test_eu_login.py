"""EU Login, against a real OpenID provider: who comes with it, and what it can never open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from accounts.models import User
from epso_site.settings.environment import eu_login_from
from tests.factories import PASSWORD
from tests.oidc.provider import Provider

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

CALLBACK = "http://testserver/eu-login/callback/"
MARIA = {"sub": "n003xyz", "given_name": "Maria", "family_name": "Papadopoulou", "email": "maria@example.eu"}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    started = Provider(CALLBACK)
    yield started
    started.stop()


@pytest.fixture(autouse=True)
def _eu_login_is_set(settings: Any, provider: Provider) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = eu_login_from(
        provider.issuer, client_id="eu-careers", secret="a secret of the tests"
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def come(
    client: Client, provider: Provider, *, language: str = "en", process: str = "login", **person: str
) -> Any:
    provider.name_person(**(person or MARIA))
    begun = client.post(f"/{language}/account/eu-login/?process={process}")
    return client.get(provider.walk(begun["Location"], CALLBACK).removeprefix("http://testserver"))


def connect(client: Client, provider: Provider, user: User) -> None:
    client.post("/en/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/en/account/reauthenticate/?next=/en/account/settings/", {"password": PASSWORD})
    come(client, provider, process="connect")


def test_the_button_is_there_only_where_eu_login_is_configured(client: Client, settings: Any) -> None:
    page = client.get("/en/account/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    without = client.get("/en/account/login/").content.decode()
    assert ("Sign in with EU Login" in page, "Sign in with EU Login" in without) == (True, False)
    assert client.post("/en/account/eu-login/?process=login").status_code == 404


def test_who_is_new_creates_an_account_whose_address_a_mail_of_ours_confirms(
    client: Client, provider: Provider
) -> None:
    answer = come(client, provider, language="el", **MARIA, email_verified="true")
    assert answer["Location"] == "/el/account/eu-login/signup/"
    form = client.get(answer["Location"]).context["form"]
    assert form.initial["email"] == "maria@example.eu"
    client.post(answer["Location"], {"email": "maria@example.eu", "language": "el"})
    user = User.objects.get()
    assert (user.first_names, user.family_names, user.language) == ("Maria", "Papadopoulou", "el")
    assert list(user.emailaddress_set.values_list("verified", flat=True)) == [False]
    assert "_auth_user_id" not in client.session
    assert [message.to for message in mail.outbox] == [["maria@example.eu"]]


@pytest.mark.parametrize("verified", ["true", "false"])
def test_an_equal_address_opens_no_account_and_ties_nothing_together(
    client: Client, provider: Provider, person: Any, verified: str
) -> None:
    person()
    answer = come(client, provider, **MARIA, email_verified=verified)
    client.post(answer["Location"], {"email": "maria@example.eu", "language": "en"})
    assert "_auth_user_id" not in client.session
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)
    assert [message.subject.strip() for message in mail.outbox] == ["You have an account already"]


def test_who_signs_in_by_her_own_means_can_connect_the_eu_login_she_came_with(
    client: Client, provider: Provider, person: Any
) -> None:
    user = person()
    come(client, provider)
    client.post("/en/account/login/", {"login": user.email, "password": PASSWORD})
    assert "n003xyz" in client.get("/en/account/eu-login/connect/").content.decode()
    asked = client.post("/en/account/eu-login/connect/")
    assert asked["Location"] == "/en/account/reauthenticate/"
    client.post("/en/account/reauthenticate/", {"password": PASSWORD})
    assert list(SocialAccount.objects.values_list("user", "uid")) == [(user.pk, "n003xyz")]
    assert "EU Login is connected" in [message.subject.strip() for message in mail.outbox]


def test_a_connected_eu_login_opens_its_account_in_the_language_one_left_in(
    client: Client, provider: Provider, person: Any
) -> None:
    user = person()
    connect(client, provider, user)
    other = Client()
    answer = come(other, provider, language="mt")
    assert (answer["Location"][:12], other.session["_auth_user_id"]) == ("/mt/account/", str(user.pk))


def test_an_eu_login_belongs_to_one_account_alone(client: Client, provider: Provider, person: Any) -> None:
    connect(client, provider, person())
    other = Client()
    second = person("other@example.eu")
    connect(other, provider, second)
    assert SocialAccount.objects.get().user.email == "maria@example.eu"


def test_an_identity_that_cannot_apply_is_refused_with_the_reason(client: Client, provider: Provider) -> None:
    answer = come(client, provider, **{**MARIA, "sub": "V00123"})
    assert (answer.status_code, b"v00" in answer.content, User.objects.count()) == (403, True, 0)


def test_who_gives_up_at_eu_login_is_told_how_else_to_sign_in(client: Client, provider: Provider) -> None:
    answer = come(client, provider, sub="nobody")
    page = client.get(answer["Location"])
    assert (page.status_code, b"Sign in another way" in page.content) == (200, True)


def test_when_eu_login_does_not_answer_the_page_says_so_and_nothing_is_lost(
    client: Client, person: Any, settings: Any
) -> None:
    client.force_login(person())
    settings.SOCIALACCOUNT_PROVIDERS = eu_login_from("http://127.0.0.1:9", client_id="x", secret="y")
    answer = client.post("/nl/account/eu-login/?process=login")
    assert (answer.status_code, b'<html lang="nl">' in answer.content) == (503, True)
    assert "_auth_user_id" in client.session


def test_an_answer_that_nobody_asked_for_opens_nothing(client: Client, provider: Provider) -> None:
    answer = client.get("/eu-login/callback/?code=stolen&state=made-up")
    assert (answer.status_code, "_auth_user_id" in client.session) == (401, False)
