"""Practising: the same form for everybody, and nothing of it in any table."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from applications.models import (
    Application,
    Education,
    Experience,
    LanguageSkill,
    PersonalData,
    Submission,
    UnfinishedStep,
)
from notifications.models import Letter
from tests.applications.test_views import DECLARATIONS, DIPLOMA, LEVELS, PERSONAL, QUESTION, WORK
from tests.factories import make_competition

pytestmark = pytest.mark.django_db
TABLES = (
    Application, PersonalData, LanguageSkill, Education, Experience, UnfinishedStep, Submission, Letter,
    Session,
)  # fmt: skip


def address(name, *args):
    return reverse(f"applications:practice_{name}", args=args)


@pytest.fixture
def visitor() -> Client:
    """Nobody in particular."""
    return Client()


def begin(visitor, **values):
    competition = make_competition(fields=[{}, {"talent_screener": [QUESTION]}], **values)
    answer = visitor.post(address("start"), {"competition": competition.slug})
    assert answer.url == address("step", "personal")
    return competition


def test_somebody_without_an_account_practises_to_the_end_and_no_table_knows(visitor):
    competition = begin(visitor)
    field = competition.fields.last()

    def save(step, data, *, following):
        assert visitor.get(address("step", step)).status_code == 200
        answer = visitor.post(address("step", step), {**data, "then": "next"})
        assert answer.status_code == 302, answer.context["form"].errors
        assert answer.url == address("step", following)

    def add(step, data):
        assert visitor.get(address("entry_new", step)).status_code == 200
        answer = visitor.post(address("entry_new", step), data)
        assert answer.status_code == 302, answer.context["form"].errors

    save("personal", PERSONAL, following="choice")
    save("choice", {"field": field.pk, "language_1": "nl", "language_2": "fr"}, following="languages")
    add("languages", {"language": "nl", **LEVELS})
    add("languages", {"language": "fr", **LEVELS})
    save("languages", {}, following="education")
    add("education", DIPLOMA)
    save("education", {}, following="experience")
    add("experience", WORK)
    assert "36" in visitor.get(address("step", "experience")).content.decode()
    save("experience", {}, following="motivation")
    save("motivation", {"question_TS1": "Because."}, following="declarations")
    save("declarations", DECLARATIONS, following="check")
    check = visitor.get(address("step", "check"))
    assert check.context["gaps"] == []
    assert "Practice: nothing is submitted, and nothing is kept." in check.content.decode()
    assert all(task.is_done for task in visitor.get(address("application_detail")).context["tasks"])
    done = visitor.post(address("submit"), follow=True).content.decode()
    assert "Nothing was submitted and nothing is kept." in done
    assert [table.__name__ for table in TABLES if table._default_manager.exists()] == []
    assert visitor.get(address("step", "personal")).url == address("start")


def test_what_is_wrong_is_said_as_in_an_application(visitor):
    begin(visitor)
    answer = visitor.post(address("step", "personal"), {**PERSONAL, "phone": "call me"})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"phone"})
    gaps = visitor.get(address("step", "check")).context["gaps"]
    assert {gap.step for gap in gaps} >= {"personal", "choice", "languages", "education", "declarations"}


def test_an_entry_is_changed_and_deleted(visitor):
    begin(visitor)
    visitor.post(address("entry_new", "education"), DIPLOMA)
    assert visitor.get(address("entry", "education", 1)).status_code == 200
    visitor.post(address("entry", "education", 1), {**DIPLOMA, "title": "Master of Laws"})
    assert "Master of Laws" in visitor.get(address("step", "education")).content.decode()
    assert visitor.get(address("entry_delete", "education", 1)).status_code == 200
    visitor.post(address("entry_delete", "education", 1))
    assert "Master of Laws" not in visitor.get(address("step", "education")).content.decode()
    assert visitor.get(address("entry", "education", 1)).status_code == 404


def test_another_browser_does_not_see_it(visitor):
    begin(visitor)
    assert Client().get(address("step", "personal")).url == address("start")


def test_after_two_hours_it_is_forgotten(visitor):
    begin(visitor)
    cache.clear()
    assert visitor.get(address("application_detail")).url == address("start")


def test_without_a_published_competition_there_is_nothing_to_practise_with(visitor):
    assert visitor.get(address("start")).status_code == 200
    assert visitor.post(address("start")).status_code == 404
    draft = make_competition(state="DRAFT")
    assert visitor.get(address("start"), {"competition": draft.slug}).status_code == 404


def test_a_step_that_the_form_has_not_is_not_found(visitor):
    begin(visitor)
    assert visitor.get(address("step", "unknown")).status_code == 404
