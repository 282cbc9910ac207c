"""What the page of a competition says besides the notice: history, differences, links; how it is kept."""

from __future__ import annotations

import json
import pickle
import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from careers.references import shown_reference
from competitions.amendment_reading import difference_lines
from competitions.differences import Difference, find_differences
from competitions.member_names import ENTRY_NAMES, MEMBER_NAMES, UNSHOWN
from competitions.models import Amendment, ApplicationCount, BoardMember, Competition, PlanningChange, Test
from competitions.page import kept_page, read_page
from competitions.planning_reading import HistoryLine
from competitions.services import apply_amendment_document
from competitions.tables import test_name as name_of_test
from competitions.texts import Text
from core.kept import publication

pytestmark = pytest.mark.usefixtures("shipped")

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
D1 = "epso-ad-427-26"


def text_of(response: Any) -> str:
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


def amend(number: int, day: str, *changes: tuple[str, Any], **members: Any) -> None:
    document = {
        "format": 1,
        "amends": "EPSO/AD/427/26",
        "number": number,
        "official_journal": None,
        "date": day,
        "reason": {"en": "A change."},
        "effects": ["changes_dates"],
        "sections": [],
        "changes": [{"path": path, "value": value} for path, value in changes],
        **members,
    }
    result = apply_amendment_document(document=document, by=None, now=NOW)
    assert result.faults == []


# The history of the planning


def test_stages_that_an_amendment_added_say_when() -> None:
    page = read_page(D1)
    added = [HistoryLine("added", date(2026, 6, 30), [])]
    assert [row.history for row in page.planning] == [[], [], added, added]
    assert page.planning_removed == []


def test_a_stage_that_changed_says_what_it_was_newest_first(client: Client) -> None:
    amend(2, "2026-10-01", ("/planning/2/period", {"en": "November 2026"}))
    amend(3, "2026-11-01", ("/planning/2/state", "ONGOING"), ("/planning/2/starts_at", "2026-11-05T10:00"))
    amend(4, "2026-11-09", ("/planning/2/starts_at", "2026-11-06"), ("/planning/2/candidates", 1000))
    amend(5, "2026-11-10", ("/planning/2/candidates", None))
    row = read_page(D1).planning[2]
    assert [(line.kind, line.date.day, [str(text) for text in line.was]) for line in row.history] == [
        ("changed", 10, ["1000"]),
        ("changed", 9, ["5 November 2026, 10:00 (Brussels time)"]),
        ("changed", 1, ["Indicative"]),
        ("changed", 1, ["October/November 2026"]),
        ("added", 30, []),
    ]
    page = text_of(client.get(f"/en/competitions/{D1}/"))
    assert "Changed on 1 October 2026. It was: October/November 2026" in page
    assert "Added on 30 June 2026." in page


def test_stages_that_are_gone_are_named_and_those_that_were_moved_keep_their_history(client: Client) -> None:
    rows = Competition.objects.get(slug=D1).document["planning"]
    amend(2, "2026-10-01", ("/planning", [rows[3], rows[0]]))
    page = read_page(D1)
    assert [row.number for row in page.planning] == [4, 1]
    assert [line.kind for line in page.planning[0].history] == ["added"]
    assert [str(line.was[0]) for line in page.planning_removed] == [
        "Submission of supporting documents",
        "Part 1: reasoning tests",
    ]
    text = text_of(client.get(f"/en/competitions/{D1}/"))
    assert "No longer in the planning: Removed on 1 October 2026. It was: Submission of supporting" in text
    amend(3, "2026-10-02", ("/planning", [rows[3], rows[0], rows[2]]))
    assert [row.number for row in read_page(D1).planning] == [4, 1, 5]


def test_an_amendment_of_something_else_leaves_no_history() -> None:
    before = PlanningChange.objects.count()
    amend(2, "2026-10-01", ("/number_sought", 1500), ("/fields/0/number_sought", 1500))
    assert PlanningChange.objects.count() == before


def test_the_history_says_who_and_when_and_is_only_added_to() -> None:
    change = PlanningChange.objects.earliest("pk")
    assert (change.date, change.amendment_number, change.before) == (date(2026, 6, 30), 1, None)
    assert change.made_at > NOW.replace(year=2025)
    assert str(change) == "2026-06-30: 3"
    for refused in (change.save, change.delete):
        with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
            refused()
    with pytest.raises(IntegrityError, match="planningchange_says_what"), transaction.atomic():
        PlanningChange.objects.create(
            competition=change.competition, row_number=1, date=NOW, made_at=NOW, amendment_number=1
        )


def test_a_planning_that_a_column_refuses_is_refused_with_its_place() -> None:
    document = {
        "format": 1, "amends": "EPSO/AD/427/26", "number": 2, "official_journal": None, "date": "2026-10-01",
        "reason": {"en": "x"}, "effects": ["changes_dates"], "sections": [],
        "changes": [{"path": "/planning/0/stage", "value": {"en": "x" * 201}}],
    }  # fmt: skip
    result = apply_amendment_document(document=document, by=None, now=NOW)
    assert [fault.path for fault in result.faults] == ["planning[0].stage.en"]


# Before and after an amendment


def test_the_real_amendment_is_shown_value_by_value(client: Client) -> None:
    lines = read_page(D1).amendments[0].differences
    assert [(line.entry, line.label, *map(str, (*line.before, *line.after))) for line in lines[:3]] == [
        ("EU knowledge test", "Part", "1", "2"),
        ("Digital skills test", "Part", "1", "2"),
        ("Free-text essay on EU matters", "Part", "1", "2"),
    ]
    assert [
        (line.kind, line.label, line.before, [str(each) for each in line.after]) for line in lines[3:4]
    ] == [
        (
            "added",
            "Stage",
            [],
            ["Stage: Part 1: reasoning tests", "Period: October/November 2026", "State: Indicative"],
        )
    ]
    page = text_of(client.get(f"/en/competitions/{D1}/"))
    assert "EU knowledge test: Part 1 2" in page
    assert "Stage New Stage: Part 1: reasoning tests" in page
    dutch = text_of(client.get(f"/nl/competitions/{D1}/"))
    assert "oktober/november 2026" in dutch


def test_differences_are_written_as_people_write_them() -> None:
    notice = Competition.objects.get(slug=D1).document
    after = json.loads(json.dumps(notice))
    after["application"]["deadline"] = "2026-03-17T12:00"
    after["application"]["opens_at"] = None
    after["application"]["diploma_date"] = "2026-10-31"
    after["application"]["motivation"]["is_asked"] = True
    after["languages"]["language_2"]["allowed"] = ["en", "fr"]
    after["number_sought"] = 2500
    after["status"] = "SCORING"
    after["announced_for"] = "2026-09"
    after["institutions"] = ["COM", "EP"]
    after["places"] = ["LUXEMBOURG"]
    after["title"] = {"en": "Other"}
    after["tests"][0]["pass_mark"] = "12.50"
    after["tests"][0]["marked_for"] = {"who": "BEST_NUMBER", "number": 10}
    after["documents"] = after["documents"][:1]
    after["legal_basis"] = "Annex III"
    with translation.override("nl"):
        dutch = {line.label: line for line in difference_lines(find_differences(notice, after))}
    assert [text.language for line in dutch.values() for text in line.after if str(text) == "Other"] == ["en"]
    shown = {
        line.label: (*map(str, line.before), *map(str, line.after))
        for line in difference_lines(find_differences(notice, after))
    }
    assert shown == {
        "Title": ("Administrators (AD 5)", "Other"),
        "Laureates sought": ("1,490", "2,500"),
        "Legal basis": ("Not stated", "Annex III"),
        "State": ("Tests in progress", "Tests being marked"),
        "Announced for": ("Not stated", "September 2026"),
        "Deadline for application": (
            "10 March 2026, 12:00 (Brussels time)",
            "17 March 2026, 12:00 (Brussels time)",
        ),
        "Applications open": ("5 February 2026", "Not stated"),
        "Diploma to be awarded by": ("30 September 2026", "31 October 2026"),
        "Motivation is asked": ("No", "Yes"),
        "Languages allowed as language 2": ("Any of the 24 official languages", "English, French"),
        "Recruiting institutions": (
            "All institutions that EPSO selects staff for",
            "European Commission, European Parliament",
        ),
        "Place of work": ("Brussels, Luxembourg, Strasbourg", "Luxembourg"),
        "Pass mark": ("10", "12.5"),
        "Marked for": ("Everybody", "The best, a fixed number"),
        "Marked for the best, number": ("Not stated", "10"),
        "Document": ("Kind: Amendment", "Address: http://data.europa.eu/eli/C/2026/3362/oj"),
    }


def test_an_entry_says_its_members_also_those_of_objects_inside() -> None:
    test = Competition.objects.get(slug=D1).document["tests"][5]
    difference = Difference(member="tests", entry={"code": "EUFTE"}, kind="added", before=None, after=test)
    (line,) = difference_lines([difference])
    assert (line.label, line.entry, line.kind) == ("Test", "", "added")
    assert "Marked for: The best, a multiple of the number sought" in map(str, line.after)


def test_every_member_of_a_notice_has_a_name_or_means_nothing_to_a_reader() -> None:
    named = {*MEMBER_NAMES, *ENTRY_NAMES, *UNSHOWN}

    def members(node: Any, place: str) -> set[str]:
        """The places of all values in the document, without the numbers of entries."""
        if isinstance(node, list) and any(isinstance(each, dict) for each in node):
            return {place}.union(*(members(each, place) for each in node))
        if isinstance(node, dict) and node and "en" not in node:
            inside = (members(each, f"{place}.{name}" if place else name) for name, each in node.items())
            return set().union(*inside)
        is_object = any(name.startswith(f"{place}.") for name in named)
        return set() if is_object and node is None else {place}

    for document in Competition.objects.values_list("document", flat=True):
        assert members(document, "") - named == set()


def test_entries_without_a_title_are_named_by_their_code_or_name() -> None:
    lines = difference_lines(
        [
            Difference(
                member="board.role", entry={"name": "A. B."}, kind="changed", before="MEMBER", after="CHAIR"
            ),
            Difference(member="tests.minutes", entry={"code": "XX"}, kind="changed", before=1, after=2),
            Difference(member="x", entry={}, kind="changed", before="a", after="b"),
            Difference(member="documents", entry={}, kind="removed", before={"kind": "GUIDE"}, after=None),
        ]
    )
    assert [(line.entry, line.label, *map(str, (*line.before, *line.after))) for line in lines] == [
        ("XX", "Minutes", "1", "2"),
        ("A. B.", "Role", "Member", "Chair"),
        ("", "Document", "Kind: Guide for candidates"),
        ("", "x", "a", "b"),
    ]


# The rest of the page


def test_documents_lead_to_the_readers_language_and_to_the_others(client: Client) -> None:
    with translation.override("el"):
        notice = read_page(D1).documents[0]
    assert notice.url == "http://data.europa.eu/eli/C/2026/711/oj/ell"
    assert len(notice.others) == 23
    html = client.get(f"/el/competitions/{D1}/").content.decode()
    assert 'hreflang="mt" lang="mt">Malti</a>' in html


def test_a_judgment_is_linked_as_it_was_given() -> None:
    (judgment,) = read_page("epso-ad-400-22").documents
    assert (judgment.others, "/EN/" in judgment.url) == ([], True)


def test_the_board_the_counts_and_provisional_numbers_are_readable(client: Client) -> None:
    competition: Any = Competition.objects.get(slug="epso-ast-provisional-1-24")
    BoardMember.objects.create(
        competition=competition, name="A. <b>", role="CHAIR", is_alternate=True, appointed_by="ADMINISTRATION"
    )
    ApplicationCount.objects.create(competition=competition, date="2024-08-01", started=7)
    html = client.get("/en/competitions/epso-ast-provisional-1-24/").content.decode()
    page = text_of(client.get("/en/competitions/epso-ast-provisional-1-24/"))
    assert "A. <b> Chair ( alternate ) Administration" in page.replace("(alternate)", "( alternate )")
    assert "A. &lt;b&gt;" in html
    assert "1 August 2024 All 7" in page
    assert "3 September 2024 Financial management 2,625" in page
    assert "Reference number reference number not yet known" in page
    assert "EPSO/AST/PROVISIONAL" not in page


def test_a_test_says_whose_paper_is_marked_and_what_it_is_called() -> None:
    tests = Test.objects.filter(competition__slug=D1)
    tests.filter(code="EUFTE").update(marked_for="BEST_NUMBER", marked_number=2500)
    tests.filter(code="DS").update(marked_for="BEST_MULTIPLE", marked_multiplier="1.500")
    tests.filter(code="VR").update(title_en="Reading")
    shown = {str(test.name): test.marked_for for test in read_page(D1).tests}
    assert shown["Free-text essay on EU matters"] == "The best 2,500"
    assert shown["Digital skills test"] == "The best, 1.5 times the number sought"
    assert shown["Reading"] == "Everybody"
    names = {test.code: name_of_test(test) for test in tests}
    assert (names["VR"], names["NR"]) == ("Reading", "Numerical reasoning")


def test_only_a_provisional_reference_is_not_shown() -> None:
    assert shown_reference("EPSO/AD/427/26") == "EPSO/AD/427/26"
    assert shown_reference("EPSO/AD/PROVISIONAL-1/26") == "reference number not yet known"


def test_a_text_knows_whether_it_is_the_readers() -> None:
    assert (str(Text("a")), Text("a").lang, Text("a").html()) == ("a", "", "a")
    assert Text("<a>", "en").html() == '<span lang="en">&lt;a&gt;</span>'
    assert not Text("")


@pytest.mark.parametrize("slug", ["no-such-thing", "a" * 300, "epso-ad-427-26-"])
def test_an_address_of_nothing_is_not_found_and_not_kept(client: Client, settings: Any, slug: str) -> None:
    settings.KEEP_VALUES = True
    assert client.get(f"/en/competitions/{slug}/").status_code == 404
    with pytest.raises(Http404):
        kept_page(slug)


def test_parameters_change_nothing(client: Client) -> None:
    plain = client.get(f"/en/competitions/{D1}/").content
    assert client.get(f"/en/competitions/{D1}/?page=%3Cscript%3E&x=1").content == plain


def test_a_page_is_made_once_and_again_after_the_next_publication(
    client: Client, settings: Any, django_assert_num_queries: DjangoAssertNumQueries,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    settings.KEEP_VALUES = True
    client.get(f"/en/competitions/{D1}/")
    with django_assert_num_queries(0):
        client.get(f"/en/competitions/{D1}/")
    Competition.objects.filter(slug="epso-ad-373-19").update(state="LIST_PUBLISHED")
    client.get("/en/competitions/epso-ad-373-19/")
    with django_assert_num_queries(1):  # the reserve lists, whose validity the clock decides
        client.get("/en/competitions/epso-ad-373-19/")
    before = publication()
    with django_capture_on_commit_callbacks(execute=True):
        amend(2, "2026-10-01", ("/number_sought", 1500), ("/fields/0/number_sought", 1500))
    assert publication() != before
    assert "1,500 laureates sought" in text_of(client.get(f"/en/competitions/{D1}/"))


def test_what_is_kept_can_be_put_away_and_read_back() -> None:
    for slug in Competition.objects.published().values_list("slug", flat=True):
        made = kept_page(slug)
        copy = pickle.loads(pickle.dumps(made))
        assert copy.page.planning == made.page.planning
        assert copy.body == made.body


def test_amendments_loaded_before_differences_were_kept_show_none(client: Client) -> None:
    Amendment.objects.update(differences=[])
    page = text_of(client.get(f"/en/competitions/{D1}/"))
    assert "What amendment 1 changed on this page" not in page
    assert "Section 4.1: before and after" in page
