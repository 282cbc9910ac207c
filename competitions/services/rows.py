"""The rows of a competition, written from its document.

Fields and tests keep their rows (applications and results hang on them): a field is found by its code and
grade, a test by its code and field. The other parts are rewritten where they changed.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from careers.models import Institution, Place
from competitions.models import (
    ApplicationCount,
    BoardMember,
    Competition,
    CompetitionDocument,
    CompetitionField,
    EligibilityRoute,
    Test,
    TestGroup,
)
from competitions.notice import Document
from competitions.services.columns import column_faults, values_of
from competitions.services.faults import LoadFault, RefusedError
from competitions.services.planning import Origin, rewrite_planning

Row = dict[str, Any]
Key = Callable[[Any], Hashable]


def write_rows(*, competition: Competition, before: Document, origin: Origin | None = None) -> None:
    """Write what belongs to `competition` as its document says; `before` is the document written last, or {}.

    `origin` is the amendment that changes a published competition: what it does to the planning is kept.

    Raises RefusedError, naming every value that a column refuses, and every field or test that would have to
    go although something hangs on it. The caller's transaction must then be rolled back.
    """
    document = competition.document
    known = _known_codes(document)
    _write_references(competition, document, known)
    fields = _write_fields(competition, document)
    groups = _sync(TestGroup, competition, _part(TestGroup, document, "test_groups"), lambda row: row.code)
    _write_tests(competition, document, fields, {group.code: group for group in groups.kept})
    groups.delete_others()
    fields.delete_others()
    _rewrite_parts(competition, document, before, known, fields.kept)
    rewrite_planning(competition=competition, before=before, document=document, origin=origin)


# Institutions and places


def _known_codes(document: Document) -> dict[str, dict[str, Any]]:
    wanted = [code for code in _institution_codes(document) if code]
    return {
        "institutions": {row.code: row for row in Institution.objects.in_language().filter(code__in=wanted)},
        "places": {row.code: row for row in Place.objects.in_language().filter(code__in=document["places"])},
    }


def _institution_codes(document: Document) -> list[str]:
    listed = [] if document["institutions"] == "ALL" else document["institutions"]
    return [*listed, *(member["institution"] for member in document["board"])]


def _write_references(competition: Competition, document: Document, known: Mapping[str, Any]) -> None:
    faults = list(_unknown_codes(document, known))
    if faults:
        raise RefusedError(faults)
    listed = [] if document["institutions"] == "ALL" else document["institutions"]
    competition.institutions.set([known["institutions"][code] for code in listed])
    competition.places.set([known["places"][code] for code in document["places"]])


def _unknown_codes(document: Document, known: Mapping[str, Any]) -> Iterator[LoadFault]:
    for number, code in enumerate(document["places"]):
        if code not in known["places"]:
            yield LoadFault(
                f"places[{number}]", _("There is no place with the code “%(code)s”.") % {"code": code}
            )
    listed = [] if document["institutions"] == "ALL" else document["institutions"]
    places = [(f"institutions[{number}]", code) for number, code in enumerate(listed)]
    places += [(f"board[{n}].institution", each["institution"]) for n, each in enumerate(document["board"])]
    for path, code in places:
        if code is not None and code not in known["institutions"]:
            yield LoadFault(path, _("There is no institution with the code “%(code)s”.") % {"code": code})


# Rows that others hang on


class _Synced:
    """The rows of one kind as the document has them, in its order, and those it no longer has."""

    def __init__(self, kept: list[Any], others: list[Any]) -> None:
        self.kept, self.others = kept, others

    def delete_others(self) -> None:
        faults = []
        for row in self.others:
            try:
                row.delete()
            except ProtectedError:
                text = _("“%(name)s” cannot be removed: applications or results belong to it.")
                faults.append(LoadFault("", text % {"name": str(row)}))
        if faults:
            raise RefusedError(faults)


def _part(model: type[Model], document: Document, name: str) -> list[tuple[str, Row]]:
    return [(f"{name}[{number}]", values_of(model, node)) for number, node in enumerate(document[name])]


def _sync(model: Any, competition: Competition, wanted: Sequence[tuple[str, Row]], key: Key) -> _Synced:
    """Bring rows into line with `wanted` (place in the document, values); nothing is deleted yet."""
    present = {key(row): row for row in model.objects.filter(competition=competition)}
    rows, faults = [], []
    for place, values in wanted:
        new = model(competition=competition, **values)
        row = present.pop(key(new), new)
        for name, value in values.items():
            setattr(row, name, value)
        faults += column_faults(row, place)
        rows.append(row)
    if faults:
        raise RefusedError(faults)
    for row in rows:
        row.save()
    return _Synced(rows, list(present.values()))


def _write_fields(competition: Competition, document: Document) -> _Synced:
    wanted = [
        (place, {**values, "order": number})
        for number, (place, values) in enumerate(_part(CompetitionField, document, "fields"))
    ]
    return _sync(CompetitionField, competition, wanted, lambda row: (row.code, row.grade))


def _write_tests(
    competition: Competition, document: Document, fields: _Synced, groups: Mapping[str, TestGroup]
) -> None:
    """A test of one field of several grades is a row for each grade."""
    wanted = []
    for number, node in enumerate(document["tests"]):
        values = values_of(Test, node) | {"group": groups.get(node["group"] or "")}
        wanted += [
            (f"tests[{number}]", {**values, "field": field})
            for field in _fields_of(node["field"], fields.kept)
        ]
    tests = _sync(Test, competition, wanted, lambda row: (row.code, row.field_id))
    tests.delete_others()


def _fields_of(code: str | None, fields: Sequence[CompetitionField]) -> list[CompetitionField | None]:
    return [None] if code is None else [field for field in fields if field.code == code]


# Parts that nothing hangs on


def _rewrite_parts(
    competition: Competition,
    document: Document,
    before: Document,
    known: Mapping[str, Any],
    fields: Sequence[CompetitionField],
) -> None:
    first_field = {field.code: field for field in reversed(fields)}
    extra: Mapping[Any, tuple[str, Callable[[Row], Row]]] = {
        BoardMember: ("board", lambda node: {"institution": known["institutions"].get(node["institution"])}),
        ApplicationCount: (
            "application_counts",
            lambda node: {"field": None if node["field"] is None else first_field[node["field"]]},
        ),
        CompetitionDocument: ("documents", lambda _node: {}),
    }
    for model, (name, more) in extra.items():
        if document[name] != before.get(name):
            rows = [
                model(competition=competition, **values_of(model, node), **more(node))
                for node in document[name]
            ]
            _replace(model, {"competition": competition}, rows, name)
    _rewrite_routes(document, before, fields)


def _rewrite_routes(document: Document, before: Document, fields: Sequence[CompetitionField]) -> None:
    if document["fields"] == before.get("fields"):
        return
    for number, (field, node) in enumerate(zip(fields, document["fields"], strict=True)):
        rows = [
            EligibilityRoute(field=field, **values_of(EligibilityRoute, each))
            for each in node["eligibility_routes"]
        ]
        _replace(EligibilityRoute, {"field": field}, rows, f"fields[{number}].eligibility_routes")


def _replace(model: Any, owner: Mapping[str, Model], rows: Sequence[Any], name: str) -> None:
    faults = [fault for number, row in enumerate(rows) for fault in column_faults(row, f"{name}[{number}]")]
    if faults:
        raise RefusedError(faults)
    model.objects.filter(**owner).delete()
    model.objects.bulk_create(rows)
