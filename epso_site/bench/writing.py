"""Handing in an application and saving a step, against a bare validated write of the same rows."""

from __future__ import annotations

import itertools
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from applications.models import Application, ApplicationTransition, Submission
from applications.services import build_snapshot, save_step, submit_application
from applications.snapshots import sha256_of
from applications.steps import Step
from epso_site.bench.figures import ROUNDS, Row, lowest_of_rounds, rate_row
from epso_site.bench.scene import make_candidate, make_draft, open_competition
from notifications.models import Letter, OutgoingEmail
from notifications.services.outbox import new_message_id

SUBMIT_AT_LEAST: Final = 0.6
SAVE_AT_LEAST: Final = 0.5


def measure(*, is_full: bool, count: int = 40, rounds: int = ROUNDS) -> list[Row]:
    """Two rows, each the lowest of `rounds` alternating rounds of `count` writes."""
    now = timezone.now()
    drafts = _drafts(2 * count * rounds + 1, now)
    first = next(drafts)
    save_costs = lowest_of_rounds(
        {
            "ours": lambda: _seconds_each(itertools.repeat(first), count, _save),
            "bare": lambda: _seconds_each(itertools.repeat(first), count, _save_bare),
        },
        rounds=rounds,
    )
    first.refresh_from_db()
    submit_application(application=first, revision=first.revision, arrived_at=now)
    submit_costs = lowest_of_rounds(
        {
            "ours": lambda: _seconds_each(_read(drafts, count), count, _submit),
            "bare": lambda: _seconds_each(_prepare_bare(_read(drafts, count), first), count, _insert_bare),
        },
        rounds=rounds,
    )
    return [
        rate_row(
            f"{what}, against a bare validated write",
            seconds=costs["ours"],
            peer_seconds=costs["bare"],
            unit=unit,
            at_least=at_least,
        )
        for what, costs, unit, at_least in (
            ("submitting", submit_costs, "submissions", SUBMIT_AT_LEAST),
            ("saving a step", save_costs, "saves", SAVE_AT_LEAST),
        )
    ]


def _drafts(count: int, now: datetime) -> Iterator[Application]:
    competition = open_competition()
    made = [make_draft(candidate=make_candidate(), competition=competition, now=now) for _ in range(count)]
    return iter(made)


def _read(drafts: Iterator[Application], count: int) -> Iterator[Application]:
    """Drafts as a request has them: read afresh, before the clock runs."""
    keys = [draft.pk for draft in itertools.islice(drafts, count)]
    return iter(list(Application.objects.with_answers().filter(pk__in=keys)))


def _seconds_each(subjects: Iterator[Any], count: int, write: Callable[[Any], None]) -> float:
    subjects = iter(list(itertools.islice(subjects, count)))
    started = time.perf_counter()
    for subject in subjects:
        write(subject)
    return (time.perf_counter() - started) / count


def _save(draft: Application) -> None:
    values = {"motivation": draft.motivation, "talent_screener_answers": draft.talent_screener_answers}
    save_step(application=draft, step=Step.MOTIVATION, values=values, now=timezone.now())


@transaction.atomic
def _save_bare(draft: Application) -> None:
    """What a bare form does with the same answers: read the row, check the columns it has, save."""
    row = Application.objects.get(pk=draft.pk)
    row.motivation = draft.motivation
    row.talent_screener_answers = draft.talent_screener_answers
    row.changed_at = timezone.now()
    asked = {"motivation", "talent_screener_answers", "changed_at"}
    row.clean_fields(exclude={each.name for each in row._meta.fields} - asked)
    row.save()


def _submit(draft: Application) -> None:
    submit_application(application=draft, revision=draft.revision, arrived_at=timezone.now())


Rows = tuple[Application, Submission, ApplicationTransition, Letter, OutgoingEmail]


def _prepare_bare(drafts: Iterator[Application], example: Application) -> Iterator[Rows]:
    """The rows that submitting writes, filled in before the clock runs, with the texts of a real one."""
    now = timezone.now()
    letter = Letter.objects.get(recipient=example.candidate, event="application_submitted")
    email = OutgoingEmail.objects.get(letter=letter)
    for draft in drafts:
        yield (
            draft,
            _submission(draft, now),
            _transition(draft, now),
            _letter(draft, letter, now),
            _email(draft, email, now),
        )


def _submission(draft: Application, now: datetime) -> Submission:
    snapshot = build_snapshot(draft, version=1, submitted_at=now)
    assert draft.field is not None
    return Submission(
        application=draft,
        version=1,
        revision=draft.revision,
        submitted_at=now,
        field=draft.field,
        language_1=draft.language_1,
        language_2=draft.language_2,
        snapshot=snapshot,
        sha256=sha256_of(snapshot),
    )


def _transition(draft: Application, now: datetime) -> ApplicationTransition:
    return ApplicationTransition(
        subject=draft,
        action="submit",
        from_state="DRAFT",
        to_state="SUBMITTED",
        made_at=now,
        made_by=draft.candidate,
    )


def _letter(draft: Application, example: Letter, now: datetime) -> Letter:
    return Letter(
        recipient=draft.candidate,
        number=uuid.uuid4(),
        event=example.event,
        key=f"submission:{draft.number}/1",
        about=f"application:{draft.number}",
        language=example.language,
        subject=example.subject,
        body=example.body,
        created_at=now,
        published_at=now,
    )


def _email(draft: Application, example: OutgoingEmail, now: datetime) -> OutgoingEmail:
    return OutgoingEmail(
        event=example.event,
        to_address=draft.candidate.email,
        language=example.language,
        subject=example.subject,
        body_text=example.body_text,
        body_html=example.body_html,
        message_id=new_message_id(),
        due_at=now,
        created_at=now,
    )


@transaction.atomic
def _insert_bare(rows: Rows) -> None:
    """Check each row's values as a model form does, and write it; nothing is locked or read besides."""
    draft, submission, transition, letter, email = rows
    submission.clean_fields()
    submission.save()
    draft.state = "SUBMITTED"
    draft.current_submission = submission
    draft.clean_fields()
    draft.save()
    for row in (transition, letter):
        row.clean_fields()
        row.save()
    email.letter = letter
    email.clean_fields()
    email.save()
