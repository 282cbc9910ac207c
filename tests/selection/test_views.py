"""A candidate reads how her result came about, in her language, after the release and nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from notifications.models import Letter
from notifications.services import approve_batch
from selection.models import BoardMembership
from selection.services import compute_ranking, prepare_result_letters, release_ranking
from selection.services.eligibility import decide_eligibility
from selection.states import Outcome
from tests.factories import make_candidate, make_staff
from tests.selection.results_files import take_in
from tests.selection.scenes import (
    FIELD_OF_EIGHT,
    NOW,
    add_application,
    four_test_competition,
    lines_of,
    release_latest,
    staff_of_two,
    take_in_part,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("nl", "de", "el", "bg", "mt")


@pytest.fixture
def competition():
    competition = four_test_competition()
    for number in FIELD_OF_EIGHT:
        add_application(competition, number)
    take_in_part(competition, 1)
    return competition


def address(number: str, language: str = "en", **more: int) -> str:
    with translation.override(language):
        if more:
            return reverse("selection:outcome_of_run", kwargs={"number": number, **more})
        return reverse("selection:outcome_detail", args=[number])


def candidate_of(competition, number):
    return competition.applications.get(number=number).candidate


def page_of(client, competition, number, language="en", **more):
    client.force_login(candidate_of(competition, number))
    return client.get(address(number, language, **more))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_before_the_release_there_is_no_page(client, competition):
    compute_ranking(competition=competition, by=None, now=NOW)
    assert page_of(client, competition, "101").status_code == 404


def test_another_persons_result_is_not_found(client, competition):
    release_latest(competition)
    client.force_login(make_candidate())
    assert client.get(address("101")).status_code == 404
    client.force_login(candidate_of(competition, "102"))
    assert client.get(address("101")).status_code == 404


def test_who_is_not_signed_in_is_asked_to_sign_in(client, competition):
    response = client.get(address("101"))
    assert (response.status_code, response.url.split("?")[0]) == (302, reverse("account_login"))


def test_the_page_shows_scores_totals_threshold_and_numbers(client, competition):
    take_in_part(competition, 2)
    release_latest(competition)
    text = text_of(page_of(client, competition, "104"))
    for expected in (
        "Passed, but not among the best",
        "Your total in the preliminary ranking is below the threshold.",
        "20 of 30",
        "Threshold (you do not reach it)",
        '<td class="number"><strong>68</strong></td>',
        '<td class="number">86</td>',
    ):
        assert expected in text


def test_a_fraction_is_shown_exactly_and_as_a_decimal(client, competition):
    take_in_part(competition, 2, {**FIELD_OF_EIGHT, "104": ({}, {"EUK": "28", "EUFTE": "sat"})})
    release_latest(competition, now=NOW)
    reading = page_of(client, competition, "104").context["reading"]
    assert str(reading.totals[0].total) == "84"
    with translation.override("nl"):
        nl = page_of(client, competition, "102", "nl").context["reading"]
    assert str(nl.totals[1].total) == "167/2 = 83,5"


def test_the_last_days_to_contest_run_from_the_letter(client, competition):
    release_latest(competition)
    Letter.objects.filter(about="application:106").update(
        published_at=datetime(2026, 5, 5, 22, 30, tzinfo=UTC)  # 00:30 of 6 May in Brussels
    )
    page = page_of(client, competition, "106").context["page"]
    assert [(route.name.split()[0], str(route.limit.last_day)) for route in page.routes] == [
        ("Request", "2026-05-11"),
        ("Administrative", "2026-08-06"),
        ("Action", "2026-08-17"),  # the 16th is a Sunday
    ]
    assert page.routes[0].until == "until the end of 11 May 2026 (Brussels time)"


def test_until_the_letter_is_published_no_last_day_is_named(client, competition):
    preparer, approver = staff_of_two()
    run = compute_ranking(competition=competition, by=preparer, now=NOW).run
    batch = prepare_result_letters(run=run, by=preparer, now=NOW)
    approve_batch(batch=batch, by=approver, now=NOW)
    release_ranking(run=run, by=approver, now=NOW)
    response = page_of(client, competition, "106")
    routes = response.context["page"].routes
    assert [(route.length, route.until, route.is_over) for route in routes] == [
        ("5 calendar days", "", False),
        ("3 months", "", False),
        ("3 months and, for distance, 10 calendar days more", "", False),
    ]
    assert "until the end of" not in text_of(response)


def test_limits_that_have_passed_are_marked(client, competition, monkeypatch):
    release_latest(competition)
    Letter.objects.filter(about="application:106").update(published_at=NOW - timedelta(days=3_000))
    page = page_of(client, competition, "106").context["page"]
    assert [route.is_over for route in page.routes] == [True, True, True]


def test_time_limits_about_a_test_run_from_the_day_of_the_test(client, competition):
    competition.tests.filter(code="NR").update(scheduled_at=datetime(2026, 4, 30, 8, tzinfo=UTC))
    release_latest(competition)
    page = page_of(client, competition, "106").context["page"]
    assert [(route.name, str(route.limit.last_day)) for route in page.test_routes] == [
        ("Complaint about a question of the test “Test 1”", "2026-05-03"),
        ("Technical complaint about the test “Test 1”", "2026-05-03"),
    ]


def test_an_outcome_that_did_not_change_keeps_the_limits_of_its_letter(client, competition):
    release_latest(competition)
    take_in_part(competition, 2)
    release_latest(competition)
    page = page_of(client, competition, "106").context["page"]
    assert page.run.number == 2
    assert page.letter.about == "application:106"
    assert page.routes[0].limit is not None


def test_earlier_results_stay_readable(client, competition):
    release_latest(competition)
    take_in_part(competition, 2)
    release_latest(competition)
    current = page_of(client, competition, "104")
    assert [result.label for result in current.context["page"].history] == [
        "Passed, but not among the best",
        "Passed, next part follows",
    ]
    earlier = page_of(client, competition, "104", run_number=1)
    assert (earlier.context["reading"].outcome, earlier.context["page"].is_current) == ("PASSED_PART", False)
    assert page_of(client, competition, "104", run_number=3).status_code == 404


def all_outcomes(competition) -> dict[str, tuple[str, int]]:
    """Release until every outcome there is was told to somebody; by outcome one application and run."""
    member = make_staff("selection.decide_eligibility")
    BoardMembership.objects.create(user=member, competition=competition)
    release_latest(competition)
    seen = {"PASSED_PART": ("101", 1)}
    unmarked = {number: (parts[0], {**parts[1], **({"EUFTE": "sat"} if parts[1] else {})})
                for number, parts in FIELD_OF_EIGHT.items()}  # fmt: skip
    take_in_part(competition, 2, unmarked)
    release_latest(competition)
    seen |= {"TO_BE_MARKED": ("101", 2), "NOT_AMONG_BEST": ("104", 2)}
    lines = [line for n in ("101", "102", "103") for line in lines_of(n, EUFTE="10p")]
    take_in(competition, [*lines, *lines_of("108", EUFTE="7p")], now=NOW)
    release_latest(competition)
    seen |= {"TO_BE_CHECKED": ("101", 3), "WAITING": ("108", 3), "FAILED": ("105", 3), "ABSENT": ("107", 3)}
    for number, decision in (("101", "ELIGIBLE"), ("102", "NOT_ELIGIBLE"), ("103", "ELIGIBLE")):
        application = competition.applications.get(number=number)
        decide_eligibility(application=application, decision=decision, reason="Diploma.", by=member, now=NOW)
    release_latest(competition)
    return seen | {"LAUREATE": ("101", 4), "NOT_ELIGIBLE": ("102", 4)}


def test_every_outcome_can_be_read_in_five_languages(client, competition):
    seen = all_outcomes(competition)
    assert set(seen) == set(Outcome.values)
    for outcome, (number, run_number) in seen.items():
        for language in LANGUAGES:
            response = page_of(client, competition, number, language, run_number=run_number)
            assert response.status_code == 200
            assert response.context["reading"].outcome == outcome
            assert f'<html lang="{language}">' in response.content.decode()
            with translation.override(language):
                assert response.context["reading"].label == str(Outcome(outcome).label)


def test_letters_are_written_for_every_outcome(competition):
    seen = all_outcomes(competition)
    openings = set()
    for number, _run in seen.values():
        for letter in Letter.objects.filter(about=f"application:{number}"):
            openings.add(letter.body.split("\n\n")[1])
    assert len(openings) == len(Outcome.values)


def test_the_reasons_of_the_board_are_shown_to_the_candidate(client, competition):
    all_outcomes(competition)
    text = text_of(page_of(client, competition, "102"))
    assert "Reasons given by the selection board:" in text
    assert "<p>Diploma.</p>" in text


def test_the_number_of_queries_does_not_grow_with_the_candidates(client, competition):
    release_latest(competition)
    client.force_login(candidate_of(competition, "101"))
    client.get(address("101"))
    with CaptureQueriesContext(connection) as few:
        client.get(address("101"))
    for number in range(201, 211):
        add_application(competition, str(number))
    take_in(competition, [f"{n},{t},yes,7,," for n in range(201, 211) for t in ("NR", "AR")], now=NOW)
    take_in_part(competition, 2, {**FIELD_OF_EIGHT, **{str(n): ({}, {"EUK": "20", "EUFTE": "sat"})
                                                       for n in range(201, 211)}})  # fmt: skip
    release_latest(competition)
    with CaptureQueriesContext(connection) as many:
        client.get(address("101"))
    assert len(many) == len(few)


def test_the_page_of_an_application_links_to_its_result(competition, rf):
    application = competition.applications.get(number="106")
    request = rf.get("/")
    request.user = application.candidate
    template = Template("{% load selection %}{% outcome_link application %}")
    assert template.render(Context({"request": request, "application": application})).strip() == ""
    release_latest(competition)
    shown = template.render(Context({"request": request, "application": application}))
    assert address("106") in shown
    assert "Below a pass mark" in shown
