"""Pages kept for visitors: quick, never another person's, and gone after some seconds."""

import pytest
from django.test import Client

from careers.models import Institution
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
