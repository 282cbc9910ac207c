"""The questions “Could I apply?” and their answer on the page."""

from __future__ import annotations

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from competitions.eligibility import Reason
from competitions.eligibility_reading import sentence
from competitions.forms import CouldIApplyForm
from competitions.models import Competition
from competitions.page import read_page
from core.languages import CODES

pytestmark = pytest.mark.usefixtures("shipped")

LANGUAGES = {"first": "nl", "first_level": "C2", "second": "en", "second_level": "C1"}
GRADUATE = {"citizen": "yes", "study": "3", "in_time": "yes", **LANGUAGES}
AUDITOR = {**GRADUATE, "experience_years": "7", "in_field_years": "4"}


def address(slug: str, answers: Any = (), code: str = "en") -> str:
    query = f"?{urlencode(answers)}" if answers else ""
    return f"/{code}/competitions/{slug}/could-i-apply/{query}"


def text_of(response: Any) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


def names_of(slug: str) -> list[str]:
    return list(CouldIApplyForm(page=read_page(slug)).fields)


def test_only_what_the_notice_depends_on_is_asked() -> None:
    languages = ["first", "first_level", "second", "second_level"]
    assert names_of("epso-ad-427-26") == ["citizen", "study", "in_time", "outside", *languages]
    assert names_of("epso-ad-429-26") == ["citizen", "field", *languages]
    experience = ["experience_years", "experience_months", "in_field_years", "in_field_months"]
    assert names_of("epso-ad-428-26") == ["citizen", "study", "in_time", "outside", *experience, *languages]


def test_before_any_answer_there_is_a_form_and_no_error(client: Client) -> None:
    response = client.get(address("epso-ad-427-26"))
    assert response.status_code == 200
    assert "There is a problem" not in text_of(response)
    assert response.context["results"] == []


def test_an_answer_says_yes_with_its_reasons_and_what_the_board_judges(client: Client) -> None:
    page = text_of(client.get(address("epso-ad-427-26", GRADUATE)))
    for sentence_shown in (
        "By your answers, you could apply",
        "You are a citizen of a Member State of the European Union.",
        "Language 1: Dutch at level C2 is enough; C1 is the lowest level.",
        "Your study is long enough: 3 years are needed.",
        "No professional experience is needed.",
        "You enjoy your full rights as a citizen.",
        "This answer is not binding.",
        "The deadline for application was 10 March 2026, 12:00 (Brussels time).",
    ):
        assert sentence_shown in page


def test_an_answer_says_no_and_what_is_missing(client: Client) -> None:
    answers = {**AUDITOR, "experience_years": "5", "experience_months": "11", "in_field_years": "3"}
    page = text_of(client.get(address("epso-ad-428-26", answers)))
    assert "By your answers, you could not apply" in page
    assert (
        "With your study you need 7 years of professional experience. Still missing: 1 year 1 month." in page
    )
    assert "You need 4 years of experience in the field. Still missing: 1 year." in page


def test_each_field_has_an_answer_of_its_own_or_only_the_one_asked_about(client: Client) -> None:
    answers = {**GRADUATE, "experience_years": "0", "in_field_years": "0"}
    both = client.get(address("epso-demo-1-26", answers)).context["results"]
    assert [(str(each.title), each.verdict) for each in both] == [
        ("Public administration", "yes"),
        ("Data and digital services", "no"),
    ]
    one = client.get(address("epso-demo-1-26", {**answers, "field": "2"})).context["results"]
    assert [str(each.title) for each in one] == ["Data and digital services"]


def test_a_field_of_a_linguist_competition_fixes_language_1(client: Client) -> None:
    answers = {"citizen": "yes", **LANGUAGES}
    results = client.get(address("epso-ad-423-25", answers)).context["results"]
    verdicts = {str(each.title): each.verdict for each in results}
    assert verdicts["Dutch"] == "open"
    assert verdicts["Danish"] == "no"
    assert results[0].missing == ["Dutch cannot be chosen as language 1 here."]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"citizen": "perhaps"}, "Select a valid choice."),
        ({"citizen": ""}, "This field is required."),
        ({"second": "nl"}, "Choose two different languages."),
        ({"first": "xx"}, "Select a valid choice."),
        ({"first_level": "Z9"}, "Select a valid choice."),
        ({"study": "-1"}, "Select a valid choice."),
        ({"experience_years": "-1"}, "greater than or equal to 0"),
        ({"experience_years": "61"}, "less than or equal to 60"),
        ({"experience_months": "12"}, "less than or equal to 11"),
        ({"experience_years": "<script>"}, "Enter a whole number."),
        ({"in_field_years": "8"}, "This is more than your experience in all."),
        ({"in_time": "\x00"}, "Select a valid choice."),
    ],
)
def test_a_wrong_answer_is_named_and_kept(client: Client, changes: dict[str, str], error: str) -> None:
    response = client.get(address("epso-ad-428-26", {**AUDITOR, **changes}))
    assert response.status_code == 200
    assert error in text_of(response)
    assert response.context["results"] == []
    assert "<script>" not in response.content.decode().partition("<main")[2]
    assert 'value="7"' in response.content.decode() or "experience_years" in changes


def test_a_parameter_that_is_no_answer_asks_for_none(client: Client) -> None:
    response = client.get(address("epso-ad-427-26", {"utm_source": "x"}))
    assert "There is a problem" not in text_of(response)


def test_nothing_is_stored_kept_or_passed_on(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        response = client.get(address("epso-ad-427-26", GRADUATE))
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response.cookies == {}


@pytest.mark.parametrize("slug", ["no-such-thing", "a" * 300])
def test_an_address_of_nothing_is_not_found(client: Client, slug: str) -> None:
    assert client.get(address(slug, GRADUATE)).status_code == 404


def test_where_no_date_is_known_none_is_asked_about() -> None:
    competitions = Competition.objects.filter(slug="epso-ad-428-26")
    competitions.update(application_deadline=None)
    assert "in_time" not in names_of("epso-ad-428-26")
    competitions.update(eligibility_reference_date="2026-05-19")
    assert "in_time" in names_of("epso-ad-428-26")


@pytest.mark.parametrize("code", CODES)
def test_the_questions_are_asked_in_every_language(client: Client, code: str) -> None:
    response = client.get(address("epso-ad-427-26", GRADUATE, code))
    assert response.status_code == 200
    assert response.context["results"][0].verdict == "yes"


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (
            Reason("missing", "not_citizen"),
            "Only citizens of a Member State of the European Union can apply.",
        ),
        (Reason("missing", "diploma_too_late"), "Your diploma would be awarded too late."),
        (
            Reason("open", "diploma_to_be_recognised"),
            "A diploma from outside the European Union needs a document of a Member State "
            "that recognises it.",
        ),
        (
            Reason("missing", "study_too_short", (("years", 0), ("needed", 1))),
            "You need a diploma of at least 1 year of study.",
        ),
        (
            Reason("met", "experience", (("needed", 6),)),
            "Your professional experience is long enough: 6 years are needed.",
        ),
        (
            Reason("missing", "language_2_too_low", (("language", "el"), ("level", "B1"), ("needed", "B2"))),
            "Language 2: Greek has to be at level B2 or higher.",
        ),
        (
            Reason("open", "language_1_level_unknown", (("language", "el"), ("level", "B1"))),
            "This site does not have the level that language 1 needs.",
        ),
        (
            Reason("missing", "experience_too_short", (("needed", 2), ("lacking", 1))),
            "With your study you need 2 years of professional experience. Still missing: 1 month.",
        ),
        (
            Reason("missing", "in_field_too_short", (("needed", 1), ("lacking", 12))),
            "You need 1 year of experience in the field. Still missing: 1 year.",
        ),
    ],
)
def test_reasons_are_plain_sentences(reason: Reason, text: str) -> None:
    assert sentence(reason) == text
