"""What an amended notice says otherwise, value by value."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from competitions.differences import find_differences
from competitions.notice import apply_amendment, read_notice
from competitions.services.files import COMPETITIONS_DATA


def notice() -> dict[str, Any]:
    return read_notice((COMPETITIONS_DATA / "notices" / "EPSO-AD-427-26.json").read_bytes())


def differences(**changes: Any) -> list[tuple[str, str, Any, Any]]:
    found = find_differences(notice(), {**notice(), **changes})
    return [(each["member"], each["kind"], each["before"], each["after"]) for each in found]


def test_the_same_notice_has_no_differences() -> None:
    assert find_differences(notice(), notice()) == []


def test_a_plain_value_a_text_and_a_list_of_codes_are_one_difference_each() -> None:
    text = {**notice()["title"], "nl": "Anders"}
    assert differences(number_sought=1600, title=text, grades=["AD5", "AD6"]) == [
        ("title", "changed", notice()["title"], text),
        ("grades", "changed", ["AD5"], ["AD5", "AD6"]),
        ("number_sought", "changed", 1490, 1600),
    ]


def test_objects_are_compared_member_by_member_also_with_none() -> None:
    application = {**notice()["application"], "deadline": "2026-03-17T12:00"}
    assert differences(application=application) == [
        ("application.deadline", "changed", "2026-03-10T12:00", "2026-03-17T12:00")
    ]
    gone = differences(official_journal=None)
    assert [each[0] for each in gone] == [
        *("official_journal.reference", "official_journal.eli", "official_journal.published_on")
    ]
    assert {each[3] for each in gone} == {None}


def test_entries_of_lists_are_named_and_those_added_or_removed_are_whole() -> None:
    tests = copy.deepcopy(notice()["tests"])
    tests[3]["part"] = 2
    found = find_differences(notice(), {**notice(), "tests": tests, "planning": notice()["planning"][:1]})
    assert [(each["member"], each["kind"], each["entry"].get("code")) for each in found] == [
        ("tests.part", "changed", "EUK"),
        ("planning", "removed", None),
    ]
    assert found[1]["entry"]["stage"] == notice()["planning"][1]["stage"]


def test_the_shipped_amendment_moves_three_tests_and_adds_two_stages_and_a_document() -> None:
    amendment = read_notice((COMPETITIONS_DATA / "amendments" / "EPSO-AD-427-26-1.json").read_bytes())
    found = find_differences(notice(), apply_amendment(notice(), amendment))
    assert [(each["member"], each["kind"], each["entry"].get("code")) for each in found] == [
        ("tests.part", "changed", "EUK"),
        ("tests.part", "changed", "DS"),
        ("tests.part", "changed", "EUFTE"),
        ("planning", "added", None),
        ("planning", "added", None),
        ("documents", "added", None),
    ]
    assert [(each["before"], each["after"]) for each in found[:3]] == [(1, 2)] * 3


values = st.none() | st.integers(0, 9) | st.text(max_size=3) | st.lists(st.sampled_from("ab"), max_size=2)
entries = st.dictionaries(st.sampled_from(["code", "part", "x"]), values, max_size=3)
documents = st.fixed_dictionaries(
    {},
    optional={
        "number": values,
        "title": st.dictionaries(st.sampled_from(["en", "nl"]), st.text(max_size=2)),
        "application": st.none() | entries,
        "tests": st.none() | st.lists(entries, max_size=3),
    },
)


def given_in(node: Any) -> Any:
    """The document without what counts as not given."""
    if isinstance(node, dict):
        found = {name: given_in(each) for name, each in node.items()}
        return {name: each for name, each in found.items() if each not in (None, {}, [])} or None
    return [given_in(each) for each in node] if isinstance(node, list) else node


@settings(deadline=None)
@given(documents, documents)
def test_documents_without_differences_say_the_same(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert find_differences(before, before) == []
    if find_differences(before, after) == []:
        assert given_in(before) == given_in(after)
