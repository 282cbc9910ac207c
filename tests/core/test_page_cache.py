"""Pages kept for visitors: quick, never another person's, and gone after some seconds."""

import gzip
from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import Client

from careers.models import Institution
from core.kept import publish
from core.page_cache import PageCacheMiddleware, public_page
from tests.factories import make_candidate

pytestmark = pytest.mark.django_db
PAGE = "/en/institutions/"


@pytest.fixture(autouse=True)
def _keeping(settings):
    settings.PUBLIC_PAGE_SECONDS = 30


@pytest.fixture
def institution():
    return Institution.objects.create(code="X", slug="x", kind="INSTITUTION", name_en="Institution before")


def rename(institution):
    Institution.objects.filter(pk=institution.pk).update(name_en="Institution after")


def test_a_kept_page_needs_no_query(client, institution, django_assert_num_queries):
    first = client.get(PAGE)
    with django_assert_num_queries(0):
        second = client.get(PAGE)
    assert second.content == first.content
    assert second["Content-Type"] == first["Content-Type"]
    assert second["Content-Security-Policy"] == first["Content-Security-Policy"]
    assert second["Content-Language"] == "en"


def test_a_visitor_who_has_the_page_already_is_told_so(client, institution):
    tag = client.get(PAGE)["ETag"]
    assert client.get(PAGE, headers={"If-None-Match": tag}).status_code == 304


def test_a_page_with_another_query_is_another_page(client, institution):
    client.get(PAGE)
    rename(institution)
    assert "Institution after" in client.get(f"{PAGE}?x=1").content.decode()


def test_who_is_signed_in_never_gets_a_kept_page(client, institution):
    client.get(PAGE)
    rename(institution)
    client.force_login(make_candidate())
    page = client.get(PAGE).content.decode()
    assert "Institution after" in page
    assert "Sign out" in page


def test_a_page_made_for_somebody_signed_in_is_not_kept(client, institution):
    client.force_login(make_candidate())
    client.get(PAGE)
    assert "Sign out" not in Client().get(PAGE).content.decode()


def test_a_page_that_is_not_marked_is_not_kept(client):
    client.get("/en/account/login/")
    assert "ETag" not in client.get("/en/account/login/")


def test_nothing_is_kept_where_the_setting_says_so(client, institution, settings):
    settings.PUBLIC_PAGE_SECONDS = 0
    client.get(PAGE)
    rename(institution)
    assert "Institution after" in client.get(PAGE).content.decode()


def test_a_publication_drops_every_kept_page_at_once(client, institution, django_capture_on_commit_callbacks):
    client.get(PAGE)
    rename(institution)
    assert "Institution before" in client.get(PAGE).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        publish()
    assert "Institution after" in client.get(PAGE).content.decode()


def test_a_front_cache_may_keep_what_everybody_sees(client, institution):
    for _time in range(2):
        page = client.get(PAGE)
        assert page["Cache-Control"] == "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
        assert page["Vary"] == "Accept-Encoding"


def test_nobody_else_keeps_what_was_made_for_one_person(client, institution):
    client.force_login(make_candidate())
    assert client.get(PAGE)["Cache-Control"] == "private, no-cache"
    assert "no-store" in client.get("/en/account/applications/")["Cache-Control"]


@pytest.mark.parametrize("accepts", ["gzip", "identity"])
def test_the_length_that_is_announced_is_that_of_what_is_sent(client, institution, accepts):
    for _visit in range(2):  # made for the first visitor, kept for the second
        response = client.get(PAGE, headers={"Accept-Encoding": accepts})
        assert response.get("Content-Length", str(len(response.content))) == str(len(response.content))


def test_who_takes_it_gets_the_page_compressed(client, institution):
    plain = client.get(PAGE)
    for _time in range(2):
        small = client.get(PAGE, headers={"Accept-Encoding": "br, gzip"})
        assert gzip.decompress(small.content) == plain.content
        assert small["Content-Encoding"] == "gzip"
        assert small["ETag"] != plain["ETag"]


@pytest.fixture
def page_of_x(monkeypatch):
    """A page that shows the parameter x of its query, and nothing else of it."""

    def view(request):
        return HttpResponse(f"{request.GET.get('x')} {request.get_full_path()}")

    monkeypatch.setattr(
        "core.page_cache.resolve", lambda path: SimpleNamespace(func=public_page(view, parameters=("x",)))
    )
    return PageCacheMiddleware(public_page(view, parameters=("x",)))


def test_parameters_that_do_not_matter_make_no_other_page(page_of_x, rf):
    first = page_of_x(rf.get("/en/any/?x=1&utm_source=somebody"))
    assert first.content == b"1 /en/any/?x=1"
    assert page_of_x(rf.get("/en/any/?y=2&x=1"))["ETag"] == first["ETag"]
    assert page_of_x(rf.get("/en/any/?x=2")).content == b"2 /en/any/?x=2"


def test_a_view_of_somebody_signed_in_keeps_its_query(page_of_x, rf, settings):
    request = rf.get("/en/any/?x=1&y=2")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "a"
    assert page_of_x(request).content == b"1 /en/any/?x=1&y=2"


def test_pages_are_answered_while_the_cache_is_away(client, institution, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert client.get(PAGE).status_code == 200
