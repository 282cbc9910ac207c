"""Texts of letters about complaints, in the active language (message 23 of epso 9.1)."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from complaints.models import Complaint, ComplaintMessage
from notifications.rendering import render_letter
from notifications.services import LetterText
from selection.contesting import Route, routes_against_result
from selection.states import RouteKind


def complaint_received(complaint: Complaint) -> LetterText:
    """Message 23: the number, when it came, and until when the answer is due."""
    return LetterText(_subject(complaint), _body("complaint_received", complaint))


def information_asked(complaint: Complaint, message: ComplaintMessage) -> LetterText:
    """What is asked, and where to answer."""
    return LetterText(_subject(complaint), _body("complaint_information_asked", complaint, message=message))


def complaint_decided(complaint: Complaint) -> LetterText:
    """Message 23: the decision with its reasons, its effect, and what can be done against it."""
    routes = routes_after(complaint)
    return LetterText(_subject(complaint), _body("complaint_decided", complaint, routes=routes))


def routes_after(complaint: Complaint) -> list[Route]:
    """What can be done against the decision: nothing that was done already."""
    used = {RouteKind.REVIEW}
    if complaint.route == RouteKind.ADMINISTRATIVE:
        used.add(RouteKind.ADMINISTRATIVE)
    routes = routes_against_result(
        complaint.application.competition, published_at=complaint.decided_at, now=complaint.decided_at
    )
    return [route for route in routes if route.kind not in used]


def right_lapses(letter_number: Any, application_number: str, route: Route) -> LetterText:
    """A decision that was not read yet, and the last day to contest it; not what it decides."""
    subject = _("Your application %(number)s: a time limit ends soon") % {"number": application_number}
    values = {
        "number": application_number,
        "route": route,
        "address": settings.SITE_URL + reverse("notifications:letter_detail", args=[letter_number]),
    }
    return LetterText(subject, render_letter("right_lapses", values))


def _subject(complaint: Complaint) -> str:
    return _("Your complaint %(number)s") % {"number": complaint.number}


def _body(event: str, complaint: Complaint, **context: Any) -> str:
    values = {
        "complaint": complaint,
        "application": complaint.application,
        "competition": complaint.application.competition,
        "address": settings.SITE_URL + reverse("complaints:complaint_detail", args=[complaint.number]),
        **context,
    }
    return render_letter(event, values)
