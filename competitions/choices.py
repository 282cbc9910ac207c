"""Names of the codes that a notice uses: tests and effects of amendments."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEST_NAMES: dict[str, Promise] = {
    "VR": _("Verbal reasoning"),
    "NR": _("Numerical reasoning"),
    "AR": _("Abstract reasoning"),
    "EUK": _("EU knowledge test"),
    "DS": _("Digital skills test"),
    "FRMCQ": _("Field-related multiple-choice test"),
    "EUFTE": _("Free-text essay on EU matters"),
    "CS": _("Case study"),
    "WT": _("Written test"),
    "TS": _("Talent screener"),
    "SJT": _("Situational judgement test"),
}
"""A test is named by the notice; where it only gives the code, by this."""

EFFECTS: dict[str, Promise] = {
    "changes_number_sought": _("The number of laureates sought changes."),
    "reopens_applications": _("Applications open again."),
    "requires_language_rechoice": _("Candidates have to choose their languages again."),
    "requires_revalidation": _("Candidates have to submit their application again."),
    "changes_test_portfolio": _("The tests change."),
    "changes_workflow": _("The order of the stages changes."),
    "changes_dates": _("Dates change."),
    "corrects_text": _("The text is corrected."),
}
"""What an amendment does (docs/notice-format.md), as candidates read it."""
