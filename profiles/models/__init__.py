"""What a person keeps in her account and uses again: personal data and curriculum vitae (epso 4.3 to 4.6).

The abstract rows here are shared with the applications, which hold copies of their own: what changes in the
account never changes an application.
"""

from profiles.models.entries import (
    EDUCATION_COLUMNS,
    EXPERIENCE_COLUMNS,
    LANGUAGE_COLUMNS,
    UNPAID_KINDS,
    Education,
    EducationFields,
    Experience,
    ExperienceFields,
    ExperienceKind,
    LanguageSkill,
    LanguageSkillFields,
)
from profiles.models.person import (
    PERSONAL_COLUMNS,
    Consents,
    Gender,
    IdentityDocument,
    IdentityDocumentType,
    Motivation,
    PersonalFields,
    Profile,
    Salutation,
)

__all__ = [
    "EDUCATION_COLUMNS",
    "EXPERIENCE_COLUMNS",
    "LANGUAGE_COLUMNS",
    "PERSONAL_COLUMNS",
    "UNPAID_KINDS",
    "Consents",
    "Education",
    "EducationFields",
    "Experience",
    "ExperienceFields",
    "ExperienceKind",
    "Gender",
    "IdentityDocument",
    "IdentityDocumentType",
    "LanguageSkill",
    "LanguageSkillFields",
    "Motivation",
    "PersonalFields",
    "Profile",
    "Salutation",
]
