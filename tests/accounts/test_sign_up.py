"""From "Create an account" to being signed in, and what strangers cannot learn on the way."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import translation

from accounts.models import User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"email": "Maria@Example.eu", "password1": PASSWORD, "password2": PASSWORD, "language": "mt"}


@pytest.fixture(autouse=True)
def _mail_is_kept_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def link_in(message: mail.EmailMessage) -> str:
    """The path of the only link in a message that leads anywhere but home."""
    (link,) = [found for found in re.findall(r"http\S+", str(message.body)) if urlsplit(found).path]
    return str(urlsplit(link).path)


def test_a_person_signs_up_follows_the_link_and_is_signed_in(client: Client) -> None:
    response = client.post("/en/account/signup/", NEW)
    assert (response.status_code, response["Location"]) == (302, "/en/account/confirm-email/")
    user = User.objects.get()
    assert (user.email, user.language, user.is_staff) == ("maria@example.eu", "mt", False)

    link = link_in(mail.outbox[0])
    assert link.startswith("/mt/account/confirm-email/")
    assert client.get(link).status_code == 200
    assert "_auth_user_id" not in client.session

    response = client.post(link)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_link_works_in_another_browser_and_then_one_signs_in(client: Client) -> None:
    client.post("/en/account/signup/", NEW)
    other = Client()
    other.post(link_in(mail.outbox[0]))
    response = other.post("/en/account/login/?next=/en/account/settings/", sign_in())
    assert (response.status_code, response["Location"]) == (302, "/en/account/settings/")


def sign_in(email: str = "maria@example.eu", password: str = PASSWORD) -> dict[str, str]:
    return {"login": email, "password": password}


def test_nobody_signs_in_before_the_address_is_confirmed(client: Client) -> None:
    client.post("/en/account/signup/", NEW)
    stranger = Client()
    response = stranger.post("/en/account/login/", sign_in())
    assert (response.status_code, response["Location"]) == (302, "/en/account/confirm-email/")
    assert "_auth_user_id" not in stranger.session


def test_the_language_offered_at_sign_up_is_that_of_the_page(client: Client) -> None:
    response = client.get("/fi/account/signup/")
    assert response.context["form"]["language"].value() == "fi"


def test_a_language_that_is_none_of_the_24_is_refused(client: Client) -> None:
    response = client.post("/en/account/signup/", {**NEW, "language": "tr"})
    assert list(response.context["form"].errors) == ["language"]
    assert User.objects.count() == 0


def test_signing_up_with_a_known_address_looks_the_same_and_its_owner_is_told(
    client: Client, person: Any
) -> None:
    person("maria@example.eu", language="fr")
    response = client.post("/en/account/signup/", NEW)
    assert (response.status_code, response["Location"]) == (302, "/en/account/confirm-email/")
    assert User.objects.count() == 1
    with translation.override("fr"):
        assert mail.outbox[0].subject == str(translation.gettext("You have an account already"))
    assert link_in(mail.outbox[0]) == "/fr/account/password/reset/"


def test_a_new_account_has_no_role(client: Client) -> None:
    client.post("/en/account/signup/", NEW)
    assert Group.objects.filter(user=User.objects.get()).count() == 0


def test_a_short_common_or_unequal_password_is_refused(client: Client) -> None:
    for password1, password2, field in [
        ("short", "short", "password1"),
        ("password1234", "password1234", "password1"),
        (PASSWORD, f"{PASSWORD}!", "password2"),
    ]:
        response = client.post("/en/account/signup/", {**NEW, "password1": password1, "password2": password2})
        assert list(response.context["form"].errors) == [field]


def test_mail_comes_from_the_address_in_the_settings_whatever_host_was_asked(
    client: Client, settings: Any
) -> None:
    settings.SITE_URL = "https://careers.example.eu"
    client.post("/en/account/signup/", NEW, headers={"host": "evil.example"})
    links = re.findall(r"http\S+", str(mail.outbox[0].body))
    assert {urlsplit(link).netloc for link in links} == {"careers.example.eu"}


def test_mail_says_its_language_and_that_a_machine_wrote_it(client: Client) -> None:
    client.post("/en/account/signup/", NEW)
    headers = mail.outbox[0].extra_headers
    assert (headers["Content-Language"], headers["Auto-Submitted"]) == ("mt", "auto-generated")


def test_a_computer_room_signs_up_within_a_minute(client: Client) -> None:
    answers = {client.post("/en/account/signup/", {}).status_code for _ in range(40)}
    assert answers == {200}


def test_more_attempts_to_sign_up_than_any_room_makes_are_refused(client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "signup": "3/m/ip"}
    answers = [client.post("/en/account/signup/", {}).status_code for _ in range(4)]
    assert answers == [200] * 3 + [429]
