"""Signing in and out, and the password."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from accounts.adapter import WORDS
from accounts.models import User
from accounts.roles import Role
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "quite another password"


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def sign_in(client: Client, *, path: str = "/en/account/login/", **data: str) -> Any:
    return client.post(path, {"login": "maria@example.eu", "password": PASSWORD, **data})


def test_the_case_of_an_address_does_not_matter(client: Client, person: Any) -> None:
    person()
    assert sign_in(client, login="MARIA@Example.EU").status_code == 302


def test_the_page_stays_in_the_language_of_its_address(client: Client, person: Any) -> None:
    person(language="fr")
    response = sign_in(client, path="/nl/account/login/?next=/nl/account/settings/")
    assert response["Location"] == "/nl/account/settings/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_next_never_leads_to_another_site(client: Client, person: Any, target: str) -> None:
    person(roles=[Role.AUDITOR])
    assert sign_in(client, path=f"/en/account/login/?next={target}")["Location"] == "/en/admin/"


def test_each_begins_at_her_own_desk(client: Client, person: Any) -> None:
    person("staff@example.eu", roles=[Role.EDITOR])
    assert sign_in(client, login="staff@example.eu")["Location"] == "/en/admin/"


def test_a_wrong_password_and_an_unknown_address_get_the_same_words_in_the_language_of_the_page(
    person: Any,
) -> None:
    person()
    with translation.override("de"):
        words = escape(str(WORDS["email_password_mismatch"]))
    pages = [
        sign_in(Client(), path="/de/account/login/", password="wrong").content.decode(),
        sign_in(Client(), path="/de/account/login/", login="nobody@example.eu").content.decode(),
    ]
    assert [words in page for page in pages] == [True, True]
    blank = [re.sub(r'value="[^"]*"|name="csrf[^>]*>', "", page) for page in pages]
    assert blank[0] == blank[1]


def test_after_five_wrong_passwords_even_the_right_one_waits(client: Client, person: Any) -> None:
    person()
    for _ in range(5):
        sign_in(client, password="wrong")
    response = sign_in(client)
    assert response.context["form"].non_field_errors() == [
        "There were too many wrong passwords. Try again in 1 minute."
    ]


def test_a_closed_account_cannot_be_signed_in_to(client: Client, person: Any) -> None:
    user = person()
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = sign_in(client)
    assert (response.status_code, response["Location"]) == (302, "/en/account/inactive/")
    assert "_auth_user_id" not in client.session


def test_an_account_that_is_closed_is_signed_out_at_once(client: Client, person: Any) -> None:
    user = person()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.get("/en/account/settings/")
    assert response["Location"] == "/en/account/login/?next=/en/account/settings/"


def test_who_is_signed_in_has_no_business_on_the_sign_in_page(client: Client, person: Any) -> None:
    client.force_login(person(roles=[Role.EDITOR]))
    assert client.get("/en/account/login/")["Location"] == "/en/admin/"


def test_signing_out_takes_a_post(client: Client, person: Any) -> None:
    client.force_login(person())
    assert client.get("/sv/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    response = client.post("/sv/account/logout/")
    assert (response["Location"], "_auth_user_id" in client.session) == ("/sv/", False)


def test_a_forgotten_password_is_set_through_a_link_that_works_once(client: Client, person: Any) -> None:
    person(language="pl")
    assert client.post("/en/account/password/reset/", {"email": "maria@example.eu"}).status_code == 302
    link = links_in(mail.outbox[0])[0]
    assert link.startswith("/pl/account/password/reset/key/")

    form = client.get(link)["Location"]
    response = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert response["Location"] == "/pl/account/password/reset/key/done/"
    assert sign_in(Client(), password=NEW_PASSWORD).status_code == 302
    assert sign_in(Client()).status_code == 200
    assert client.get(link).context["token_fail"] is True


def links_in(message: mail.EmailMessage) -> list[str]:
    found = [urlsplit(link).path for link in re.findall(r"http\S+", str(message.body))]
    return [path for path in found if path]


def test_asking_for_a_new_password_tells_nothing_about_accounts(person: Any) -> None:
    person()
    answers = [
        Client().post("/en/account/password/reset/", {"email": email})["Location"]
        for email in ("maria@example.eu", "nobody@example.eu")
    ]
    assert answers == ["/en/account/password/reset/done/"] * 2
    assert [message.to for message in mail.outbox] == [["maria@example.eu"], ["nobody@example.eu"]]
    assert links_in(mail.outbox[1]) == ["/en/account/signup/"]


def test_changing_the_password_is_announced_in_the_language_of_the_person(
    client: Client, person: Any
) -> None:
    person(language="lt")
    sign_in(client)
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/en/account/password/change/", data)["Location"] == "/en/account/settings/"
    with translation.override("lt"):
        assert mail.outbox[0].subject == translation.gettext("Your password is changed")
    assert links_in(mail.outbox[0]) == ["/lt/account/password/reset/"]


def test_the_address_is_not_changed_without_the_password_once_more(client: Client, person: Any) -> None:
    person()
    sign_in(client)
    response = client.post("/en/account/email/", {"email": "new@example.eu", "action_add": "1"})
    assert urlsplit(response["Location"]).path == "/en/account/reauthenticate/"
    client.post("/en/account/reauthenticate/?next=/en/account/email/", {"password": "wrong"})
    assert mail.outbox == []
