"""Texts of letters about applications, in the active language (messages 2, 4, 5 and 22 of epso 9.1)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.models import Application, Submission
from competitions.models import Amendment, CompetitionTransition
from notifications.rendering import render_letter
from notifications.services import LetterText


def application_started(application: Application) -> LetterText:
    """Message 2: the number, the deadline, and that a draft does not count."""
    subject = _("Your application %(number)s: started") % {"number": application.number}
    return LetterText(subject, _body("application_started", application))


def application_submitted(submission: Submission) -> LetterText:
    """Message 4: the receipt, with version, instant and SHA-256."""
    application = submission.application
    subject = _("Your application %(number)s: submitted") % {"number": application.number}
    return LetterText(subject, _body("application_submitted", application, submission=submission))


def application_withdrawn(application: Application) -> LetterText:
    """Message 5: the withdrawal, and until when it can be undone."""
    subject = _("Your application %(number)s: withdrawn") % {"number": application.number}
    return LetterText(subject, _body("application_withdrawn", application))


def competition_changed(application: Application, change: Amendment | CompetitionTransition) -> LetterText:
    """Message 22: what changed in the competition, and what the applicant has to do."""
    reference = application.competition.reference
    subject = _("Competition %(reference)s: important change") % {"reference": reference}
    action = "amend" if isinstance(change, Amendment) else change.action
    body = _body("application_competition_changed", application, change=change, action=action)
    return LetterText(subject, body)


def _body(event: str, application: Application, **context: Any) -> str:
    values = {
        "application": application,
        "competition": application.competition,
        "address": settings.SITE_URL + reverse("applications:application_detail", args=[application.number]),
        **context,
    }
    return render_letter(event, values)
