"""Sealed answers and decisions as rows for people."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.formats import format_percent
from special_needs.models import AccommodationRequest, Measure, NeedKind

Rows = list[tuple[str, Any]]


def test_names(request: AccommodationRequest) -> str:
    """The tests concerned."""
    return ", ".join(f"{test.code} {test.title}".strip() for test in request.tests.all())


def answer_rows(request: AccommodationRequest) -> Rows:
    """What was asked for: (question, answer); what was left open is left out."""
    answers = request.answers
    if not answers:
        return []
    return [
        (_("Tests concerned"), test_names(request)),
        (_("Type of need"), NeedKind(answers["kind"]).label),
        (_("What the tests make difficult for you"), answers["limitation"]),
        (_("Measures you ask for"), _measures(answers)),
        (_("Other measures"), answers["other_measures"]),
        (_("Assistive technology you use"), answers["technology"]),
        (_("EPSO granted me measures before"), _("Yes") if answers["had_earlier"] else _("No")),
    ]


def decision_rows(request: AccommodationRequest) -> Rows:
    """What was granted, and why."""
    decision = request.decision
    if not decision:
        return []
    return [
        (_("Measures granted"), _measures(decision) or pgettext("no measures", "None.")),
        (_("Reasons"), decision["reasons"]),
    ]


def _measures(values: dict[str, Any]) -> str:
    """The measures as one line, extra time with how much."""
    return ", ".join(_measure(measure, values["extra_time"]) for measure in values["measures"])


def _measure(measure: str, extra_time: int | None) -> str:
    label = str(Measure(measure).label)
    if measure != Measure.EXTRA_TIME or not extra_time:
        return label
    return f"{label} ({format_percent(Decimal(extra_time) / 100)})"
