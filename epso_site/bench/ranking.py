"""The ranking alone: the arithmetic over candidates in memory, against a loop that only adds up."""

from __future__ import annotations

from epso_site.bench.figures import Row
from selection.ranking.bench import measure_ranking

LONGEST_SECONDS = 30
MOST_MEBIBYTES = 1536
FULL = 250_000


def measure(*, is_full: bool, count: int | None = None) -> list[Row]:
    """One row. Aims are for the full volume; a smaller one must keep its share of them."""
    candidates = count or (FULL if is_full else FULL // 10)
    figures = measure_ranking(count=candidates)
    seconds = figures.ranking_seconds + figures.digest_seconds
    share = candidates / FULL
    is_met = seconds < LONGEST_SECONDS * share and figures.peak_mebibytes < MOST_MEBIBYTES
    return [
        Row(
            f"ranking, {candidates} candidates × {figures.tests} tests",
            f"{seconds:.1f} s, {figures.peak_mebibytes} MiB",
            f"plain loop {figures.loop_seconds:.1f} s",
            figures.ratio,
            f"under {LONGEST_SECONDS * share:g} s and {MOST_MEBIBYTES} MiB",
            is_met,
        )
    ]
