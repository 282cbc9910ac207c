"""Writes of results, rankings and decisions."""

from selection.services.computing import (
    ComputedRanking,
    RankingRefusedError,
    compute_ranking,
    count_candidates,
    latest_run,
)
from selection.services.imports import ImportOutcome, ResultsRefusedError, import_results
from selection.services.release import (
    count_news,
    letter_key,
    prepare_result_letters,
    release_ranking,
    standing_batch,
)

__all__ = [
    "ComputedRanking",
    "ImportOutcome",
    "RankingRefusedError",
    "ResultsRefusedError",
    "compute_ranking",
    "count_candidates",
    "count_news",
    "import_results",
    "latest_run",
    "letter_key",
    "prepare_result_letters",
    "release_ranking",
    "standing_batch",
]
