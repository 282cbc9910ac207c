"""What may be done with an application at an instant. The door each change goes through asks here again."""

from datetime import datetime
from typing import Any

from applications.models import Application
from applications.states import APPLICATION_MOVES, ApplicationState
from competitions.models import Competition
from competitions.states import CompetitionState

ENDED = (CompetitionState.CANCELLED, CompetitionState.ANNULLED)


def is_before_deadline(competition: Competition, now: datetime) -> bool:
    """Say whether the deadline for application is still to come: midday exactly is too late."""
    return competition.application_deadline is not None and now < competition.application_deadline


def can_start_application(competition: Competition, now: datetime) -> bool:
    """Applications start between opening and deadline, while the competition is open."""
    return competition.accepts_applications_at(now)


def can_edit_application(application: Application, now: datetime) -> bool:
    """A withdrawn application is left alone; the others can be edited as long as they could be submitted."""
    is_withdrawn = application.state == ApplicationState.WITHDRAWN
    return not is_withdrawn and application.competition.accepts_applications_at(now)


def can_withdraw_application(application: Application, now: datetime) -> bool:
    """Until the deadline, also while the competition is suspended."""
    return (
        APPLICATION_MOVES.permits("withdraw", application.state)
        and application.competition.state not in ENDED
        and is_before_deadline(application.competition, now)
    )


def can_apply_again(application: Application, now: datetime) -> bool:
    """A withdrawn application can be taken up again while the competition is open."""
    return APPLICATION_MOVES.permits(
        "apply_again", application.state
    ) and application.competition.accepts_applications_at(now)


def can_discard_changes(application: Application) -> bool:
    """Changes that were not submitted can be dropped at any time: the submitted version is not touched."""
    return APPLICATION_MOVES.permits("discard_changes", application.state)


def can_view_identity(user: Any) -> bool:
    """Names, birth and address are for those who need them; boards know the number alone."""
    return bool(user.has_perm("applications.view_identity"))


def can_ask_again(user: Any) -> bool:
    """Who prepares letters to applicants may ask them to answer an amendment."""
    return bool(user.has_perm("notifications.prepare_letterbatch"))
