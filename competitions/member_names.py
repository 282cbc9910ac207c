"""What the members of a notice document are called in front of the public."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ENTRY_NAMES: dict[str, Promise] = {
    "fields": pgettext_lazy("of a competition", "Field"),
    "fields.eligibility_routes": _("Education and experience"),
    "fields.talent_screener": _("Questions of the talent screener"),
    "test_groups": _("Tests passed together"),
    "tests": _("Test"),
    "tests.syllabus": _("Reference documents"),
    "board": _("Selection board"),
    "planning": pgettext_lazy("of a competition", "Stage"),
    "application_counts": _("Number of applications"),
    "documents": _("Document"),
}
"""Lists of entries: what one entry is."""

_NAMES: dict[str, Promise] = {
    "sub_reference": _("Sub-reference"),
    "kind": pgettext_lazy("of a competition", "Kind"),
    "profile": pgettext_lazy("of a competition", "Profile"),
    "title": _("Title"),
    "summary": _("Summary"),
    "duties": _("Duties"),
    "function_group": _("Function group"),
    "grades": _("Grades"),
    "number_sought": _("Laureates sought"),
    "contract_type": _("Type of contract"),
    "domains": _("Domain"),
    "legal_basis": _("Legal basis"),
    "official_journal.reference": _("Official Journal"),
    "official_journal.eli": _("European Legislation Identifier"),
    "official_journal.published_on": _("Published on"),
    "languages_published": _("Notice published in"),
    "status": pgettext_lazy("of a competition", "State"),
    "status_note": _("Note on the state"),
    "announced_for": _("Announced for"),
    "application.opens_at": _("Applications open"),
    "application.deadline": _("Deadline for application"),
    "application.id_document_deadline": _("Identity document to be handed in by"),
    "application.supporting_documents_deadline": _("Supporting documents to be handed in by"),
    "application.eligibility_reference_date": _("Conditions to be met on"),
    "application.diploma_date": _("Diploma to be awarded by"),
    "application.motivation.is_asked": _("Motivation is asked"),
    "application.motivation.max_characters": _("Longest motivation, in characters"),
    "application.apply_url": _("Address to apply at"),
    "languages.language_1.minimum_level": _("Lowest level of language 1"),
    "languages.language_1.allowed": _("Languages allowed as language 1"),
    "languages.language_2.minimum_level": _("Lowest level of language 2"),
    "languages.language_2.allowed": _("Languages allowed as language 2"),
    "institutions": _("Recruiting institutions"),
    "places": _("Place of work"),
    "security_clearance": _("Security clearance"),
    "complaints.item_complaint_days": _("Complaint about a question, in calendar days"),
    "complaints.technical_complaint_days": _("Technical complaint, in calendar days"),
    "complaints.review_days": _("Request for review, in calendar days"),
    "complaints.administrative_complaint_months": _("Administrative complaint, in months"),
    "complaints.court_months": _("Action before the General Court, in months"),
    "complaints.court_distance_days": _("Days added for distance"),
    "invitation_notice_days": _("Days between the invitation and the test"),
    "check_account_every_days": _("Days between two looks into your account"),
    "reserve_list.validity_months": _("Validity of the reserve list, in months"),
    "reserve_list.valid_until": _("Reserve list valid until"),
}
_NAMES_IN_FIELDS: dict[str, Promise] = {
    "code": _("Code"),
    "grade": _("Grade"),
    "title": _("Title"),
    "duties": _("Duties"),
    "number_sought": _("Laureates sought"),
    "allows_reassignment": _("May be considered for another grade, with consent"),
    "language_1": _("Language 1"),
    "eligibility_routes.years_study": _("Years of study"),
    "eligibility_routes.years_experience": _("Years of professional experience"),
    "eligibility_routes.years_in_field": _("Of these in the field"),
    "talent_screener.code": _("Code"),
    "talent_screener.question": _("Question"),
    "talent_screener.max_characters": _("Longest answer, in characters"),
}
_NAMES_IN_TESTS: dict[str, Promise] = {
    "code": _("Code"),
    "field": pgettext_lazy("of a competition", "Field"),
    "title": _("Title"),
    "part": pgettext_lazy("of a competition", "Part"),
    "language": _("Language"),
    "kind": _("Scored by"),
    "questions": _("Questions"),
    "minutes": _("Minutes"),
    "maximum": pgettext_lazy("score", "Maximum"),
    "pass_mark": _("Pass mark"),
    "weight_preliminary": _("Weight, preliminary ranking"),
    "weight_final": _("Weight, final ranking"),
    "marked_for.who": pgettext_lazy("whose test is marked", "Marked for"),
    "marked_for.number": _("Marked for the best, number"),
    "marked_for.multiplier": _("Marked for the best, multiple of the number sought"),
    "provider": _("Test provider"),
    "scheduled_at": _("Date"),
    "syllabus.title": _("Title"),
    "syllabus.url": _("Address"),
}
_NAMES_IN_PLANNING: dict[str, Promise] = {
    "stage": pgettext_lazy("of a competition", "Stage"),
    "period": _("Period"),
    "state": pgettext_lazy("of a stage", "State"),
    "starts_at": pgettext_lazy("of a stage", "Start"),
    "candidates": _("Candidates"),
    "minimum_score": _("Minimum score"),
}
_NAMES_IN_BOARD: dict[str, Promise] = {
    "name": _("Name"),
    "role": pgettext_lazy("in the selection board", "Role"),
    "is_alternate": pgettext_lazy("in the selection board", "Alternate"),
    "institution": _("Institution"),
    "appointed_by": pgettext_lazy("member of the selection board", "Appointed by"),
}
_NAMES_IN_COUNTS: dict[str, Promise] = {
    "date": _("Date"),
    "started": pgettext_lazy("applications", "Started"),
    "submitted": pgettext_lazy("applications", "Submitted"),
    "field": pgettext_lazy("of a competition", "Field"),
}
_NAMES_IN_DOCUMENTS: dict[str, Promise] = {
    "kind": pgettext_lazy("of a document", "Kind"),
    "title": _("Title"),
    "url": _("Address"),
}


def _inside(place: str, names: dict[str, Promise]) -> dict[str, Promise]:
    return {f"{place}.{name}": label for name, label in names.items()}


MEMBER_NAMES: dict[str, Promise] = {
    **_NAMES,
    **_inside("fields", _NAMES_IN_FIELDS),
    **_inside("test_groups", {"pass_mark": _("Pass mark")}),
    **_inside("tests", _NAMES_IN_TESTS),
    **_inside("planning", _NAMES_IN_PLANNING),
    **_inside("board", _NAMES_IN_BOARD),
    **_inside("application_counts", _NAMES_IN_COUNTS),
    **_inside("documents", _NAMES_IN_DOCUMENTS),
}
"""Members with a value of their own, by their place without the numbers of entries."""

UNSHOWN = frozenset(
    (
        *("format", "reference", "reference_is_provisional", "is_demonstration", "tests.sequence"),
        *("tests.group", "tests.delivery", "test_groups.code"),
    )
)
"""Members that say nothing to a reader; the first four no amendment may change."""
