"""Writes of results, rankings and decisions."""

from selection.services.computing import (
    ComputedRanking,
    RankingRefusedError,
    compute_ranking,
    count_candidates,
    latest_run,
)
from selection.services.imports import ImportOutcome, ResultsRefusedError, import_results

__all__ = [
    "ComputedRanking",
    "ImportOutcome",
    "RankingRefusedError",
    "ResultsRefusedError",
    "compute_ranking",
    "count_candidates",
    "import_results",
    "latest_run",
]
