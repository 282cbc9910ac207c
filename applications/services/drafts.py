"""Starting an application and filling it in: every way the working copy changes."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from accounts.models import User
from applications.answers import ENTRY_MODELS, entries, read_answers
from applications.models import Application, ApplicationTransition, PersonalData, UnfinishedStep
from applications.permissions import can_edit_application
from applications.services.faults import ApplicationsClosed, ChangedElsewhere, TooManyEntries
from applications.stamps import OTHER, entry_at, place_of, stamp_of
from applications.states import APPLICATION_MOVES, ApplicationState
from applications.steps import COLUMNS, MOST_ENTRIES, Step
from competitions.models import Competition
from core.states import move_locked


@contextmanager
def changing(application: Application, now: datetime, columns: Collection[str] = ()) -> Iterator[Application]:
    """Change the working copy under a row lock: yields the locked row, then counts the change as a revision.

    `columns` of the row itself are written, with the revision and the steps done. What was submitted stays
    valid (F11): a submitted application becomes CHANGED_NOT_SUBMITTED, unless its answers are again the
    ones submitted. Raises ApplicationsClosed when it cannot be edited at `now`.
    """
    with transaction.atomic():
        locked = _lock_for_change(application)
        if not can_edit_application(locked, now):
            raise ApplicationsClosed(locked.competition, now)
        yield locked
        locked.revision += 1
        locked.changed_at = now
        locked.save(update_fields=["revision", "changed_at", "steps_done", *columns])
        if locked.state == ApplicationState.SUBMITTED and _differs_from_submission(locked.pk):
            move_locked(
                locked,
                table=APPLICATION_MOVES,
                transition_model=ApplicationTransition,
                action="change",
                by=locked.candidate,
                now=now,
            )


def _lock_for_change(application: Application) -> Application:
    """Lock the row and read it, with as much of its competition as says whether it takes applications."""
    locked: Application = Application.objects.select_for_update().get(pk=application.pk)
    locked.competition = Competition.objects.only(*_OPEN_OR_NOT).get(pk=locked.competition_id)
    return locked


_OPEN_OR_NOT: Final = ("state", "application_open_at", "application_deadline")


def lock_application(application: Application) -> Application:
    """Lock the row until the end of the transaction and read it with candidate, competition and field."""
    # Two queries: rows joined to one that was waited for are as they were before the wait.
    Application.objects.select_for_update().only("pk").get(pk=application.pk)
    rows = Application.objects.with_competition().select_related("candidate")
    locked: Application = rows.get(pk=application.pk)
    return locked


def _differs_from_submission(pk: int) -> bool:
    application = Application.objects.with_answers().get(pk=pk)
    if application.unfinished_steps.all():
        return True
    return bool(read_answers(application) != application.current_submission.snapshot["answers"])


def save_step(
    *,
    application: Application,
    step: Step,
    values: Mapping[str, Any],
    now: datetime,
    seen: Collection[str] = (),
    settles: bool = False,
) -> None:
    """Save the valid answers to a step without a list; what was typed before and not taken is dropped.

    `values`: the columns of the step; those of personal data with the language of communication beside them.
    `seen`: marks of what the candidate had before her when she answered; none given, none is compared.
    `settles`: she has chosen between two versions, and the one that waited is dropped.
    Raises ChangedElsewhere where another device saved something else meanwhile.
    """
    columns = COLUMNS.get(step, ())
    with changing(application, now, columns) as locked:
        _compare(locked, step, seen)
        if step == Step.PERSONAL:
            _save_personal_data(locked, values)
        for name in columns:
            setattr(locked, name, values[name])
        _mark_done(locked, step)
        _forget(locked, step, settles)


def _compare(application: Application, place: str, seen: Collection[str]) -> None:
    if seen and stamp_of(application, place, entry_at(application, place)) not in seen:
        raise ChangedElsewhere


def _save_personal_data(application: Application, values: Mapping[str, Any]) -> None:
    columns = {name: value for name, value in values.items() if name != "language"}
    PersonalData.objects.update_or_create(application=application, defaults=columns)
    User.objects.filter(pk=application.candidate_id).update(language=values["language"])


def save_entry(
    *,
    application: Application,
    step: Step,
    values: Mapping[str, Any],
    pk: int | None = None,
    now: datetime,
    seen: Collection[str] = (),
    settles: bool = False,
) -> None:
    """Add an entry to a list, or change the one with `pk`; adding the same one twice adds it once.

    `seen` and `settles` as for `save_step`. Raises TooManyEntries when the list is full, ChangedElsewhere.
    """
    with changing(application, now) as locked:
        rows = entries(locked, step)
        row = rows.get(pk=pk) if pk is not None else _entry_to_add(locked, step, values)
        _compare(locked, place_of(step, pk), seen)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        _forget(locked, place_of(step, pk), settles)


def _entry_to_add(application: Application, step: Step, values: Mapping[str, Any]) -> Any:
    """A new row; the one that says just this already, when the button was pressed twice."""
    rows = entries(application, step)
    same = rows.filter(**values).first()
    if same is not None:
        return same
    if rows.count() >= MOST_ENTRIES[step]:
        raise TooManyEntries(MOST_ENTRIES[step])
    return ENTRY_MODELS[step](application=application)


def delete_entry(*, application: Application, step: Step, pk: int, now: datetime) -> None:
    """Take an entry out of a list. Raises DoesNotExist when the application has no such entry."""
    with changing(application, now) as locked:
        entries(locked, step).get(pk=pk).delete()
        _forget(locked, place_of(step, pk), settles=True)


def confirm_list(*, application: Application, step: Step, now: datetime) -> None:
    """Note that the candidate has said that a list is complete."""
    with changing(application, now) as locked:
        _mark_done(locked, step)


def keep_unfinished(
    *,
    application: Application,
    place: str,
    typed: Mapping[str, list[str]],
    now: datetime,
    seen: Collection[str] = (),
    settles: bool = False,
) -> None:
    """Keep what was typed and is not valid yet, as typed, so that nothing is lost on any device.

    `seen` and `settles` as for `save_step`. Raises ChangedElsewhere.
    """
    with changing(application, now) as locked:
        _compare(locked, place, seen)
        _keep(locked, place, typed, now)
        if settles:
            _drop(locked, place + OTHER)


def keep_beside(
    *, application: Application, place: str, typed: Mapping[str, list[str]], now: datetime
) -> None:
    """Keep what met another version, saved meanwhile, until the candidate has chosen between the two."""
    with changing(application, now) as locked:
        _keep(locked, place + OTHER, typed, now)


def _keep(application: Application, place: str, typed: Mapping[str, list[str]], now: datetime) -> None:
    UnfinishedStep.objects.update_or_create(
        application=application, place=place, defaults={"typed": _storable(typed), "saved_at": now}
    )


def drop_unfinished(*, application: Application, place: str, now: datetime) -> None:
    """Forget what was typed at `place` and is not valid, or waits there beside another version."""
    with changing(application, now) as locked:
        _forget(locked, place, settles=True)


def _storable(typed: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """PostgreSQL stores neither NUL nor half of a surrogate pair; nobody types them on purpose."""
    return {name: [_clean(text) for text in texts] for name, texts in typed.items()}


def _clean(text: str) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _forget(application: Application, place: str, settles: bool = False) -> None:
    _drop(application, place)
    if settles:
        _drop(application, place + OTHER)


def _drop(application: Application, place: str) -> None:
    UnfinishedStep.objects.filter(application=application, place=place).delete()


def _mark_done(application: Application, step: Step) -> None:
    if step not in application.steps_done:
        application.steps_done = [*application.steps_done, str(step)]
