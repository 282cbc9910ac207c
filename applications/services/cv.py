"""Between the CV kept in the account and an application: taken over from there, and kept there too."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from applications.answers import ENTRY_MODELS, entries
from applications.models import Application, PersonalData
from applications.services.drafts import changing
from applications.steps import LISTS, MOST_ENTRIES, Step
from profiles import services as profile_services
from profiles.cv import Cv, cv_of
from profiles.sections import Section, entries_of

RELATED = {Step.LANGUAGES: "language_skills", Step.EDUCATION: "education", Step.EXPERIENCE: "experience"}


def fill_from_cv(application: Application) -> None:
    """Begin a new application with what its candidate keeps in her account."""
    cv = cv_of(application.candidate)
    if cv.profile is not None:
        PersonalData.objects.create(application=application, **cv.profile.values())
    for step in LISTS:
        _add(application, step, _rows(cv, step))


def _rows(cv: Cv, step: str) -> list[Any]:
    return list(getattr(cv, RELATED[Step(step)]))


def _add(application: Application, step: Step, rows: Collection[Any]) -> None:
    model: Any = ENTRY_MODELS[step]
    room = MOST_ENTRIES[step] - entries(application, step).count()
    new = [model(application=application, **_values(application, step, row)) for row in rows]
    model.objects.bulk_create(new[: max(room, 0)])


def _values(application: Application, step: Step, row: Any) -> dict[str, Any]:
    values: dict[str, Any] = row.values()
    if step == Step.EXPERIENCE and application.field_id is not None:
        values["is_in_field"] = any(field.pk == application.field_id for field in row.in_fields.all())
    return values


def rows_to_take(application: Application, step: Step) -> list[Any]:
    """The entries of her CV that her application does not have yet."""
    here = list(entries(application, step).values())
    kept = entries_of(application.candidate, Section(str(step)))
    return [row for row in kept if not _is_among(step, row.values(), here)]


def rows_to_keep(application: Application, step: Step) -> set[int]:
    """The keys of the entries of the application that her CV does not have yet."""
    there = [row.values() for row in entries_of(application.candidate, Section(str(step)))]
    return {row["id"] for row in entries(application, step).values() if not _is_among(step, row, there)}


def _is_among(step: Step, values: Mapping[str, Any], others: Collection[Mapping[str, Any]]) -> bool:
    """A language is entered once, whatever its levels; of the others, everything must be the same."""
    if step == Step.LANGUAGES:
        return any(other["language"] == values["language"] for other in others)
    return any(_says_the_same(other, values) for other in others)


def _says_the_same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    shared = (one.keys() & other.keys()) - {"id", "gives_access", "is_in_field"}
    return all(one[name] == other[name] for name in shared)


def take_from_cv(*, application: Application, step: Step, pks: Collection[int], now: datetime) -> int:
    """Add entries of her CV to a list of the application; return how many there were."""
    with changing(application, now) as locked:
        rows = [row for row in rows_to_take(locked, step) if row.pk in pks]
        _add(locked, step, rows)
    return len(rows)


def keep_in_cv(*, application: Application, step: Step, pk: int, now: datetime) -> None:
    """Add an entry of the application to her CV, unless it is there already. Raises DoesNotExist."""
    row = entries(application, step).values().get(pk=pk)
    if row["id"] in rows_to_keep(application, step):
        values = {name: value for name, value in row.items() if name not in ("id", "application_id")}
        profile_services.save_entry(
            user=application.candidate, section=Section(str(step)), values=values, now=now
        )
