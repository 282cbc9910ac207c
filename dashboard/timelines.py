"""One application as steps in time: what is behind the candidate, what is going on, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.models import Application
from applications.states import VALID, ApplicationState
from competitions.page import CompetitionPage
from competitions.timeline import NEXT, NOW, PAST, STEPS, Step, steps_at
from core.formats import format_datetime_brussels
from selection.models import RankingOutcome
from selection.states import Outcome

APPLICATIONS: Final = STEPS.index("applications")
MORE_TO_COME: Final = (Outcome.PASSED_PART, Outcome.TO_BE_MARKED, Outcome.TO_BE_CHECKED, Outcome.WAITING)
"""Outcomes after which the competition goes on for the candidate."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one application stands."""

    application: Application
    page: CompetitionPage
    outcome: RankingOutcome | None
    steps: Sequence[Step]

    @property
    def goes_on(self) -> bool:
        """Whether anything more is to be expected."""
        return any(step.state != PAST for step in self.steps)


def standing_of(
    application: Application, page: CompetitionPage, outcome: RankingOutcome | None, now: datetime
) -> Standing:
    """The steps of the competition with what this candidate did and was told; nothing after her end."""
    steps = [*steps_at(page, now)]
    if application.state == ApplicationState.WITHDRAWN:
        return Standing(application, page, outcome, _ended(steps, _withdrawn(application), APPLICATIONS))
    if not _counts(application):
        return Standing(application, page, outcome, _not_submitted(steps, application, now))
    steps = _with_submission(steps, application)
    if outcome is not None:
        steps = _with_outcome(steps, outcome)
    return Standing(application, page, outcome, steps)


def _counts(application: Application) -> bool:
    return application.state in VALID


def _with_submission(steps: list[Step], application: Application) -> list[Step]:
    submission: Any = application.current_submission
    text = _("Submitted on %(time)s, version %(version)s.") % {
        "time": format_datetime_brussels(submission.submitted_at),
        "version": submission.version,
    }
    return [replace(step, text=text) if place == APPLICATIONS else step for place, step in enumerate(steps)]


def _not_submitted(steps: list[Step], application: Application, now: datetime) -> list[Step]:
    """A draft: the deadline is what counts, and after it nothing comes."""
    if application.competition.accepts_applications_at(now):
        text = _("Not submitted yet. A draft does not count.")
        return [
            replace(step, text=text) if place == APPLICATIONS else step for place, step in enumerate(steps)
        ]
    if any(step.state == NEXT and place <= APPLICATIONS for place, step in enumerate(steps)):
        return steps
    return _ended(steps, Step(_("Not submitted"), "", "", PAST, ""), APPLICATIONS + 1)


def _withdrawn(application: Application) -> Step:
    when = format_datetime_brussels(application.changed_at)
    return Step(pgettext("state of an application", "Withdrawn"), when, "", PAST, "")


def _ended(steps: list[Step], end: Step, kept: int) -> list[Step]:
    """The first `kept` steps, behind the candidate now, and how it ended."""
    return [*(replace(step, state=PAST, sure="") for step in steps[:kept]), end]


def _with_outcome(steps: list[Step], outcome: RankingOutcome) -> list[Step]:
    """The result goes after what is past; where it is the last word, nothing follows."""
    behind = [step for step in steps if step.state == PAST]
    released_at: Any = outcome.run.released_at  # a result is told by a run that was released
    told = Step(
        _("Your result"),
        format_datetime_brussels(released_at),
        str(Outcome(outcome.outcome).label),
        PAST,
        "",
    )
    if outcome.outcome in MORE_TO_COME:
        return [*behind, told, *steps[len(behind) :]]
    if outcome.outcome == Outcome.LAUREATE:
        listed = [step for step in steps[len(behind) :] if step.state == NOW]
        return [*behind, told, *listed[-1:]]
    return [*(replace(step, state=PAST, sure="") for step in behind), told]
