"""Editors change institutions, places and vacancies in all languages; the index of opportunities follows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from careers.models import Institution, Opportunity, Place, Vacancy

pytestmark = pytest.mark.usefixtures("shipped")


@pytest.fixture
def editor() -> Client:
    person = User.objects.create_user("editor@example.eu", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="careers"))
    client = Client()
    client.force_login(person)
    return client


def posted(response: Any) -> dict[str, Any]:
    """What a browser would send back from the form as it was shown."""
    data: dict[str, Any] = {}
    forms = [response.context["adminform"].form, *response.context["inline_admin_formsets"]]
    for form in [
        forms[0],
        *(f for each in forms[1:] for f in [each.formset.management_form, *each.formset.forms]),
    ]:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    for name, instant in list(data.items()):
        if hasattr(instant, "astimezone"):
            local = instant.astimezone()
            data |= {f"{name}_0": local.strftime("%Y-%m-%d"), f"{name}_1": local.strftime("%H:%M:%S")}
            del data[name]
    return data


def assert_fits_the_content_security_policy(html: str) -> None:
    for script in re.findall(r"<script([^>]*)>", html):
        assert " src=" in script or "application/json" in script
    assert re.findall(r"<style", html) == []
    assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", html) == []


@pytest.mark.parametrize("name", ["place", "institution", "vacancy", "opportunity"])
def test_the_pages_fit_the_policy_and_show_all_languages_without_javascript(
    editor: Client, name: str
) -> None:
    model: Any = {"place": Place, "institution": Institution, "vacancy": Vacancy, "opportunity": Opportunity}[
        name
    ]
    listed = editor.get(f"/nl/admin/careers/{name}/")
    change = editor.get(f"/nl/admin/careers/{name}/{model.objects.first().pk}/change/")
    for response in (listed, change):
        assert response.status_code == 200
        assert_fits_the_content_security_policy(response.content.decode())
    assert len(re.findall(r'<fieldset class="[^"]*collapse', change.content.decode())) == 22


@pytest.mark.parametrize(("name", "limit"), [("place", 10), ("institution", 10), ("vacancy", 10)])
def test_a_list_asks_few_queries(
    editor: Client, name: str, limit: int, django_assert_max_num_queries: Any
) -> None:
    editor.get(f"/nl/admin/careers/{name}/")
    with django_assert_max_num_queries(limit):
        editor.get(f"/nl/admin/careers/{name}/")


def test_a_vacancy_that_is_saved_takes_its_row_in_the_index_along(editor: Client) -> None:
    vacancy: Any = Vacancy.objects.get(slug="rct-2025-00007")
    address = f"/en/admin/careers/vacancy/{vacancy.pk}/change/"
    data = posted(editor.get(address))
    data |= {"title_en": "Engineer", "title_nl": "Ingenieur", "domains": ["LAW"]}
    response = editor.post(address, data)
    assert response.status_code == 302
    vacancy.refresh_from_db()
    row: Any = Opportunity.objects.get(path="vacancies/rct-2025-00007/")
    assert (vacancy.title_en, row.title_en, row.title_nl, row.domains) == (
        "Engineer",
        "Engineer",
        "Ingenieur",
        ["LAW"],
    )


def test_a_vacancy_needs_an_english_title(editor: Client) -> None:
    vacancy: Any = Vacancy.objects.get(slug="rct-2025-00007")
    address = f"/en/admin/careers/vacancy/{vacancy.pk}/change/"
    response = editor.post(address, posted(editor.get(address)) | {"title_en": ""})
    assert list(response.context["adminform"].form.errors) == ["title_en"]


def test_an_open_vacancy_needs_a_closing_date(editor: Client) -> None:
    vacancy: Any = Vacancy.objects.get(slug="eacea-id-888")
    address = f"/en/admin/careers/vacancy/{vacancy.pk}/change/"
    response = editor.post(address, posted(editor.get(address)) | {"status": "OPEN"})
    assert response.context["adminform"].form.non_field_errors() == ["An open vacancy needs a closing date."]


def test_a_vacancy_that_is_deleted_leaves_the_index(editor: Client) -> None:
    vacancy: Any = Vacancy.objects.get(slug="rct-2025-00007")
    editor.post(f"/en/admin/careers/vacancy/{vacancy.pk}/delete/", {"post": "yes"})
    assert Opportunity.objects.filter(path="vacancies/rct-2025-00007/").exists() is False


def test_an_institution_that_is_renamed_is_found_by_its_new_name(editor: Client) -> None:
    institution: Any = Institution.objects.get(code="FRONTEX")
    address = f"/en/admin/careers/institution/{institution.pk}/change/"
    response = editor.post(address, posted(editor.get(address)) | {"name_en": "Border and Coast Guard"})
    assert response.status_code == 302
    listed = editor.get("/en/job-opportunities/?q=border+guard")
    assert [card.reference for card, _found in listed.context["page"].object_list] == ["RCT-2025-00007"]
