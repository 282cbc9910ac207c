"""Which counts of a table may be shown."""

from hypothesis import given
from hypothesis import strategies as st

from figures.disclosure import shown_counts

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), max_size=12)


def test_large_counts_are_shown():
    assert shown_counts({"IT": 30, "FR": 12}, floor=10) == {"IT": 30, "FR": 12}


def test_a_small_count_is_hidden_with_the_next_smallest():
    assert shown_counts({"IT": 30, "FR": 12, "MT": 3}, floor=10) == {"IT": 30, "FR": None, "MT": None}


def test_several_small_counts_that_reach_the_floor_together_hide_nothing_else():
    counts = {"IT": 30, "FR": 12, "MT": 6, "CY": 5}
    assert shown_counts(counts, floor=10) == {"IT": 30, "FR": 12, "MT": None, "CY": None}


def test_several_small_counts_below_the_floor_together_take_one_more():
    counts = {"IT": 30, "FR": 12, "MT": 1, "CY": 2}
    assert shown_counts(counts, floor=10) == {"IT": 30, "FR": None, "MT": None, "CY": None}


def test_nought_is_left_out():
    assert shown_counts({"IT": 0}, floor=10) == {}


@given(COUNTS, st.integers(2, 20))
def test_nobody_can_work_out_a_small_count_from_the_total(counts, floor):
    shown = shown_counts(counts, floor=floor)
    hidden = [counts[key] for key, value in shown.items() if value is None]
    assert all(value >= floor for value in shown.values() if value is not None)
    everything_hidden = all(value is None for value in shown.values())
    assert not hidden or everything_hidden or (len(hidden) > 1 and sum(hidden) >= floor)
