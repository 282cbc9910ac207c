"""What the home of the account shows of one person: a fixed number of queries, however much she has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from applications.models import Application
from competitions.page import kept_page
from dashboard.next_steps import NextStep, next_steps
from dashboard.timelines import Standing, standing_of
from notifications.models import Letter
from selection.models import RankingOutcome

LETTERS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Home:
    """All of the page."""

    next_steps: Sequence[NextStep]
    standings: Sequence[Standing]
    letters: Sequence[Letter]
    unread: int


def read_home(person: User, now: datetime) -> Home:
    """The home of the account of `person`, in the active language."""
    standings = read_standings(person, now)
    unread = Letter.objects.visible_to(person).unread()
    letters = list(unread.newest_first().defer("body")[:LETTERS_SHOWN])
    count = len(letters) if len(letters) < LETTERS_SHOWN else unread.count()
    return Home(next_steps(person, standings, now), standings, letters, count)


def read_standings(person: User, now: datetime) -> list[Standing]:
    """Each application of `person`, those that go on first, then the newest."""
    outcomes = _latest_outcomes(person)
    applications = Application.objects.visible_to(person).with_competition()
    found = [
        standing_of(each, kept_page(each.competition.slug).page, outcomes.get(each.pk), now)
        for each in applications
    ]
    return sorted(found, key=lambda standing: not standing.goes_on)


def _latest_outcomes(person: Any) -> dict[int, RankingOutcome]:
    """The last result told about each application."""
    told = RankingOutcome.objects.told_to(person).select_related("run")
    rows = told.defer("explanation", "run__rules", "run__summary")
    latest: dict[int, RankingOutcome] = {}
    for outcome in rows:
        latest.setdefault(outcome.application_id, outcome)
    return latest
