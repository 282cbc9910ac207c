"""A notice of competition goes into the database whole, once, and changes only through amendments."""

from __future__ import annotations

import copy
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from accounts.models import User
from applications.models import Application
from careers.models import Opportunity
from competitions.models import Amendment, Competition, CompetitionField, EligibilityRoute, Test
from competitions.notice import digest, read_notice
from competitions.services import LoadResult, apply_amendment_document, load_demonstration, load_notice
from core.models import AuditRecord

pytestmark = pytest.mark.usefixtures("shipped")

DATA = Path(__file__).parent.parent.parent / "competitions" / "data"
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REFERENCE = "EPSO/AD/999/26"


def shipped_document(name: str) -> dict[str, Any]:
    return read_notice((DATA / name).read_bytes())


def notice(**changes: Any) -> dict[str, Any]:
    """The notice EPSO/AD/427/26 under another reference, as a draft."""
    document = shipped_document("notices/EPSO-AD-427-26.json")
    return {**document, "reference": REFERENCE, "status": "DRAFT", **changes}


def demonstration(**changes: Any) -> dict[str, Any]:
    return {**shipped_document("demonstration.json"), "reference": "EPSO/DEMO/900/26", **changes}


def load(document: dict[str, Any]) -> LoadResult:
    return load_notice(document=document, by=None, now=NOW)


def amendment(*changes: tuple[str, Any], number: int = 1, **members: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "amends": REFERENCE,
        "number": number,
        "official_journal": None,
        "date": "2026-11-20",
        "reason": {"en": "More posts have become free.", "nl": "Er zijn meer posten vrijgekomen."},
        "effects": ["changes_number_sought"],
        "sections": [],
        "changes": [{"path": path, "value": value} for path, value in changes],
        **members,
    }


def amend(document: dict[str, Any]) -> LoadResult:
    return apply_amendment_document(document=document, by=None, now=NOW)


def faults(result: LoadResult) -> list[tuple[str, str]]:
    return [(fault.path, fault.message) for fault in result.faults]


def state_of_the_database() -> list[Any]:
    """Every row of a competition, to compare before and after."""
    models: list[Any] = [Competition, CompetitionField, Test, EligibilityRoute, Amendment, Opportunity]
    return [list(model.objects.order_by("pk").values()) for model in models]


# What ships


@pytest.mark.parametrize("path", sorted((DATA / "notices").glob("*.json")), ids=lambda path: str(path.stem))
def test_every_shipped_notice_is_loaded_in_the_state_it_names(path: Path) -> None:
    document = read_notice(path.read_bytes())
    competition: Any = Competition.objects.get(reference=document["reference"])
    assert competition.state == document["status"]
    assert competition.fields.count() == len(document["fields"])
    assert [move.action for move in competition.transitions.all()] == ["load"]
    row: Any = Opportunity.objects.get(path=f"competitions/{competition.slug}/")
    assert (row.title_el, row.grades) == (document["title"]["el"], document["grades"])


def test_loading_everything_again_changes_nothing(django_assert_max_num_queries: Any) -> None:
    before = state_of_the_database()
    audit = AuditRecord.objects.count()
    output = io.StringIO()
    with django_assert_max_num_queries(80):
        call_command("load_real_data", stdout=output)
    assert output.getvalue().splitlines() == [
        "places: nothing new.",
        "institutions: nothing new.",
        "vacancies: nothing new.",
        "notices: 15 of 15 as they were.",
    ]
    assert state_of_the_database() == before
    assert AuditRecord.objects.count() == audit


def test_the_rows_hold_what_the_document_says() -> None:
    competition: Any = Competition.objects.get(reference="EPSO/AD/427/26")
    assert competition.application_deadline == datetime(2026, 3, 10, 11, 0, tzinfo=UTC)
    assert competition.application_open_at == datetime(2026, 2, 4, 23, 0, tzinfo=UTC)
    assert (competition.number_sought, competition.title_nl) == (1490, "Administrateurs (AD 5)")
    assert competition.is_for_all_institutions is True
    assert sorted(competition.places.values_list("code", flat=True)) == [
        "BRUSSELS",
        "LUXEMBOURG",
        "STRASBOURG",
    ]
    tests = competition.tests.values_list("code", "language", "questions", "maximum", "weight_preliminary")
    assert [
        (code, language, questions, str(maximum), str(weight))
        for code, language, questions, maximum, weight in tests
    ] == [
        ("VR", "L1", 20, "20.000", "40.000"),
        ("NR", "L1", 10, "10.000", "None"),
        ("AR", "L1", 10, "10.000", "None"),
        ("EUK", "L2", 30, "30.000", "30.000"),
        ("DS", "L2", 40, "40.000", "30.000"),
        ("EUFTE", "L2", None, "10.000", "None"),
    ]
    group = competition.test_groups.get()
    assert (str(group.pass_mark), [test.code for test in group.tests.all()]) == ("10.000", ["NR", "AR"])


# Loading


def test_a_draft_is_created_and_hidden() -> None:
    result = load(notice())
    assert result.outcome == "created"
    assert result.competition is not None
    assert Opportunity.objects.get(path="competitions/epso-ad-999-26/").is_published is False
    assert Competition.objects.published().filter(reference=REFERENCE).count() == 0
    record = AuditRecord.objects.get(object_key=REFERENCE)
    assert (record.verb, record.details) == ("load_notice", {"digest": digest(notice())})


def test_a_draft_may_be_replaced_by_a_new_document() -> None:
    load(notice())
    field = CompetitionField.objects.get(competition__reference=REFERENCE)
    result = load(notice(number_sought=7, fields=[{**notice()["fields"][0], "number_sought": 7}]))
    assert result.outcome == "replaced"
    assert Competition.objects.get(reference=REFERENCE).number_sought == 7
    assert CompetitionField.objects.get(competition__reference=REFERENCE).pk == field.pk


def test_a_published_notice_does_not_change_by_loading_another_document() -> None:
    load(notice(status="CLOSED"))
    before = state_of_the_database()
    result = load(notice(status="CLOSED", security_clearance="SECRET"))
    assert (result.outcome, faults(result)) == (
        "refused",
        [("", f"{REFERENCE} is published. It changes only through an amendment document.")],
    )
    assert state_of_the_database() == before


def test_the_same_document_twice_changes_nothing_in_any_layout() -> None:
    load(notice(status="CLOSED"))
    before = state_of_the_database()
    reordered = dict(reversed(notice(status="CLOSED").items()))
    assert load(reordered).outcome == "unchanged"
    assert state_of_the_database() == before


def test_every_fault_of_a_document_is_named_with_its_place_and_nothing_is_loaded() -> None:
    document = notice(status="CLOSED", kind="OTHER", places=["BRUSSELS", "BRUSSELS"])
    document["tests"][0]["pass_mark"] = "21"
    result = load(document)
    assert result.outcome == "refused"
    assert [path for path, _message in faults(result)] == ["kind", "places", "tests[0].pass_mark"]
    assert Competition.objects.filter(reference=REFERENCE).exists() is False


def test_a_place_or_institution_that_is_not_known_is_named() -> None:
    member = {
        "name": "A",
        "role": "CHAIR",
        "is_alternate": False,
        "institution": "NOBODY",
        "appointed_by": None,
    }
    result = load(notice(places=["BRUSSELS", "ATLANTIS"], institutions=["EP", "NOWHERE"], board=[member]))
    assert faults(result) == [
        ("places[1]", "There is no place with the code “ATLANTIS”."),
        ("institutions[1]", "There is no institution with the code “NOWHERE”."),
        ("board[0].institution", "There is no institution with the code “NOBODY”."),
    ]
    assert Competition.objects.filter(reference=REFERENCE).exists() is False


def test_a_text_longer_than_its_column_is_named_with_its_language() -> None:
    document = notice()
    document["title"]["mt"] = "x" * 251
    assert [path for path, _message in faults(load(document))] == ["title.mt"]


@pytest.mark.parametrize(
    ("part", "members", "path"),
    [
        ("application", {"apply_url": "https://nowhere"}, "application.apply_url"),
        ("tests", {"maximum": "123456789", "pass_mark": None, "group": None}, "tests[0].maximum"),
        ("planning", {"minimum_score": "123456789"}, "planning[0].minimum_score"),
        ("documents", {"url": "https://nowhere"}, "documents[0].url"),
    ],
)
def test_a_value_that_only_a_column_refuses_is_named_with_its_place(
    part: str, members: dict[str, Any], path: str
) -> None:
    document = notice()
    node = document[part][0] if isinstance(document[part], list) else document[part]
    node.update(members)
    assert [place for place, _message in faults(load(document))] == [path]
    assert Competition.objects.filter(reference=REFERENCE).exists() is False


def test_two_references_cannot_lead_to_one_address() -> None:
    load(notice())
    other = REFERENCE.replace("AD/", "AD-")
    assert faults(load(notice(reference=other))) == [("", "Competition with this Address already exists.")]


def test_a_draft_may_be_replaced_by_a_published_notice_and_the_move_is_kept() -> None:
    load(notice())
    assert load(notice(status="CLOSED")).outcome == "replaced"
    moves = Competition.objects.get(reference=REFERENCE).transitions.order_by("pk")
    assert list(moves.values_list("action", "from_state", "to_state")) == [
        ("load", "", "DRAFT"),
        ("load", "DRAFT", "CLOSED"),
    ]


def test_a_test_of_a_field_with_two_grades_is_a_row_for_each_grade() -> None:
    document = notice(grades=["AD5", "AD7"], number_sought=None)
    document["fields"] = [
        {**document["fields"][0], "code": "1", "grade": grade, "number_sought": None}
        for grade in ("AD5", "AD7")
    ]
    for test in document["tests"]:
        test["field"] = "1"
    assert faults(load(document)) == []
    rows = Test.objects.filter(competition__reference=REFERENCE, code="VR")
    assert sorted(row.field.grade for row in rows if row.field) == ["AD5", "AD7"]


def test_the_days_of_a_demonstration_are_counted_from_the_brussels_day() -> None:
    late = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)  # 00:30 on the 23rd in Brussels
    load_notice(document=demonstration(), by=None, now=late)
    competition: Any = Competition.objects.get(reference="EPSO/DEMO/900/26")
    assert competition.application_deadline == datetime(2026, 12, 14, 11, 0, tzinfo=UTC)


def test_there_is_always_one_demonstration_open_and_an_old_one_stays_as_it_was() -> None:
    document = shipped_document("demonstration.json")
    first = Competition.objects.get(is_demonstration=True)
    inside = first.application_open_at
    assert inside is not None
    assert load_demonstration(document=document, by=None, now=inside).outcome == "unchanged"
    later = first.application_deadline
    assert later is not None
    result = load_demonstration(document=document, by=None, now=later)
    assert (result.outcome, result.reference) == ("created", "EPSO/DEMO/2/26")
    assert (
        Competition.objects.filter(is_demonstration=True).open_at(later).get().reference == "EPSO/DEMO/2/26"
    )
    assert load_demonstration(document=document, by=None, now=later).outcome == "unchanged"


# Amending


def test_an_amendment_changes_the_document_and_the_rows_and_is_kept() -> None:
    load(notice(status="CLOSED"))
    competition: Any = Competition.objects.get(reference=REFERENCE)
    kept = [list(competition.fields.values_list("pk")), list(competition.tests.values_list("pk"))]
    before = competition.document_digest
    changed = amendment(("/number_sought", 1600), ("/fields/0/number_sought", 1600), ("/tests/0/minutes", 40))
    result = amend(changed)
    assert (result.outcome, faults(result)) == ("amended", [])
    competition.refresh_from_db()
    assert (competition.number_sought, competition.tests.get(code="VR").minutes) == (1600, 40)
    assert [list(competition.fields.values_list("pk")), list(competition.tests.values_list("pk"))] == kept
    row: Any = competition.amendments.get()
    assert (row.number, row.reason_nl, row.effects) == (
        1,
        "Er zijn meer posten vrijgekomen.",
        ["changes_number_sought"],
    )
    assert (row.digest_before, row.digest_after) == (before, competition.document_digest)
    assert digest(competition.document) == competition.document_digest
    assert Opportunity.objects.get(path="competitions/epso-ad-999-26/").number_sought == 1600


def test_an_amendment_twice_and_its_notice_again_change_nothing() -> None:
    load(notice(status="CLOSED"))
    changed = amendment(("/tests/0/minutes", 40))
    amend(changed)
    before = state_of_the_database()
    assert amend(changed).outcome == "unchanged"
    assert load(notice(status="CLOSED")).outcome == "unchanged"
    assert state_of_the_database() == before


@pytest.mark.parametrize(
    ("document", "path", "message"),
    [
        (
            amendment(number=3),
            "number",
            f"The next amendment of {REFERENCE} has the number 2.",
        ),
        (
            amendment(("/tests/0/minutes", 99)),
            "number",
            "Another amendment with the number 1 was applied already.",
        ),
        (
            amendment(number=2, amends="EPSO/AD/1/26"),
            "amends",
            "There is no competition EPSO/AD/1/26.",
        ),
        (
            amendment(("/nowhere", 1), number=2),
            "changes[0].path",
            "The path “/nowhere” does not exist in the notice.",
        ),
        (
            amendment(("/tests/0/pass_mark", "21"), number=2),
            "tests[0].pass_mark",
            "The pass mark 21 is higher than the maximum 20.",
        ),
        (
            amendment(("/places", ["ATLANTIS"]), number=2),
            "places[0]",
            "There is no place with the code “ATLANTIS”.",
        ),
        (
            amendment(("/status", "LIST_EXPIRED"), number=2),
            "changes",
            "The competition cannot go from the state “CLOSED” to “LIST_EXPIRED”.",
        ),
    ],
)
def test_an_amendment_that_does_not_fit_is_refused_and_changes_nothing(
    document: dict[str, Any], path: str, message: str
) -> None:
    load(notice(status="CLOSED"))
    amend(amendment(("/tests/0/minutes", 40)))
    before = state_of_the_database()
    result = amend(document)
    assert (result.outcome, faults(result)) == ("refused", [(path, message)])
    assert state_of_the_database() == before


def test_an_amendment_that_is_no_such_document_is_refused_before_the_notice_is_looked_at() -> None:
    load(notice(status="CLOSED"))
    before = state_of_the_database()
    result = amend(amendment(number=0, effects=[]))
    assert (result.outcome, result.reference) == ("refused", REFERENCE)
    assert [path for path, _message in faults(result)] == ["effects", "number"]
    assert state_of_the_database() == before


def test_a_draft_is_not_amended() -> None:
    load(notice())
    assert faults(amend(amendment())) == [("amends", "A draft is not amended: load its notice again.")]


def test_a_field_with_applications_cannot_be_removed() -> None:
    reference = "EPSO/DEMO/900/26"
    load(demonstration(status="CLOSED", number_sought=None))
    competition: Any = Competition.objects.get(reference=reference)
    field = competition.fields.get(code="2")
    person = User.objects.create_user("a@example.eu")
    Application.objects.create(
        candidate=person, competition=competition, number="1", field=field, created_at=NOW, changed_at=NOW
    )
    before = state_of_the_database()
    one = [each for each in competition.document["fields"] if each["code"] == "1"]
    result = amend(amendment(("/fields", one), amends=reference))
    name = "Data and digital services (AD5)"
    assert faults(result) == [("", f"“{name}” cannot be removed: applications or results belong to it.")]
    assert state_of_the_database() == before
    Application.objects.all().delete()
    assert amend(amendment(("/fields", one), amends=reference)).outcome == "amended"
    assert list(competition.fields.values_list("code", flat=True)) == ["1"]


def test_an_amendment_may_reopen_applications_with_a_new_deadline() -> None:
    load(notice(status="CLOSED"))
    result = amend(
        amendment(
            ("/status", "REOPENED"),
            ("/application/deadline", "2027-01-15T12:00"),
            effects=["reopens_applications"],
        )
    )
    assert faults(result) == []
    competition: Any = Competition.objects.get(reference=REFERENCE)
    assert (competition.state, competition.accepts_applications_at(NOW)) == ("REOPENED", True)
    moves = competition.transitions.values_list("action", "from_state", "to_state", "reason")
    assert list(moves) == [("load", "", "CLOSED", ""), ("reopen", "CLOSED", "REOPENED", "Amendment 1")]
    assert Opportunity.objects.get(path="competitions/epso-ad-999-26/").stage == "OPEN"


def test_an_amendment_keeps_the_note_on_the_state_unless_it_changes_it() -> None:
    load(notice(status="SUSPENDED", status_note={"en": "Suspended for now."}))
    Competition.objects.filter(reference=REFERENCE).update(status_note_en="Suspended until May.")
    amend(amendment(("/tests/0/minutes", 40)))
    competition: Any = Competition.objects.get(reference=REFERENCE)
    assert competition.status_note_en == "Suspended until May."
    amend(amendment(("/status_note", {"en": "Until June."}), number=2))
    competition.refresh_from_db()
    assert competition.status_note_en == "Until June."


def test_parts_that_an_amendment_does_not_touch_keep_their_rows() -> None:
    load(notice(status="CLOSED"))
    competition: Any = Competition.objects.get(reference=REFERENCE)
    before = list(competition.planning_rows.values_list("pk"))
    amend(amendment(("/tests/0/minutes", 40)))
    assert list(competition.planning_rows.values_list("pk")) == before
    amend(amendment(("/planning/0/candidates", 5), number=2))
    assert competition.planning_rows.get(order=0).candidates == 5


# The command


def test_the_command_loads_several_files_and_says_so(tmp_path: Path) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(json.dumps(notice(status="CLOSED")))
    second.write_text(json.dumps(amendment(("/tests/0/minutes", 40))))
    output = io.StringIO()
    call_command("load_notice", str(first), str(second), str(first), stdout=output)
    assert output.getvalue().splitlines() == [
        f"{first}: loaded {REFERENCE}.",
        f"{second}: amended {REFERENCE}.",
        f"{first}: {REFERENCE} has this document already.",
    ]


def test_the_command_names_every_fault_loads_nothing_of_that_file_and_fails(tmp_path: Path) -> None:
    good, bad, broken = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "broken.json"
    good.write_text(json.dumps(notice()))
    bad.write_text(json.dumps(notice(reference="EPSO/AD/998/26", kind="OTHER", places=["BRUSSELS"] * 2)))
    broken.write_text("{")
    errors = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("load_notice", str(bad), str(broken), "nowhere.json", str(good), stderr=errors)
    assert failure.value.returncode == 1
    assert [line.split(": ")[:2] for line in errors.getvalue().splitlines()] == [
        [str(bad), "kind"],
        [str(bad), "places"],
        [str(broken), "The file is not valid JSON"],
        ["nowhere.json", "No such file or directory"],
    ]
    assert list(Competition.objects.filter(reference__startswith="EPSO/AD/99").values_list("reference")) == [
        (REFERENCE,)
    ]


def test_the_command_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Input:
        buffer = io.BytesIO(json.dumps(notice()).encode())

    monkeypatch.setattr("sys.stdin", Input)
    call_command("load_notice", "-", stdout=io.StringIO())
    assert Competition.objects.filter(reference=REFERENCE).count() == 1


# What the database refuses


@pytest.mark.parametrize(
    ("model", "key", "changes"),
    [
        (Competition, {}, {"title_en": ""}),
        (Competition, {}, {"application_open_at": datetime(2099, 1, 1, tzinfo=UTC)}),
        (Competition, {}, {"state": "OPEN", "application_deadline": None}),
        (Competition, {}, {"state": "REOPENED", "application_open_at": None}),
        (Competition, {}, {"reference": "EPSO/AD/428/26"}),
        (CompetitionField, {}, {"title_en": ""}),
        (Test, {"code": "VR"}, {"pass_mark": 21}),
        (Test, {"code": "VR"}, {"code": "NR"}),
        (Amendment, {}, {"reason_en": ""}),
    ],
)
def test_the_database_refuses(model: Any, key: dict[str, Any], changes: dict[str, Any]) -> None:
    name = "reference" if model is Competition else "competition__reference"
    with pytest.raises(IntegrityError), transaction.atomic():
        assert model.objects.filter(**{name: "EPSO/AD/427/26"}, **key).update(**changes) > 0


@pytest.mark.parametrize("model", [CompetitionField, Amendment])
def test_the_database_refuses_the_same_part_twice(model: Any) -> None:
    row = copy.copy(model.objects.filter(competition__reference="EPSO/AD/427/26").first())
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
