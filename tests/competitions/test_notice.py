"""Reading, judging, resolving and amending one notice of competition."""

import copy
import hashlib
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competitions import notice
from competitions.notice import Fault
from competitions.notice_faults import SENTENCES

DATA = Path(notice.__file__).with_name("data")
DEMONSTRATION = json.loads((DATA / "demonstration.json").read_text(encoding="utf-8"))
AD5 = json.loads((DATA / "notices" / "EPSO-AD-427-26.json").read_text(encoding="utf-8"))
LINGUISTS = json.loads((DATA / "notices" / "EPSO-AD-423-25.json").read_text(encoding="utf-8"))
AMENDMENT = json.loads((DATA / "amendments" / "EPSO-AD-427-26-1.json").read_text(encoding="utf-8"))

ABSENT = object()


def changed(document, path, value):
    """A copy with one value replaced, added or (ABSENT) taken away; the path as in a fault."""
    document = copy.deepcopy(document)
    *parents, last = path
    node = document
    for part in parents:
        node = node[part]
    if value is ABSENT:
        del node[last]
    elif isinstance(node, list) and last == len(node):
        node.append(value)
    else:
        node[last] = value
    return document


def named(faults):
    return [(fault.path, fault.code) for fault in faults]


SHAPE = [
    # (change, value, the one fault)
    (["reference"], ABSENT, ("reference", "missing")),
    (["fields", 1, "title", "en"], ABSENT, ("fields[1].title.en", "english_missing")),
    (["summary"], {"fr": "Un concours"}, ("summary.en", "english_missing")),
    (["colour"], "blue", ("colour", "unknown_member")),
    (["title", "xx"], "Wettbewerb", ("title.xx", "unknown_language")),
    (["languages_published", 0], "xx", ("languages_published[0]", "unknown_language")),
    (
        ["languages", "language_1", "allowed"],
        ["en", "xx"],
        ("languages.language_1.allowed[1]", "unknown_language"),
    ),
    (["number_sought"], "5", ("number_sought", "wrong_type")),
    (["number_sought"], True, ("number_sought", "wrong_type")),
    (["fields", 0, "allows_reassignment"], 1, ("fields[0].allows_reassignment", "wrong_type")),
    (["institutions"], {}, ("institutions", "wrong_type")),
    (["institutions"], "SOME", ("institutions", "not_allowed")),
    (["institutions"], ["com"], ("institutions[0]", "wrong_form")),
    (["kind"], "LOTTERY", ("kind", "not_allowed")),
    (["format"], 2, ("format", "not_allowed")),
    (["domains"], ["MAGIC"], ("domains[0]", "not_allowed")),
    (["domains"], ["ICT", "ICT"], ("domains", "repeated")),
    (["tests", 0, "code"], "no space", ("tests[0].code", "wrong_form")),
    (["title", "fr"], "", ("title.fr", "empty")),
    (["title", "fr"], "a" * 251, ("title.fr", "too_long")),
    (["grades"], [], ("grades", "too_few")),
    (["tests", 0, "questions"], 0, ("tests[0].questions", "too_small")),
    (["tests", 0, "part"], 21, ("tests[0].part", "too_great")),
    (["tests", 0, "marked_for"], {"who": "ALL", "number": 3}, ("tests[0].marked_for.number", "not_wanted")),
    (["tests", 3, "marked_for"], {"who": "BEST_NUMBER"}, ("tests[3].marked_for.number", "missing")),
    (["tests", 3, "marked_for"], {"who": "BEST_MULTIPLE"}, ("tests[3].marked_for.multiplier", "missing")),
    (["test_groups", 0, "pass_mark"], "ten", ("test_groups[0].pass_mark", "not_a_decimal")),
    (["test_groups", 0, "pass_mark"], "1e1", ("test_groups[0].pass_mark", "not_a_decimal")),
    (["test_groups", 0, "pass_mark"], "-1", ("test_groups[0].pass_mark", "not_a_decimal")),
    (["application", "diploma_date"], "2026-02-30", ("application.diploma_date", "not_a_day")),
    (["application", "diploma_date"], "D+1T12:00", ("application.diploma_date", "not_a_day")),
    (["announced_for"], "2026-13", ("announced_for", "not_a_day_or_month")),
    (["application", "opens_at"], "0001-01-01T00:00", ("application.opens_at", "not_a_local_time")),
    (["application", "opens_at"], "2026-02-05T25:00", ("application.opens_at", "not_a_local_time")),
    (["application", "opens_at"], "2026-02-05T12:00Z", ("application.opens_at", "not_a_local_time")),
    (["application", "opens_at"], "D-7T25:00", ("application.opens_at", "not_a_local_time")),
    (["application", "apply_url"], "javascript:alert(1)", ("application.apply_url", "not_a_url")),
]

TEXTS = [
    (["title", "fr"], "   ", ("title.fr", "empty")),
    (["title", "fr"], " Concours", ("title.fr", "outer_space")),
    (["title", "fr"], "Conge\u0301", ("title.fr", "not_nfc")),
    (["title", "fr"], "Con\u0007cours", ("title.fr", "control_character")),
    (["title", "fr"], "Con\ud800cours", ("title.fr", "control_character")),
]

MEANING = [
    (["fields", 0, "title", "mt"], ABSENT, ("fields[0].title.mt", "translation_missing")),
    (["title", "ga"], ABSENT, ("title.ga", "translation_missing")),
    (["fields", 1, "code"], "1", ("fields[1].code", "duplicate")),
    (["fields", 0, "code"], "", ("fields[0].code", "field_code_needed")),
    (["test_groups", 1], {"code": "NR+AR", "pass_mark": "10"}, ("test_groups[1].code", "duplicate")),
    (
        ["fields", 1, "talent_screener", 1],
        DEMONSTRATION["fields"][1]["talent_screener"][0],
        ("fields[1].talent_screener[1].code", "duplicate"),
    ),
    (
        ["application_counts", 0],
        {"date": "D", "started": 1, "submitted": 1, "field": "9"},
        ("application_counts[0].field", "field_unknown"),
    ),
    (["fields", 0, "grade"], "AD7", ("fields[0].grade", "grade_not_announced")),
    (["number_sought"], 6, ("number_sought", "number_sought_differs")),
    (["tests", 2, "pass_mark"], "30.5", ("tests[2].pass_mark", "pass_mark_too_high")),
    (["tests", 2, "maximum"], "0", ("tests[2].maximum", "maximum_not_positive")),
    (
        ["tests", 3, "marked_for", "multiplier"],
        "0",
        ("tests[3].marked_for.multiplier", "multiplier_not_positive"),
    ),
    (["test_groups", 0, "pass_mark"], "20.5", ("test_groups[0].pass_mark", "group_pass_mark_too_high")),
    (["tests", 2, "maximum"], None, ("tests[2].maximum", "weight_without_maximum")),
    (["application", "deadline"], "D-7T00:00", ("application.deadline", "before_opening")),
    (["application", "id_document_deadline"], "D-8", ("application.id_document_deadline", "before_opening")),
    (["reserve_list", "valid_until"], "D+20", ("reserve_list.valid_until", "valid_before_deadline")),
    (["tests", 0, "scheduled_at"], "2026-03-29T02:30", ("tests[0].scheduled_at", "time_does_not_exist")),
    (["reference"], "EPSO/AD/1/26", ("reference", "demonstration_reference")),
    (["reference_is_provisional"], True, ("reference", "provisional_reference")),
    (["application", "deadline"], None, ("application.deadline", "status_needs")),
    (["application", "opens_at"], None, ("application.opens_at", "status_needs")),
    (
        ["application", "motivation", "is_asked"],
        False,
        ("application.motivation.max_characters", "motivation_limit"),
    ),
]


@pytest.mark.parametrize("path, value, fault", SHAPE + TEXTS + MEANING)
def test_a_fault_is_found_and_named_with_its_place(path, value, fault):
    assert named(notice.find_faults(changed(DEMONSTRATION, path, value))) == [fault]


def test_a_note_is_needed_by_every_status_that_ends_or_pauses():
    for status in ("SUSPENDED", "CANCELLED", "ANNULLED"):
        document = changed(changed(DEMONSTRATION, ["status"], status), ["status_note"], {})
        assert named(notice.find_faults(document)) == [("status_note", "status_needs")]


def test_what_is_upcoming_is_announced_and_not_yet_published():
    document = changed(AD5, ["status"], "UPCOMING")
    document["application"]["opens_at"] = None
    assert named(notice.find_faults(document)) == [
        ("announced_for", "status_needs"),
        ("official_journal.published_on", "status_forbids"),
    ]


def test_an_open_cast_selection_has_no_deadline():
    document = changed(changed(DEMONSTRATION, ["kind"], "CAST"), ["application", "deadline"], None)
    assert notice.find_faults(document) == []


def test_a_draft_may_wait_for_its_translations():
    document = changed(changed(DEMONSTRATION, ["title", "mt"], ABSENT), ["status"], "DRAFT")
    assert notice.find_faults(document) == []


def test_a_deadline_before_publication_is_a_fault():
    document = changed(AD5, ["application", "opens_at"], None)
    document["application"]["deadline"] = "2026-02-04T12:00"
    assert named(notice.find_faults(document)) == [("application.deadline", "before_publication")]


def test_a_test_of_an_unknown_field_is_a_fault():
    document = changed(
        AD5, ["tests", 6], {**AD5["tests"][5], "code": "WT", "field": "X", "weight_final": None}
    )
    assert named(notice.find_faults(document)) == [("tests[6].field", "field_unknown")]


def test_a_test_may_not_be_given_once_for_all_and_once_for_a_field():
    document = changed(AD5, ["tests", 6], {**AD5["tests"][5], "field": "", "weight_final": None})
    assert named(notice.find_faults(document)) == [("tests[6].code", "duplicate")]


def test_the_same_test_may_differ_from_field_to_field():
    document = copy.deepcopy(DEMONSTRATION)
    knowledge = document["tests"][2]
    document["tests"][2:3] = [{**knowledge, "field": "1"}, {**knowledge, "field": "2", "minutes": 60}]
    assert notice.find_faults(document) == []


def test_weights_that_are_not_a_whole_are_named_for_every_field_they_touch():
    faults = notice.find_faults(changed(DEMONSTRATION, ["tests", 3, "weight_final"], "29.5"))
    assert [(fault.path, fault.code, fault.values) for fault in faults] == [
        ("tests", "final_weights_not_100", {"field": "1", "total": "99.5"}),
        ("tests", "final_weights_not_100", {"field": "2", "total": "99.5"}),
    ]


def test_weights_are_added_up_for_each_field_apart():
    document = copy.deepcopy(DEMONSTRATION)
    document["tests"][2]["field"] = "1"
    faults = notice.find_faults(document)
    assert [(fault.code, fault.values) for fault in faults] == [
        ("final_weights_not_100", {"field": "2", "total": "50"}),
        ("preliminary_weights_not_100", {"field": "2", "total": "40"}),
    ]


def test_weights_are_added_up_exactly():
    document = copy.deepcopy(DEMONSTRATION)
    for number, weight in enumerate(("33.3", "33.3", "33.4")):
        document["tests"][number]["weight_preliminary"] = weight
    assert notice.find_faults(document) == []


def test_a_group_must_be_defined_and_hold_two_tests():
    document = changed(DEMONSTRATION, ["tests", 1, "group"], "OTHER")
    assert named(notice.find_faults(document)) == [
        ("test_groups[0]", "group_too_small"),
        ("tests[1].group", "group_unknown"),
    ]


def test_a_group_that_nobody_uses_is_a_fault():
    document = changed(DEMONSTRATION, ["test_groups", 1], {"code": "IDLE", "pass_mark": "1"})
    assert named(notice.find_faults(document)) == [("test_groups[1]", "group_too_small")]


def test_a_combined_pass_mark_waits_for_maxima_that_are_not_known():
    document = changed(AD5, ["test_groups", 0, "pass_mark"], "21")
    document["tests"][1]["maximum"] = None
    assert notice.find_faults(document) == []


def test_a_group_without_a_code_hides_no_other_fault():
    document = changed(AD5, ["test_groups", 1], {"pass_mark": "1"})
    document["test_groups"][0]["pass_mark"] = "21"
    assert named(notice.find_faults(document)) == [
        ("test_groups[0].pass_mark", "group_pass_mark_too_high"),
        ("test_groups[1].code", "missing"),
    ]


def test_a_test_marked_only_for_the_best_cannot_decide_who_they_are():
    document = changed(DEMONSTRATION, ["tests", 2, "weight_preliminary"], None)
    document["tests"][3]["weight_preliminary"] = "60"
    assert named(notice.find_faults(document)) == [("tests[3].weight_preliminary", "weight_before_marking")]


@pytest.mark.parametrize("first, second", [(["en"], ["en"]), (["fr"], ["fr"])])
def test_two_different_languages_must_be_possible(first, second):
    document = changed(DEMONSTRATION, ["languages", "language_1", "allowed"], first)
    document["languages"]["language_2"]["allowed"] = second
    assert named(notice.find_faults(document)) == [("languages", "no_two_languages")]


def test_one_common_language_beside_another_is_enough():
    document = changed(DEMONSTRATION, ["languages", "language_1", "allowed"], ["en"])
    document["languages"]["language_2"]["allowed"] = ["en", "fr"]
    assert notice.find_faults(document) == []


def test_a_field_of_linguists_names_a_language_that_is_allowed():
    document = changed(LINGUISTS, ["fields", 0, "language_1"], "fi")
    assert named(notice.find_faults(document)) == [("fields[0].language_1", "field_language_not_allowed")]


def test_a_field_of_linguists_leaves_another_language_2():
    document = changed(LINGUISTS, ["languages", "language_2", "allowed"], ["da"])
    assert named(notice.find_faults(document)) == [("fields[0].language_1", "no_two_languages")]


def test_relative_days_are_for_demonstrations_alone():
    document = changed(AD5, ["application", "supporting_documents_deadline"], "D+60")
    assert named(notice.find_faults(document)) == [
        ("application.supporting_documents_deadline", "relative_date")
    ]


def test_every_fault_of_the_file_is_found_at_once_in_the_order_of_places():
    document = changed(AD5, ["title", "en"], ABSENT)
    document["tests"][0]["pass_mark"] = "21"
    document["tests"][3]["code"] = None
    document["kind"] = "LOTTERY"
    document["planning"] = "soon"
    assert named(notice.find_faults(document)) == [
        ("kind", "not_allowed"),
        ("planning", "wrong_type"),
        ("tests[0].pass_mark", "pass_mark_too_high"),
        ("tests[3].code", "wrong_type"),
        ("title.en", "english_missing"),
    ]


def test_a_tenth_entry_comes_after_the_second():
    document = copy.deepcopy(AD5)
    document["planning"] = [{**AD5["planning"][0], "candidates": -1} for _ in range(11)]
    assert [fault.path for fault in notice.find_faults(document)] == [
        f"planning[{number}].candidates" for number in range(11)
    ]


def test_a_fault_is_a_sentence_with_its_values():
    fault = Fault("tests[0].pass_mark", "pass_mark_too_high", {"pass_mark": "21", "maximum": "20"})
    with translation.override("en"):
        assert str(fault) == "tests[0].pass_mark: The pass mark 21 is higher than the maximum 20."


def test_every_fault_has_a_sentence_that_its_values_fill():
    documents = [changed(DEMONSTRATION, path, value) for path, value, _fault in SHAPE + TEXTS + MEANING]
    for document in documents:
        for fault in notice.find_faults(document):
            assert fault.code in SENTENCES
            assert fault.message != ""
            assert "%(" not in fault.message


# Reading


def refusal(source):
    with pytest.raises(notice.NoticeUnreadableError) as caught:
        notice.read_notice(source)
    return caught.value.faults


def test_a_file_is_read_from_text_or_bytes_with_or_without_byte_order_mark():
    text = json.dumps(AD5)
    for source in (text, text.encode(), b"\xef\xbb\xbf" + text.encode()):
        assert notice.read_notice(source) == AD5


def test_broken_json_is_one_fault_with_line_and_column():
    assert refusal('{"format": 1,\n "reference" 2}') == [Fault("", "not_json", {"line": 2, "column": 14})]


def test_a_file_in_another_encoding_is_refused_with_the_place():
    assert refusal('{"t": "é"}'.encode("latin-1")) == [Fault("", "wrong_encoding", {"position": 7})]


def test_a_file_over_five_megabytes_is_refused():
    assert refusal(b" " * (5 * 1024 * 1024 + 1)) == [Fault("", "too_large", {"limit": 5})]
    assert refusal(b" " * (5 * 1024 * 1024))[0].code == "not_json"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_json_does_not_know_are_refused(number):
    assert refusal(f'{{"number_sought": {number}}}') == [Fault("", "not_json_number", {"number": number})]


def test_a_number_of_endless_digits_is_refused():
    assert refusal('{"number_sought": ' + "1" * 5000 + "}")[0].code == "not_json_number"


def test_a_member_given_twice_is_refused():
    assert refusal('{"kind": 1, "kind": 2}') == [Fault("kind", "repeated_member", {"name": "kind"})]


def test_a_file_nested_without_end_is_refused():
    assert refusal('{"a":' + "[" * 200_000)[0].code == "too_deep"


def test_a_document_nested_too_deeply_to_be_judged_is_a_fault():
    deep = []
    for _level in range(5000):
        deep = [deep]
    assert ("", "too_deep") in named(notice.find_faults(changed(AD5, ["board"], deep)))


@pytest.mark.parametrize("source", ["[]", "1", '"text"', "null"])
def test_a_document_is_an_object(source):
    assert named(refusal(source)) == [("", "wrong_type")]


# Digest


def test_the_digest_does_not_depend_on_layout_or_order():
    turned = dict(reversed(AD5.items()))
    assert notice.digest(turned) == notice.digest(AD5)
    canonical = rb'{"a":1,"b":"\u00e9"}'
    assert notice.digest({"b": "é", "a": 1}) == hashlib.sha256(canonical).hexdigest()


def test_the_digest_changes_with_any_value():
    assert notice.digest(changed(AD5, ["number_sought"], 1491)) != notice.digest(AD5)


# Days and times


def test_a_bare_day_opens_at_midnight_and_closes_at_midday_in_brussels():
    assert notice.opening_instant("2026-02-05") == datetime(2026, 2, 4, 23, 0, tzinfo=UTC)
    assert notice.deadline_instant("2026-03-10") == datetime(2026, 3, 10, 11, 0, tzinfo=UTC)


def test_a_deadline_follows_summer_time():
    assert notice.deadline_instant("2026-06-10T12:00") == datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
    assert notice.deadline_instant("2026-10-25T02:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_demonstration_follows_the_day_it_is_loaded():
    resolved = notice.resolve_relative_dates(DEMONSTRATION, today=date(2026, 11, 22))
    assert resolved["application"]["opens_at"] == "2026-11-15T00:00"
    assert resolved["application"]["deadline"] == "2026-12-13T12:00"
    assert resolved["application"]["eligibility_reference_date"] == "2026-12-13"
    assert resolved["tests"][0]["scheduled_at"] == "2026-12-22T10:00"
    assert resolved["planning"][-1]["starts_at"] == "2027-02-20T00:00"
    assert notice.find_faults(resolved) == []
    assert DEMONSTRATION["application"]["opens_at"] == "D-7T00:00"


def test_only_days_are_resolved_and_only_in_a_demonstration():
    document = changed(DEMONSTRATION, ["sub_reference"], "D+1")
    assert notice.resolve_relative_dates(document, today=date(2026, 1, 1))["sub_reference"] == "D+1"
    ordinary = changed(AD5, ["application", "diploma_date"], "D+1")
    assert notice.resolve_relative_dates(ordinary, today=date(2026, 1, 1)) == ordinary


# Amending


def test_an_amendment_changes_what_it_names_and_nothing_else():
    before = copy.deepcopy(AD5)
    amended = notice.apply_amendment(AD5, AMENDMENT)
    assert [test["part"] for test in amended["tests"]] == [1, 1, 1, 2, 2, 2]
    assert amended["planning"][:2] == AD5["planning"]
    assert len(amended["planning"]) == 4
    assert notice.find_faults(amended) == []
    untouched = set(AD5) - {"tests", "planning", "documents"}
    assert {name: amended[name] for name in untouched} == {name: AD5[name] for name in untouched}
    assert before == AD5


def amendment(*changes):
    return {**AMENDMENT, "changes": [{"path": path, "value": value} for path, value in changes]}


def test_a_number_sought_grows_by_amendment():
    amended = notice.apply_amendment(
        AD5, amendment(("/number_sought", 220), ("/fields/0/number_sought", 220))
    )
    assert (amended["number_sought"], amended["fields"][0]["number_sought"]) == (220, 220)


def test_every_change_that_does_not_fit_is_named():
    with pytest.raises(notice.AmendmentRefusedError) as caught:
        notice.apply_amendment(
            AD5,
            amendment(
                ("/nothing", 1),
                ("/tests/99/part", 1),
                ("/tests/01/part", 1),
                ("/title/en/x", 1),
                ("/title/-", 1),
                ("/number_sought/-", 1),
                ("/number_sought", 2),
                ("/reference", "EPSO/AD/1/26"),
                ("/is_demonstration", True),
            ),
        )
    assert named(caught.value.faults) == [
        ("changes[0].path", "path_unknown"),
        ("changes[1].path", "path_unknown"),
        ("changes[2].path", "path_unknown"),
        ("changes[3].path", "path_unknown"),
        ("changes[4].path", "path_unknown"),
        ("changes[5].path", "path_unknown"),
        ("changes[7].path", "path_protected"),
        ("changes[8].path", "path_protected"),
    ]


def test_an_amendment_of_another_notice_is_refused():
    with pytest.raises(notice.AmendmentRefusedError) as caught:
        notice.apply_amendment(DEMONSTRATION, amendment())
    assert named(caught.value.faults) == [("amends", "amends_another")]


def test_escaped_parts_of_a_pointer_are_read():
    amended = notice.apply_amendment(
        {"reference": AMENDMENT["amends"], "a/b": {"~": 1}}, amendment(("/a~1b/~0", 2))
    )
    assert amended["a/b"] == {"~": 2}


def test_a_value_given_twice_is_not_shared_between_the_documents():
    rows = []
    amended = notice.apply_amendment(AD5, amendment(("/planning", rows)))
    amended["planning"].append("later")
    assert rows == []


@pytest.mark.parametrize(
    "path, value, fault",
    [
        (["reason", "en"], ABSENT, ("reason.en", "english_missing")),
        (["effects"], ["explodes"], ("effects[0]", "not_allowed")),
        (["effects"], [], ("effects", "too_few")),
        (["changes", 0, "path"], "number_sought", ("changes[0].path", "not_a_pointer")),
        (["changes", 0, "path"], "/a~2", ("changes[0].path", "not_a_pointer")),
        (["changes", 0, "value"], ABSENT, ("changes[0].value", "missing")),
        (["date"], "30.6.2026", ("date", "not_a_day")),
        (["reason", "fr"], " x", ("reason.fr", "outer_space")),
    ],
)
def test_a_fault_of_an_amendment_is_found_and_named(path, value, fault):
    assert named(notice.find_amendment_faults(changed(AMENDMENT, path, value))) == [fault]


# Whatever is in the file


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=12)
    | st.sampled_from(
        ["D+9999", "D-9999T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "1/0", "1e999", "NaN", "AD5"]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["en", "code", "field", "title", "who", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(node, path=()):
    yield path
    members = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, value in members:
        yield from places(value, (*path, name))


PLACES = [
    path for path in places(DEMONSTRATION) if path and (len(path) < 2 or path[-2] not in ("title", "stage"))
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANYTHING), min_size=1, max_size=4))
def test_a_mutated_document_is_judged_and_never_crashes(mutations):
    document = copy.deepcopy(DEMONSTRATION)
    for path, value in mutations:
        try:
            document = changed(document, path, value)
        except (KeyError, IndexError, TypeError):
            continue
    for fault in notice.find_faults(document):
        assert fault.message
    notice.digest(document)


@settings(max_examples=100, deadline=None)
@given(ANYTHING)
def test_anything_at_all_is_judged_and_never_crashes(document):
    assert notice.find_faults(document) != []
    assert notice.find_amendment_faults(document) != []


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(source):
    try:
        found = notice.read_notice(source)
    except notice.NoticeUnreadableError as error:
        found = dict.fromkeys(fault.path for fault in error.faults)
    assert isinstance(found, dict)


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_the_demonstration_is_right_on_any_day(today):
    resolved = notice.resolve_relative_dates(DEMONSTRATION, today=today)
    assert notice.find_faults(resolved) == []
