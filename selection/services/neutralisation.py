"""Cancelling questions of a test; the next ranking shares their points out over the others (epso 2.5)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from competitions.models import Test
from core.languages import CODES
from core.services import record_audit
from selection.models import Neutralisation
from selection.permissions import can_neutralise_questions
from selection.services.neutralisation_letters import prepare_neutralisation_letters
from selection.services.rules import Cancelled


@transaction.atomic
def neutralise_questions(
    *, test: Test, question_numbers: Collection[int], language: str, reason: str, by: Any, now: datetime
) -> Neutralisation:
    """Cancel questions of a test, numbered from 1, on papers in `language` ("": on all papers).

    Letters to all who had the questions are prepared (message 13); a second person approves them.
    Raises PermissionDenied for who may not, and ValidationError for questions that do not exist or are
    cancelled already, where no question would be left, and where no reason is given.
    """
    locked = Test.objects.select_for_update(of=("self",)).select_related("competition").get(pk=test.pk)
    if not can_neutralise_questions(by, locked.competition):
        raise PermissionDenied
    numbers = sorted(set(question_numbers))
    _check(locked, numbers, language, reason)
    row = Neutralisation.objects.create(
        test=locked,
        question_numbers=numbers,
        language=language,
        reason=reason.strip(),
        decided_at=now,
        decided_by=by,
    )
    details = {"test": locked.code, "questions": numbers, "language": language}
    record_audit(
        now=now,
        by=by,
        verb="neutralise_questions",
        subject=row,
        key=locked.competition.reference,
        purpose=reason.strip()[:300],
        details=details,
    )
    prepare_neutralisation_letters(neutralisation=row, by=by, now=now)
    return row


def _check(test: Test, numbers: list[int], language: str, reason: str) -> None:
    if not reason.strip():
        raise ValidationError(_("Give the reason."), code="no_reason")
    if language not in ("", *CODES):
        raise ValidationError(_("Choose one of the 24 official languages."), code="language")
    if test.kind != "QUESTIONS" or not test.questions:
        raise ValidationError(
            _("Only questions of a test scored by questions can be cancelled."), code="kind"
        )
    if not numbers or numbers[0] < 1 or numbers[-1] > test.questions:
        raise ValidationError(
            _("Name questions from 1 to %(last)s."), code="numbers", params={"last": test.questions}
        )
    cancelled = Cancelled(test.neutralisations.all()).questions(test.pk, language)
    again = cancelled & set(numbers)
    if again:
        raise ValidationError(
            _("Cancelled already: %(numbers)s."),
            code="again",
            params={"numbers": ", ".join(map(str, sorted(again)))},
        )
    if len(cancelled | set(numbers)) >= test.questions:
        raise ValidationError(_("At least one question must be left."), code="none_left")
