"""Words, stems, spelling and excerpts: the parts of search that need no database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.search.common_words import COMMON_WORDS
from careers.search.excerpts import Piece, excerpt, marked
from careers.search.spelling import closest, distance, keys_of
from careers.search.stems import RULES, stem
from careers.search.words import Term, fold, grades_in, normal, spellings, terms_of, tokens
from core.languages import CODES


def test_each_language_has_its_common_words() -> None:
    assert set(COMMON_WORDS) == set(CODES)


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("élève", "eleve"),
        ("łódź", "lodz"),
        ("straße", "strasse"),
        ("οδός", "οδοσ"),
        ("Ευρωπαϊκή".lower(), "ευρωπαικη"),
        ("европейски", "европейски"),
        ("ħaddiem", "haddiem"),
        ("smörgås", "smorgas"),
        ("ștampilă", "stampila"),
        ("ad5", "ad5"),
    ],
)
def test_marks_fall_away_but_cyrillic_short_i_stays(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("AD5", [("ad5",)]),
        ("AD 5", [("ad5",)]),
        ("ad-5", [("ad5",)]),
        ("AST/SC 2", [("sc2",)]),
        ("FG IV", [("fgiv",)]),
        ("fg4", [("fgiv",)]),
        ("ad 427", [("ad",), ("427",)]),
        ("427/26", [("427", "26")]),
        ("EPSO/AD/427/26", [("epso", "ad", "427", "26")]),
        ("RCT-2025-00007", [("rct", "2025", "00007")]),
        ("the head of unit", [("head",), ("unit",)]),
        ("lawyer LAWYER", [("lawyer",)]),
        ("the of", []),
        ("", []),
    ],
)
def test_what_is_typed_becomes_terms(typed: str, terms: list[tuple[str, ...]]) -> None:
    assert terms_of(typed, "en") == [Term(words) for words in terms]


def test_an_elided_article_is_left_out() -> None:
    assert terms_of("l’environnement", "fr") == [Term(("environnement",))]
    assert terms_of("dell'ambiente", "it") == [Term(("ambiente",))]


def test_grades_are_found_where_they_begin() -> None:
    assert list(grades_in("Administrators (AD 5 or AD10), AST 11")) == [
        ("ad5", 16),
        ("ad10", 24),
        ("ast11", 31),
    ]
    assert list(grades_in("EPSO/AD/427/26, EPSO/AST-SC/10/20")) == []


def test_letters_typed_for_marks_are_tried_as_well() -> None:
    assert spellings("gehaelter", "de") == ("gehaelter", "gehälter")
    assert spellings("gehalt", "de") == ("gehalt",)


@given(st.text(max_size=300))
def test_any_text_has_words_that_stand_where_they_say(text: str) -> None:
    lower = normal(text)
    assert [lower[each.start : each.end][:60] for each in tokens(text)] == [
        each.word for each in tokens(text)
    ]


@given(st.text(max_size=60), st.sampled_from(CODES))
def test_nothing_typed_makes_a_search_fail(text: str, language: str) -> None:
    for term in terms_of(text, language):
        assert all(word for word in term.words)


@given(
    st.text(alphabet=st.characters(categories=("Ll",)), min_size=1, max_size=30),
    st.sampled_from(sorted(RULES)),
)
def test_a_stem_is_never_empty(word: str, language: str) -> None:
    assert stem(fold(word) or word, language)


def test_numbers_have_no_endings() -> None:
    assert stem("2026a", "pl") == "2026a"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("law", "law", 0),
        ("law", "lwa", 1),
        ("law", "laws", 1),
        ("law", "lav", 1),
        ("", "law", 3),
        ("ca", "abc", 3),
    ],
)
def test_distance_counts_letters(one: str, other: str, expected: int) -> None:
    assert distance(one, other) == expected
    assert distance(other, one) == expected


def test_words_a_letter_apart_share_a_key() -> None:
    for other in ("lawyr", "lawyers", "lawyet", "lawyre"):
        assert set(keys_of("lawyer")) & set(keys_of(other)), other


def test_the_nearest_word_is_offered_and_a_far_one_is_not() -> None:
    assert (
        closest("adminstrator", [("administrator", "administrátor"), ("administration", "x")])
        == "administrátor"
    )
    assert closest("lawyer", [("sawmill", "sawmill")]) == ""
    assert closest("lawyer", []) == ""


def test_words_found_are_marked() -> None:
    assert marked("Head of unit", {0, 2}) == [Piece("Head", True), Piece(" of "), Piece("unit", True)]


def test_an_excerpt_is_cut_at_words_around_the_first_hit() -> None:
    text = f"{'before ' * 30}hit {'after ' * 60}".strip()
    pieces = excerpt(text, {30})
    assert [piece.text for piece in pieces if piece.is_found] == ["hit"]
    assert (pieces[0].text, pieces[-1].text) == ("… ", " …")
    whole = "".join(piece.text for piece in pieces)
    assert whole.removeprefix("… ").removesuffix(" …") in text
    assert 100 < len(whole) < 240


def test_a_text_without_hits_has_no_excerpt() -> None:
    assert excerpt("something", set()) == []
