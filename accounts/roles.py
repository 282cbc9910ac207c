"""Who may do what: the roles of staff and recruiters, and the permissions each role gives (epso 1.2).

The table is what the site means today. The groups in the database are written by migrations, each with a
frozen copy of the table (see `accounts.role_operations`); a test compares the last one with this one.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The value is the name of the group."""

    EDITOR = "editor", _("Editor")
    COMPETITION_MANAGER = "competition_manager", _("Competition manager")
    BOARD_MEMBER = "board_member", _("Selection board member")
    BOARD_SECRETARY = "board_secretary", _("Selection board secretary")
    SUPPORT = "support", _("Candidate support agent")
    ACCESSIBILITY_OFFICER = "accessibility_officer", _("Accessibility officer")
    LEGAL = "legal", _("Legal officer")
    AUDITOR = "auditor", _("Auditor")
    RECRUITER = "recruiter", _("Institution recruiter")


STAFF_ROLES: Final = frozenset(Role) - {Role.RECRUITER}
"""The roles whose people use the administration."""


def _each(app: str, actions: str, models_: str) -> Iterator[str]:
    """("app", "add view", "test") → app.add_test, app.view_test: one permission an action and model."""
    for model in models_.split():
        for action in actions.split():
            yield f"{app}.{action}_{model}"


_SEE_COMPETITIONS = frozenset(
    {
        *_each("careers", "view", "institution place"),
        *_each(
            "competitions",
            "view",
            "competition competitiontransition competitionfield eligibilityroute testgroup test planningrow "
            "boardmember applicationcount competitiondocument amendment",
        ),
    }
)
_SEE_APPLICATIONS = frozenset(_each("applications", "view", "application applicationtransition"))
_SEE_FILES = _SEE_APPLICATIONS | frozenset(
    {
        *_each("applications", "view", "submission languageskill education experience"),
        "documents.view_attachment",
    }
)
_SEE_IDENTITY = frozenset(
    {
        "applications.view_identity",
        "applications.view_personaldata",
        "accounts.view_user",
        "accounts.view_identity",
    }
)
_SEE_RESULTS = frozenset(
    _each(
        "selection",
        "view",
        "resultsfile testresult replacedresult neutralisation eligibilitydecision rankingrun "
        "rankingruntransition rankingoutcome",
    )
)
_SEE_LISTS = frozenset(
    _each("recruitment", "view", "reservelist listextension listopening laureate listdownload")
)
_SEE_MAIL = frozenset(
    _each("notifications", "view", "letterbatch letterbatchtransition letter outgoingemail deliveryattempt")
)
_COMPLAINTS = frozenset({"complaints.view_complaint", "complaints.handle_complaint"})
_SEE_DATA_REQUESTS = frozenset(
    _each("data_rights", "view", "datarequest retentionpolicy retentionrun consenttext")
)
# Requests about personal data, and how long data are kept: until there is a role for who protects data.
_DATA_REQUESTS = _SEE_DATA_REQUESTS | frozenset(
    {"data_rights.answer_datarequest", "data_rights.change_retentionpolicy"}
)

PERMISSIONS: Final[Mapping[Role, frozenset[str]]] = {
    # Pages, vacancies and their texts in 24 languages.
    Role.EDITOR: _SEE_COMPETITIONS
    | frozenset(
        {
            *_each("careers", "add change view", "institution place"),
            *_each("careers", "add change delete view", "vacancy vacancycontract"),
            "careers.view_opportunity",
            *_each(
                "knowledge",
                "add change delete view",
                "article faqtopic faqentry newsitem event meeting meetingorganisation keydocument "
                "testimonial",
            ),
            *_each("knowledge", "add change view", "serviceincident incidentupdate"),
            *_each("knowledge", "view", "faqfeedback pagerevision"),
            "knowledge.publish_article",
            *_each("careers", "change view", "noticeerror"),
            *_each("figures", "add change delete view", "publishedfigure"),
            *_each("figures", "view", "snapshot snapshotcount"),
        }
    ),
    # Notices, calendar, publication, amendments, results, letters, lists.
    Role.COMPETITION_MANAGER: _SEE_COMPETITIONS
    | _SEE_APPLICATIONS
    | _SEE_RESULTS
    | _SEE_LISTS
    | _SEE_MAIL
    | frozenset(
        {
            *_each("competitions", "add change", "competition"),
            *_each(
                "competitions",
                "add change delete",
                "competitionfield eligibilityroute testgroup test planningrow boardmember "
                "competitiondocument",
            ),
            "competitions.publish_competition",
            "competitions.amend_competition",
            "careers.view_opportunity",
            "selection.import_resultsfile",
            "selection.add_neutralisation",
            "selection.compute_rankingrun",
            "selection.release_rankingrun",
            *_each("selection", "add change delete view", "boardmembership"),
            *_each("applications", "view", "confirmationround sourcecount"),
            "notifications.prepare_letterbatch",
            "notifications.approve_letterbatch",
            "notifications.read_letter",
            "notifications.resend_outgoingemail",
            "recruitment.open_reservelist",
            "recruitment.add_listextension",
            *_each("recruitment", "add change delete", "listopening"),
            "recruitment.change_laureate",
            "recruitment.view_recruiter",
            *_COMPLAINTS,
            "complaints.decide_technical_complaint",
            "accounts.view_user",
            "core.view_job",
            "core.change_job",
        }
    ),
    # Eligibility and neutralisation, of their own competitions only; candidates are numbers to them.
    Role.BOARD_MEMBER: _SEE_COMPETITIONS
    | _SEE_FILES
    | _SEE_RESULTS
    | frozenset(
        {
            *_COMPLAINTS,
            "complaints.decide_board_complaint",
            "selection.decide_eligibility",
            "selection.add_neutralisation",
        }
    ),
    # Prepares for the board, of its own competitions only, and sends the letters.
    Role.BOARD_SECRETARY: _SEE_COMPETITIONS
    | _SEE_FILES
    | _SEE_RESULTS
    | _SEE_MAIL
    | frozenset(
        {
            "selection.compute_rankingrun",
            "selection.view_boardmembership",
            *_COMPLAINTS,
            "accounts.view_user",
            "notifications.prepare_letterbatch",
            "notifications.approve_letterbatch",
            "notifications.read_letter",
            "core.view_job",
        }
    ),
    # Cases of contact: no scores, no accommodation files, and so not the letters that tell them.
    Role.SUPPORT: _SEE_COMPETITIONS
    | _SEE_APPLICATIONS
    | _SEE_IDENTITY
    | frozenset(
        {
            "enquiries.view_enquiry",
            "enquiries.answer_enquiry",
            *_each("careers", "view", "vacancy vacancycontract opportunity"),
            *_each("alerts", "view delete", "alert"),
            *_each("accounts", "view change", "possibleduplicate"),
            *_each("knowledge", "view change", "contactmessage"),
            *_each("notifications", "view", "outgoingemail deliveryattempt"),
            "notifications.resend_outgoingemail",
        }
    ),
    # Who asks for an accommodation, and what for; nobody else sees those files.
    Role.ACCESSIBILITY_OFFICER: _SEE_COMPETITIONS
    | _SEE_APPLICATIONS
    | _SEE_IDENTITY
    | frozenset(
        {
            "special_needs.handle_accommodation",
            *_each("special_needs", "view", "accommodationrequest grantedmeasure"),
        }
    ),
    # Cases under Article 90(2): reads all there is on a file, changes nothing.
    Role.LEGAL: _SEE_COMPETITIONS
    | _SEE_FILES
    | _SEE_IDENTITY
    | _SEE_RESULTS
    | _SEE_LISTS
    | _SEE_MAIL
    | _COMPLAINTS
    | _DATA_REQUESTS
    | frozenset({"complaints.decide_administrative_complaint", "notifications.read_letter"}),
    # What was done and by whom; of candidates only numbers.
    Role.AUDITOR: _SEE_COMPETITIONS
    | _SEE_DATA_REQUESTS
    | frozenset(
        {
            *_each("core", "view", "auditrecord job"),
            "accounts.view_fileaccess",
            "accounts.view_user",
            "applications.view_applicationtransition",
            "alerts.view_alert",
            "knowledge.view_pagerevision",
            *_each(
                "notifications", "view", "letterbatch letterbatchtransition outgoingemail deliveryattempt"
            ),
            *_each("selection", "view", "resultsfile rankingrun rankingruntransition boardmembership"),
            *_each("recruitment", "view", "reservelist listextension listopening listdownload recruiter"),
        }
    ),
    # The lists open to their own institution.
    Role.RECRUITER: frozenset({"recruitment.download_reservelist"}),
}
