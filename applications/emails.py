"""Texts of letters about applications, in the active language (messages 2 to 6 and 22 of epso 9.1)."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.completeness import Gap
from applications.models import Application, ConfirmationRound, Submission
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


def application_reminder(application: Application, gaps: Sequence[Gap]) -> LetterText:
    """Message 3: the deadline, and what is missing."""
    subject = _("Your application %(number)s: not submitted yet") % {"number": application.number}
    return LetterText(subject, _body("application_reminder", application, gaps=gaps))


def application_deadline_passed(application: Application) -> LetterText:
    """Message 6: which version counts, or that none does."""
    subject = _("Your application %(number)s: the deadline has passed") % {"number": application.number}
    return LetterText(subject, _body("application_deadline_passed", application))


def confirmation_asked(application: Application, asked: ConfirmationRound) -> LetterText:
    """Message 22 where an answer is asked: what changed, what to answer, and until when."""
    subject = _("Your application %(number)s: please answer") % {"number": application.number}
    address = settings.SITE_URL + reverse("applications:confirm", args=[application.number])
    more = {"asked": asked, "change": asked.amendment, "address": address}
    return LetterText(subject, _body("application_confirmation_asked", application, **more))


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
