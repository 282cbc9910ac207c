"""Why one cannot apply for a competition at an instant, in a sentence."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from competitions.models import Competition
from competitions.states import ACCEPTING, CompetitionState
from core.formats import format_datetime_brussels

S = CompetitionState
BY_STATE: dict[str, str | Promise] = {
    S.DRAFT: gettext_lazy("This competition is not published yet."),
    S.UPCOMING: gettext_lazy("Applications are not open yet."),
    S.SUSPENDED: gettext_lazy("This competition is suspended. You cannot apply for now."),
    S.CANCELLED: gettext_lazy("This competition was cancelled. You cannot apply."),
    S.ANNULLED: gettext_lazy("The notice of this competition was annulled by the court. You cannot apply."),
}


def why_closed(competition: Competition, now: datetime) -> str:
    """Return the sentence shown instead of the button to apply; empty while applications are accepted."""
    if competition.accepts_applications_at(now):
        return ""
    if competition.state in BY_STATE:
        return str(BY_STATE[competition.state])
    opens, deadline = competition.application_open_at, competition.application_deadline
    if competition.state in ACCEPTING and opens is not None and now < opens:
        return _("Applications open on %(when)s.") % {"when": format_datetime_brussels(opens)}
    if deadline is not None and deadline <= now:
        text = _("The deadline for application was %(when)s.")
        return text % {"when": format_datetime_brussels(deadline)}
    return _("You cannot apply for this competition.")
