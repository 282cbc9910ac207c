"""The chain: built a day at a time, in batches, resumed; one changed byte anywhere makes its proof fail."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from applications.models import Submission
from notifications.models import Letter
from notifications.services import LetterText, post_letter
from receipts.chain import BEGINNING, closing_digest, item_digest, link
from receipts.models import ChainDay, ChainEntry, ItemKind
from receipts.services import chain, close_days, write_erasure
from receipts.sources import SOURCES
from receipts.verification import verify_chain
from tests.factories import make_candidate, make_submitted_application

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
AFTER = datetime(2026, 3, 3, 0, 30, tzinfo=UTC)  # half past one in Brussels
WEDNESDAY = datetime(2026, 3, 4, 0, 30, tzinfo=UTC)


def post(*, now: datetime = NOON, key: str = "1", body: str = "Dear candidate") -> Letter:
    return post_letter(
        recipient=make_candidate(),
        event="result",
        key=key,
        about="",
        build=lambda: LetterText("Your result", body),
        now=now,
    )


@pytest.fixture
def two_days() -> list[ChainDay]:
    """A version and a letter on Monday, two letters on Tuesday, both days closed."""
    make_submitted_application(now=NOON)
    post()
    post(now=NOON + timedelta(days=1))
    post(now=NOON + timedelta(days=1, hours=1))
    close_days(now=WEDNESDAY)
    return list(ChainDay.objects.all())


def tamper(statement: str, *parameters: Any) -> None:
    """Change a row as somebody with the whole database in her hands would: past every trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement, parameters)
        assert cursor.rowcount == 1
        cursor.execute("SET session_replication_role = DEFAULT")


def difference() -> str:
    with pytest.raises(CommandError) as failure:
        call_command("verify_chain")
    return str(failure.value)


def test_a_day_holds_its_versions_and_letters_in_order(two_days):
    assert [(day.day, day.items, day.first_position) for day in two_days] == [
        (MONDAY, 2, 1),
        (MONDAY + timedelta(days=1), 2, 3),
    ]
    assert list(ChainEntry.objects.values_list("position", "kind")) == [
        (1, "SUBMISSION"),
        (2, "LETTER"),
        (3, "LETTER"),
        (4, "LETTER"),
    ]


def test_each_digest_follows_from_the_one_before(two_days):
    monday, tuesday = two_days
    items = [bytes(entry.item_digest) for entry in ChainEntry.objects.of_day(MONDAY)]
    last = hashlib.sha256(hashlib.sha256(BEGINNING + items[0]).digest() + items[1]).digest()

    assert (bytes(monday.previous), bytes(monday.last)) == (BEGINNING, last)
    assert bytes(tuesday.previous) == bytes(monday.digest)


def test_the_digest_of_a_day_can_be_computed_from_what_is_published(client, two_days):
    answer = client.get("/receipts/days/2026.json").json()
    monday = answer["days"][0]
    published = monday.pop("digest")
    text = json.dumps(monday, sort_keys=True, separators=(",", ":"))

    assert published == hashlib.sha256(text.encode()).hexdigest() == two_days[0].digest_text
    assert answer["days"][1]["previous"] == published


def test_a_day_is_not_closed_before_one_in_the_morning_in_brussels():
    post()
    assert close_days(now=AFTER - timedelta(hours=1)) == []
    assert close_days(now=AFTER) == [MONDAY]
    assert close_days(now=AFTER) == []


def test_the_day_is_that_of_brussels_when_the_clocks_change():
    post(now=datetime(2026, 3, 28, 22, 59, tzinfo=UTC), key="before midnight")
    post(now=datetime(2026, 3, 29, 21, 59, tzinfo=UTC), key="the last minute of a day of 23 hours")
    post(now=datetime(2026, 3, 29, 22, 0, tzinfo=UTC), key="the first of the next")
    close_days(now=datetime(2026, 3, 31, 12, tzinfo=UTC))

    assert list(ChainDay.objects.values_list("day", "items")) == [
        (date(2026, 3, 28), 1),
        (date(2026, 3, 29), 1),
        (date(2026, 3, 30), 1),
    ]


def test_a_day_on_which_nothing_happened_is_closed_too():
    post()
    close_days(now=AFTER + timedelta(days=2))
    assert list(ChainDay.objects.values_list("items", flat=True)) == [1, 0, 0]
    assert verify_chain().days == 3


def test_a_site_without_any_item_closes_no_day():
    assert close_days(now=AFTER) == []
    call_command("verify_chain", verbosity=0)


def test_a_run_cut_off_after_any_batch_is_taken_up_and_gives_the_same_chain(monkeypatch):
    monkeypatch.setattr(chain, "BATCH", 2)
    for key in range(5):
        post(key=str(key))
    real = chain._append
    runs = []

    def cut_off(*arguments: Any) -> bool:
        if len(runs) % 2:
            runs.append("cut")
            raise ConnectionError
        runs.append("done")
        return real(*arguments)

    monkeypatch.setattr(chain, "_append", cut_off)
    for _attempt in range(2):
        with pytest.raises(ConnectionError):
            close_days(now=AFTER)
    assert (ChainEntry.objects.count(), ChainDay.objects.count()) == (4, 0)
    monkeypatch.setattr(chain, "_append", real)
    close_days(now=AFTER)

    digest = BEGINNING
    for source in SOURCES:
        for _key, _at, document in source.read(source.rows.order_by(source.instant, "pk")):
            digest = link(digest, item_digest(document))
    day = ChainDay.objects.get()
    expected = closing_digest(day=MONDAY, items=5, last=digest, previous=BEGINNING)
    assert (day.items, bytes(day.digest)) == (5, expected)


def test_what_is_committed_after_its_day_was_closed_goes_into_the_next(two_days):
    post(now=NOON, key="late")
    close_days(now=WEDNESDAY + timedelta(days=1))
    assert ChainDay.objects.latest("day").items == 1
    assert verify_chain().items == 5


def test_a_letter_that_waits_for_the_release_of_its_batch_is_in_no_day():
    letter = post()
    Letter.objects.filter(pk=letter.pk).update(published_at=None, recalled_at=None, batch=_batch())
    assert close_days(now=AFTER) == []


def _batch() -> Any:
    from notifications.models import LetterBatch

    return LetterBatch.objects.create(
        event="result", title="-", about="-", expected=1, prepared_by=make_candidate(), prepared_at=NOON
    )


def test_the_whole_chain_is_proved(two_days, capsys):
    call_command("verify_chain")
    assert capsys.readouterr().out == (
        "2 days with 4 items are as they were written; 0 of the items were erased since.\n"
    )


@pytest.mark.parametrize(
    "statement, words",
    [
        (
            "UPDATE applications_submission SET snapshot = "
            "jsonb_set(snapshot, '{answers,motivation,motivation}', '\"I want to serve,\"')",
            "2026-03-02, entry 1: submission {submission} is not what it was.",
        ),
        (
            "UPDATE applications_submission SET submitted_at = submitted_at + interval '1 microsecond'",
            "2026-03-02, entry 1: submission {submission} is not what it was.",
        ),
        (
            "UPDATE applications_submission SET sha256 = reverse(sha256)",
            "2026-03-02, entry 1: submission {submission} is not what it was.",
        ),
        (
            "UPDATE notifications_letter SET body = body || ' ' WHERE id = {letter}",
            "2026-03-02, entry 2: letter {letter} is not what it was.",
        ),
        (
            "DELETE FROM notifications_outgoingemail WHERE letter_id = {letter}",
            None,
        ),
        (
            "UPDATE receipts_chainentry SET item_digest = "
            "set_byte(item_digest, 31, get_byte(item_digest, 31) # 1) WHERE position = 3",
            "2026-03-03, entry 3: letter {later} is not what it was.",
        ),
        (
            "UPDATE receipts_chainentry SET digest = "
            "set_byte(digest, 0, get_byte(digest, 0) # 128) WHERE position = 4",
            "2026-03-03, entry 4: its digest does not follow from the one before.",
        ),
        (
            "DELETE FROM receipts_chainentry WHERE position = 1",
            "2026-03-02: entry 1 is missing.",
        ),
        (
            "DELETE FROM receipts_chainentry WHERE position = 4",
            "2026-03-03: it has 1 entries, not 2.",
        ),
        (
            "UPDATE receipts_chainday SET items = 3 WHERE day = '2026-03-03'",
            "2026-03-03: it has 2 entries, not 3.",
        ),
        (
            "UPDATE receipts_chainday SET digest = "
            "set_byte(digest, 5, get_byte(digest, 5) # 1) WHERE day = '2026-03-02'",
            "2026-03-02: its published digest is not the one of what it holds.",
        ),
        (
            "DELETE FROM receipts_chainday WHERE day = '2026-03-02'",
            "2026-03-03: it does not begin with the digest of the day before.",
        ),
    ],
)
def test_one_changed_byte_is_found_and_named(two_days, statement, words):
    letters = list(Letter.objects.order_by("published_at").values_list("pk", flat=True))
    names = {"submission": Submission.objects.get().pk, "letter": letters[0], "later": letters[1]}
    for name, key in names.items():
        statement = statement.replace(f"{{{name}}}", str(key))
    tamper(statement)
    if words is None:  # mail is no part of the chain
        assert verify_chain().items == 4
    else:
        assert difference() == words.format(**names)


def test_a_letter_that_is_gone_is_found_unless_it_was_erased_by_a_decision(two_days):
    letter = Letter.objects.order_by("published_at").first()
    letter.email.delete()
    letter.delete()
    assert difference() == f"2026-03-02, entry 2: letter {_key_of(2)} is gone."

    write_erasure(kind=ItemKind.LETTER, keys=[_key_of(2)], decision="DR-2026-1", now=WEDNESDAY)
    assert (verify_chain().items, verify_chain().erased) == (4, 1)


def _key_of(position: int) -> int:
    return ChainEntry.objects.get(position=position).source_id


def test_an_item_slipped_in_afterwards_is_found():
    post(now=NOON)
    close_days(now=AFTER + timedelta(days=20))
    letter = post(now=NOON + timedelta(hours=1), key="forged")
    assert difference() == f"letter {letter.pk} is in no day of the chain."


def test_days_can_be_proved_alone(two_days):
    tamper("UPDATE notifications_letter SET body = body || ' ' WHERE id = %s", _key_of(2))
    assert verify_chain(first=date(2026, 3, 3)).days == 1
    with pytest.raises(CommandError):
        call_command("verify_chain", "--to", "2026-03-02")


@pytest.mark.parametrize("table", ["receipts_chainentry", "receipts_chainday"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET day = day", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_chain(two_days, table, statement):
    with (
        pytest.raises(DatabaseError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
