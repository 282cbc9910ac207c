"""Questions on the EU and on digital skills: sound data, drawn and ordered by the seed."""

import json

import pytest

from core.languages import CODES
from practice import quiz
from practice.kinds import Kind

KINDS = (Kind.EU_KNOWLEDGE, Kind.DIGITAL_SKILLS)


def test_there_are_enough_questions():
    assert len(quiz.entries(Kind.EU_KNOWLEDGE)) >= 30
    assert len(quiz.entries(Kind.DIGITAL_SKILLS)) >= 20


@pytest.mark.parametrize("kind", KINDS)
def test_keys_are_unique_and_answers_are_options(kind):
    entries = quiz.entries(kind)
    assert len({entry.key for entry in entries}) == len(entries)
    assert all(0 <= entry.answer < quiz.OPTIONS for entry in entries)


def test_every_fact_about_the_union_has_a_source_with_a_name():
    for entry in quiz.entries(Kind.EU_KNOWLEDGE):
        assert entry.source is not None
        assert quiz.act_name(entry.source.act, "en")[0]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_a_language_are_whole(kind, language):
    path = quiz.DATA / language / quiz.FILES[kind]
    if not path.is_file():
        assert language != "en"
        return
    texts = json.loads(path.read_text(encoding="utf-8"))
    assert set(texts) == {entry.key for entry in quiz.entries(kind)}
    for key in texts:
        words = quiz.words(kind, key, language)
        assert words.language == language
        assert words.question.strip() == words.question != ""
        assert words.explanation.strip() == words.explanation != ""
        assert len(set(words.options)) == quiz.OPTIONS
        assert all(option.strip() == option != "" for option in words.options)


def test_a_language_without_the_words_falls_back_to_english_and_says_so():
    key = quiz.entries(Kind.EU_KNOWLEDGE)[0].key
    assert quiz.words(Kind.EU_KNOWLEDGE, key, "xx") == quiz.words(Kind.EU_KNOWLEDGE, key, "en")
    assert quiz.words(Kind.EU_KNOWLEDGE, key, "xx").language == "en"
    assert quiz.act_name("TEU", "xx") == quiz.act_name("TEU", "en")


@pytest.mark.parametrize("kind", KINDS)
def test_a_seed_asks_different_questions_and_always_the_same_ones(kind):
    asked = quiz.asked(kind, "b2c3d4", 10)
    assert len({each.entry.key for each in asked}) == 10
    assert asked == quiz.asked(kind, "b2c3d4", 10)
    assert asked != quiz.asked(kind, "b2c3d5", 10)
    assert all(sorted(each.order) == [0, 1, 2, 3] for each in asked)
    assert all(each.order[each.right] == each.entry.answer for each in asked)


def test_a_new_question_changes_one_place_of_a_test_at_most(monkeypatch):
    kind, new = Kind.EU_KNOWLEDGE, quiz.Entry("something_new", 2)
    for seed in ("b2c3d4", "1", "2", "3", "4"):
        before = {each.entry.key for each in quiz.asked(kind, seed, 10)}
        more = (*quiz.entries(kind), new)
        with monkeypatch.context() as patch:
            patch.setattr(quiz, "entries", dict.fromkeys([kind], more).__getitem__)
            after = {each.entry.key for each in quiz.asked(kind, seed, 10)}
        assert len(before - after) <= 1


def test_right_answers_stand_at_every_place():
    rights = [each.right for seed in range(60) for each in quiz.asked(Kind.DIGITAL_SKILLS, str(seed), 10)]
    assert all(110 < rights.count(place) < 190 for place in range(4))
