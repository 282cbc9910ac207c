"""Candidates who sat tests and read results, and the staff who decide on what they contest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from accounts.models import User
from applications.models import Application
from competitions.models import Competition
from complaints.models import Complaint
from complaints.services import ComplaintValues, save_complaint, submit_complaint
from notifications.models import Letter
from notifications.services import LetterText, post_letter
from selection.models import BoardMembership
from selection.states import RouteKind
from tests.factories import make_staff
from tests.selection.scenes import add_application, four_test_competition

TEST_DAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
NOW = datetime(2026, 5, 5, 10, tzinfo=UTC)
HANDLES = ("complaints.view_complaint", "complaints.handle_complaint")


def held_competition(**values: Any) -> Competition:
    """A competition whose test NR was held on TEST_DAY."""
    competition = four_test_competition(**values)
    competition.tests.filter(code="NR").update(scheduled_at=TEST_DAY)
    return competition


def add_candidate(competition: Competition, number: str = "101", **values: Any) -> Application:
    return add_application(competition, number, **values)


def tell_result(application: Application, *, at: datetime = NOW) -> Letter:
    """A letter with the result, published in the account."""
    return post_letter(
        recipient=application.candidate,
        event="result",
        key=f"ranking:1:{application.number}",
        about=f"application:{application.number}",
        build=lambda: LetterText("Your application: result", "You did not pass."),
        now=at,
    )


def draft_about_question(application: Application, *numbers: int, now: datetime = NOW) -> Complaint:
    values = ComplaintValues(
        test=application.competition.tests.get(code="NR"),
        question_numbers=list(numbers or (3,)),
        description="Two answers were right.",
    )
    return save_complaint(
        application=application, route=RouteKind.ITEM, values=values, by=application.candidate, now=now
    )


def complain_about_question(application: Application, *numbers: int, now: datetime = NOW) -> Complaint:
    draft = draft_about_question(application, *numbers, now=now)
    return submit_complaint(complaint=draft, by=application.candidate, now=now)


def complain_about_technique(application: Application, *, now: datetime = NOW) -> Complaint:
    values = ComplaintValues(
        test=application.competition.tests.get(code="NR"),
        description="The screen froze.",
        steps_tried="I started again.",
        helpdesk_ticket="H-77",
    )
    draft = save_complaint(
        application=application, route=RouteKind.TECHNICAL, values=values, by=application.candidate, now=now
    )
    return submit_complaint(complaint=draft, by=application.candidate, now=now)


def contest_result(
    application: Application,
    route: RouteKind = RouteKind.REVIEW,
    *,
    letter: Letter | None = None,
    now: datetime = NOW + timedelta(hours=1),
) -> Complaint:
    values = ComplaintValues(letter=letter or tell_result(application), description="My diploma counts.")
    draft = save_complaint(
        application=application, route=route, values=values, by=application.candidate, now=now
    )
    return submit_complaint(complaint=draft, by=application.candidate, now=now)


def board_member(competition: Competition, **values: Any) -> User:
    member = make_staff(
        *HANDLES,
        "complaints.decide_board_complaint",
        "selection.add_neutralisation",
        "selection.decide_eligibility",
        **values,
    )
    BoardMembership.objects.create(user=member, competition=competition)
    return member


def manager() -> User:
    return make_staff(*HANDLES, "complaints.decide_technical_complaint")


def legal_officer() -> User:
    return make_staff(*HANDLES, "complaints.decide_administrative_complaint")
