"""Staff import results, rank, decide on files and release. Board members see their own competitions only."""

from selection.admin.base import BoardAdmin
from selection.admin.board import BoardMembershipAdmin, EligibilityDecisionAdmin
from selection.admin.documents import AttachmentAdmin
from selection.admin.outcomes import RankingOutcomeAdmin
from selection.admin.rankings import RankingRunAdmin
from selection.admin.results import (
    NeutralisationAdmin,
    ReplacedResultAdmin,
    ResultsFileAdmin,
    TestResultAdmin,
)

__all__ = [
    "AttachmentAdmin",
    "BoardAdmin",
    "BoardMembershipAdmin",
    "EligibilityDecisionAdmin",
    "NeutralisationAdmin",
    "RankingOutcomeAdmin",
    "RankingRunAdmin",
    "ReplacedResultAdmin",
    "ResultsFileAdmin",
    "TestResultAdmin",
]
