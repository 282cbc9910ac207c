"""Numbers that are EPSO's rules and that no notice of competition states: one place for code and for texts.

Pages never write such a number by hand: they name it, and `knowledge.rules` fills it in from here, from the
notices, or from the code that obeys it. "epso" is the section of the fact sheet the number comes from.
"""

from typing import Final

# What a notice of competition usually says; the notice itself wins wherever one is known (epso 2.8, 9.2).
USUAL_INVITATION_DAYS: Final = 14
USUAL_CHECK_ACCOUNT_DAYS: Final = 3
USUAL_ITEM_COMPLAINT_DAYS: Final = 3
USUAL_TECHNICAL_COMPLAINT_DAYS: Final = 3
USUAL_REVIEW_DAYS: Final = 5
USUAL_ADMINISTRATIVE_COMPLAINT_MONTHS: Final = 3
USUAL_COURT_MONTHS: Final = 3
USUAL_COURT_DISTANCE_DAYS: Final = 10
USUAL_LANGUAGE_1_LEVEL: Final = "C1"  # epso 2.9
USUAL_LANGUAGE_2_LEVEL: Final = "B2"

# Complaints and data rights (epso 9.2, 9.3).
ADMINISTRATIVE_REPLY_MONTHS: Final = 4
OMBUDSMAN_YEARS: Final = 2
COMPLAINT_REPLY_MONTHS: Final = 2  # European Code of Good Administrative Behaviour, Article 17
DATA_RIGHTS_MONTHS: Final = 1

# Supporting documents (epso 4.8).
DOCUMENT_MAX_MEGABYTES: Final = 20
DOCUMENT_TYPES: Final = ("PDF", "JPG", "PNG")

# Identity documents: when an expiry is close enough to say so. Files of a Europass CV (epso 4.3).
IDENTITY_WARNING_DAYS: Final = 90
CV_FILE_MAX_MEGABYTES: Final = 10

# Reserve lists and recruitment (epso 6.1, 6.5, 6.6, 7.2).
LIST_YEARS_GENERALIST: Final = 1
LIST_YEARS_SPECIALIST: Final = 3
PROBATION_MONTHS: Final = 9
CAST_VISIBLE_MONTHS: Final = 6
CAST_RESULT_YEARS: Final = 10
CAST_RETEST_MONTHS: Final = 4
CAST_CONTRACT_YEARS: Final = 6
AD_DEGREE_YEARS: Final = 3
TRAINEESHIP_MONTHS: Final = 5

# EPSO in figures (epso 8.7), and how soon it answers (epso 1: five working days).
APPLICATIONS_A_YEAR: Final = 46_000
POSTS_A_YEAR: Final = 1_300
CONTACT_ANSWER_DAYS: Final = 5

# What this site obeys: the contact form, and "Was this helpful?"; by address the request came from.
CONTACT_MESSAGE_CHARACTERS: Final = 5_000
CONTACT_MESSAGES_AN_HOUR: Final = 10
FEEDBACK_AN_HOUR: Final = 30
