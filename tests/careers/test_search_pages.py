"""Searching as a reader does: numbers, grades, mistakes, hostile input, saved lists, reported errors."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from careers.models import NoticeError, Opportunity, OpportunityText, SavedOpportunity
from careers.search import hits
from careers.search.words import fold
from careers.services import save_opportunities
from careers.tasks import lay_out_index
from core.languages import CODES
from tests.careers.test_opportunity_list import NOW, publish
from tests.careers.test_views import references, text_of


@pytest.fixture
def notices(db: None) -> None:
    """Three notices with reference numbers, grades and texts."""
    publish(
        1,
        kind="COMPETITION",
        reference="EPSO/AD/427/26",
        grades=["AD5"],
        titles={"en": "Graduate administrators", "fr": "Administrateurs diplômés"},
        search_texts={
            "en": "You will draft <b>laws</b> & reports on fisheries.",
            "fr": "Vous rédigerez des lois.",
        },
        languages_required=["fr"],
    )
    publish(2, reference="EPSO/AST/154/22", grades=["AST3"], titles={"en": "Assistants in finance"})
    publish(3, reference="RCT-2025-00007", grades=["AD5", "AD7"], titles={"en": "Engineer (AD 7)"})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("427/26", ["EPSO/AD/427/26"]),
        ("ad 427", ["EPSO/AD/427/26"]),
        ("epso/ad/427/26", ["EPSO/AD/427/26"]),
        ("AD/427", ["EPSO/AD/427/26"]),
        ("2025-00007", ["RCT-2025-00007"]),
        ("AST 3", ["EPSO/AST/154/22"]),
        ("ast3", ["EPSO/AST/154/22"]),
        ("AD 7", ["RCT-2025-00007"]),
        ("administrator graduates", ["EPSO/AD/427/26"]),
        ("rediger lois", ["EPSO/AD/427/26"]),
        ("26/427", []),
    ],
)
def test_numbers_grades_and_words_are_found(
    client: Client, notices: None, typed: str, expected: list[str]
) -> None:
    assert references(client.get("/en/job-opportunities/", {"q": typed}, follow=True)) == expected


def test_a_hit_in_the_title_stands_before_one_in_the_text(client: Client, db: None) -> None:
    publish(1, titles={"en": "Engineer"}, search_texts={"en": "Works with an auditor."})
    publish(2, titles={"en": "Auditor"})
    assert references(client.get("/en/job-opportunities/?q=auditors")) == ["THING/002", "THING/001"]


def test_a_mistyped_word_is_answered_with_the_one_that_was_meant(client: Client, notices: None) -> None:
    html = client.get("/en/job-opportunities/?q=adminstrators").content.decode()
    assert 'href="/en/job-opportunities/?q=administrators">administrators</a>' in html


def test_the_passage_found_is_marked_and_safe(client: Client, notices: None) -> None:
    html = client.get("/en/job-opportunities/?q=fishery").content.decode()
    assert "draft &lt;b&gt;laws&lt;/b&gt; &amp; reports on <mark>fisheries</mark>." in html


def test_one_criterion_less_is_offered_where_nothing_matches(client: Client, notices: None) -> None:
    response = client.get("/en/job-opportunities/?q=engineer&kind=COMPETITION")
    offers = [(offer["values"], offer["count"], offer["url"]) for offer in response.context["wider"]]
    assert offers == [
        ("Competition", 1, "/en/job-opportunities/?q=engineer"),
        ("“engineer”", 1, "/en/job-opportunities/?kind=COMPETITION"),
    ]
    assert "/en/alerts/new/?q=engineer&amp;kind=COMPETITION" in response.content.decode()


@pytest.mark.parametrize(
    ("given", "canonical"),
    [
        ("?q=&kind=&status=", ""),
        ("?status=OPEN&kind=VACANCY&page=1", "?kind=VACANCY&status=OPEN"),
        ("?kind=VACANCY&kind=CAST", "?kind=CAST&kind=VACANCY"),
        ("?sort=deadline", ""),
        ("?utm_source=x&q=law", "?q=law"),
        ("?q=%20law%20%20yer", "?q=law+yer"),
        ("?page=abc", ""),
    ],
)
def test_every_search_has_one_address(client: Client, db: None, given: str, canonical: str) -> None:
    response = client.get(f"/en/job-opportunities/{given}")
    assert (response.status_code, response["Location"]) == (302, f"/en/job-opportunities/{canonical}")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 5000,
        "\x00",
        "'; DROP TABLE x; --",
        "<script>alert(1)</script>",
        "%",
        "\\",
        "🦄" * 50,
        "а" * 199,
        ":*",
        "&|!()",
    ],
)
def test_hostile_input_gets_a_page(client: Client, notices: None, typed: str) -> None:
    response = client.get("/en/job-opportunities/", {"q": typed}, follow=True)
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_too_long_a_search_is_refused_in_words_and_kept_in_the_form(client: Client, notices: None) -> None:
    response = client.get("/en/job-opportunities/", {"q": "law " * 60})
    assert "Search for at most 200 characters." in text_of(response)
    assert len(response.context["asked"].typed) == 200
    assert "Search for at most 10 words." in text_of(client.get("/en/job-opportunities/", {"q": "law " * 11}))


def test_filters_have_counts_and_chips(client: Client, notices: None) -> None:
    response = client.get("/en/job-opportunities/?grade=AD5")
    facets = {
        facet.name: {each.code: each.count for each in facet.boxes} for facet in response.context["facets"]
    }
    assert facets["kind"] == {"COMPETITION": 1, "VACANCY": 1}
    assert facets["grade"] == {"AD5": 2, "AD7": 1, "AST3": 1}
    assert facets["language"] == {"fr": 1}
    assert [(chip.text, chip.remove_url) for chip in response.context["chips"]] == [
        ("AD5", "/en/job-opportunities/")
    ]


def test_sql_folds_as_python_does(db: None) -> None:
    letters = "áàâäãåāăąæćčċçďđéèêëēėęěğġģħíìîïīįıķľļłñńňņóòôöõőøœŕřśšşșťţțúùûüūůűųýÿźžżßþð"
    letters += "άέήίόύώϊϋΐΰςйѝъь"
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, careers_fold(word) FROM unnest(%s::text[]) AS word", [list(letters)])
        assert {word: folded for word, folded in cursor.fetchall() if fold(word) != folded} == {}


def test_a_language_that_is_taken_away_is_not_found_any_more(notices: None, client: Client) -> None:
    publish(1, reference="EPSO/AD/427/26", titles={"en": "Graduate administrators"})
    assert list(
        OpportunityText.objects.filter(opportunity__reference="EPSO/AD/427/26").values_list("language")
    ) == [("en",)]
    assert references(client.get("/en/job-opportunities/", {"q": "diplômés"})) == []


def test_words_are_found_after_the_texts_are_laid_out_by_language(notices: None) -> None:
    before = list(hits.find("administrator", "nl").keys)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    lay_out_index()
    assert list(hits.find("administrator", "nl").keys) == before != []


def test_english_is_looked_through_unless_the_readers_language_has_plenty(
    notices: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = publish(4, titles={"en": "Tax officer", "fr": "Finance publique"})
    in_english = Opportunity.objects.get(reference="EPSO/AST/154/22")
    assert set(hits.find("finance", "fr").keys) == {found.pk, in_english.pk}
    monkeypatch.setattr(hits, "PLENTY", 1)
    monkeypatch.setattr(hits, "ENOUGH", 1)
    monkeypatch.setattr(hits, "MOST_RANKED", 0)
    assert set(hits.find("finance", "fr").keys) == {found.pk}


@pytest.mark.parametrize("code", CODES)
def test_the_list_answers_in_every_language(client: Client, notices: None, code: str) -> None:
    assert references(client.get(f"/{code}/job-opportunities/?q=fisheries")) == ["EPSO/AD/427/26"]


# Saved lists


def keys_of(*names: str) -> list[int]:
    return [Opportunity.objects.get(reference=name).pk for name in names]


def test_a_list_in_the_address_is_shown_and_the_public_page_sets_no_cookie(
    client: Client, notices: None
) -> None:
    one, other = keys_of("EPSO/AD/427/26", "RCT-2025-00007")
    response = client.get(f"/en/saved/?id={other}&id={one}&id=999999&id=x&id=-1")
    assert [card.reference for card in response.context["shared"]] == ["RCT-2025-00007", "EPSO/AD/427/26"]
    assert response.cookies == {}


def test_the_list_page_keeps_saved_ones_in_its_links(client: Client, notices: None) -> None:
    one, other = keys_of("EPSO/AD/427/26", "RCT-2025-00007")
    response = client.get(f"/en/job-opportunities/?id={one}")
    addresses = {card.pk: url for card, _found, url in response.context["results"]}
    assert addresses[other] == f"?id={one}&id={other}#o{other}"
    assert addresses[one] == f"?#o{one}"


def test_who_is_signed_in_keeps_and_drops_them_in_the_account(
    client: Client, notices: None, django_user_model: Any
) -> None:
    person = User.objects.create(email="reader@example.eu", language="en")
    client.force_login(person)
    one, other = keys_of("EPSO/AD/427/26", "RCT-2025-00007")
    assert client.post(f"/en/saved/?id={one}&id={other}").status_code == 302
    assert sorted(SavedOpportunity.objects.values_list("user", "opportunity")) == [
        (person.pk, one),
        (person.pk, other),
    ]
    assert [card.pk for card in client.get("/en/saved/").context["own"]] == [other, one]
    client.post("/en/saved/", {"remove": str(one)})
    assert [card.pk for card in client.get("/en/saved/").context["own"]] == [other]


def test_a_stranger_who_would_keep_them_is_asked_to_sign_in(client: Client, notices: None) -> None:
    assert client.post("/en/saved/?id=1")["Location"] == "/en/account/login/"
    assert SavedOpportunity.objects.count() == 0


def test_an_account_keeps_at_most_a_hundred(db: None) -> None:
    person = User.objects.create(email="reader@example.eu", language="en")
    for number in range(101):
        publish(number)
    keys = list(Opportunity.objects.values_list("pk", flat=True))
    assert save_opportunities(user=person, keys=keys, now=NOW) == 100
    assert SavedOpportunity.objects.count() == 100


# Errors in notices


def test_an_error_in_a_notice_is_written_down(client: Client, notices: None) -> None:
    (key,) = keys_of("EPSO/AD/427/26")
    answers = {"what": "DATE", "description": "The deadline is wrong.", "email": ""}
    response = client.post(f"/nl/report-an-error/{key}/", answers)
    assert response["Location"] == "/nl/report-an-error/thank-you/"
    row = NoticeError.objects.get()
    assert (row.reference, row.what, row.language, row.description, row.email) == (
        *("EPSO/AD/427/26", "DATE", "nl", "The deadline is wrong.", ""),
    )


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"what": "DATE"},
        {"what": "NONSENSE", "description": "x"},
        {"what": "DATE", "description": "x" * 2001},
        {"what": "DATE", "description": "x\x00y"},
        {"what": "DATE", "description": "x", "email": "a@b\nBcc: c@d"},
    ],
)
def test_what_makes_no_report_is_refused(client: Client, notices: None, answers: dict[str, str]) -> None:
    (key,) = keys_of("EPSO/AD/427/26")
    response = client.post(f"/en/report-an-error/{key}/", answers)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert NoticeError.objects.count() == 0


def test_a_flood_of_reports_is_stopped(client: Client, notices: None) -> None:
    (key,) = keys_of("EPSO/AD/427/26")
    answers = {"what": "DATE", "description": "x"}
    statuses = [client.post(f"/en/report-an-error/{key}/", answers).status_code for _ in range(7)]
    assert statuses == [302] * 5 + [200] * 2
    assert NoticeError.objects.count() == 5


def test_no_error_can_be_reported_in_what_is_not_public(client: Client, notices: None) -> None:
    (key,) = keys_of("EPSO/AD/427/26")
    Opportunity.objects.update(is_published=False)
    assert client.get(f"/en/report-an-error/{key}/").status_code == 404


def test_what_is_like_a_vacancy_stands_on_its_page(client: Client, shipped: None) -> None:
    page = text_of(client.get("/en/vacancies/rct-2025-00007/"))
    assert "Similar opportunities" in page
    assert "IT experts (AD 8)" in page
