"""The selection board's decisions on files, one by one or from a file of decisions."""

from datetime import datetime
from typing import Any, BinaryIO, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from applications.models import Application
from competitions.models import Competition
from core.services import record_audit
from selection.models import EligibilityDecision, RankingOutcome
from selection.permissions import can_decide_eligibility
from selection.results_format import Faults, LineFaultError, quoted, read_cells, read_lines
from selection.services.computing import latest_run
from selection.services.imports import ResultsRefusedError
from selection.states import Eligibility, Outcome

HEADER: Final = ["application_number", "decision", "reason"]
LONGEST_LINE: Final = 8_000


@transaction.atomic
def decide_eligibility(
    *, application: Application, decision: str, reason: str, by: Any, now: datetime
) -> EligibilityDecision:
    """Decide on the file of a candidate who is TO_BE_CHECKED in the latest ranking, or decide anew.

    An earlier decision is replaced and kept; the very same one again is left as it is. Raises
    PermissionDenied for who is not on the board, ValidationError for a file that is not up for decision.
    """
    locked = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if not can_decide_eligibility(by, locked.competition):
        raise PermissionDenied
    standing = EligibilityDecision.objects.current().filter(application=locked).first()
    _check(locked, decision, reason, standing)
    if standing is not None:
        if (standing.decision, standing.reason) == (decision, reason.strip()):
            return standing  # type: ignore[no-any-return]  # querysets of this app are of Any
        standing.replaced_at = now
        standing.save(update_fields=["replaced_at"])
    made = EligibilityDecision(
        application=locked, decision=decision, reason=reason.strip(), decided_at=now, decided_by=by
    )
    made.full_clean(validate_unique=False)
    made.save()
    details = {"decision": decision, "replaced": standing is not None}
    record_audit(now=now, by=by, verb="decide_eligibility", subject=made, key=locked.number, details=details)
    return made


def _check(application: Application, decision: str, reason: str, standing: Any) -> None:
    if decision not in Eligibility.values:
        raise ValidationError(_("The decision must be ELIGIBLE or NOT_ELIGIBLE."), code="decision")
    if decision == Eligibility.NOT_ELIGIBLE and not reason.strip():
        raise ValidationError(_("Give the reasons why the file is not eligible."), code="no_reason")
    if standing is None and not is_up_for_decision(application):
        raise ValidationError(
            _("The file of application %(number)s is not up for decision in the latest ranking."),
            code="not_up",
            params={"number": application.number},
        )


def is_up_for_decision(application: Application) -> bool:
    """Whether the latest ranking of the competition waits for a decision on this file."""
    run = latest_run(application.competition)
    outcomes = RankingOutcome.objects.filter(run=run, application=application)
    return outcomes.filter(outcome=Outcome.TO_BE_CHECKED).exists()


def import_decisions(*, competition: Competition, source: BinaryIO, by: Any, now: datetime) -> int:
    """Take in decisions from CSV lines "application number, decision, reason", all of them or none.

    Returns how many lines there were. Raises ResultsRefusedError with every fault, line by line.
    """
    if not can_decide_eligibility(by, competition):
        raise PermissionDenied
    faults = Faults()
    with transaction.atomic():
        count = _take_lines(competition, source, faults, by, now)
        if faults.count:
            raise ResultsRefusedError(faults)
    return count


def _take_lines(competition: Competition, source: BinaryIO, faults: Faults, by: Any, now: datetime) -> int:
    count = 0
    seen: set[str] = set()
    for line, content in read_lines(source, limit=LONGEST_LINE):
        try:
            cells = read_cells(content, limit=LONGEST_LINE)
            if line == 1:
                _check_header(cells)
                continue
            _take(competition, cells, seen, by, now)
            count += 1
        except LineFaultError as fault:
            faults.add(line, str(fault))
            if line == 1:
                return 0
        except ValidationError as error:
            faults.add(line, " ".join(error.messages))
    if not count and not faults.count:
        faults.add(0, _("The file has no decision."))
    return count


def _check_header(cells: list[str]) -> None:
    if cells != HEADER:
        raise LineFaultError(_("the first line must be “%(header)s”") % {"header": ",".join(HEADER)})


def _take(competition: Competition, cells: list[str], seen: set[str], by: Any, now: datetime) -> None:
    if len(cells) != len(HEADER):
        raise LineFaultError(
            _("columns expected: %(expected)s, found: %(found)s")
            % {"expected": len(HEADER), "found": len(cells)}
        )
    number, decision, reason = cells
    application = Application.objects.filter(competition=competition, number=number).first()
    if application is None:
        raise LineFaultError(_("the competition has no application %(number)s") % {"number": quoted(number)})
    if number in seen:
        raise LineFaultError(_("the application %(number)s has an earlier line") % {"number": number})
    seen.add(number)
    decide_eligibility(application=application, decision=decision, reason=reason, by=by, now=now)
