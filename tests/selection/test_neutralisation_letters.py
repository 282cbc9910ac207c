"""Who is told of cancelled questions, and what she reads (message 13)."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.languages import CODES
from core.models import Job
from notifications.models import Letter, LetterBatch
from selection.emails import questions_cancelled
from selection.models import Neutralisation
from selection.services.neutralisation import neutralise_questions
from selection.tasks import run_neutralisation_letters
from tests.factories import make_staff
from tests.selection.results_files import take_in
from tests.selection.scenes import NOW, add_application, four_test_competition

pytestmark = pytest.mark.django_db


@pytest.fixture
def competition():
    competition = four_test_competition()
    for number, language in (("101", "nl"), ("102", "mt"), ("103", "en")):
        add_application(competition, number, language=language)
    return competition


def results(absent):
    return [
        f"{number},NR,no,,," if number in absent else f"{number},NR,yes,5,,1111100000"
        for number in ("101", "102", "103")
    ]


def sit(competition, absent=()):
    take_in(competition, results(absent), now=NOW)


def cancel(competition, numbers=(3,), language=""):
    clerk = make_staff("selection.add_neutralisation")
    return neutralise_questions(
        test=competition.tests.get(code="NR"), question_numbers=numbers, language=language,
        reason="Ambiguous.", by=clerk, now=NOW,
    )  # fmt: skip


def letters_of(batch):
    return sorted(batch.letters.values_list("about", flat=True))


def test_everybody_who_sat_the_test_gets_a_letter_when_a_second_person_agrees(competition):
    sit(competition, absent=("103",))
    cancel(competition)
    run_neutralisation_letters(Job.objects.get(kind="neutralisation_letters").pk)
    batch = LetterBatch.objects.get()
    assert (batch.event, batch.state, batch.expected) == ("question_neutralised", "PREPARED", 2)
    assert letters_of(batch) == ["application:101", "application:102"]
    assert {letter.language for letter in batch.letters.all()} == {"nl", "mt"}
    assert Letter.objects.filter(published_at__isnull=False, batch=batch).count() == 0


def test_a_letter_names_test_questions_and_application(competition):
    sit(competition)
    cancel(competition, (7, 3))
    run_neutralisation_letters(Job.objects.get(kind="neutralisation_letters").pk)
    letter = LetterBatch.objects.get().letters.get(about="application:103")
    assert letter.subject == "Your application 103: questions cancelled"
    assert "Questions 3, 7 of this test have been cancelled." in letter.body
    assert "with your application 103" in letter.body
    assert "/en/account/applications/103/" in letter.body


def test_who_had_a_paper_in_another_language_gets_none(competition):
    sit(competition)
    paper = competition.applications.get(number="102").current_submission.language_1
    cancel(competition, language="lv" if paper != "lv" else "sk")
    assert LetterBatch.objects.count() == 0


def test_a_cancellation_on_papers_of_one_language_is_told_to_who_had_them(competition):
    sit(competition)
    paper = competition.applications.get(number="102").current_submission.language_1
    cancel(competition, language=paper)
    assert LetterBatch.objects.get().expected == 3


def test_without_results_there_is_nobody_to_tell(competition):
    cancel(competition)
    assert (Neutralisation.objects.count(), LetterBatch.objects.count(), Job.objects.count()) == (1, 0, 0)


def test_the_letter_is_whole_in_every_language(competition):
    sit(competition)
    row = cancel(competition, (3, 7))
    faulty = []
    for code in CODES:
        with translation.override(code):
            letter = questions_cancelled(row, "101")
        parts = ("101", competition.reference, "3, 7", f"/{code}/account/applications/101/")
        faulty += [] if all(part in letter.body for part in parts) else [code]
    assert faulty == []
