"""The ranking: from the rules of a notice and the marks of its candidates to an outcome for each.

Pure functions over exact numbers, without Django, without the clock, without a rounding.
`docs/ranking.md` says the rules in plain words; start reading at `engine.rank`.
"""

from selection.ranking.candidates import Candidate, Eligibility, Mark, Special
from selection.ranking.checks import check_known, check_rules
from selection.ranking.engine import rank
from selection.ranking.faults import Fault, FaultCode, InputError, RankingError, RulesError
from selection.ranking.outcomes import (
    Contribution,
    Explanation,
    GroupLine,
    Outcome,
    Reason,
    ReasonCode,
    StageResult,
    TestLine,
    TestState,
    TotalLine,
)
from selection.ranking.reckoning import explanation_from_json, explanation_to_json
from selection.ranking.result import Ranking, stage_to_json
from selection.ranking.rules import (
    MARKED_FOR_ALL,
    Kind,
    MarkedFor,
    RankedTest,
    Rules,
    Stage,
    Who,
    places_to_fill,
    rules_from_json,
    rules_to_json,
)

__all__ = [
    "MARKED_FOR_ALL",
    "Candidate",
    "Contribution",
    "Eligibility",
    "Explanation",
    "Fault",
    "FaultCode",
    "GroupLine",
    "InputError",
    "Kind",
    "Mark",
    "MarkedFor",
    "Outcome",
    "RankedTest",
    "Ranking",
    "RankingError",
    "Reason",
    "ReasonCode",
    "Rules",
    "RulesError",
    "Special",
    "Stage",
    "StageResult",
    "TestLine",
    "TestState",
    "TotalLine",
    "Who",
    "check_known",
    "check_rules",
    "explanation_from_json",
    "explanation_to_json",
    "places_to_fill",
    "rank",
    "rules_from_json",
    "rules_to_json",
    "stage_to_json",
]
