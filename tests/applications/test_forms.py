"""What each form takes and refuses."""

from datetime import date

import pytest

from applications.forms import (
    ENTRY_FORMS,
    STEP_FORMS,
    as_posted,
    typed_in,
)
from applications.models import Application
from applications.steps import Step
from tests.applications.test_views import DECLARATIONS, DIPLOMA, LEVELS, PERSONAL, QUESTION, WORK
from tests.factories import make_application, make_competition

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


def form_of(step, data, application=None, **competition):
    draft = application or make_application(is_complete=False, competition=make_competition(**competition))
    form_class = {**STEP_FORMS, **ENTRY_FORMS}[step]
    fresh = Application.objects.with_answers().get(pk=draft.pk)
    posted = as_posted({name: [value] for name, value in data.items()})
    return form_class(posted, application=fresh, today=TODAY)


def errors(step, data, application=None, **competition):
    return sorted(form_of(step, data, application, **competition).errors)


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({}, []),
        ({"birth_name": "Jansen", "postcode": ""}, []),
        ({"family_names": ""}, ["family_names"]),
        ({"family_names": " "}, ["family_names"]),
        ({"family_names": "x" * 151}, ["family_names"]),
        ({"date_of_birth": "2026-01-01"}, ["date_of_birth"]),
        ({"date_of_birth": "1895-01-01"}, ["date_of_birth"]),
        ({"date_of_birth": "1995-02-30"}, ["date_of_birth"]),
        ({"country": "XX"}, ["country"]),
        ({"country_of_birth": ""}, ["country_of_birth"]),
        ({"citizenship_1": "US"}, ["citizenship_1"]),
        ({"citizenship_1": "NL", "citizenship_2": "US"}, []),
        ({"phone": "0612345678"}, ["phone"]),
        ({"phone": "+0612345678"}, ["phone"]),
        ({"phone": "+31 6 (12) 34-56.78"}, []),
        ({"phone": "0031612345678"}, []),
        ({"language": "uk"}, ["language"]),
        ({"gender": "X"}, ["gender"]),
    ],
)
def test_personal_data(changes, wrong):
    assert errors(Step.PERSONAL, {**PERSONAL, **changes}) == wrong


def test_citizenships_are_kept_once_each_in_their_order_and_phones_in_one_shape():
    data = {**PERSONAL, "citizenship_2": "US", "citizenship_3": "NL", "phone": "0031 6 1234 5678"}
    form = form_of(Step.PERSONAL, data)
    assert form.is_valid()
    assert form.values()["citizenships"] == ["NL", "US"]
    assert form.values()["phone"] == "+31612345678"


@pytest.mark.parametrize(
    "first, second, notice, is_taken",
    [
        ("nl", "fr", {}, True),
        ("ga", "mt", {}, True),
        ("nl", "nl", {}, False),
        ("nl", "", {}, False),
        ("uk", "nl", {}, False),
        ("nl", "fr", {"languages_1": ["nl"]}, True),
        ("de", "fr", {"languages_1": ["nl"]}, False),
        ("nl", "fr", {"languages_2": ["en", "de"]}, False),
        ("nl", "fr", {"fields": [{"language_1": "nl"}]}, True),
        ("de", "fr", {"fields": [{"language_1": "nl"}]}, False),
    ],
)
def test_language_1_and_language_2_as_the_notice_allows_them(first, second, notice, is_taken):
    competition = make_competition(**notice)
    draft = make_application(is_complete=False, competition=competition)
    data = {"field": str(competition.fields.get().pk), "language_1": first, "language_2": second}
    assert form_of(Step.CHOICE, data, draft).is_valid() is is_taken


def test_a_field_can_fix_another_language_1_than_its_neighbour():
    competition = make_competition(fields=[{"language_1": "nl"}, {"language_1": "de"}])
    draft = make_application(is_complete=False, competition=competition)
    data = {"field": str(competition.fields.first().pk), "language_1": "de", "language_2": "fr"}
    assert errors(Step.CHOICE, data, draft) == ["__all__"]
    assert errors(Step.CHOICE, {**data, "language_1": "nl"}, draft) == []


def test_only_a_field_of_this_competition_can_be_chosen():
    other = make_competition().fields.get()
    data = {"field": str(other.pk), "language_1": "nl", "language_2": "fr"}
    assert errors(Step.CHOICE, data, fields=[{}, {}]) == ["field"]


def test_consent_to_another_grade_counts_only_where_the_field_allows_it():
    competition = make_competition(fields=[{"allows_reassignment": True}, {}])
    draft = make_application(is_complete=False, competition=competition)
    agreed = {"language_1": "nl", "language_2": "fr", "accepts_reassignment": "on"}

    def consent(field):
        form = form_of(Step.CHOICE, {**agreed, "field": str(field.pk)}, draft)
        assert form.is_valid()
        return form.values()["accepts_reassignment"]

    assert [consent(field) for field in competition.fields.all()] == [True, False]
    assert "accepts_reassignment" not in form_of(Step.CHOICE, agreed).fields


def test_a_language_is_entered_once():
    application = make_application()
    assert errors(Step.LANGUAGES, {"language": "nl", **LEVELS}, application) == ["language"]
    assert errors(Step.LANGUAGES, {"language": "de", **LEVELS}, application) == []
    assert errors(Step.LANGUAGES, {"language": "de", **LEVELS, "writing": ""}, application) == ["writing"]


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({}, []),
        ({"end_date": "2013-08-31", "award_date": "2014-01-01"}, ["end_date"]),
        ({"award_date": "2013-08-31"}, ["award_date"]),
        ({"start_date": "2026-05-21", "end_date": "2027-01-01", "award_date": "2027-01-01"}, ["start_date"]),
        ({"end_date": "2026-08-31", "award_date": "2026-08-31"}, []),
        ({"level": "2"}, ["level"]),
        ({"level": "9"}, ["level"]),
        ({"legal_duration_months": "-1"}, ["legal_duration_months"]),
        ({"title": ""}, ["title"]),
    ],
)
def test_a_diploma(changes, wrong):
    assert errors(Step.EDUCATION, {**DIPLOMA, **changes}) == wrong


@pytest.mark.parametrize(
    "changes, wrong",
    [
        ({}, []),
        ({"end_date": ""}, []),
        ({"end_date": "2019-12-31"}, ["end_date"]),
        ({"start_date": "2026-05-20", "end_date": "2026-05-20"}, []),
        ({"start_date": "2026-05-21", "end_date": ""}, ["start_date"]),
        ({"end_date": "2026-05-21"}, ["end_date"]),
        ({"percentage": "0"}, ["percentage"]),
        ({"percentage": "101"}, ["percentage"]),
        ({"description": "Too short"}, ["description"]),
        ({"kind": "DOCTORATE", "end_date": ""}, ["end_date"]),
        ({"kind": "DOCTORATE"}, []),
    ],
)
def test_a_period_of_work(changes, wrong):
    assert errors(Step.EXPERIENCE, {**WORK, **changes}) == wrong


def test_a_line_break_is_one_character_of_the_longest_motivation():
    notice = {"is_motivation_asked": True, "motivation_max_characters": 5}
    assert errors(Step.MOTIVATION, {"motivation": "ab\r\ncd"}, **notice) == []
    assert errors(Step.MOTIVATION, {"motivation": "ab\r\ncde"}, **notice) == ["motivation"]
    assert errors(Step.MOTIVATION, {"motivation": ""}, **notice) == ["motivation"]


def test_the_questions_of_the_field_are_asked_with_their_limits():
    competition = make_competition(fields=[{"talent_screener": [QUESTION]}])
    application = make_application(competition=competition)
    assert errors(Step.MOTIVATION, {"question_TS1": "x" * 101}, application) == ["question_TS1"]
    form = form_of(Step.MOTIVATION, {"question_TS1": "Because."}, application)
    assert form.is_valid()
    assert form.values() == {"motivation": "", "talent_screener_answers": {"TS1": "Because."}}


@pytest.mark.parametrize("box", sorted(DECLARATIONS))
def test_every_declaration_is_needed(box):
    assert errors(Step.DECLARATIONS, {**DECLARATIONS, box: ""}) == [box]


def test_what_was_typed_is_the_same_when_it_comes_back():
    typed = {"family_names": ["<é>"], "citizenship_2": ["US"]}
    form = form_of(Step.PERSONAL, {name: value[0] for name, value in typed.items()})
    kept = typed_in(form)
    assert {name: texts for name, texts in kept.items() if texts} == typed
    again = STEP_FORMS[Step.PERSONAL](as_posted(kept), application=form.application, today=TODAY)
    assert again.errors == form.errors
