"""Loading a notice of competition, and amending one that is published."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from careers.services.opportunities import texts_of
from competitions.differences import find_differences
from competitions.models import Amendment, Competition, CompetitionTransition
from competitions.notice import (
    BRUSSELS,
    AmendmentRefusedError,
    Document,
    apply_amendment,
    digest,
    find_amendment_faults,
    find_faults,
    resolve_relative_dates,
)
from competitions.services.columns import column_faults, values_of
from competitions.services.faults import LoadFault, RefusedError, in_words
from competitions.services.opportunities import publish_competition
from competitions.services.planning import Origin
from competitions.services.rows import write_rows
from competitions.services.states import document_in_state, make_move
from competitions.states import COMPETITION_MOVES, CompetitionState
from core.services import record_audit

Outcome = Literal["created", "replaced", "amended", "unchanged", "refused"]


@dataclass(frozen=True)
class LoadResult:
    """What became of a document. `refused` comes with every fault and changed nothing."""

    outcome: Outcome
    reference: str = ""
    competition: Competition | None = None
    faults: list[LoadFault] = field(default_factory=list)


def _in_one_transaction(write: Callable[[], LoadResult], reference: str) -> LoadResult:
    try:
        with transaction.atomic():
            return write()
    except RefusedError as refused:
        return LoadResult("refused", reference, faults=refused.faults)


def _refused(reference: str, sentence: str, path: str = "") -> LoadResult:
    return LoadResult("refused", reference, faults=[LoadFault(path, sentence)])


def _reference(document: Document, member: str) -> str:
    value = document.get(member)
    return value if isinstance(value, str) else ""


# A notice


def load_notice(*, document: Document, by: Any, now: datetime) -> LoadResult:
    """Write a notice: a new one, or a new version of a draft.

    The same document twice changes nothing, also after amendments; another one for a published reference is
    refused. The days of a demonstration are counted from the Brussels day of `now`.
    """
    document = resolve_relative_dates(document, today=now.astimezone(BRUSSELS).date())
    reference = _reference(document, "reference")
    return _in_one_transaction(lambda: _load(document, reference, by, now), reference)


def _load(document: Document, reference: str, by: Any, now: datetime) -> LoadResult:
    present = Competition.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if present is not None and digest(document) in {present.document_digest, _first_digest(present)}:
        return LoadResult("unchanged", reference, present)
    faults = find_faults(document)
    if faults:
        raise RefusedError(in_words(faults))
    if present is None:
        return _create(document, by, now)
    if present.state != CompetitionState.DRAFT:
        text = _("%(reference)s is published. It changes only through an amendment document.")
        return _refused(reference, text % {"reference": reference})
    return _replace_draft(present, document, by, now)


def _first_digest(competition: Competition) -> str | None:
    """The digest of the notice as published first, before any amendment."""
    return competition.amendments.order_by("number").values_list("digest_before", flat=True).first()


def _create(document: Document, by: Any, now: datetime) -> LoadResult:
    competition = Competition(slug=slugify(document["reference"].replace("/", "-")))
    _write(competition, document, state=document["status"])
    CompetitionTransition.objects.create(
        subject=competition, action="load", to_state=competition.state, made_at=now, made_by=by
    )
    _finish("load_notice", competition, by, now)
    return LoadResult("created", competition.reference, competition)


def _replace_draft(competition: Competition, document: Document, by: Any, now: datetime) -> LoadResult:
    before = competition.state
    _write(competition, document, state=document["status"])
    if competition.state != before:
        CompetitionTransition.objects.create(
            subject=competition,
            action="load",
            from_state=before,
            to_state=competition.state,
            made_at=now,
            made_by=by,
        )
    _finish("replace_draft", competition, by, now)
    return LoadResult("replaced", competition.reference, competition)


def _finish(verb: str, competition: Competition, by: Any, now: datetime) -> None:
    publish_competition(competition=competition)
    record_audit(
        now=now,
        by=by,
        verb=verb,
        subject=competition,
        key=competition.reference,
        details={"digest": competition.document_digest},
    )


def _write(
    competition: Competition,
    document: Document,
    *,
    state: str | None = None,
    but: tuple[str, ...] = (),
    origin: Origin | None = None,
) -> None:
    """Write the row of the competition and all that belongs to it. Raises RefusedError."""
    before = competition.document or {}
    for name, value in values_of(Competition, document, but=but).items():
        setattr(competition, name, value)
    competition.is_for_all_institutions = document["institutions"] == "ALL"
    competition.document, competition.document_digest = document, digest(document)
    competition.state = state or competition.state
    _refuse(column_faults(competition))
    _check_constraints(competition)
    competition.save()
    write_rows(competition=competition, before=before, origin=origin)


def _check_constraints(competition: Competition) -> None:
    """Put into words what the database would refuse. Raises RefusedError."""
    try:
        competition.validate_unique()
        competition.validate_constraints()
    except ValidationError as error:
        raise RefusedError(LoadFault("", message) for message in error.messages) from error


def _refuse(faults: Iterable[LoadFault]) -> None:
    found = list(faults)
    if found:
        raise RefusedError(found)


def load_demonstration(*, document: Document, by: Any, now: datetime) -> LoadResult:
    """Load the demonstration competition unless one takes applications at `now`.

    Once the last one is past its deadline the next one gets the next free number, EPSO/DEMO/2/26, so that
    the applications to the old one stay what they are.
    """
    present = Competition.objects.filter(is_demonstration=True).open_at(now).first()
    if present is not None:
        return LoadResult("unchanged", present.reference, present)
    return load_notice(document={**document, "reference": _free_reference(document)}, by=by, now=now)


def _free_reference(document: Document) -> str:
    head, number, year = document["reference"].rsplit("/", 2)
    taken = set(Competition.objects.filter(is_demonstration=True).values_list("reference", flat=True))
    following = int(number)
    while f"{head}/{following}/{year}" in taken:
        following += 1
    return f"{head}/{following}/{year}"


# An amendment


def apply_amendment_document(*, document: Document, by: Any, now: datetime) -> LoadResult:
    """Change a published notice as an amendment document says, and keep the amendment (epso 3.6).

    Amendments are applied in the order of their numbers; one applied already changes nothing. A change of
    `/status` in the document is made as the move of the state table that leads there.
    """
    reference = _reference(document, "amends")
    faults = find_amendment_faults(document)
    if faults:
        return LoadResult("refused", reference, faults=in_words(faults))
    return _in_one_transaction(lambda: _amend(document, reference, by, now), reference)


def _amend(document: Document, reference: str, by: Any, now: datetime) -> LoadResult:
    competition = Competition.objects.select_for_update(of=("self",)).filter(reference=reference).first()
    if competition is None:
        text = _("There is no competition %(reference)s.")
        return _refused(reference, text % {"reference": reference}, "amends")
    if competition.state == CompetitionState.DRAFT:
        return _refused(reference, _("A draft is not amended: load its notice again."), "amends")
    return _at_its_turn(competition, document) or _apply(competition, document, by, now)


def _at_its_turn(competition: Competition, document: Document) -> LoadResult | None:
    """None if the number of the amendment is the next one; else what that means."""
    number, reference = document["number"], competition.reference
    applied = {each.number: each for each in competition.amendments.all()}
    if number in applied:
        if digest(applied[number].document) == digest(document):
            return LoadResult("unchanged", reference, competition)
        text = _("Another amendment with the number %(number)s was applied already.")
        return _refused(reference, text % {"number": number}, "number")
    following = max(applied, default=0) + 1
    if number != following:
        text = _("The next amendment of %(reference)s has the number %(number)s.")
        return _refused(reference, text % {"reference": reference, "number": following}, "number")
    return None


def _apply(competition: Competition, document: Document, by: Any, now: datetime) -> LoadResult:
    before, digest_before = competition.document, competition.document_digest
    try:
        amended = apply_amendment(before, document)
    except AmendmentRefusedError as refused:
        raise RefusedError(in_words(refused.faults)) from refused
    action = _action(competition, before, amended)
    _refuse(in_words(find_faults(_as_it_will_stand(competition, before, amended, action))))
    competition = _write_amended(competition, before, amended, action, document, by, now)
    _keep_amendment(competition, before, document, digest_before, by, now)
    _finish("amend_notice", competition, by, now)
    return LoadResult("amended", competition.reference, competition)


def _action(competition: Competition, before: Document, amended: Document) -> str | None:
    """The action that leads to the status the amendment sets, if it sets one. Raises RefusedError."""
    target = amended["status"]
    if target == before["status"] or target == competition.state:
        return None
    for action in COMPETITION_MOVES.actions_from(competition.state):
        if COMPETITION_MOVES.moves[action].target == target:
            return action
    text = _("The competition cannot go from the state “%(state)s” to “%(target)s”.")
    raise RefusedError([LoadFault("changes", text % {"state": competition.state, "target": target})])


def _as_it_will_stand(
    competition: Competition, before: Document, amended: Document, action: str | None
) -> Document:
    """The amended document with the state and note that the competition really will have."""
    state = COMPETITION_MOVES.moves[action].target if action else competition.state
    note = amended["status_note"]
    if not _changes_note(before, amended):
        note = texts_of(competition, "status_note")
    return document_in_state(amended, state, note)


def _write_amended(
    competition: Competition,
    before: Document,
    amended: Document,
    action: str | None,
    document: Document,
    by: Any,
    now: datetime,
) -> Competition:
    """Write the rows, then make the move. The note on the state stays unless the amendment changes it."""
    origin = Origin(document["number"], date.fromisoformat(document["date"]), by, now)
    kept = () if _changes_note(before, amended) else ("status_note",)
    _write(competition, amended, but=kept, origin=origin)
    if action is None:
        return competition
    competition.state = COMPETITION_MOVES.moves[action].target
    _check_constraints(competition)
    reason = _("Amendment %(number)s") % {"number": document["number"]}
    return make_move(competition, action, by, now, reason, {})


def _changes_note(before: Document, amended: Document) -> bool:
    return bool(amended["status_note"] != before["status_note"])


def _keep_amendment(
    competition: Competition, before: Document, document: Document, digest_before: str, by: Any, now: datetime
) -> None:
    amendment = Amendment(
        competition=competition,
        document=document,
        differences=find_differences(before, competition.document),
        digest_before=digest_before,
        digest_after=competition.document_digest,
        applied_at=now,
        applied_by=by,
        **values_of(Amendment, document),
    )
    _refuse(column_faults(amendment))
    amendment.save()
