"""Could a person apply? The decision, condition by condition."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.eligibility import (
    LEVELS,
    Answers,
    FieldConditions,
    LanguageRule,
    Reason,
    Result,
    Way,
    judge,
)

ANY_C1, ANY_B2 = LanguageRule("C1"), LanguageRule("B2")
GRADUATE = FieldConditions((Way(3),), ANY_C1, ANY_B2)
AUDIT = FieldConditions((Way(3, 7, 4), Way(4, 6, 4), Way(5, 5, 4)), ANY_C1, ANY_B2)
UNKNOWN = FieldConditions((), ANY_C1, ANY_B2)
PERSON = Answers(is_citizen=True, languages=(("nl", "C2"), ("en", "C1")), years_study=3)


def codes(result: Result, kind: str) -> list[str]:
    return [reason.code for reason in result.reasons if reason.kind == kind]


def values(result: Result, code: str) -> dict[str, int | str]:
    return dict(next(reason.values for reason in result.reasons if reason.code == code))


def test_a_graduate_with_two_languages_could_apply_where_three_years_of_study_are_enough() -> None:
    result = judge(GRADUATE, PERSON)
    assert result == Result(
        "yes",
        (
            Reason("met", "citizen"),
            Reason("met", "language_1", (("language", "nl"), ("level", "C2"), ("needed", "C1"))),
            Reason("met", "language_2", (("language", "en"), ("level", "C1"), ("needed", "B2"))),
            Reason("met", "study", (("years", 3), ("needed", 3))),
            Reason("met", "no_experience_needed"),
        ),
    )


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"is_citizen": False}, ["not_citizen"]),
        ({"years_study": 2}, ["study_too_short"]),
        ({"is_diploma_in_time": False}, ["diploma_too_late"]),
        ({"languages": (("nl", "B2"), ("en", "B2"))}, ["language_1_too_low"]),
        ({"languages": (("nl", "C2"), ("en", "B1"))}, ["language_2_too_low"]),
        ({"languages": (("nl", "A1"), ("en", "A1"))}, ["language_1_too_low", "language_2_too_low"]),
    ],
)
def test_one_condition_that_is_missed_is_named_and_decides(
    changes: dict[str, object], missing: list[str]
) -> None:
    result = judge(GRADUATE, replace(PERSON, **changes))  # type: ignore[arg-type]  # each a field of Answers
    assert result.verdict == "no"
    assert codes(result, "missing") == missing


def test_either_language_may_be_language_1() -> None:
    person = replace(PERSON, languages=(("en", "B2"), ("nl", "C1")))
    result = judge(GRADUATE, person)
    assert result.verdict == "yes"
    assert values(result, "language_1") == {"language": "nl", "level": "C1", "needed": "C1"}


def test_a_field_may_fix_language_1_and_a_notice_language_2() -> None:
    danish = FieldConditions((Way(3),), LanguageRule("C1", ("da",)), ANY_B2)
    assert codes(judge(danish, PERSON), "missing") == ["language_1_not_allowed"]
    only_english = FieldConditions((Way(3),), ANY_C1, LanguageRule("B2", ("en",)))
    assert judge(only_english, PERSON).verdict == "yes"
    only_french = FieldConditions((Way(3),), ANY_C1, LanguageRule("B2", ("fr",)))
    assert codes(judge(only_french, PERSON), "missing") == ["language_2_not_allowed"]


def test_a_level_that_is_not_known_is_left_open_and_hinders_nobody() -> None:
    conditions = FieldConditions((Way(3),), LanguageRule(), LanguageRule())
    result = judge(conditions, PERSON)
    assert result.verdict == "yes"
    assert codes(result, "open") == ["language_1_level_unknown", "language_2_level_unknown"]


@pytest.mark.parametrize(
    ("study", "months", "in_field", "verdict"),
    [
        (3, 84, 48, "yes"),
        (3, 83, 48, "no"),
        (3, 84, 47, "no"),
        (4, 72, 48, "yes"),
        (5, 60, 48, "yes"),
        (5, 59, 48, "no"),
        (8, 60, 48, "yes"),
        (2, 600, 600, "no"),
    ],
)
def test_each_way_of_the_audit_competition_is_enough(
    study: int, months: int, in_field: int, verdict: str
) -> None:
    person = replace(PERSON, years_study=study, months_experience=months, months_in_field=in_field)
    assert judge(AUDIT, person).verdict == verdict


def test_what_lacks_is_counted_for_the_nearest_way() -> None:
    person = replace(PERSON, years_study=4, months_experience=70, months_in_field=40)
    result = judge(AUDIT, person)
    assert values(result, "experience_too_short") == {"needed": 6, "lacking": 2}
    assert values(result, "in_field_too_short") == {"needed": 4, "lacking": 8}
    assert codes(result, "open") == ["experience_to_be_judged"]


def test_experience_outside_the_field_counts_where_the_notice_asks_no_field() -> None:
    conditions = FieldConditions((Way(3, 1),), ANY_C1, ANY_B2)
    result = judge(conditions, replace(PERSON, months_experience=12))
    assert result.verdict == "yes"
    assert "in_field" not in codes(result, "met")


def test_without_a_diploma_asked_nothing_is_said_of_it() -> None:
    conditions = FieldConditions((Way(0, 3),), ANY_C1, ANY_B2)
    person = replace(PERSON, years_study=0, months_experience=36, is_diploma_in_time=False)
    result = judge(conditions, person)
    assert result.verdict == "yes"
    assert codes(result, "met") == ["citizen", "language_1", "language_2", "experience"]


def test_a_diploma_from_outside_the_union_has_to_be_recognised() -> None:
    result = judge(GRADUATE, replace(PERSON, is_diploma_from_elsewhere=True))
    assert result.verdict == "yes"
    assert codes(result, "open") == ["diploma_to_be_recognised"]


def test_conditions_that_are_not_known_are_left_open() -> None:
    assert judge(UNKNOWN, PERSON).verdict == "open"
    assert codes(judge(UNKNOWN, PERSON), "open") == ["conditions_unknown"]
    assert judge(UNKNOWN, replace(PERSON, is_citizen=False)).verdict == "no"


ways = st.builds(Way, st.integers(0, 6), st.integers(0, 10), st.integers(0, 5))
rules = st.builds(LanguageRule, st.sampled_from(("", *LEVELS)), st.sampled_from(((), ("en",), ("nl", "fr"))))
conditions_of_any_kind = st.builds(FieldConditions, st.lists(ways, max_size=4).map(tuple), rules, rules)
pairs = st.permutations(["nl", "en", "fr", "mt"]).map(lambda codes: codes[:2])
people = st.builds(
    lambda pair, first, second, *rest: Answers(rest[0], ((pair[0], first), (pair[1], second)), *rest[1:]),
    *(
        pairs,
        st.sampled_from(LEVELS),
        st.sampled_from(LEVELS),
        st.booleans(),
        st.integers(0, 8),
        st.booleans(),
    ),
    *(st.booleans(), st.integers(0, 200), st.integers(0, 200)),
)


@settings(deadline=None)
@given(conditions_of_any_kind, people)
def test_the_verdict_is_no_exactly_where_something_is_missing(
    conditions: FieldConditions, person: Answers
) -> None:
    result = judge(conditions, person)
    assert (result.verdict == "no") == bool(codes(result, "missing"))
    assert (result.verdict == "open") <= (not conditions.ways)


@settings(deadline=None)
@given(conditions_of_any_kind, people)
def test_the_order_of_the_languages_decides_nothing(conditions: FieldConditions, person: Answers) -> None:
    swapped = replace(person, languages=(person.languages[1], person.languages[0]))
    assert judge(conditions, person).verdict == judge(conditions, swapped).verdict


@settings(deadline=None)
@given(conditions_of_any_kind, people, st.integers(0, 50), st.integers(0, 5))
def test_more_experience_and_longer_study_never_take_a_yes_away(
    conditions: FieldConditions, person: Answers, months: int, years: int
) -> None:
    more = replace(
        person,
        months_experience=person.months_experience + months,
        months_in_field=person.months_in_field + months,
    )
    if judge(conditions, person).verdict == "yes":
        assert judge(conditions, more).verdict == "yes"
        if person.is_diploma_in_time:
            longer = replace(more, years_study=more.years_study + years)
            assert judge(conditions, longer).verdict == "yes"


@settings(deadline=None)
@given(conditions_of_any_kind, people, ways)
def test_one_way_more_never_takes_a_yes_away(conditions: FieldConditions, person: Answers, way: Way) -> None:
    in_time = replace(person, is_diploma_in_time=True)
    wider = replace(conditions, ways=(*conditions.ways, way))
    if judge(conditions, in_time).verdict == "yes":
        assert judge(wider, in_time).verdict == "yes"
