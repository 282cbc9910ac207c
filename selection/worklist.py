"""The files a selection board has to decide on now: by field, from the top, in groups of equal total."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from typing import Any

from competitions.models import CompetitionField
from selection.models import EligibilityDecision, RankingOutcome, RankingRun
from selection.numbers import Shown, shown
from selection.ranking import Stage
from selection.scores import parse_exact
from selection.states import Outcome


@dataclass(frozen=True, slots=True)
class File:
    """One file: its number alone, and the decision that stands."""

    outcome: int
    number: str
    decision: str


@dataclass(frozen=True, slots=True)
class GroupOfFiles:
    """Files whose candidates have the same total."""

    field: CompetitionField
    total: Shown | None
    files: Sequence[File]


def files_to_decide(run: RankingRun) -> list[GroupOfFiles]:
    """The files of a run, those that were decided on since it was computed included."""
    rows = list(
        RankingOutcome.objects.filter(run=run, outcome=Outcome.TO_BE_CHECKED).values_list(
            "pk", "application_id", "application__number", "field_id", "explanation__totals"
        )
    )
    fields = {row.pk: row for row in CompetitionField.objects.filter(competition=run.competition_id)}
    decisions = _standing_decisions([row[1] for row in rows])
    rows.sort(key=lambda row: (fields[row[3]].order, row[3], -_total(row[4]), row[2]))
    return list(_groups(rows, fields, decisions))


def _groups(
    rows: Sequence[Any], fields: Mapping[int, CompetitionField], decisions: Mapping[int, str]
) -> Iterator[GroupOfFiles]:
    for (field, total), members in groupby(rows, key=lambda row: (row[3], _total(row[4]))):
        files = [File(row[0], row[2], decisions.get(row[1], "")) for row in members]
        yield GroupOfFiles(fields[field], shown(str(total)), files)


def _total(totals: Sequence[Mapping[str, Any]]) -> Fraction:
    return next(parse_exact(line["total"]) for line in totals if line["stage"] == Stage.FINAL)


def _standing_decisions(applications: Sequence[int]) -> dict[int, str]:
    standing = EligibilityDecision.objects.current().filter(application__in=applications)
    return dict(standing.values_list("application_id", "decision"))


def snapshot_sections(snapshot: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What the board judges: diplomas and experience as they were handed in, without who she is."""
    answers = snapshot.get("answers", {})
    return {name: list(answers.get(name, [])) for name in ("education", "experience")}
