import json
from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applications.models import Application, Submission
from applications.snapshots import COLUMNS, canonical_bytes, freeze, freeze_rows, sha256_of, thaw
from tests.factories import make_submitted_application, personal_values

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def test_the_digest_of_a_known_document():
    document = {"b": [1, True, None], "a": "é"}
    assert canonical_bytes(document) == '{"a":"é","b":[1,true,null]}'.encode()
    assert sha256_of(document) == "170409917e32971e79e71df2c0a04cc84c3c089ef0c7c2a94dbde72cafebd52d"


@given(DOCUMENTS)
def test_canonical_bytes_survive_reading_and_writing(document):
    data = canonical_bytes(document)
    assert canonical_bytes(json.loads(data)) == data


@given(st.dictionaries(TEXTS, st.integers(), min_size=2, max_size=5))
def test_the_order_of_keys_does_not_matter(document):
    assert sha256_of(dict(reversed(document.items()))) == sha256_of(document)


@pytest.mark.parametrize("document", [1.5, {"a": [0.1]}, float("nan"), {1: "a"}, {"a": {2: 3}}])
def test_what_json_cannot_say_exactly_is_refused(document):
    with pytest.raises(TypeError):
        canonical_bytes(document)


def test_days_go_there_and_back():
    values = {**personal_values(), "birth_name": "", "gender": "WOMAN"}
    frozen = freeze(SimpleNamespace(**values), "personal")
    assert frozen["date_of_birth"] == "1995-04-30"
    assert thaw(frozen, "personal") == {name: values[name] for name in COLUMNS["personal"]}


def test_an_open_end_stays_open():
    row = dict.fromkeys(COLUMNS["experience"], "") | {"start_date": date(2020, 1, 1), "end_date": None}
    assert thaw(freeze(SimpleNamespace(**row), "experience"), "experience") == row


def test_rows_are_frozen_in_an_order_of_their_own():
    rows = [SimpleNamespace(**dict.fromkeys(COLUMNS["languages"], code)) for code in "cab"]
    assert freeze_rows(rows, "languages") == freeze_rows(reversed(rows), "languages")


@pytest.mark.django_db
def test_the_digest_is_the_same_after_a_trip_through_the_database():
    application = make_submitted_application()
    stored = Submission.objects.get(application=application)
    assert sha256_of(stored.snapshot) == stored.sha256


@pytest.mark.django_db
def test_every_answer_of_an_application_is_in_its_snapshot():
    answers = make_submitted_application().submissions.get().snapshot["answers"]
    assert set(answers) == set(COLUMNS)
    columns = {field.name for field in Application._meta.get_fields()}
    about_the_row = {
        "id", "candidate", "competition", "number", "state", "steps_done", "revision", "current_submission",
        "is_demonstration", "has_said_source", "created_at", "changed_at", "transitions", "submissions",
        "unfinished_steps",
        "personal_data", "language_skills", "education", "experience",
    }  # fmt: skip
    frozen = {*answers["choice"], *answers["motivation"], *answers["declarations"]}
    # What is left are rows of rooms further on, which hang on an application.
    forgotten = {
        name
        for name in columns - about_the_row - frozen
        if not Application._meta.get_field(name).auto_created
    }
    assert forgotten == set()
