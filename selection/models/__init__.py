"""Results of tests, decisions on files, and rankings with every figure that led to them (epso 2.4 to 2.7)."""

from selection.models.board import BoardMembership, EligibilityDecision
from selection.models.ranking import RankingOutcome, RankingRun, RankingRunTransition
from selection.models.results import (
    Neutralisation,
    ReplacedResult,
    ResultsFile,
    ResultsUpload,
    ResultsUploadChunk,
    TestResult,
)

__all__ = [
    "BoardMembership",
    "EligibilityDecision",
    "Neutralisation",
    "RankingOutcome",
    "RankingRun",
    "RankingRunTransition",
    "ReplacedResult",
    "ResultsFile",
    "ResultsUpload",
    "ResultsUploadChunk",
    "TestResult",
]
