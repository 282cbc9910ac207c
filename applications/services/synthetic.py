"""Writing synthetic candidates with submitted applications, in bulk: COPY, a few thousand at a time."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import (
    Application,
    ApplicationTransition,
    Education,
    Experience,
    LanguageSkill,
    PersonalData,
    Submission,
)
from applications.services.numbers import take_numbers
from applications.snapshots import COLUMNS, FORMAT, canonical_bytes
from applications.states import ApplicationState
from applications.steps import Step
from applications.synthetic import SyntheticCandidate, synthetic_candidates
from competitions.models import Competition, CompetitionField
from core.copying import copy_rows
from core.services import in_batches

SLICE = 2_000
DECLARATIONS = {
    "has_citizen_rights": True,
    "has_met_military_obligations": True,
    "has_character_requirements": True,
    "has_eligible_qualification": True,
    "has_declared_on_honour": True,
    "privacy_statement_version": "synthetic",
}


def generate_applications(
    *, competition: Competition, count: int, seed: int, now: datetime, report: Callable[[int], None]
) -> int:
    """Give `competition` `count` synthetic candidates with submitted applications; return how many are new.

    The same seed gives the same people; those there already are kept, so that a stopped run goes on where it
    was. `report` is called with the number there are after each slice; what it raises stops the run.
    Raises ValidationError for a competition that is not a demonstration, or has no fields.
    """
    if not competition.is_demonstration:
        raise ValidationError(_("Synthetic candidates are for demonstration competitions only."))
    fields = list(competition.fields.all())
    label = f"seed{seed}.{competition.slug}"
    present = User.objects.filter(email__endswith=f"@{label}.invalid").count()
    popularity = [float(field.number_sought or 1) for field in fields]
    people = synthetic_candidates(count=count, seed=seed, fields=popularity, label=label, skip=present)
    done = present
    for batch in in_batches(people, SLICE):
        _write_slice(competition, fields, batch, now)
        done += len(batch)
        report(done)
    return done - present


@transaction.atomic
def _write_slice(
    competition: Competition,
    fields: Sequence[CompetitionField],
    batch: list[SyntheticCandidate],
    now: datetime,
) -> None:
    users = _copy_users(batch, now)
    applications = _copy_applications(competition, fields, batch, users, now)
    _copy_entries(batch, applications)
    _copy_submissions(competition, fields, batch, applications, now)
    _copy_transitions(users, applications, now)


def _copy(model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    copy_rows(model._meta.db_table, columns, rows)


def _take_keys(model: Any, count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _copy_users(batch: list[SyntheticCandidate], now: datetime) -> list[int]:
    keys = _take_keys(User, len(batch))
    columns = (
        "id", "password", "is_superuser", "email", "first_names", "family_names", "language", "is_staff",
        "is_active", "is_demonstration", "date_joined",
    )  # fmt: skip
    _copy(
        User,
        columns,
        (
            (key, f"!{person.email}", False, person.email, person.personal["first_names"],
             person.personal["family_names"], person.language_1, False, True, True, now)
            for key, person in zip(keys, batch, strict=True)
        ),
    )  # fmt: skip
    return keys


def _copy_applications(
    competition: Competition,
    fields: Sequence[CompetitionField],
    batch: list[SyntheticCandidate],
    users: list[int],
    now: datetime,
) -> list[tuple[int, str]]:
    keys, numbers = _take_keys(Application, len(batch)), take_numbers(count=len(batch))
    columns = (
        "id", "candidate_id", "competition_id", "number", "state", "field_id", "accepts_reassignment",
        "language_1", "language_2", "motivation", "talent_screener_answers", *DECLARATIONS, "steps_done",
        "revision", "is_demonstration", "created_at", "changed_at",
    )  # fmt: skip
    steps = [str(step) for step in Step]
    _copy(
        Application,
        columns,
        (
            (key, user, competition.pk, number, ApplicationState.DRAFT.value, fields[person.field].pk, False,
             person.language_1, person.language_2, "", "{}", *DECLARATIONS.values(), steps,
             1, True, now - timedelta(hours=1), now)
            for key, user, number, person in zip(keys, users, numbers, batch, strict=True)
        ),
    )  # fmt: skip
    return list(zip(keys, numbers, strict=True))


def _copy_entries(batch: list[SyntheticCandidate], applications: list[tuple[int, str]]) -> None:
    keys = [key for key, _number in applications]
    for model, step, entries in (
        (PersonalData, "personal", [[person.personal] for person in batch]),
        (LanguageSkill, "languages", [person.languages for person in batch]),
        (Education, "education", [person.education for person in batch]),
        (Experience, "experience", [person.experience for person in batch]),
    ):
        columns = COLUMNS[step]
        _copy(
            model,
            ("application_id", *columns),
            (
                (key, *(entry[column] for column in columns))
                for key, rows in zip(keys, entries, strict=True)
                for entry in rows
            ),
        )


def _snapshot(
    competition: Competition, field: CompetitionField, person: SyntheticCandidate, number: str, now: datetime
) -> bytes:
    document = {
        "format": FORMAT,
        "application_number": number,
        "competition": competition.reference,
        "notice_sha256": competition.document_digest,
        "version": 1,
        "submitted_at": now.isoformat(),
        "language_of_communication": person.language_1,
        "answers": {
            "personal": _plain(person.personal),
            "choice": {
                "field": {"code": field.code, "grade": field.grade},
                "accepts_reassignment": False,
                "language_1": person.language_1,
                "language_2": person.language_2,
            },
            **{
                step: sorted((_plain(row) for row in rows), key=canonical_bytes)
                for step, rows in (
                    ("languages", person.languages),
                    ("education", person.education),
                    ("experience", person.experience),
                )
            },
            "motivation": {"motivation": "", "talent_screener_answers": {}},
            "declarations": DECLARATIONS,
        },
    }
    return canonical_bytes(document)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}


def _copy_submissions(
    competition: Competition,
    fields: Sequence[CompetitionField],
    batch: list[SyntheticCandidate],
    applications: list[tuple[int, str]],
    now: datetime,
) -> None:
    rows = []
    for (key, number), person in zip(applications, batch, strict=True):
        field = fields[person.field]
        snapshot = _snapshot(competition, field, person, number, now)
        rows.append(
            (key, 1, 1, now, field.pk, person.language_1, person.language_2, snapshot.decode(),
             hashlib.sha256(snapshot).hexdigest())
        )  # fmt: skip
    columns = (
        "application_id", "version", "revision", "submitted_at", "field_id", "language_1", "language_2",
        "snapshot", "sha256",
    )  # fmt: skip
    _copy(Submission, columns, rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE applications_application a SET current_submission_id = s.id, state = %s"
            " FROM applications_submission s WHERE s.application_id = a.id AND a.id = ANY(%s)",
            [ApplicationState.SUBMITTED.value, [key for key, _number in applications]],
        )


def _copy_transitions(users: list[int], applications: list[tuple[int, str]], now: datetime) -> None:
    draft, submitted = ApplicationState.DRAFT.value, ApplicationState.SUBMITTED.value
    columns = ("subject_id", "action", "from_state", "to_state", "made_at", "made_by_id", "reason")
    _copy(
        ApplicationTransition,
        columns,
        (
            row
            for user, (key, _number) in zip(users, applications, strict=True)
            for row in (
                (key, "start", "", draft, now - timedelta(hours=1), user, ""),
                (key, "submit", draft, submitted, now, user, ""),
            )
        ),
    )
