"""A case as its candidate reads it: what she wrote, the steps past and to come, what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from competitions.tables import test_name
from complaints.emails import routes_after
from complaints.forms import DESCRIPTIONS, ComplaintForm
from complaints.models import Complaint, ComplaintMessage
from complaints.states import DECIDED, GRANTED, IN_HAND, ComplaintState, Effect
from core.formats import format_date, format_datetime_brussels
from selection.contesting import DECIDED_BY, Route, is_over, time_limit, until_the_end_of
from selection.models import RankingRun
from selection.periods import TimeLimit


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a case in time, as components/timeline.html takes it."""

    title: str
    when: str
    state: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """What the page of a case shows."""

    facts: Sequence[tuple[str, str]]
    texts: Sequence[tuple[str, str]]
    steps: Sequence[Step]
    messages: Sequence[ComplaintMessage]
    routes: Sequence[Route]
    is_ranked_anew: bool | None
    is_late_now: bool


def case_page(complaint: Complaint, *, now: datetime) -> CasePage:
    """All there is to show of one case at this instant."""
    is_decided, limit = complaint.state in DECIDED, _limit(complaint)
    return CasePage(
        facts=list(_facts(complaint, limit)),
        texts=texts_of(complaint),
        steps=list(_steps(complaint)),
        messages=list(complaint.messages.all()),
        routes=routes_after(complaint) if is_decided else [],
        is_ranked_anew=is_ranked_anew(complaint),
        is_late_now=complaint.state == ComplaintState.DRAFT and is_over(limit, now),
    )


def is_ranked_anew(complaint: Complaint) -> bool | None:
    """Whether a ranking was computed since an effect that changes one; None where none has to be."""
    if complaint.effect not in (Effect.NEUTRALISED, Effect.READMITTED) or complaint.decided_at is None:
        return None
    runs = RankingRun.objects.filter(competition=complaint.application.competition_id)
    return runs.filter(computed_at__gt=complaint.decided_at).exists()


def _facts(complaint: Complaint, limit: TimeLimit | None) -> Iterator[tuple[str, str]]:
    yield _("State"), str(complaint.get_state_display())
    yield _("Application"), complaint.application.number
    yield _("Competition"), complaint.application.competition.reference
    if complaint.test is not None:
        yield _("Test"), test_name(complaint.test)
    if complaint.question_numbers:
        yield _("Numbers of the questions"), ", ".join(map(str, complaint.question_numbers))
    if complaint.letter is not None:
        yield _("Decision you contest"), complaint.letter.subject
    yield _("Who decides"), str(DECIDED_BY[complaint.route_kind])
    yield _("Time limit"), "" if limit is None else until_the_end_of(limit.last_day)
    if complaint.submitted_at is not None:
        # Translators: when a complaint was received.
        yield _("Received"), format_datetime_brussels(complaint.submitted_at)
        yield _("Came in time?"), str(complaint.get_timeliness_display())
    if complaint.due_on is not None and complaint.state in IN_HAND:
        yield _("Answer due by"), format_date(complaint.due_on)


def _limit(complaint: Complaint) -> TimeLimit | None:
    """The time limit, by what is known now."""
    letter, test = complaint.letter, complaint.test
    event_at = letter.published_at if letter is not None else test.scheduled_at if test is not None else None
    return time_limit(complaint.application.competition, complaint.route_kind, event_at)


def texts_of(complaint: Complaint) -> list[tuple[str, str]]:
    """What the candidate wrote, each text with its question; nothing of what she left empty."""
    labels = ComplaintForm.base_fields
    names = ("steps_tried", "helpdesk_ticket", "wanted_outcome")
    others = [(str(labels[name].label), getattr(complaint, name)) for name in names]
    first = (str(DESCRIPTIONS[complaint.route_kind]), complaint.description)
    return [(label, text) for label, text in (first, *others) if text]


def _steps(complaint: Complaint) -> Iterator[Step]:
    """What happened, where it stands, and what is to come."""
    moves = list(complaint.transitions.all())
    is_open = complaint.state in IN_HAND
    for move in moves:
        is_last = move is moves[-1]
        title = str(ComplaintState(move.to_state).label)
        yield Step(title, format_datetime_brussels(move.made_at), "now" if is_last and is_open else "past")
    if is_open and complaint.due_on is not None:
        yield Step(_("Decision"), format_date(complaint.due_on), "next")
    elif complaint.state in GRANTED and complaint.effect:
        yield Step(str(complaint.get_effect_display()), "", "past", complaint.effect_note)
