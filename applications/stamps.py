"""The mark of what one page of an application shows: two devices that saw the same have the same mark."""

from typing import Any, Final

from applications import snapshots
from applications.answers import entries, personal_data
from applications.models import Application
from applications.steps import Step

OTHER: Final = "/other"
"""Ends the place where an answer waits that met another one, saved meanwhile on another device."""


def place_of(step: Step, pk: int | None) -> str:
    """Where an unfinished entry of a list is kept: "education/12", or "education/new"."""
    return f"{step}/{pk or 'new'}"


def entry_at(application: Application, place: str) -> Any:
    """The entry of a list that `place` names, None for a new one and for a step without a list."""
    step, _slash, name = place.partition("/")
    return entries(application, step).filter(pk=name).first() if name.isdecimal() else None


def stamp_of(application: Application, place: str, row: Any = None) -> str:
    """The mark of what is saved, and of what was typed and not taken, at `place`. `row`: its entry."""
    kept = {unfinished.place: unfinished.typed for unfinished in application.unfinished_steps.all()}
    step = Step(place.partition("/")[0])
    return snapshots.sha256_of([_saved(application, step, row), kept.get(place)])[:16]


def _saved(application: Application, step: Step, row: Any) -> Any:
    if step == Step.PERSONAL:
        personal = personal_data(application)
        return [application.candidate.language, personal and snapshots.freeze(personal, step)]
    if step == Step.CHOICE:
        return [application.field_id, snapshots.freeze(application, step)]
    if step in (Step.MOTIVATION, Step.DECLARATIONS):
        return snapshots.freeze(application, step)
    return row and snapshots.freeze(row, step)
