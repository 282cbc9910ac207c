"""The pages of sample tests: the same for the same address, nothing stored, hostile addresses answered."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from competitions import models
from practice.kinds import Kind
from practice.notices import real_tests
from practice.questions import questions
from tests.factories import make_competition

pytestmark = pytest.mark.django_db
SEED = "b2c3d4"


@pytest.fixture
def notices():
    """Two notices with tests, of which only the older one says how long abstract reasoning is."""
    older = make_competition(reference="EPSO/AD/1/25", publication_date=date(2025, 1, 1))
    newer = make_competition(reference="EPSO/AD/2/26", publication_date=date(2026, 1, 1))
    group = models.TestGroup.objects.create(competition=older, code="NR+AR", pass_mark=10)
    _test(older, "NR", questions=10, minutes=20, maximum=10, group=group)
    _test(older, "AR", questions=10, minutes=12, maximum=10, group=group)
    _test(older, "DS", questions=40, minutes=30, maximum=40, pass_mark=20)
    _test(newer, "NR", questions=20, minutes=25, maximum=20, pass_mark=12)
    _test(newer, "AR", questions=None, minutes=None, maximum=None)
    return older, newer


def _test(competition, code, **values):
    sequence = competition.tests.count() + 1
    return models.Test.objects.create(
        competition=competition, code=code, sequence=sequence, language="L1", kind="QUESTIONS", **values
    )


def _right_answers(kind, seed=SEED):
    return {question.name: question.right.value for question in questions(kind, seed)}


def _path(kind, tail="", seed=SEED):
    return f"/en/sample-tests/{kind}/{seed}/{tail}"


# Lengths


def test_lengths_come_from_the_newest_notice_that_has_them(notices):
    real = real_tests()
    assert set(real) == {Kind.ABSTRACT, Kind.NUMERICAL, Kind.DIGITAL_SKILLS}
    assert (real[Kind.NUMERICAL].reference, real[Kind.NUMERICAL].minutes) == ("EPSO/AD/2/26", 25)
    assert (real[Kind.NUMERICAL].pass_mark, real[Kind.NUMERICAL].together) == (Decimal(12), ())
    abstract = real[Kind.ABSTRACT]
    assert (abstract.reference, abstract.minutes, abstract.maximum) == ("EPSO/AD/1/25", 12, Decimal(20))
    assert (abstract.pass_mark, abstract.together) == (Decimal(10), ("NR", "AR"))


@pytest.mark.parametrize("change", [{"state": "DRAFT"}, {"kind": "INTERNAL"}, {"is_demonstration": True}])
def test_notices_the_public_cannot_see_and_made_up_ones_say_nothing(notices, change):
    for notice in notices:
        type(notice).objects.filter(pk=notice.pk).update(**change)
    assert real_tests() == {}


def test_the_overview_says_where_the_lengths_come_from(client, notices):
    text = client.get("/en/sample-tests/").content.decode()
    assert "Questions in the real test: 20. Minutes: 25." in " ".join(text.split())
    assert "Pass mark: 10 of 20 (Numerical reasoning, Abstract reasoning together)." in " ".join(text.split())
    assert "EPSO/AD/2/26" in text
    assert text.count("No published notice says how long this test is.") == 1


def test_without_any_notice_there_are_tests_but_no_minutes(client):
    assert client.get("/en/sample-tests/").content.decode().count("No published notice says") == 4
    text = client.get(_path(Kind.ABSTRACT)).content.decode()
    assert "data-timer" not in text
    assert "Pass mark" not in text


# Walking through


@pytest.mark.parametrize("kind", Kind)
def test_a_test_begins_at_a_new_seed(client, kind):
    addresses = {client.get(f"/en/sample-tests/{kind}/").headers["Location"] for _ in range(5)}
    assert len(addresses) == 5
    assert all(re.fullmatch(rf"/en/sample-tests/{kind}/[0-9a-z]{{6}}/", address) for address in addresses)
    response = client.get(f"/en/sample-tests/{kind}/?by=question")
    assert response.headers["Location"].endswith("/1/")
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("kind", Kind)
def test_the_same_address_shows_the_same_questions(client, kind):
    first, second = client.get(_path(kind)).content, client.get(_path(kind)).content
    assert first == second
    assert first != client.get(_path(kind, seed="b2c3d5")).content
    assert first.count(b"<fieldset") == 10


@pytest.mark.parametrize("kind", Kind)
def test_all_right_answers_make_a_full_score(client, notices, kind):
    response = client.get(_path(kind, "result/"), _right_answers(kind))
    text = response.content.decode()
    assert "<strong>10 of 10</strong>" in text
    assert text.count("Your answer, right") == 10
    assert ("Well done" in text) == (kind in real_tests())


def test_a_score_below_the_pass_mark_is_told_kindly(client, notices):
    right = _right_answers(Kind.NUMERICAL)
    wrong = {name: "b" if value == "a" else "a" for name, value in right.items()}
    answers = {**wrong, **dict(list(right.items())[:5])}
    text = client.get(_path(Kind.NUMERICAL, "result/"), answers).content.decode()
    assert "<strong>5 of 10</strong>" in text
    assert "The pass mark of this sample is 6." in " ".join(text.split())
    assert "Well done" not in text
    text = client.get(_path(Kind.NUMERICAL, "result/"), {**answers, "q6": right["q6"]}).content.decode()
    assert "Well done" in text


def test_open_questions_are_named_once_and_may_stay_open(client):
    answers = {"q1": "a", "q3": "b"}
    response = client.get(_path(Kind.ABSTRACT, "result/"), answers)
    text = response.content.decode()
    assert "You have not answered every question" in text
    assert re.findall(r'href="#(q\d+)-a"', text) == ["q2", "q4", "q5", "q6", "q7", "q8", "q9", "q10"]
    assert text.count("checked") == 2
    text = client.get(_path(Kind.ABSTRACT, "result/"), {**answers, "finish": "1"}).content.decode()
    assert text.count("Not answered") == 8
    assert "You have not answered every question" not in text


def test_one_question_at_a_time_carries_the_answers_on(client):
    right = _right_answers(Kind.DIGITAL_SKILLS)
    first = client.get(_path(Kind.DIGITAL_SKILLS, "1/")).content.decode()
    assert "Check my answer" in first
    assert "Right answer" not in first
    checked = client.get(_path(Kind.DIGITAL_SKILLS, "1/"), {"q1": right["q1"], "check": "1"}).content.decode()
    assert "Your answer, right" in checked
    assert f'href="/en/sample-tests/digital-skills/{SEED}/2/?q1={right["q1"]}"' in checked
    second = client.get(_path(Kind.DIGITAL_SKILLS, "2/"), {"q1": right["q1"]}).content.decode()
    assert f'<input type="hidden" name="q1" value="{right["q1"]}">' in second
    last = client.get(_path(Kind.DIGITAL_SKILLS, "10/"), {"q1": "a", "q10": "b"}).content.decode()
    assert f'href="/en/sample-tests/digital-skills/{SEED}/result/?q1=a&amp;q10=b&amp;finish=1"' in last


def test_a_check_without_an_answer_asks_for_one(client):
    text = client.get(_path(Kind.ABSTRACT, "1/"), {"check": "1"}).content.decode()
    assert "You have not chosen an answer." in text
    assert "practice-explanation" not in text


def test_words_in_another_language_are_marked(client):
    response = client.get("/el/sample-tests/eu-knowledge/b2c3d4/").content.decode()
    own = all(not question.language for question in _questions_in("el"))
    assert ('<span class="practice-prompt" lang="en">' in response) == (not own)


def _questions_in(code):
    with translation.override(code):
        return questions(Kind.EU_KNOWLEDGE, SEED)


# Nothing stored, few queries, hostile visitors


@pytest.mark.parametrize("tail", ["", "result/?finish=1", "1/", "1/?q1=a"])
@pytest.mark.parametrize("kind", Kind)
def test_no_cookie_is_set_and_no_token_is_needed(client, kind, tail):
    response = client.get(_path(kind, tail))
    assert response.status_code == 200
    assert not response.cookies
    assert b"csrfmiddlewaretoken" not in response.content
    assert b"style=" not in response.content


@pytest.mark.parametrize("tail", ["", "result/?finish=1", "1/?q1=a"])
@pytest.mark.parametrize("kind", Kind)
def test_a_test_costs_one_query_at_most(client, notices, django_assert_max_num_queries, kind, tail):
    client.get(_path(kind, tail))  # the frame of the pages
    with django_assert_max_num_queries(2):
        client.get(_path(kind, tail, seed="zz9"))


def test_the_overview_costs_one_query_whatever_the_number_of_notices(
    client, notices, django_assert_max_num_queries
):
    client.get("/en/sample-tests/")
    for number in range(5):
        competition = make_competition(reference=f"EPSO/AD/9{number}/26")
        _test(competition, "EUK", questions=30, minutes=40, maximum=30, pass_mark=15)
    with django_assert_max_num_queries(2):
        client.get("/en/sample-tests/?x=1")


@pytest.mark.parametrize(
    "seed",
    [
        "-1",
        "x" * 17,
        "ÅÄÖ",
        "абв",
        "<script>",
        "%00",
        "a b",
        "A",
        "..",
        "a/../b",
        "%2e%2e",
        "١٢٣",
        "' OR 1=1",
        "{{7}}",
    ],
)
@pytest.mark.parametrize("kind", Kind)
def test_what_is_no_seed_is_no_page(client, kind, seed):
    assert client.get(f"/en/sample-tests/{kind}/{seed}/").status_code == 404


@pytest.mark.parametrize(
    "path", ["verbal-reasoning/", "abstract-reasoning/abc/11/", "abstract-reasoning/abc/0/"]
)
def test_what_is_no_test_or_no_question_is_no_page(client, path):
    assert client.get(f"/en/sample-tests/{path}").status_code == 404
    assert client.get(f"/en/sample-tests/abstract-reasoning/abc/{'9' * 400}/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "q1=<script>alert(1)</script>&finish=1",
        "q1=" + "a" * 20000,
        "q1=a&q1=b&q1=%00",
        "q1=%ff%fe&finish=" + "x" * 5000,
        "&".join(f"q{number}=a" for number in range(900)),
        "q1[]=a&q1.b=c&=d&finish",
    ],
)
@pytest.mark.parametrize("tail", ["", "result/", "1/"])
def test_hostile_answers_are_no_answers(client, tail, query):
    response = client.get(_path(Kind.EU_KNOWLEDGE, tail) + "?" + query, follow=True)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert len(response.content) < 120_000
    assert len(response.redirect_chain) <= 1


def test_what_is_no_answer_leaves_the_address(client):
    response = client.get(
        _path(Kind.ABSTRACT, "result/"), {"q2": "b", "q1": "z", "utm": "x", "finish": "yes"}
    )
    assert response.headers["Location"] == _path(Kind.ABSTRACT, "result/?q2=b&finish=1")
    response = client.get(_path(Kind.ABSTRACT, "3/"), {"utm": "x"})
    assert response.headers["Location"] == _path(Kind.ABSTRACT, "3/")


def test_addresses_are_not_made_for_what_is_no_test():
    with pytest.raises(NoReverseMatch):
        reverse("practice:test", args=["verbal-reasoning", SEED])
    with pytest.raises(NoReverseMatch):
        reverse("practice:test", args=[Kind.ABSTRACT, "Not a seed"])
