"""The language of an address, the way in from the bare address, and the switch."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation

from core.languages import CODES
from core.middleware import NowMiddleware
from core.models import AuditRecord
from core.requests import SiteRequest

pytestmark = pytest.mark.urls("tests.core.language_urls")


@pytest.fixture(autouse=True)
def _only_the_middleware_of_languages(settings):
    settings.MIDDLEWARE = [
        "core.middleware.NowMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "core.middleware.LanguageMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ]
    settings.ALLOWED_HOSTS = ["testserver"]
    yield
    translation.activate("en")


@pytest.fixture
def user(db):
    return get_user_model().objects.create(email="ana@example.eu", language="sl")


def test_the_clock_is_read_once_when_the_request_arrives(monkeypatch):
    instants = iter([datetime(2026, 3, 10, 11, 0, tzinfo=UTC)])
    monkeypatch.setattr(timezone, "now", lambda: next(instants))
    seen: list[datetime] = []

    def view(request: HttpRequest) -> HttpResponse:
        assert isinstance(request, HttpRequest)
        seen.extend([request.now, request.now])  # type: ignore[attr-defined]  # put there by the middleware
        return HttpResponse()

    NowMiddleware(view)(RequestFactory().get("/"))
    assert seen == [datetime(2026, 3, 10, 11, 0, tzinfo=UTC)] * 2
    assert SiteRequest.__annotations__["now"] is datetime


@pytest.mark.parametrize("code", CODES)
def test_the_address_names_the_language_whatever_cookie_and_browser_say(code):
    client = Client(headers={"accept-language": "fi"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "hu"
    response = client.get(f"/{code}/jobs/")
    assert (response.status_code, response["Content-Language"]) == (200, code)
    assert code == response.wsgi_request.LANGUAGE_CODE


def test_a_page_under_a_language_varies_by_nothing_and_sets_no_cookie():
    response = Client().get("/nl/jobs/")
    assert not response.has_header("Vary")
    assert not response.cookies


def test_the_long_code_of_portuguese_leads_for_good_to_the_short_one_with_its_query():
    response = Client().get("/pt-pt/jobs/?grade=AD5&page=2")
    assert (response.status_code, response["Location"]) == (301, "/pt/jobs/?grade=AD5&page=2")


def test_a_language_we_do_not_speak_is_not_found():
    assert Client().get("/no/jobs/").status_code == 404


def test_the_bare_address_follows_the_cookie_before_account_and_browser(user):
    client = Client(headers={"accept-language": "fi"})
    client.force_login(user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "hu"
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/hu/")
    assert response["Vary"] == "Cookie, Accept-Language"


def test_the_bare_address_follows_the_account_before_the_browser(user):
    client = Client(headers={"accept-language": "fi"})
    client.force_login(user)
    assert client.get("/")["Location"] == "/sl/"


@pytest.mark.parametrize(
    ("header", "location"),
    [
        ("fi", "/fi/"),
        ("pt-BR,fr;q=0.8", "/pt/"),
        ("is,ja;q=0.9,et;q=0.1", "/et/"),
        ("MT", "/mt/"),
        ("*;q=0.1,ga", "/ga/"),
    ],
)
def test_the_bare_address_follows_the_browser(header, location):
    assert Client(headers={"accept-language": header}).get("/")["Location"] == location


def test_a_cookie_with_a_language_we_do_not_speak_is_passed_over():
    client = Client(headers={"accept-language": "fi"})
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    assert client.get("/")["Location"] == "/fi/"


@pytest.mark.parametrize("header", ["", "*", "ja,ko;q=0.5"])
def test_who_names_none_of_our_languages_is_offered_all_of_them(header):
    response = Client(headers={"accept-language": header}).get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert '<html lang="en">' in page
    links = [f'<a href="http://testserver/{code}/" lang="{code}" hreflang="{code}">' for code in CODES]
    assert [link for link in links if link in page] == links
    assert response["Vary"] == "Cookie, Accept-Language"


def test_an_address_without_a_language_leads_to_the_page_in_the_persons_language():
    response = Client(headers={"accept-language": "el"}).get("/jobs/?page=2")
    assert (response.status_code, response["Location"]) == (302, "/el/jobs/?page=2")
    assert response["Vary"] == "Cookie, Accept-Language"


def test_an_address_that_is_in_no_language_is_not_found():
    assert Client(headers={"accept-language": "el"}).get("/nowhere/").status_code == 404


def test_a_machine_address_has_no_language():
    response = Client(headers={"accept-language": "el"}).get("/health/live")
    assert (response.status_code, response.content) == (200, b"alive")
    assert not response.has_header("Content-Language")


def test_the_switch_keeps_page_and_query_and_remembers_the_choice():
    page = Client().get("/nl/jobs/?grade=AD5&q=a%26b").content.decode()
    line = next(line for line in page.splitlines() if line.startswith("mt "))
    _code, address, switch, is_current = line.replace("&amp;", "&").split()
    assert address == "http://testserver/mt/jobs/?grade=AD5&q=a%26b"
    assert is_current == "False"

    client = Client()
    response = client.get(switch)
    assert (response.status_code, response["Location"]) == (302, "/mt/jobs/?grade=AD5&q=a%26b")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "mt"
    assert "no-store" in response["Cache-Control"]
    assert client.get("/")["Location"] == "/mt/"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/nl/",
        "//evil.example/nl/",
        "/\\evil.example",
        "javascript:alert(1)",
        "",
        "/health/live",
    ],
)
def test_the_switch_leads_nowhere_but_to_our_own_pages(target):
    assert Client().get("/fr/language/", {"next": target})["Location"] == "/fr/"


def test_the_switch_writes_the_account_of_who_clicked_on_our_page(user):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.force_login(user)
    client.get("/da/language/?next=/sl/")
    client.get("/da/language/?next=/sl/")
    user.refresh_from_db()
    assert user.language == "da"
    record = AuditRecord.objects.get()
    assert (record.verb, record.by, record.object_key) == ("change_language", user, str(user.pk))
    assert record.details == {"before": "sl", "after": "da", "through": "language switch"}


@pytest.mark.parametrize(
    "header", [{"sec-fetch-site": "cross-site"}, {"referer": "https://evil.example/"}, {}]
)
def test_a_link_from_elsewhere_does_not_change_the_account(user, header):
    client = Client(headers=header)
    client.force_login(user)
    client.get("/da/language/?next=/sl/")
    user.refresh_from_db()
    assert user.language == "sl"


def test_an_old_browser_is_believed_by_its_referer(user):
    client = Client(headers={"referer": "http://testserver/sl/jobs/"})
    client.force_login(user)
    client.get("/da/language/?next=/sl/jobs/")
    user.refresh_from_db()
    assert user.language == "da"
