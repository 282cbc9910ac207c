"""Rows of the planning keep their numbers, and so their history."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.planning_rows import Change, changes, numbered


def row(stage: str, period: str = "") -> dict[str, Any]:
    return {"stage": {"en": stage}, "period": {"en": period}}


APPLY, TESTS, RESULTS = row("Apply"), row("Tests"), row("Results")
TABLE = [(1, APPLY), (2, TESTS), (3, RESULTS)]


def test_the_first_table_is_numbered_from_one() -> None:
    assert numbered([], [APPLY, TESTS]) == [1, 2]


def test_rows_that_were_moved_keep_their_numbers() -> None:
    assert numbered(TABLE, [RESULTS, APPLY, TESTS]) == [3, 1, 2]


def test_a_row_that_was_renamed_in_its_place_keeps_its_number() -> None:
    assert numbered(TABLE, [APPLY, row("Written tests"), RESULTS]) == [1, 2, 3]


def test_a_new_row_gets_a_number_never_used() -> None:
    assert numbered(TABLE, [APPLY, TESTS, RESULTS, row("List")]) == [1, 2, 3, 4]
    assert numbered(TABLE, [APPLY, TESTS, RESULTS, row("List")], highest=7) == [1, 2, 3, 8]
    assert numbered(TABLE, [row("First"), APPLY, TESTS, RESULTS]) == [4, 1, 2, 3]


def test_two_rows_of_the_same_name_are_told_apart_by_their_order() -> None:
    assert numbered([(5, TESTS), (6, TESTS)], [TESTS, TESTS]) == [5, 6]


def test_changes_name_what_is_new_what_is_different_and_what_is_gone() -> None:
    later = row("Tests", "2027")
    assert list(changes(TABLE, [(1, APPLY), (2, later), (4, row("List"))])) == [
        Change(2, TESTS, later),
        Change(4, None, row("List")),
        Change(3, RESULTS, None),
    ]


tables = st.lists(st.builds(row, st.sampled_from("ABCD"), st.sampled_from("xy")), max_size=6)


@settings(deadline=None)
@given(tables, tables, st.integers(0, 20))
def test_no_number_is_given_twice_and_none_of_a_row_that_is_gone_is_given_again(
    before: list[dict[str, Any]], after: list[dict[str, Any]], highest: int
) -> None:
    present = list(zip(numbered([], before), before, strict=True))
    numbers = numbered(present, after, highest=max(highest, len(before)))
    assert len(set(numbers)) == len(numbers) == len(after)
    assert all(number <= len(before) or number > highest for number in numbers)


@settings(deadline=None)
@given(tables, tables)
def test_the_changes_lead_from_one_table_to_the_other(
    before: list[dict[str, Any]], after: list[dict[str, Any]]
) -> None:
    present = list(zip(numbered([], before), before, strict=True))
    later = list(zip(numbered(present, after), after, strict=True))
    result = dict(present)
    for change in changes(present, later):
        assert result.pop(change.number, None) == change.before
        if change.after is not None:
            result[change.number] = dict(change.after)
    assert result == dict(later)
