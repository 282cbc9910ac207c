"""From a question that was wrong to the answer, in browsers with the rules of accessibility checked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from complaints.models import Complaint
from enquiries.models import Enquiry
from selection.models import Neutralisation
from tests.complaints.scenes import add_candidate, board_member, held_competition, tell_result
from tests.e2e.people import Person
from tests.factories import make_staff

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [320, 1280])
def test_a_question_is_contested_decided_and_read(browser: Browser, live_server: Any, width: int) -> None:
    now = timezone.now()
    competition = held_competition()
    competition.tests.filter(code="NR").update(scheduled_at=now - timedelta(days=1))
    application = add_candidate(competition)
    tell_result(application, at=now)
    member = board_member(competition)

    candidate = Person(browser, live_server.url, application.candidate.email, "en").signs_in()
    candidate.page.set_viewport_size({"width": width, "height": 800})
    candidate.goes_to("account/complaints/").follows("Contest a test or a decision")
    candidate.page.locator("a[href*='/ITEM/']").click()
    candidate.looks().presses("Save and continue")
    assert "There is a problem" in candidate.reads()
    candidate.fills_in(question_numbers="3", description="Two answers were right.")
    candidate.presses("Save and continue").presses("Submit")
    number = Complaint.objects.get(state="RECEIVED").number
    assert number in candidate.reads()

    board = Person(browser, live_server.url, member.email, "en").signs_in()
    board.goes_to("admin/complaints/complaint/")
    board.page.get_by_role("link", name=number).click()
    board.looks().presses("Take in hand").follows("Decide")
    board.fills_in(outcome=("UPHELD",), reasons="Both answers are right.", effect=("NEUTRALISED",))
    board.presses("Decide")
    assert Neutralisation.objects.get().question_numbers == [3]
    board.goes_to("admin/complaints/complaint/statistics/")

    candidate.goes_to(f"account/complaints/{number}/")
    assert "Both answers are right." in candidate.reads()
    candidate.goes_to("account/complaints/")


def test_a_question_to_epso_is_asked_and_answered(browser: Browser, live_server: Any) -> None:
    application = add_candidate(held_competition())
    agent = make_staff("enquiries.view_enquiry", "enquiries.answer_enquiry")
    candidate = Person(browser, live_server.url, application.candidate.email, "en").signs_in()
    candidate.page.set_viewport_size({"width": 320, "height": 800})
    candidate.goes_to("account/questions/").follows("Ask a question")
    candidate.fills_in(subject="My diploma", text="Is it enough?").presses("Send the message")
    number = Enquiry.objects.get().number

    support = Person(browser, live_server.url, agent.email, "en").signs_in()
    support.goes_to("admin/enquiries/enquiry/")
    support.page.get_by_role("link", name=number).click()
    support.looks().follows("Answer")
    support.fills_in(text="Yes, it is.").presses("Answer")

    assert "Unread" in candidate.goes_to("account/questions/").reads()
    candidate.follows(number)
    assert "Yes, it is." in candidate.reads()
