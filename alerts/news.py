"""What is new for an alert since it last told something: opportunities, or what befell one competition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from alerts.searches import search_of
from careers.choices import OpportunityStage
from competitions.models import Amendment, Competition, CompetitionTransition, PlanningChange, PlanningRow
from competitions.states import CompetitionState
from core.languages import ENGLISH, active_code

MOST_TOLD: Final = 500
"""What a digest tells of at most; whatever is left out stands in the list it leads to."""
ONES_TO_APPLY_FOR: Final = (OpportunityStage.OPEN, OpportunityStage.UPCOMING)
_STATES: Final[dict[str, Any]] = dict(PlanningRow._meta.get_field("state").flatchoices)


def new_opportunities(query: str, *, since: datetime, until: datetime, now: datetime) -> list[Any]:
    """What the search finds at `now` that was listed, changed or opened after `since`, at `until` or before.

    A search that names no status is told only of what one can apply for, now or later. Open ones come first,
    those with the nearest deadline before others; texts are in the active language.
    """
    search = search_of(query)
    happened = Q(changed_at__gt=since, changed_at__lte=until) | Q(opens_at__gt=since, opens_at__lte=until)
    if not search.names_status:
        happened &= Q(status_now__in=ONES_TO_APPLY_FOR)
    return search.matches(now, happened, most=MOST_TOLD)


@dataclass(frozen=True, slots=True)
class CompetitionNews:
    """One thing that befell a competition: an amendment, a new status, or a row of the planning."""

    kind: str
    at: datetime
    amendment: Any = None
    status: str = ""
    stage: str = ""
    before: str = ""
    after: str = ""


def competition_news(competition: Competition, *, since: datetime, until: datetime) -> list[CompetitionNews]:
    """What befell a competition after `since`, at `until` or before, oldest first; in the active language."""
    during = {"gt": since, "lte": until}
    news = [
        *_amendments(competition, during),
        *_moves(competition, during),
        *_planning(competition, during),
    ]
    return sorted(news, key=lambda each: each.at)


def _between(column: str, during: Mapping[str, datetime]) -> dict[str, datetime]:
    return {f"{column}__{lookup}": instant for lookup, instant in during.items()}


def _amendments(competition: Competition, during: Mapping[str, datetime]) -> list[CompetitionNews]:
    rows = Amendment.objects.in_language().defer("document")
    rows = rows.filter(competition=competition, **_between("applied_at", during)).order_by("number")
    return [CompetitionNews("amendment", row.applied_at, amendment=row) for row in rows]


def _moves(competition: Competition, during: Mapping[str, datetime]) -> list[CompetitionNews]:
    """The moves from one public state to another; the loading of the notice is none."""
    rows = CompetitionTransition.objects.filter(subject=competition, **_between("made_at", during))
    rows = rows.exclude(from_state="").order_by("pk")
    return [CompetitionNews("status", row.made_at, status=_label(row.to_state)) for row in rows]


def _label(state: str) -> str:
    return str(CompetitionState(state).label)


def _planning(competition: Competition, during: Mapping[str, datetime]) -> list[CompetitionNews]:
    rows = PlanningChange.objects.filter(competition=competition, **_between("made_at", during))
    return [
        CompetitionNews(
            "planning",
            row.made_at,
            stage=_text((row.after or row.before or {}).get("stage")),
            before=_described(row.before),
            after=_described(row.after),
        )
        for row in rows.order_by("pk")
    ]


def _described(row: Mapping[str, Any] | None) -> str:
    """When a stage is planned and how far it is, as in "October 2026, Indicative"; "" without a row."""
    if row is None:
        return ""
    state = _STATES.get(row.get("state") or "", "")
    return ", ".join(filter(None, (_text(row.get("period")), str(state))))


def _text(texts: Any) -> str:
    """A text of a notice in the active language, else in English; the empty text where there is none."""
    if not isinstance(texts, Mapping):
        return str(texts or "")
    return str(texts.get(active_code()) or texts.get(ENGLISH) or "")
