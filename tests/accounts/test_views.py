"""The page of one's own account."""

from typing import Any

import pytest
from django.test import Client

from core.models import AuditRecord

pytestmark = pytest.mark.django_db

CHANGES = {"language": "el", "first_names": "Maria", "family_names": "Papadopoulou"}


def test_settings_are_saved_with_an_audit_record_each(client: Client, person: Any) -> None:
    user = person()
    client.force_login(user)
    response = client.post("/en/account/settings/", CHANGES)
    assert response["Location"] == "/en/account/settings/"
    user.refresh_from_db()
    assert (user.language, user.first_names, user.family_names) == ("el", "Maria", "Papadopoulou")
    verbs = AuditRecord.objects.filter(by=user).order_by("verb").values_list("verb", "details")
    assert list(verbs) == [("change_language", {"before": "en", "after": "el"}), ("change_names", {})]


def test_saving_what_is_there_already_writes_nothing(client: Client, person: Any) -> None:
    user = person(language="el", first_names="Maria", family_names="Papadopoulou")
    client.force_login(user)
    client.post("/en/account/settings/", CHANGES)
    assert AuditRecord.objects.filter(by=user).count() == 0


def test_a_language_that_is_none_of_the_24_is_refused(client: Client, person: Any) -> None:
    user = person()
    client.force_login(user)
    response = client.post("/en/account/settings/", {**CHANGES, "language": "tr"})
    assert list(response.context["form"].errors) == ["language"]
    user.refresh_from_db()
    assert user.language == "en"


def test_languages_are_named_in_the_language_of_the_page(client: Client, person: Any) -> None:
    client.force_login(person())
    form = client.get("/nl/account/settings/").context["form"]
    assert dict(form.fields["language"].choices)["fr"] == "Frans"


@pytest.mark.parametrize("status, path", [(404, "/ga/nothing-here/"), (403, "/ga/admin/")])
def test_a_refused_page_speaks_the_language_of_its_address(
    client: Client, person: Any, status: int, path: str
) -> None:
    client.force_login(person())
    response = client.get(path)
    assert (response.status_code, b'<html lang="ga">' in response.content) == (status, True)


def test_every_page_offers_all_languages(client: Client, person: Any) -> None:
    client.force_login(person())
    for path in ("/en/account/settings/", "/en/nothing-here/"):
        page = client.get(path).content.decode()
        assert page.count("/language/?next=") == 24


def test_the_page_of_a_fault_stands_alone(client: Client, person: Any, monkeypatch: Any) -> None:
    client.raise_request_exception = False
    client.force_login(person())
    monkeypatch.setattr("accounts.views.SettingsForm", None)
    response = client.get("/mt/account/settings/")
    assert (response.status_code, b'<html lang="mt">' in response.content) == (500, True)
    assert b"site-header" not in response.content
