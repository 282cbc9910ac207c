"""What a candidate hands in (epso 4): a draft that she works on, and the submitted versions, each frozen.

Documents, the request for special needs and a curriculum vitae kept in the account will hang on the same
rows: entries of education and experience belong to one application and can later be copied from an account.
"""

from applications.models.announcements import AnnouncedAmendment, AnnouncedTransition
from applications.models.application import Application, ApplicationTransition, UnfinishedStep
from applications.models.confirmations import Answer, Confirmation, ConfirmationRound
from applications.models.entries import Education, Experience, LanguageSkill
from applications.models.person import PersonalData
from applications.models.sources import Source, SourceCount
from applications.models.submission import Submission
from profiles.models import ExperienceKind, Gender

__all__ = [
    "AnnouncedAmendment",
    "AnnouncedTransition",
    "Answer",
    "Application",
    "ApplicationTransition",
    "Confirmation",
    "ConfirmationRound",
    "Education",
    "Experience",
    "ExperienceKind",
    "Gender",
    "LanguageSkill",
    "PersonalData",
    "Source",
    "SourceCount",
    "Submission",
    "UnfinishedStep",
]
