"""Why a change of an application is refused, in words for its owner."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.completeness import Gap
from competitions.models import Competition
from competitions.states import ACCEPTING, CompetitionState


class ApplicationsClosed(ValidationError):
    """The competition takes no applications at this instant."""

    def __init__(self, competition: Competition, now: datetime) -> None:
        super().__init__(closed_message(competition, now), code="applications_closed")


class ApplicationStale(ValidationError):
    """The draft has changed since the page was opened, perhaps on another device."""

    def __init__(self) -> None:
        text = _("Your application has changed since you checked it. Check your answers again, then submit.")
        super().__init__(text, code="application_stale")


class ChangedElsewhere(ValidationError):
    """Another device has saved something else on the same page since it was opened on this one."""

    def __init__(self) -> None:
        text = _("This page was changed on another device meanwhile. Choose which version to keep.")
        super().__init__(text, code="changed_elsewhere")


class ApplicationIncomplete(ValidationError):
    """Something is missing that the notice asks for; `gaps` say what."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        self.gaps = gaps
        super().__init__([gap.message for gap in gaps], code="application_incomplete")


class TooManyEntries(ValidationError):
    """A list of the application is full."""

    def __init__(self, most: int) -> None:
        text = _("You cannot enter more than %(most)s.")
        super().__init__(text, code="too_many_entries", params={"most": most})


def closed_message(competition: Competition, now: datetime) -> str:
    """Say why `competition` takes no applications at `now`, in the active language."""
    not_yet = _("The competition is not open for application yet.")
    messages = {
        CompetitionState.SUSPENDED: _(
            "The competition is suspended. Nothing can be submitted or changed until further notice."
        ),
        CompetitionState.CANCELLED: _("The competition is cancelled. It takes no applications."),
        CompetitionState.ANNULLED: _("The competition has been annulled. It takes no applications."),
        CompetitionState.DRAFT: not_yet,
        CompetitionState.UPCOMING: not_yet,
    }
    opens = competition.application_open_at
    if competition.state in ACCEPTING and opens is not None and now < opens:
        return str(not_yet)
    if competition.state in ACCEPTING:
        return str(_("The deadline has passed. Your application can no longer be submitted or changed."))
    closed = _("Applications are closed. Your application can no longer be submitted or changed.")
    return str(messages.get(CompetitionState(competition.state), closed))
