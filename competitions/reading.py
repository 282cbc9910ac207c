"""A competition with everything that its public page shows, in one query.

The rows that belong to it come as lists of plain objects (JSON that PostgreSQL builds), with the texts in
the reader's language and in English. Decimal numbers come as text, days and instants in ISO form.
"""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, F, Max, OuterRef, Subquery, TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast, JSONObject

from careers.models import Institution, Place
from competitions.models import (
    Amendment,
    ApplicationCount,
    BoardMember,
    Competition,
    CompetitionDocument,
    CompetitionField,
    CompetitionTransition,
    EligibilityRoute,
    PlanningChange,
    PlanningRow,
    Test,
)
from core.languages import ENGLISH, active_code

Values = dict[str, str | Expression | F | ArraySubquery]


def published_with_page(slug: str) -> Any:
    """The published competition at an address, with `page_…` lists of what belongs to it."""
    return (
        Competition.objects.published()
        .in_language()
        .defer("document")
        .filter(slug=slug)
        .annotate(**{f"page_{name}": rows for name, rows in _parts().items()}, page_changed_at=_changed_at())
    )


def _parts() -> dict[str, ArraySubquery]:
    return {
        "fields": _rows(CompetitionField, _field()),
        "tests": _rows(Test, _test()),
        "planning": _rows(PlanningRow, _planning()),
        "planning_changes": _rows(PlanningChange, _same("row_number", "date", "before", "after")),
        "board": _rows(BoardMember, _board()),
        "counts": _rows(ApplicationCount, _count()),
        "documents": _rows(CompetitionDocument, _same("kind", "url") | _texts("title")),
        "amendments": _rows(Amendment, _amendment()),
        "transitions": _rows(
            CompetitionTransition, _same("action", "from_state", "to_state", "made_at"), owner="subject"
        ),
        "places": _rows(Place, _texts("name"), owner="competitions"),
        "institutions": _rows(Institution, _same("slug") | _texts("name"), owner="competitions"),
    }


def _rows(model: Any, values: Values, *, owner: str = "competition") -> ArraySubquery:
    """The rows of `model` that belong to the row of the outer query, in their order."""
    rows = model._default_manager.filter(**{owner: OuterRef("pk")}).order_by(*model._meta.ordering)
    return ArraySubquery(rows.annotate(as_json=JSONObject(**values)).values("as_json"))


def _same(*names: str) -> Values:
    return {name: name for name in names}


def _exact(*names: str) -> Values:
    """Decimal columns as text: a number of JSON would lose digits on its way."""
    return {name: Cast(name, TextField()) for name in names}


def _texts(*names: str, inside: str = "") -> Values:
    """Each text as `name` in the reader's language and as `name_en`."""
    code = active_code()
    found: Values = {}
    for name in names:
        found[name] = F(f"{inside}{name}_{code}")
        found[f"{name}_{ENGLISH}"] = F(f"{inside}{name}_{ENGLISH}")
    return found


def _field() -> Values:
    plain = _same("code", "grade", "number_sought", "language_1", "allows_reassignment", "talent_screener")
    routes = _rows(
        EligibilityRoute, _same("years_study", "years_experience", "years_in_field"), owner="field"
    )
    return {**plain, **_texts("title", "duties"), "routes": routes}


def _test() -> Values:
    plain = _same("code", "part", "language", "questions", "minutes", "marked_for", "marked_number")
    decimals = _exact("maximum", "pass_mark", "weight_preliminary", "weight_final", "marked_multiplier")
    group: Values = {"group": "group_id", "group_mark": Cast("group__pass_mark", TextField())}
    return {
        **(plain | decimals | group | _texts("title")),
        "field": F("field__code"),
        "scheduled_at": F("scheduled_at"),
    }


def _planning() -> Values:
    plain = _same("number", "state", "starts_at", "candidates")
    return {**plain, **_exact("minimum_score"), **_texts("stage", "period")}


def _board() -> Values:
    institution = {
        f"institution_{name}": value for name, value in _texts("name", inside="institution__").items()
    }
    return {**_same("name", "role", "is_alternate", "appointed_by"), **institution}


def _count() -> Values:
    title = {f"field_{name}": value for name, value in _texts("title", inside="field__").items()}
    return {**_same("date", "started", "submitted"), **title}


def _amendment() -> Values:
    plain = _same("number", "date", "oj_reference", "eli", "effects", "differences", "applied_at")
    return {**plain, **_texts("reason"), "sections": KeyTransform("sections", "document")}


def _changed_at() -> Subquery:
    """When the competition last moved or was amended: the former is written with every load, too."""
    moves = CompetitionTransition.objects.filter(subject=OuterRef("pk")).order_by().values("subject")
    return Subquery(moves.annotate(latest=Max("made_at")).values("latest"))
