"""What was typed when a session ended is shown again, to the person who typed it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import Session, User
from accounts.refill import refill
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/en/account/settings/"
TYPED = {"language": "el", "first_names": 'Maria "Μαίρη" <b>', "family_names": "Παπαδοπούλου"}


def sign_in(client: Client, address: str = "maria@example.eu", page: str = PAGE) -> Any:
    return client.post(f"/en/account/login/?next={page}", {"login": address, "password": PASSWORD})


def lose_session(client: Client) -> None:
    """As when it has ended on the server: the browser still has its cookies."""
    Session.objects.all().delete()
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def typing(client: Client, person: Any) -> Client:
    """A browser whose owner had a page with a form open when the session ended."""
    person()
    sign_in(client)
    client.get(PAGE)
    lose_session(client)
    return client


def test_what_was_typed_is_in_the_form_again_and_not_saved(typing: Client) -> None:
    answer = typing.post(PAGE, TYPED)
    assert answer["Location"] == f"/en/account/login/?next={PAGE}"
    sign_in(typing)
    page = typing.get(PAGE).content.decode()
    assert 'value="Maria &quot;Μαίρη&quot; &lt;b&gt;"' in page
    assert 'value="Παπαδοπούλου"' in page
    assert '<option value="el" selected>' in page
    assert "You were signed out before this was saved." in page
    assert User.objects.get().family_names == ""


def test_once_it_is_sent_it_is_forgotten(typing: Client) -> None:
    typing.post(PAGE, TYPED)
    sign_in(typing)
    typing.post(PAGE, TYPED)
    assert User.objects.get().family_names == "Παπαδοπούλου"
    assert "You were signed out before" not in typing.get(PAGE).content.decode()


def test_another_person_at_the_same_computer_never_sees_it(typing: Client, person: Any) -> None:
    person("other@example.eu")
    typing.post(PAGE, TYPED)
    sign_in(typing, "other@example.eu")
    page = typing.get(PAGE).content.decode()
    assert ("Παπαδοπούλου" in page, "You were signed out before" in page) == (False, False)


def test_who_signs_out_herself_leaves_nothing(client: Client, person: Any) -> None:
    person()
    sign_in(client)
    client.get(PAGE)
    client.post("/en/account/logout/")
    client.post(PAGE, TYPED)
    sign_in(client)
    assert "Παπαδοπούλου" not in client.get(PAGE).content.decode()


def test_what_is_kept_cannot_be_read_in_the_cache(typing: Client, valkey_url: str) -> None:
    import redis

    typing.post(PAGE, TYPED)
    store = redis.Redis.from_url(valkey_url)
    kept = [key for key in store.scan_iter() if b"kept_forms" in key]
    assert [("Παπαδοπούλου".encode() in store.get(key)) for key in kept] == [False]  # type: ignore[operator]
    assert typing.cookies["typed"].value.encode() not in kept[0]


def test_passwords_are_not_kept(typing: Client, person: Any) -> None:
    from django.test import RequestFactory

    from accounts import kept_forms

    answer = typing.post("/en/account/password/change/", {"oldpassword": "secret", "password1": "new"})
    assert "typed" not in answer.cookies
    assert kept_forms.page_of(RequestFactory().post("/x/", {"a": "b"})) == "/x/"


def test_a_form_is_shown_on_the_page_it_stood_on(typing: Client) -> None:
    answer = typing.post(PAGE, TYPED, headers={"referer": "http://testserver/en/account/settings/?tab=2"})
    assert answer["Location"] == "/en/account/login/?next=/en/account/settings/%3Ftab%3D2"
    elsewhere = typing.post(PAGE, TYPED, headers={"referer": "https://evil.example/x/"})
    assert elsewhere["Location"] == f"/en/account/login/?next={PAGE}"


def test_a_stale_token_loses_nothing_and_a_strange_page_keeps_nothing(person: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person())
    browser.get(PAGE)
    kept = browser.post(PAGE, TYPED, headers={"sec-fetch-site": "same-origin"})
    assert (kept.status_code, kept["Location"]) == (302, PAGE)
    assert "Παπαδοπούλου" in browser.get(PAGE).content.decode()
    strange = Client(enforce_csrf_checks=True)
    strange.force_login(User.objects.get())
    strange.get(PAGE)
    assert strange.post(PAGE, TYPED, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert "Παπαδοπούλου" not in strange.get(PAGE).content.decode()


HTML = """<form method="post" action="/a/"><input type="hidden" name="t" value="token">
<input name="one" value="old"> <input type='checkbox' name=c value=1 checked>
<input type="checkbox" name="c" value="2">
<input type="radio" name="r" value="x" checked><input type="radio" name="r" value="y"/>
<textarea name="text" rows="2">old &amp; words</textarea><input type="password" name="one" value="">
<select name="s"><option value="a" selected>A</option><option value="b">B</option></select></form>
<form method="post" action="/other/"><input name="one" value="stays"></form>
<form action="/a/"><input name="one" value="search"></form>"""


def test_fields_of_every_kind_are_filled_and_nothing_else_is_touched() -> None:
    values = {"one": ["<new>"], "c": ["2"], "r": ["y"], "text": ["a < b\nc"], "s": ["b"], "t": ["forged"]}
    filled = refill(HTML, action="/a/", page="/a/", values=values)
    first, other, search = filled.split("<form ")[1:]
    assert '<input name="one" value="&lt;new&gt;">' in first
    assert first.count("checked") == 2
    assert '<input type="checkbox" name="c" value="2" checked>' in first
    assert '<input type="radio" name="r" value="y" checked>' in first
    assert '<textarea name="text" rows="2">\na &lt; b\nc</textarea>' in first
    assert ('<option value="a">A' in first, '<option value="b" selected>B' in first) == (True, True)
    assert 'name="t" value="token"' in first
    assert ('value="stays"' in other, 'value="search"' in search) == (True, True)


def test_nothing_to_fill_leaves_the_page_as_it_is() -> None:
    assert refill(HTML, action="/nowhere/", page="/x/", values={"one": ["new"]}) == HTML
