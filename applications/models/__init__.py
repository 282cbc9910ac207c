"""What a candidate hands in (epso 4): a draft that she works on, and the submitted versions, each frozen.

Documents, the request for special needs and a curriculum vitae kept in the account will hang on the same
rows: entries of education and experience belong to one application and can later be copied from an account.
"""

from applications.models.announcements import AnnouncedAmendment, AnnouncedTransition
from applications.models.application import Application, ApplicationTransition, UnfinishedStep
from applications.models.entries import Education, Experience, ExperienceKind, LanguageSkill
from applications.models.person import Gender, PersonalData
from applications.models.submission import Submission

__all__ = [
    "AnnouncedAmendment",
    "AnnouncedTransition",
    "Application",
    "ApplicationTransition",
    "Education",
    "Experience",
    "ExperienceKind",
    "Gender",
    "LanguageSkill",
    "PersonalData",
    "Submission",
    "UnfinishedStep",
]
