"""Draws are the same for ever, and fair."""

import re
from collections import Counter

from practice.seeds import SEED_PATTERN, Draw, new_seed


def test_a_draw_is_the_same_for_ever():
    draw = Draw("abstract", "b2c3d4", 1)
    assert [draw.below(1000) for _ in range(6)] == GOLDEN_DRAWS
    assert Draw("x").shuffled(range(8)) == GOLDEN_ORDER


def test_other_parts_make_other_draws():
    assert Draw("a", "bc").below(10**9) != Draw("ab", "c").below(10**9)
    assert Draw("a", 1).below(10**9) != Draw("a", 2).below(10**9)


def test_every_number_is_as_likely_as_any_other():
    draw = Draw("fair")
    counts = Counter(draw.below(7) for _ in range(7000))
    assert sorted(counts) == list(range(7))
    assert all(850 < count < 1150 for count in counts.values())


def test_between_includes_both_ends_and_a_sample_has_no_item_twice():
    draw = Draw("ends")
    assert {draw.between(-1, 1) for _ in range(100)} == {-1, 0, 1}
    assert sorted(draw.sample("abcdef", 6)) == list("abcdef")


def test_new_seeds_are_seeds_and_differ():
    seeds = {new_seed() for _ in range(200)}
    assert len(seeds) > 190
    assert all(re.fullmatch(SEED_PATTERN, seed) for seed in seeds)


GOLDEN_DRAWS = [80, 943, 897, 539, 743, 104]
GOLDEN_ORDER = (7, 2, 4, 3, 6, 1, 5, 0)
