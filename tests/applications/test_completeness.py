"""What keeps an application from being submitted: each thing once."""

import pytest
from django.utils import timezone

from applications import services
from applications.completeness import find_gaps, find_tasks, steps_for
from applications.models import Application
from applications.steps import Step
from tests.factories import fill_in, make_application, make_competition

pytestmark = pytest.mark.django_db
QUESTION = {"code": "TS1", "question": {"en": "Why?"}, "max_characters": 10}


def gaps(application):
    fresh = Application.objects.with_answers().get(pk=application.pk)
    return [str(gap.step) for gap in find_gaps(fresh)]


def test_a_complete_application_lacks_nothing():
    assert gaps(make_application()) == []


def test_an_empty_application_lacks_something_in_every_step():
    application = make_application(is_complete=False, competition=make_competition(is_motivation_asked=True))
    assert list(dict.fromkeys(gaps(application))) == [str(step) for step in Step if step != Step.CHECK]


@pytest.mark.parametrize(
    "columns, step",
    [
        ({"field": None}, "choice"),
        ({"language_1": ""}, "choice"),
        ({"language_2": ""}, "choice"),
        ({"has_citizen_rights": False}, "declarations"),
        ({"has_met_military_obligations": False}, "declarations"),
        ({"has_character_requirements": False}, "declarations"),
        ({"has_eligible_qualification": False}, "declarations"),
        ({"has_declared_on_honour": False}, "declarations"),
        ({"privacy_statement_version": "0"}, "declarations"),
        ({"steps_done": ["education"]}, "experience"),
        ({"steps_done": ["experience"]}, "education"),
    ],
)
def test_each_answer_that_is_missing_is_named_with_its_step(columns, step):
    application = make_application()
    Application.objects.filter(pk=application.pk).update(**columns)
    assert gaps(application) == [step]


def test_a_field_of_another_competition_does_not_count():
    application = make_application()
    application.field = make_competition().fields.get()
    application.save()
    assert gaps(application) == ["choice"]


@pytest.mark.parametrize(
    "citizenships, expected",
    [(["NL"], []), (["US", "BG"], []), (["US"], ["personal"]), (["GB"], ["personal"])],
)
def test_a_citizenship_of_the_union_is_needed(citizenships, expected):
    application = make_application()
    application.personal_data.citizenships = citizenships
    application.personal_data.save()
    assert gaps(application) == expected


@pytest.mark.parametrize(
    "notice, expected",
    [
        ({"languages_1": ["nl", "de"]}, []),
        ({"languages_1": ["de"]}, ["choice"]),
        ({"languages_2": ["fr"]}, []),
        ({"languages_2": ["en", "de"]}, ["choice"]),
        ({"language_1_minimum_level": "C2"}, []),
        ({"language_2_minimum_level": "C1"}, []),
        ({"language_2_minimum_level": "C2"}, ["languages"]),
    ],
)
def test_the_notice_says_which_languages_and_levels(notice, expected):
    # The candidate knows Dutch (C2) as language 1 and French (C1) as language 2.
    assert gaps(make_application(competition=make_competition(**notice))) == expected


def test_a_field_may_fix_language_1():
    assert gaps(make_application(competition=make_competition(fields=[{"language_1": "nl"}]))) == []
    assert gaps(make_application(competition=make_competition(fields=[{"language_1": "mt"}]))) == ["choice"]


def test_the_weakest_skill_is_compared_with_the_level_asked():
    application = make_application()
    application.language_skills.filter(language="nl").update(writing="B2")
    assert gaps(application) == ["languages"]


def test_two_languages_at_least_are_entered():
    application = make_application()
    application.language_skills.filter(language="fr").delete()
    assert gaps(application) == ["languages", "languages"]


def test_a_diploma_gives_access_where_the_notice_asks_for_study():
    application = make_application()
    application.education.update(gives_access=False)
    assert gaps(application) == ["education"]
    assert gaps(make_application(competition=make_competition(fields=[{"routes": []}]))) == []


def test_motivation_and_questions_are_asked_only_where_the_notice_has_them():
    plain = make_application(is_complete=False)
    assert Step.MOTIVATION not in steps_for(plain)
    asked = make_competition(is_motivation_asked=True, motivation_max_characters=20)
    assert gaps(make_application(competition=asked, motivation=" ")) == ["motivation"]
    assert gaps(make_application(competition=asked, motivation="x" * 20)) == []
    assert gaps(make_application(competition=asked, motivation="x" * 21)) == ["motivation"]


def test_each_question_of_the_field_needs_its_answer():
    contest = make_competition(fields=[{"talent_screener": [QUESTION]}])
    assert gaps(make_application(competition=contest)) == ["motivation"]
    answers = {"TS1": "x" * 10}
    assert gaps(make_application(competition=contest, talent_screener_answers=answers)) == []


def test_what_is_typed_and_not_valid_keeps_its_step_open():
    application = make_application()
    services.keep_unfinished(application=application, place="education/new", typed={}, now=timezone.now())
    assert gaps(application) == ["education"]


def test_tasks_are_done_step_by_step():
    application = make_application(is_complete=False)
    assert [task.is_done for task in find_tasks(application)] == [False] * 6
    fill_in(application)
    fresh = Application.objects.with_answers().get(pk=application.pk)
    assert [task.is_done for task in find_tasks(fresh)] == [True] * 6
