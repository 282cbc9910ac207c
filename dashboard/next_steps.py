"""What a person had better do next, each with its deadline, the nearest first.

Each kind is one function here that reads a room on the left; a new kind is a new function in SOURCES.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Confirmation
from applications.states import VALID, ApplicationState
from complaints.models import Complaint
from complaints.states import ComplaintState
from core.formats import format_datetime_brussels
from dashboard.timelines import Standing
from enquiries.models import Enquiry
from notifications.models import Letter
from selection.contesting import routes_against_result
from selection.services.release import EVENT, letter_key
from special_needs.models import AccommodationRequest
from special_needs.states import RequestState


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do. `until` is the first instant that is too late, None where there is no hurry."""

    text: str
    about: str
    url: str
    until: datetime | None = None
    when: str = ""
    is_pressing: bool = True


def next_steps(person: User, standings: Sequence[Standing], now: datetime) -> list[NextStep]:
    """Everything there is to do, what ends first at the top, what has no end at the bottom."""
    found = [step for source in SOURCES for step in source(person, standings, now)]
    return sorted(found, key=lambda step: (step.until is None, step.until or now, not step.is_pressing))


def _to_submit(_person: User, standings: Sequence[Standing], now: datetime) -> Iterator[NextStep]:
    texts = {
        ApplicationState.DRAFT: _("Complete your application and submit it. A draft does not count."),
        ApplicationState.CHANGED_NOT_SUBMITTED: _(
            "Submit your changes, or discard them. Until then the version you submitted counts."
        ),
    }
    for standing in standings:
        application = standing.application
        text = texts.get(ApplicationState(application.state))
        if text and application.competition.accepts_applications_at(now):
            deadline = application.competition.application_deadline
            yield NextStep(text, _name(standing), _address(application), deadline, _until(deadline))


def _to_contest(person: User, standings: Sequence[Standing], now: datetime) -> Iterator[NextStep]:
    """Results that may still be contested: what ends first, and the page that explains it."""
    told = [standing for standing in standings if standing.outcome is not None]
    letters = _letters_of_results(person, told)
    for standing in told:
        published_at = letters.get(standing.application.number)
        routes = routes_against_result(standing.page.competition, published_at=published_at, now=now)
        running = [route for route in routes if route.limit is not None and not route.is_over]
        if running:
            first = min(running, key=_end_of)
            yield NextStep(
                _("You may contest your result: %(route)s.") % {"route": first.name},
                _name(standing),
                reverse("selection:outcome_detail", args=[standing.application.number]),
                _end_of(first),
                first.until,
                is_pressing=False,
            )


def _end_of(route: Any) -> datetime:
    end: datetime = route.limit.first_too_late
    return end


def _letters_of_results(person: User, told: Iterable[Standing]) -> dict[str, datetime]:
    """When the letter of each result was put in the account, by application number."""
    keys = {
        letter_key(standing.outcome.run, standing.application.number): standing.application.number
        for standing in told
        if standing.outcome is not None
    }
    rows = Letter.objects.visible_to(person).filter(event=EVENT, key__in=keys) if keys else ()
    return {keys[letter.key]: letter.published_at for letter in rows}


def _name(standing: Standing) -> str:
    return standing.page.shown_name


def _address(application: Any) -> str:
    return reverse("applications:application_detail", args=[application.number])


def _until(instant: datetime | None) -> str:
    return _("Until %(time)s") % {"time": format_datetime_brussels(instant)} if instant else ""


def _to_confirm(person: User, _standings: Sequence[Standing], now: datetime) -> Iterator[NextStep]:
    """Amendments that ask the person to choose or confirm again."""
    asked = Confirmation.objects.filter(application__candidate=person, answer="", round__answer_by__gt=now)
    for confirmation in asked.select_related("round", "application").defer("application__motivation"):
        yield NextStep(
            _("The notice was changed after you applied. Say whether your application stands."),
            confirmation.application.number,
            reverse("applications:confirm", args=[confirmation.application.number]),
            confirmation.round.answer_by,
            _until(confirmation.round.answer_by),
        )


def _to_prove(_person: User, standings: Sequence[Standing], now: datetime) -> Iterator[NextStep]:
    for standing in standings:
        deadline = standing.page.competition.supporting_documents_deadline
        if standing.goes_on and standing.application.state in VALID and deadline and now < deadline:
            yield NextStep(
                _("Hand in the documents that prove what you declared."),
                _name(standing),
                reverse("documents:overview"),
                deadline,
                _until(deadline),
                is_pressing=False,
            )


def _to_answer(person: User, _standings: Sequence[Standing], _now: datetime) -> Iterator[NextStep]:
    """What staff ask of the person about a complaint or a request for adjusted tests."""
    complaints = Complaint.objects.visible_to(person).filter(state=ComplaintState.ASKED)
    for number in complaints.values_list("number", flat=True):
        address = reverse("complaints:complaint_detail", args=[number])
        yield NextStep(_("We ask you for more information."), number, address)
    requests = AccommodationRequest.objects.visible_to(person).filter(state=RequestState.QUESTION)
    for number in requests.values_list("application__number", flat=True):
        address = reverse("special_needs:overview")
        yield NextStep(_("We ask you for more information."), number, address)


def _to_read(person: User, _standings: Sequence[Standing], _now: datetime) -> Iterator[NextStep]:
    for enquiry in Enquiry.objects.visible_to(person).unread():
        address = reverse("enquiries:enquiry_detail", args=[enquiry.number])
        yield NextStep(_("Your question is answered."), enquiry.subject, address, is_pressing=False)


Source = Callable[[User, Sequence[Standing], datetime], Iterable[NextStep]]
SOURCES: Final[tuple[Source, ...]] = (
    _to_submit,
    _to_confirm,
    _to_answer,
    _to_prove,
    _to_contest,
    _to_read,
)
