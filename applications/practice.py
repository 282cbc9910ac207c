"""An application to try the form with. It lives in the cache for two hours, and in no table."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.core.cache import cache
from django.utils.crypto import get_random_string
from django.utils.translation import get_language

from accounts.models import User
from applications.answers import ENTRY_MODELS, RELATED_NAMES
from applications.models import Application, PersonalData
from applications.steps import LISTS, Step
from competitions.models import Competition, CompetitionField

SECONDS: Final = 2 * 3600
MOST_ENTRIES: Final = 10


@dataclass(slots=True)
class Draft:
    """What somebody who practises has answered so far."""

    key: str
    competition: int
    columns: dict[str, Any] = field(default_factory=dict)
    personal: dict[str, Any] | None = None
    lists: dict[str, dict[int, dict[str, Any]]] = field(default_factory=dict)
    last_entry: int = 0


def begin(competition: Competition) -> Draft:
    """A new draft for `competition`."""
    draft = Draft(get_random_string(32), competition.pk)
    keep(draft)
    return draft


def keep(draft: Draft) -> None:
    """Keep the draft for another two hours."""
    cache.set(f"practice:{draft.key}", draft, SECONDS)


def find(key: str) -> Draft | None:
    """The draft with this key, None when its time is over."""
    draft: Draft | None = cache.get(f"practice:{key}")
    return draft


def forget(draft: Draft) -> None:
    """Nothing is kept."""
    cache.delete(f"practice:{draft.key}")


def save_step(draft: Draft, step: Step, values: dict[str, Any]) -> None:
    """Take the valid answers to a step without a list."""
    answers = dict(values)
    if step == Step.PERSONAL:
        answers.pop("language")
        draft.personal = answers
    elif "field" in answers:
        answers["field_id"] = answers.pop("field").pk
        draft.columns.update(answers)
    else:
        draft.columns.update(answers)
    mark_done(draft, step)


def mark_done(draft: Draft, step: Step) -> None:
    """Note that a step was gone through."""
    draft.columns["steps_done"] = [*draft.columns.get("steps_done", []), str(step)]
    keep(draft)


def save_entry(draft: Draft, step: Step, values: dict[str, Any], pk: int | None) -> None:
    """Add an entry to a list, as long as it is a short one, or change the one with `pk`."""
    rows = draft.lists.setdefault(step, {})
    if pk is None and len(rows) < MOST_ENTRIES:
        draft.last_entry += 1
        rows[draft.last_entry] = dict(values)
    elif pk in rows:
        rows[pk] = dict(values)
    keep(draft)


def delete_entry(draft: Draft, step: Step, pk: int) -> None:
    """Take an entry out of a list."""
    draft.lists.get(step, {}).pop(pk, None)
    keep(draft)


def application_of(draft: Draft) -> Application:
    """The draft as the forms and the rules know an application: with a key that no row has."""
    competition = Competition.objects.in_language().defer("document").get(pk=draft.competition)
    application = Application(pk=0, competition=competition, **draft.columns)
    application.is_practice = True
    application.candidate = User(language=(get_language() or "en")[:2])
    if draft.personal:
        application.personal_data = PersonalData(**draft.personal)
    _fill_lists(application, draft)
    chosen = draft.columns.get("field_id")
    if chosen:
        fields = CompetitionField.objects.in_language().filter(competition=competition)
        application.field = fields.filter(pk=chosen).first()
    return application


def _fill_lists(application: Any, draft: Draft) -> None:
    known = {RELATED_NAMES[step]: _rows(draft, step) for step in LISTS}
    known["unfinished_steps"] = _as_read(application.unfinished_steps.model, [])
    application._prefetched_objects_cache = known


def _rows(draft: Draft, step: Step) -> Any:
    model = ENTRY_MODELS[step]
    values = draft.lists.get(step, {})
    return _as_read(model, [model(pk=pk, application_id=0, **each) for pk, each in values.items()])


def _as_read(model: Any, rows: list[Any]) -> Any:
    """A queryset that has been read already, of rows that no table holds."""
    known = model.objects.filter(application=0)
    known._result_cache, known._prefetch_done = rows, True
    return known
