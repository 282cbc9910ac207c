"""Telling candidates their results: letters approved first, then run and letters released together.

A candidate gets a letter when her outcome, its reasons or her scores differ from the ranking released before.
"""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from competitions.models import Competition, CompetitionField
from core.copying import fetch_all, stream_rows
from core.services import record_audit
from core.states import StateMoveRefused, move
from notifications.models import LetterBatch
from notifications.services import (
    BatchLetter,
    add_letters,
    finish_preparing,
    prepare_batch,
    release_batch,
)
from notifications.states import BatchState
from selection.emails import ResultLetters
from selection.models import RankingRun, RankingRunTransition
from selection.services.computing import latest_run
from selection.services.rules import tests_of
from selection.states import RUN_MOVES, RunState

EVENT: Final = "result"
PROGRESS_EVERY: Final = 1_000

# Outcomes of a run that its candidates do not know yet; the other run is the one released now, if any.
NEWS: Final = """
FROM selection_rankingoutcome o
JOIN applications_application a ON a.id = o.application_id
LEFT JOIN selection_rankingoutcome p ON p.run_id = %s AND p.application_id = o.application_id
WHERE o.run_id = %s AND (
  p.id IS NULL OR p.outcome <> o.outcome
  OR p.explanation -> 'reasons' <> o.explanation -> 'reasons'
  OR p.explanation -> 'board_reason' IS DISTINCT FROM o.explanation -> 'board_reason'
  OR jsonb_path_query_array(p.explanation, '$.tests[*] ? (@.state == "SCORED")')
     <> jsonb_path_query_array(o.explanation, '$.tests[*] ? (@.state == "SCORED")'))
"""

UNWRITTEN: Final = """
AND NOT EXISTS (SELECT 1 FROM notifications_letter l WHERE l.recipient_id = a.candidate_id
  AND l.event = 'result' AND l.key = 'ranking:' || o.run_id || ':' || a.number AND l.recalled_at IS NULL)
"""


def letter_key(run: RankingRun, number: str) -> str:
    """What the letter to one candidate about one run is filed under, once only."""
    return f"ranking:{run.pk}:{number}"


def batch_subject(run: RankingRun) -> str:
    """What a batch of letters about a run is about."""
    return f"ranking:{run.pk}"


def standing_batch(run: RankingRun) -> LetterBatch | None:
    """The batch of letters about a run that was not recalled."""
    batches = LetterBatch.objects.filter(about=batch_subject(run)).exclude(state=BatchState.RECALLED)
    batch: LetterBatch | None = batches.order_by("-pk").first()
    return batch


def count_news(run: RankingRun) -> int:
    """How many candidates do not know their outcome in this run yet."""
    ((count,),) = fetch_all(f"SELECT count(*) {NEWS}", [_released_pk(run), run.pk])
    return int(count)


def _released_pk(run: RankingRun) -> int | None:
    released = RankingRun.objects.filter(competition=run.competition_id, state=RunState.RELEASED)
    return released.values_list("pk", flat=True).first()


def prepare_result_letters(
    *, run: RankingRun, by: User, now: datetime, report: Callable[[int], None] = lambda done: None
) -> LetterBatch:
    """Write a letter, in her language, for each candidate to whom this run says something new.

    A preparation that was stopped goes on where it was. `report` is told how many letters there are, and what
    it raises stops the preparation between slices. Raises ValidationError for a run that is not the latest or
    is released, and for one whose letters are prepared already.
    """
    _check_is_releasable(run)
    batch = _batch_to_fill(run, by, now)
    done = batch.letters.count()
    report(done)
    add_letters(batch=batch, letters=_letters(run, done, report), now=now)
    return finish_preparing(batch=batch, now=now, by=by)


def _check_is_releasable(run: RankingRun) -> None:
    if run.state != RunState.COMPUTED:
        raise StateMoveRefused("release", run.state)
    latest = latest_run(run.competition)
    if latest is not None and latest.pk != run.pk:
        raise ValidationError(
            _("There is a later ranking, number %(number)s. Release that one.") % {"number": latest.number},
            code="not_latest",
        )


@transaction.atomic
def _batch_to_fill(run: RankingRun, by: User, now: datetime) -> LetterBatch:
    RankingRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    batch = standing_batch(run)
    if batch is None:
        title = _("Results: ranking %(run)s") % {"run": run}
        return prepare_batch(
            event=EVENT, title=title[:200], about=batch_subject(run), expected=count_news(run), by=by, now=now
        )
    if batch.state != BatchState.PREPARING:
        raise ValidationError(_("The letters of this ranking are prepared already."), code="prepared")
    return batch


def _letters(run: RankingRun, done: int, report: Callable[[int], None]) -> Iterator[BatchLetter]:
    fields = {field.pk: field for field in CompetitionField.objects.filter(competition=run.competition_id)}
    rows = stream_rows(
        "SELECT u.language, o.field_id, a.number, a.candidate_id, o.explanation::text"
        + NEWS.replace("LEFT JOIN", "JOIN accounts_user u ON u.id = a.candidate_id LEFT JOIN", 1)
        + UNWRITTEN
        + "ORDER BY u.language, o.field_id, a.id",
        [_released_pk(run), run.pk],
    )
    for (language, field_pk), group in groupby(rows, key=lambda row: (row[0], row[1])):
        for letter in _letters_of_group(run, fields[field_pk], language, group):
            yield letter
            done += 1
            if done % PROGRESS_EVERY == 0:
                report(done)


def _letters_of_group(
    run: RankingRun, field: CompetitionField, language: str, rows: Iterator[tuple[Any, ...]]
) -> Iterator[BatchLetter]:
    """The letters in one language about one field. The language is never left active between two letters."""
    with translation.override(language):
        letters = ResultLetters(run, field, tests_of(field))
    for _language, _field, number, candidate, document in rows:
        with translation.override(language):
            text = letters.write(number, json.loads(document))
        yield BatchLetter(
            recipient=User(pk=candidate),
            language=language,
            event=EVENT,
            key=letter_key(run, number),
            about=f"application:{number}",
            subject=text.subject,
            body=text.body,
        )


@transaction.atomic
def release_ranking(*, run: RankingRun, by: User, now: datetime) -> RankingRun:
    """Make a run the one that counts, and begin to publish its letters, in one transaction.

    The letters must have been approved by a second person, and be exactly those the outcomes call for.
    Raises ValidationError otherwise, with nothing changed.
    """
    Competition.objects.select_for_update(of=("self",)).only("pk").get(pk=run.competition_id)
    run.refresh_from_db(fields=["state"])
    _check_is_releasable(run)
    batch = _approved_batch(run)
    for older in RankingRun.objects.filter(competition=run.competition_id, state=RunState.RELEASED):
        _move(older, "supersede", by, now)
    released = _move(run, "release", by, now, changes={"released_at": now})
    release_batch(batch=batch, by=by, now=now)
    details = {"batch": batch.pk, "letters": batch.expected, "result": released.result_digest}
    record_audit(now=now, by=by, verb="release_ranking", subject=released, key=str(released), details=details)
    return released


def _approved_batch(run: RankingRun) -> LetterBatch:
    batch = standing_batch(run)
    if batch is None or batch.state != BatchState.APPROVED:
        raise ValidationError(
            _("The letters of this ranking must be prepared, and approved by a second person, first."),
            code="letters_not_approved",
        )
    news, written = count_news(run), batch.letters.standing().count()
    if not news == batch.expected == written:
        raise ValidationError(
            _("Candidates to be told: %(news)s. Letters: %(written)s. Recall the letters."),
            code="letters_do_not_match",
            params={"news": news, "written": written},
        )
    return batch


def _move(run: RankingRun, action: str, by: Any, now: datetime, **extra: Any) -> RankingRun:
    return move(
        run,
        table=RUN_MOVES,
        transition_model=RankingRunTransition,
        action=action,
        by=by,
        now=now,
        **extra,
    )
