"""The notice of competition as rows (epso 3). Every number the software obeys stands here, none in code."""

from competitions.models.amendment import Amendment
from competitions.models.competition import (
    Competition,
    CompetitionKind,
    CompetitionTransition,
    Level,
    Profile,
)
from competitions.models.field import CompetitionField, EligibilityRoute
from competitions.models.page import (
    ApplicationCount,
    BoardMember,
    CompetitionDocument,
    PlanningChange,
    PlanningRow,
)
from competitions.models.test import MarkedFor, Test, TestGroup, TestKind, TestLanguage

__all__ = [
    "Amendment",
    "ApplicationCount",
    "BoardMember",
    "Competition",
    "CompetitionDocument",
    "CompetitionField",
    "CompetitionKind",
    "CompetitionTransition",
    "EligibilityRoute",
    "Level",
    "MarkedFor",
    "PlanningChange",
    "PlanningRow",
    "Profile",
    "Test",
    "TestGroup",
    "TestKind",
    "TestLanguage",
]
