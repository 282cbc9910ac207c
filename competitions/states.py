"""The life of a competition as a table (epso 2.1): EPSO's decisions; deadlines are the clock's business."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.states import StateTable


class CompetitionState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("state of a competition", "Draft")
    UPCOMING = "UPCOMING", pgettext_lazy("state of a competition", "Upcoming")
    OPEN = "OPEN", pgettext_lazy("state of a competition", "Open for application")
    CLOSED = "CLOSED", pgettext_lazy("state of a competition", "Closed for application")
    TESTING = "TESTING", pgettext_lazy("state of a competition", "Tests in progress")
    SCORING = "SCORING", pgettext_lazy("state of a competition", "Tests being marked")
    ELIGIBILITY = "ELIGIBILITY", pgettext_lazy("state of a competition", "Eligibility being checked")
    LIST_PUBLISHED = "LIST_PUBLISHED", pgettext_lazy("state of a competition", "Reserve list published")
    LIST_EXTENDED = "LIST_EXTENDED", pgettext_lazy("state of a competition", "Reserve list extended")
    LIST_EXPIRED = "LIST_EXPIRED", pgettext_lazy("state of a competition", "Reserve list expired")
    SUSPENDED = "SUSPENDED", pgettext_lazy("state of a competition", "Suspended")
    REOPENED = "REOPENED", pgettext_lazy("state of a competition", "Reopened for application")
    CANCELLED = "CANCELLED", pgettext_lazy("state of a competition", "Cancelled")
    ANNULLED = "ANNULLED", pgettext_lazy("state of a competition", "Annulled by the court")


S = CompetitionState
ACCEPTING = (S.OPEN, S.REOPENED)
RUNNING = (S.OPEN, S.REOPENED, S.CLOSED, S.TESTING, S.SCORING, S.ELIGIBILITY)
LISTED = (S.LIST_PUBLISHED, S.LIST_EXTENDED)

# Test parts repeat, so marking may lead back to testing; a suspended competition goes on where staff say.
COMPETITION_MOVES = StateTable(
    {
        "announce": ([S.DRAFT], S.UPCOMING),
        "open": ([S.DRAFT, S.UPCOMING], S.OPEN),
        "close": ([S.OPEN, S.REOPENED], S.CLOSED),
        "start_testing": ([S.CLOSED, S.SCORING], S.TESTING),
        "start_scoring": ([S.TESTING], S.SCORING),
        "start_eligibility": ([S.SCORING], S.ELIGIBILITY),
        "publish_list": ([S.SCORING, S.ELIGIBILITY], S.LIST_PUBLISHED),
        "extend_list": ([S.LIST_PUBLISHED, S.LIST_EXTENDED], S.LIST_EXTENDED),
        "expire_list": ([S.LIST_PUBLISHED, S.LIST_EXTENDED], S.LIST_EXPIRED),
        "suspend": ([S.UPCOMING, *RUNNING], S.SUSPENDED),
        "reopen": ([S.SUSPENDED, S.CLOSED, S.TESTING, S.SCORING], S.REOPENED),
        "resume_closed": ([S.SUSPENDED], S.CLOSED),
        "resume_testing": ([S.SUSPENDED], S.TESTING),
        "resume_scoring": ([S.SUSPENDED], S.SCORING),
        "resume_eligibility": ([S.SUSPENDED], S.ELIGIBILITY),
        "cancel": ([S.UPCOMING, S.SUSPENDED, *RUNNING], S.CANCELLED),
        "annul": ([S.SUSPENDED, *RUNNING, *LISTED, S.LIST_EXPIRED], S.ANNULLED),
    }
)

ACTION_LABELS = {
    "announce": _("Announce"),
    "open": _("Open for application"),
    "close": _("Close for application"),
    "start_testing": _("Start tests"),
    "start_scoring": _("Start marking"),
    "start_eligibility": _("Start eligibility check"),
    "publish_list": _("Publish reserve list"),
    "extend_list": _("Extend reserve list"),
    "expire_list": _("End reserve list"),
    "suspend": _("Suspend"),
    "reopen": _("Reopen for application"),
    "resume_closed": _("Resume: closed for application"),
    "resume_testing": _("Resume: tests"),
    "resume_scoring": _("Resume: marking"),
    "resume_eligibility": _("Resume: eligibility check"),
    "cancel": _("Cancel"),
    "annul": _("Annul (judgment)"),
}
