"""Computing a ranking of all fields of a competition, and storing it with every figure that led to it."""

import hashlib
import json
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from competitions.models import Competition, CompetitionField
from core.copying import copy_rows
from core.services import record_audit
from selection.models import RankingOutcome, RankingRun, RankingRunTransition
from selection.ranking import (
    Outcome,
    Ranking,
    RankingError,
    explanation_to_json,
    rank,
    rules_to_json,
    stage_to_json,
)
from selection.ranking.digests import METHOD
from selection.sentences import fault_sentence
from selection.services.inputs import Report, Unit, parts_held, read_candidates, read_decisions, with_paper
from selection.services.rules import Cancelled, build_rules, tests_of, unit_key

FAULTS_SHOWN: Final = 200

Lap = Callable[[str, float], None]


class RankingRefusedError(ValidationError):
    """A ranking that cannot be made; the messages say every reason."""


@dataclass(frozen=True, slots=True)
class ComputedRanking:
    """The run as stored; `is_new` is False where the latest run has the same rules and inputs."""

    run: RankingRun
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Ranked:
    unit: Unit
    ranking: Ranking


def compute_ranking(
    *,
    competition: Competition,
    by: Any,
    now: datetime,
    parts: Collection[int] | None = None,
    report: Report = lambda more: None,
    lap: Lap = lambda name, seconds: None,
) -> ComputedRanking:
    """Rank every field over the parts of which there are results (or only `parts`), and store the run.

    The same rules and inputs as in the latest run give that run. Only valid applications take part.
    `report` is told how many more candidates were read, and what it raises stops the run with nothing stored;
    `lap` is told what took how long. Raises RankingRefusedError with the reasons.
    """
    began = time.perf_counter()
    ranked = [_rank_field(field, parts, report) for field in _fields_in_use(competition)]
    lap("rank", time.perf_counter() - began)
    began = time.perf_counter()
    digests = _digests(ranked)
    lap("digests", time.perf_counter() - began)
    began = time.perf_counter()
    computed = _store(competition, ranked, digests, by, now)
    lap("store", time.perf_counter() - began)
    return computed


def count_candidates(competition: Competition) -> int:
    """How many applications take part."""
    return Application.objects.valid().filter(competition=competition).count()


def _fields_in_use(competition: Competition) -> list[CompetitionField]:
    """The fields somebody applied for."""
    fields = CompetitionField.objects.in_language().filter(
        competition=competition,
        pk__in=Application.objects.valid()
        .filter(competition=competition)
        .values_list("current_submission__field_id", flat=True)
        .distinct(),
    )
    if not fields:
        raise RankingRefusedError(_("Nobody has a valid application for this competition."))
    return sorted(fields, key=unit_key)


def _rank_field(field: CompetitionField, parts: Collection[int] | None, report: Report) -> _Ranked:
    tests = tests_of(field)
    cancelled = Cancelled.of(field.competition)
    held = parts_held(tests)
    chosen = held if parts is None else tuple(part for part in held if part in parts)
    unit = Unit(field, tests, cancelled, chosen)
    try:
        ranking = rank(
            rules=build_rules(field, tests, cancelled),
            candidates=read_candidates(unit, report),
            decisions=read_decisions(unit),
            parts_held=chosen,
        )
    except RankingError as error:
        _refuse_for_lack_of_marks(unit)
        raise _refusal(error, unit_key(field)) from error
    _refuse_for_lack_of_marks(unit)
    return _Ranked(unit, ranking)


def _refusal(error: RankingError, field: str) -> RankingRefusedError:
    sentences = [fault_sentence(fault, field) for fault in error.faults[:FAULTS_SHOWN]]
    if len(error.faults) > FAULTS_SHOWN:
        hidden = len(error.faults) - FAULTS_SHOWN
        sentences.append(_("Further faults that are not shown: %(count)s.") % {"count": hidden})
    return RankingRefusedError(sentences)


def _refuse_for_lack_of_marks(unit: Unit) -> None:
    if not unit.without_marks:
        return
    number, test = unit.without_marks[0]
    raise RankingRefusedError(
        _(
            "Questions of the test %(test)s were neutralised, and results do not say which questions were "
            "answered right: %(count)s in all, the first that of application %(number)s. Import a "
            "corrected file with marks."
        )
        % {"test": test, "count": len(unit.without_marks), "number": number}
    )


def _digests(ranked: Sequence[_Ranked]) -> dict[str, str]:
    """The digests of the whole run: SHA-256 over a head, and for each field a line with its own digest."""
    return {what: _digest(what, ranked) for what in ("rules", "inputs", "result")}


def _digest(what: str, ranked: Sequence[_Ranked]) -> str:
    lines: list[object] = [{"method": METHOD, "what": f"{what} of all fields"}]
    lines += [[unit_key(item.unit.field), getattr(item.ranking, f"{what}_digest")] for item in ranked]
    text = "".join(json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n" for line in lines)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


@transaction.atomic
def _store(
    competition: Competition, ranked: Sequence[_Ranked], digests: dict[str, str], by: Any, now: datetime
) -> ComputedRanking:
    Competition.objects.select_for_update(of=("self",)).only("pk").get(pk=competition.pk)
    latest = latest_run(competition)
    if latest is not None and (latest.rules_digest, latest.inputs_digest) == (
        digests["rules"],
        digests["inputs"],
    ):
        return ComputedRanking(latest, is_new=False)
    run = RankingRun.objects.create(
        competition=competition,
        number=1 if latest is None else latest.number + 1,
        is_final=all(item.ranking.is_final for item in ranked),
        rules={unit_key(item.unit.field): rules_to_json(item.ranking.rules) for item in ranked},
        rules_digest=digests["rules"],
        inputs_digest=digests["inputs"],
        result_digest=digests["result"],
        summary={"fields": [_summary(item) for item in ranked]},
        candidates=sum(len(item.ranking) for item in ranked),
        computed_at=now,
        computed_by=by,
    )
    for item in ranked:
        _copy_outcomes(run, item)
    RankingRunTransition.objects.create(
        subject=run, action="compute", to_state=run.state, made_at=now, made_by=by
    )
    details = {"result": run.result_digest, "candidates": run.candidates}
    record_audit(now=now, by=by, verb="compute_ranking", subject=run, key=str(run), details=details)
    return ComputedRanking(run, is_new=True)


def latest_run(competition: Competition) -> RankingRun | None:
    """The run with the highest number."""
    run: RankingRun | None = RankingRun.objects.filter(competition=competition).order_by("-number").first()
    return run


def _summary(item: _Ranked) -> dict[str, Any]:
    field, ranking = item.unit.field, item.ranking
    return {
        "key": unit_key(field),
        "field": field.pk,
        "code": field.code,
        "grade": field.grade,
        "number_sought": field.number_sought,
        "candidates": len(ranking),
        "parts_held": list(ranking.parts_held),
        "is_final": ranking.is_final,
        "stages": [stage_to_json(stage) for stage in ranking.stages],
        "counts": {outcome.value: number for outcome, number in ranking.counts.items()},
        "digests": {
            "rules": ranking.rules_digest,
            "inputs": ranking.inputs_digest,
            "result": ranking.result_digest,
        },
    }


def _copy_outcomes(run: RankingRun, item: _Ranked) -> None:
    columns = ("run_id", "application_id", "field_id", "outcome", "explanation")
    copy_rows(RankingOutcome._meta.db_table, columns, _outcome_rows(run, item))


def _outcome_rows(run: RankingRun, item: _Ranked) -> Iterator[tuple[Any, ...]]:
    write = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode
    keys, papers, reasons = item.unit.keys, item.unit.papers, item.unit.board_reasons
    field = item.unit.field.pk
    for explanation in item.ranking.explanations():
        document = explanation_to_json(explanation)
        if papers:
            document = with_paper(document, papers)
        if explanation.outcome is Outcome.NOT_ELIGIBLE:
            document["board_reason"] = reasons[explanation.number]
        yield run.pk, keys[explanation.number], field, explanation.outcome.value, write(document)
