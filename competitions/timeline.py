"""Where a competition stands at an instant: what is behind it, what comes next, how sure each date is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from careers.templatetags.opportunities import announced
from competitions.marks import day_or_time
from competitions.models import Competition
from competitions.page import CompetitionPage
from competitions.states import ACCEPTING, LISTED, RUNNING, CompetitionState
from core.formats import BRUSSELS, format_date, format_datetime_brussels

S = CompetitionState
PAST, NOW, NEXT = "past", "now", "next"


@dataclass(frozen=True, slots=True)
class Step:
    """One step for components/timeline.html."""

    title: str
    when: str
    text: str
    state: str
    sure: str
    """How sure the date is, in words; empty where it has passed."""


@dataclass(frozen=True, slots=True)
class Status:
    """The state in a word, and the kind of label for components/status.html."""

    label: str
    kind: str


STEPS: Final = ("notice", "applications", "tests", "marking", "eligibility", "list")
TITLES: Final[dict[str, Promise]] = {
    "notice": gettext_lazy("Publication of the notice"),
    "applications": pgettext_lazy("stage of a competition", "Applications"),
    "tests": pgettext_lazy("stage of a competition", "Tests"),
    "marking": pgettext_lazy("stage of a competition", "Marking of the tests"),
    "eligibility": pgettext_lazy("stage of a competition", "Check of the conditions"),
    "list": pgettext_lazy("stage of a competition", "Reserve list"),
}
STEP_OF: Final[dict[str, str]] = {
    **dict.fromkeys(ACCEPTING, "applications"),
    S.TESTING: "tests",
    S.SCORING: "marking",
    S.ELIGIBILITY: "eligibility",
    **dict.fromkeys(LISTED, "list"),
}
"""The step that is going on in a state."""
DONE: Final[dict[str, int]] = {S.UPCOMING: 0, S.CLOSED: 2, S.LIST_EXPIRED: len(STEPS)}
"""How many steps are behind a competition in a state in which none is going on."""
STOPPED: Final = (S.SUSPENDED, S.CANCELLED, S.ANNULLED)
KINDS: Final[dict[str, str]] = {
    S.UPCOMING: "upcoming",
    **dict.fromkeys(RUNNING, "progress"),
    **dict.fromkeys(ACCEPTING, "open"),
    **dict.fromkeys(STOPPED, "stopped"),
}


def state_at(competition: Competition, now: datetime) -> str:
    """The state, as the clock has it: the deadline passes before the state is moved."""
    opens, deadline = competition.application_open_at, competition.application_deadline
    if competition.state in ACCEPTING and deadline is not None and deadline <= now:
        return S.CLOSED
    if competition.state in ACCEPTING and opens is not None and now < opens:
        return S.UPCOMING
    return str(competition.state)


def status_at(competition: Competition, now: datetime) -> Status:
    """The state at an instant as a label."""
    state = state_at(competition, now)
    return Status(str(CompetitionState(state).label), KINDS.get(state, "closed"))


def steps_at(page: CompetitionPage, now: datetime) -> list[Step]:
    """The steps of a competition at an instant; one that was stopped ends with that, or waits."""
    state = state_at(page.competition, now)
    if state not in STOPPED:
        return _steps(page, state, now)
    reached = _before_stop(page, now)
    done = [step for step in _steps(page, reached, now) if step.state != NEXT]
    done = [Step(step.title, step.when, step.text, PAST, "") for step in done]
    stop = Step(str(CompetitionState(state).label), _since(page, state), "", NOW, "")
    waiting = _steps(page, reached, now)[len(done) :] if state == S.SUSPENDED else []
    return [*done, stop, *waiting]


def _before_stop(page: CompetitionPage, now: datetime) -> str:
    """The last state before the competition was stopped; by its dates where no move is recorded."""
    states = [
        moment.from_state for moment in page.moments if moment.from_state not in (*STOPPED, "", S.DRAFT)
    ]
    if states:
        return states[-1]
    deadline = page.competition.application_deadline
    if deadline is not None and deadline <= now:
        return S.CLOSED
    return S.OPEN if page.competition.publication_date else S.UPCOMING


def _steps(page: CompetitionPage, state: str, now: datetime) -> list[Step]:
    current = STEPS.index(STEP_OF[state]) if state in STEP_OF else DONE[state]
    is_going_on = state in STEP_OF
    steps = []
    for place, name in enumerate(STEPS):
        position = PAST if place < current else NOW if place == current and is_going_on else NEXT
        when, sure = _when(page, name, position, state)
        text = _planned(page) if place == max(current, STEPS.index("tests")) and position != PAST else ""
        if text and not when:
            sure = _("Planned, may change")
        steps.append(Step(str(TITLES[name]), when, text, position, sure if position != PAST else ""))
    return steps


def _when(page: CompetitionPage, name: str, position: str, state: str) -> tuple[str, str]:
    """The date of a step, and how sure it is."""
    when, sure = {"notice": _notice, "applications": _applications, "tests": _tests, "list": _list}.get(
        name, _unknown
    )(page)
    if not when and position == NOW:
        return _since(page, state), ""
    if not when and position == NEXT:
        return "", _("Date not known yet")
    return when, sure


def _unknown(_page: CompetitionPage) -> tuple[str, str]:
    return "", ""


def _notice(page: CompetitionPage) -> tuple[str, str]:
    competition = page.competition
    if competition.publication_date:
        return format_date(competition.publication_date), _("Fixed")
    if competition.announced_for:
        return announced(competition.announced_for), _("Announced, may change")
    return "", ""


def _applications(page: CompetitionPage) -> tuple[str, str]:
    opens, deadline = page.competition.application_open_at, page.competition.application_deadline
    if opens and deadline:
        text = _("%(start)s to %(end)s")
        return text % {"start": day_or_time(opens), "end": format_datetime_brussels(deadline)}, _("Fixed")
    if deadline:
        return _("Up to %(end)s") % {"end": format_datetime_brussels(deadline)}, _("Fixed")
    if opens:
        return _("From %(start)s") % {"start": day_or_time(opens)}, _("Fixed")
    return "", ""


def _tests(page: CompetitionPage) -> tuple[str, str]:
    days = sorted({test.scheduled_at.astimezone(BRUSSELS).date() for test in page.tests if test.scheduled_at})
    if not days:
        return "", ""
    if len(days) == 1:
        return format_date(days[0]), _("Planned, may change")
    text = _("%(start)s to %(end)s")
    return text % {"start": format_date(days[0]), "end": format_date(days[-1])}, _("Planned, may change")


def _list(page: CompetitionPage) -> tuple[str, str]:
    valid_until = page.competition.reserve_list_valid_until
    if valid_until is None:
        return "", ""
    return _("Valid until %(day)s") % {"day": format_date(valid_until)}, _("Fixed")


def _since(page: CompetitionPage, state: str) -> str:
    """When the competition was moved to its present state; a state it was loaded in has no day."""
    made = [each.made_at for each in page.moments if each.to_state == state and each.from_state]
    return _("Since %(day)s") % {"day": format_date(made[-1].astimezone(BRUSSELS).date())} if made else ""


def _planned(page: CompetitionPage) -> str:
    """The stages of the planning that are going on or to come, in one line."""
    lines = []
    for row in page.planning:
        when = str(row.period) or day_or_time(row.starts_at)
        if row.state in ("ONGOING", "INDICATIVE") and when:
            values = {"stage": row.stage, "when": when, "state": row.state_name}
            lines.append(_("%(stage)s: %(when)s (%(state)s)") % values)
    return "; ".join(lines)
