"""A released final ranking becomes reserve lists once, whole or not at all; laureates are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from competitions.models import Competition
from core.models import AuditRecord
from core.states import StateMoveRefused
from notifications.models import Letter, OutgoingEmail
from recruitment import tasks
from recruitment.models import Laureate, ListExtension, ListOpening, ReserveList
from recruitment.services import (
    close_list,
    due_runs,
    establish_reserve_lists,
    expire_lists,
    extend_list,
    open_list,
    remove_laureate,
)
from tests.factories import make_candidate, make_staff
from tests.recruitment.factories import (
    NOW,
    load_competition,
    make_batch,
    make_candidacy,
    make_institution,
    make_list,
    make_run,
)

pytestmark = pytest.mark.django_db


def numbers_on(reserve_list: ReserveList) -> list[str]:
    laureates = Laureate.objects.present().filter(reserve_list=reserve_list)
    return [laureate.application.number for laureate in laureates]


def test_each_field_gets_a_list_of_its_laureates_open_to_the_institutions_epso_serves() -> None:
    served, _other = make_institution(served_by_epso=True), make_institution()
    first, second = load_competition().fields.all()
    laureate, failed = make_candidacy(first), make_candidacy(first)
    elsewhere = make_candidacy(second)
    run = make_run(
        {laureate: "LAUREATE", failed: "FAILED", elsewhere: "LAUREATE"}, competition=first.competition
    )
    result = establish_reserve_lists(run=run, by=None, now=NOW)
    lists = {row.field: row for row in ReserveList.objects.all()}
    assert result.added == 2
    assert numbers_on(lists[first]) == [laureate.number]
    assert numbers_on(lists[second]) == [elsewhere.number]
    openings = ListOpening.objects.values_list("reserve_list", "institution")
    assert sorted(openings) == sorted((row.pk, served.pk) for row in lists.values())


def test_a_notice_for_some_institutions_opens_its_lists_to_these_alone() -> None:
    make_institution(served_by_epso=True)
    field = load_competition().fields.first()
    assert field is not None
    named = make_institution("COURT")
    Competition.objects.update(is_for_all_institutions=False)
    field.competition.institutions.set([named])
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    establish_reserve_lists(run=run, by=None, now=NOW)
    assert set(ListOpening.objects.values_list("institution__code", flat=True)) == {"COURT"}


@pytest.mark.parametrize("months, last_day", [(12, date(2027, 2, 28)), (36, date(2029, 2, 28))])
def test_validity_runs_in_brussels_from_the_day_laureates_are_told(months: int, last_day: date) -> None:
    field = load_competition(months=months).fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    late_in_the_evening = datetime(2026, 2, 27, 23, 30, tzinfo=UTC)  # it is the 28th in Brussels
    establish_reserve_lists(run=run, by=None, now=late_in_the_evening)
    reserve_list = ReserveList.objects.get(field=field)
    assert (reserve_list.valid_from, reserve_list.valid_until) == (date(2026, 2, 28), last_day)


def test_a_day_named_by_the_notice_is_the_last_day() -> None:
    field = load_competition().fields.first()
    assert field is not None
    Competition.objects.update(reserve_list_valid_until=date(2028, 6, 30))
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    establish_reserve_lists(run=run, by=None, now=NOW)
    assert ReserveList.objects.get(field=field).valid_until == date(2028, 6, 30)


def test_a_notice_that_says_nothing_of_validity_gives_no_list_and_says_why() -> None:
    field = load_competition(months=None).fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    with pytest.raises(ValidationError) as refusal:
        establish_reserve_lists(run=run, by=None, now=NOW)
    assert refusal.value.code == "validity_unknown"
    assert ReserveList.objects.count() == 0


@pytest.mark.parametrize(
    "run_values, code",
    [
        ({"state": "COMPUTED"}, "run_not_final"),
        ({"state": "SUPERSEDED"}, "run_not_final"),
        ({"is_final": False}, "run_not_final"),
        ({"letters": None}, "letters_not_released"),
        ({"letters": "PREPARED"}, "letters_not_released"),
        ({"letters": "RELEASING"}, "letters_not_released"),
        ({"letters": "RECALLED"}, "letters_not_released"),
    ],
)
def test_only_a_released_final_ranking_with_all_its_letters_out_gives_a_list(
    run_values: dict[str, Any], code: str
) -> None:
    field = load_competition().fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition, **run_values)
    assert list(due_runs()) == []
    with pytest.raises(ValidationError) as refusal:
        establish_reserve_lists(run=run, by=None, now=NOW)
    assert refusal.value.code == code
    assert Laureate.objects.count() == 0


def test_a_second_batch_on_its_way_keeps_the_list_waiting() -> None:
    field = load_competition().fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    assert list(due_runs()) == [run]
    make_batch(run, "RELEASING")
    assert list(due_runs()) == []


def test_establishing_again_changes_nothing() -> None:
    make_institution(served_by_epso=True)
    field = load_competition().fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    establish_reserve_lists(run=run, by=None, now=NOW)
    audits, letters = AuditRecord.objects.count(), Letter.objects.count()
    again = establish_reserve_lists(run=run, by=None, now=NOW + timedelta(days=1))
    assert (again.added, again.unconfirmed) == (0, 0)
    assert (AuditRecord.objects.count(), Letter.objects.count()) == (audits, letters)
    assert list(due_runs()) == []


def test_the_competition_says_that_the_list_is_published() -> None:
    field = load_competition().fields.first()
    assert field is not None
    staff = make_staff()
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    establish_reserve_lists(run=run, by=staff, now=NOW)
    field.competition.refresh_from_db()
    assert field.competition.state == "LIST_PUBLISHED"
    record = AuditRecord.objects.get(verb="establish_reserve_lists")
    assert (record.by, record.details["laureates_added"]) == (staff, 1)


def test_a_failure_at_the_end_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    make_institution(served_by_epso=True)
    field = load_competition().fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)

    def fail(**_values: Any) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("recruitment.services.lists.record_audit", fail)
    with pytest.raises(RuntimeError):
        establish_reserve_lists(run=run, by=None, now=NOW)
    rows = (ReserveList, Laureate, ListOpening, Letter, OutgoingEmail)
    assert [model.objects.count() for model in rows] == [0, 0, 0, 0, 0]  # type: ignore[attr-defined]
    field.competition.refresh_from_db()
    assert field.competition.state == "ELIGIBILITY"


@pytest.mark.parametrize("state", ["TESTING", "CANCELLED"])
def test_a_competition_that_is_not_at_its_end_refuses_a_list(state: str) -> None:
    field = load_competition().fields.first()
    assert field is not None
    Competition.objects.update(state=state)
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    with pytest.raises(ValidationError) as refusal:
        establish_reserve_lists(run=run, by=None, now=NOW)
    assert refusal.value.code == "competition_not_at_end"
    assert ReserveList.objects.count() == 0


def test_each_laureate_is_told_once_in_her_language_and_nobody_else() -> None:
    field = load_competition().fields.first()
    assert field is not None
    greek = make_candidacy(field, candidate=make_candidate(language="el"))
    english = make_candidacy(field, candidate=make_candidate(language="en"))
    failed = make_candidacy(field)
    run = make_run({greek: "LAUREATE", english: "LAUREATE", failed: "FAILED"}, competition=field.competition)
    establish_reserve_lists(run=run, by=None, now=NOW)
    letters = {letter.recipient: letter for letter in Letter.objects.filter(event="reserve_list_entry")}
    assert {person.pk for person in letters} == {greek.candidate.pk, english.candidate.pk}
    assert letters[greek.candidate].language == "el"
    assert "22 Νοεμβρίου 2027" in letters[greek.candidate].body
    body = letters[english.candidate].body
    assert "valid from 22 November 2026 until 22 November 2027" in body
    assert "Being on the reserve list does not give you a right to a job." in body
    assert OutgoingEmail.objects.filter(event="reserve_list_entry").count() == 2


def test_a_later_ranking_adds_who_is_new_and_removes_nobody() -> None:
    field = load_competition().fields.first()
    assert field is not None
    stays, dropped, enters = (make_candidacy(field) for _number in range(3))
    first = make_run(
        {stays: "LAUREATE", dropped: "LAUREATE", enters: "FAILED"}, competition=field.competition
    )
    establish_reserve_lists(run=first, by=None, now=NOW)
    second = make_run(
        {stays: "LAUREATE", dropped: "FAILED", enters: "LAUREATE"}, competition=field.competition
    )
    later = NOW + timedelta(days=30)
    result = establish_reserve_lists(run=second, by=None, now=later)
    reserve_list = ReserveList.objects.get(field=field)
    assert (result.added, result.unconfirmed) == (1, 1)
    assert numbers_on(reserve_list) == sorted([stays.number, dropped.number, enters.number])
    assert (reserve_list.run, reserve_list.valid_from) == (second, NOW.date())
    told = Letter.objects.filter(published_at=later).values_list("recipient", flat=True)
    assert list(told) == [enters.candidate.pk]
    unconfirmed = Laureate.objects.filter(reserve_list=reserve_list).unconfirmed()
    assert [laureate.application for laureate in unconfirmed] == [dropped]


def test_who_was_removed_does_not_come_back_by_a_later_ranking() -> None:
    field = load_competition().fields.first()
    assert field is not None
    application = make_candidacy(field)
    first = make_run({application: "LAUREATE"}, competition=field.competition)
    establish_reserve_lists(run=first, by=None, now=NOW)
    remove_laureate(laureate=Laureate.objects.get(), reason="She asked for it.", by=None, now=NOW)
    second = make_run({application: "LAUREATE"}, competition=field.competition)
    assert establish_reserve_lists(run=second, by=None, now=NOW + timedelta(days=1)).added == 0
    assert numbers_on(ReserveList.objects.get(field=field)) == []


def test_the_clock_establishes_what_is_due_and_goes_on_after_one_that_cannot_be() -> None:
    good = load_competition().fields.first()
    bad = load_competition(months=None, reference="EPSO/DEMO/2/26").fields.first()
    assert good is not None
    assert bad is not None
    for field in (bad, good):
        make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    assert tasks.establish_due_lists() == 1
    assert Laureate.objects.get().reserve_list.field == good


# Openings


def test_an_institution_is_let_in_once_and_out_again_on_record() -> None:
    field = load_competition().fields.first()
    assert field is not None
    reserve_list, institution = make_list(make_candidacy(field)), make_institution("EESC")
    staff = make_staff()
    opening = open_list(reserve_list=reserve_list, institution=institution, by=staff, now=NOW)
    assert open_list(reserve_list=reserve_list, institution=institution, by=staff, now=NOW) == opening
    close_list(opening=opening, by=staff, now=NOW)
    assert ListOpening.objects.count() == 0
    verbs = AuditRecord.objects.order_by("pk").values_list("verb", "details__institution")
    assert list(verbs)[-2:] == [("open_reserve_list", "EESC"), ("close_reserve_list", "EESC")]


# Validity


def established_list(**values: Any) -> ReserveList:
    field = load_competition(**values).fields.first()
    assert field is not None
    run = make_run({make_candidacy(field): "LAUREATE"}, competition=field.competition)
    establish_reserve_lists(run=run, by=None, now=NOW)
    return ReserveList.objects.get(field=field)


def test_an_extension_is_kept_with_its_reason_and_laureates_are_told() -> None:
    reserve_list, staff = established_list(), make_staff()
    until = date(2028, 12, 31)
    later = NOW + timedelta(days=300)
    extend_list(reserve_list=reserve_list, until=until, reason="Few were recruited.", by=staff, now=later)
    reserve_list.refresh_from_db()
    extension = ListExtension.objects.get()
    assert reserve_list.valid_until == until
    assert (extension.valid_until_before, extension.valid_until_after) == (date(2027, 11, 22), until)
    assert (extension.reason, extension.decided_by) == ("Few were recruited.", staff)
    assert Competition.objects.get(pk=reserve_list.field.competition_id).state == "LIST_EXTENDED"
    assert "valid until 31 December 2028" in Letter.objects.get(event="reserve_list_extended").body


@pytest.mark.parametrize(
    "until, reason, after_days, code",
    [
        (date(2027, 11, 22), "Few were recruited.", 1, "not_later"),
        (date(2028, 12, 31), " ", 1, "reason_missing"),
        (date(2028, 12, 31), "Few were recruited.", 366, "list_ended"),
    ],
)
def test_an_extension_that_makes_no_sense_is_refused(
    until: date, reason: str, after_days: int, code: str
) -> None:
    reserve_list = established_list()
    with pytest.raises(ValidationError) as refusal:
        extend_list(
            reserve_list=reserve_list,
            until=until,
            reason=reason,
            by=None,
            now=NOW + timedelta(days=after_days),
        )
    assert refusal.value.code == code
    assert ListExtension.objects.count() == 0


def test_the_list_of_an_annulled_competition_cannot_be_extended() -> None:
    reserve_list = established_list()
    Competition.objects.update(state="ANNULLED")
    with pytest.raises(StateMoveRefused):
        extend_list(reserve_list=reserve_list, until=date(2028, 1, 1), reason="No.", by=None, now=NOW)
    reserve_list.refresh_from_db()
    assert reserve_list.valid_until == date(2027, 11, 22)
    assert ListExtension.objects.count() == 0


def test_a_competition_ends_the_day_after_its_last_list() -> None:
    reserve_list = established_list()
    last_minute = datetime(2027, 11, 22, 22, 59, tzinfo=UTC)  # 23:59 in Brussels
    assert expire_lists(now=last_minute) == []
    assert expire_lists(now=last_minute + timedelta(minutes=1)) == ["EPSO/DEMO/1/26"]
    assert expire_lists(now=last_minute + timedelta(days=1)) == []
    assert Competition.objects.get(pk=reserve_list.field.competition_id).state == "LIST_EXPIRED"


def test_one_list_in_force_keeps_its_competition_from_ending() -> None:
    reserve_list = established_list()
    extend_list(reserve_list=reserve_list, until=date(2028, 1, 31), reason="Few.", by=None, now=NOW)
    assert expire_lists(now=datetime(2027, 12, 1, tzinfo=UTC)) == []


# Laureates


def test_a_laureate_is_removed_with_a_reason_that_she_reads() -> None:
    reserve_list, staff = established_list(), make_staff()
    laureate = Laureate.objects.get()
    remove_laureate(laureate=laureate, reason="Recruited by the Council.", by=staff, now=NOW)
    laureate.refresh_from_db()
    assert (laureate.removed_at, laureate.removal_reason) == (NOW, "Recruited by the Council.")
    assert numbers_on(reserve_list) == []
    letter = Letter.objects.get(event="reserve_list_removal")
    assert "Reason: Recruited by the Council." in letter.body
    assert "within 3 months of this letter" in letter.body
    assert AuditRecord.objects.get(verb="remove_laureate").by == staff


def test_removing_twice_keeps_the_first_reason() -> None:
    established_list()
    laureate = Laureate.objects.get()
    remove_laureate(laureate=laureate, reason="First.", by=None, now=NOW)
    remove_laureate(laureate=laureate, reason="Second.", by=None, now=NOW + timedelta(days=1))
    laureate.refresh_from_db()
    assert (laureate.removal_reason, Letter.objects.filter(event="reserve_list_removal").count()) == (
        "First.",
        1,
    )


def test_a_laureate_is_not_removed_without_a_reason() -> None:
    established_list()
    with pytest.raises(ValidationError):
        remove_laureate(laureate=Laureate.objects.get(), reason=" \n", by=None, now=NOW)
    assert Laureate.objects.present().count() == 1
