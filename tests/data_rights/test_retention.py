"""Retention: only what somebody filled in and switched on, with a trial, a switch for all, and a warning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from applications.models import Application
from core.models import AuditRecord
from data_rights import services
from data_rights.models import RetentionPolicy, RetentionRun, RetentionWarning
from data_rights.services import retention
from data_rights.states import Category, RequestKind
from documents.models import Document
from notifications.models import Letter, OutgoingEmail
from profiles.models import Motivation
from receipts.services import close_days
from receipts.verification import verify_chain
from tests.factories import make_application, make_candidate, make_competition, make_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=800)


@pytest.fixture(autouse=True)
def _switched_on(settings: Any, tmp_path: Any) -> None:
    settings.RETENTION_IS_ON = True
    settings.VAR_DIR = tmp_path
    if not RetentionPolicy.objects.exists():  # a test that emptied the whole database ran before
        RetentionPolicy.objects.bulk_create([RetentionPolicy(category=category) for category in Category])


def policy(category: Category, months: int | None = 24, *, is_enabled: bool = True) -> None:
    RetentionPolicy.objects.filter(category=category).update(months=months, is_enabled=is_enabled)


def unused(**values: Any) -> User:
    return make_candidate(date_joined=LONG_AGO, **values)


def old_draft() -> Any:
    competition = make_competition(now=LONG_AGO)
    return make_application(now=LONG_AGO, competition=competition)


def run(now: datetime = NOW, *, is_dry: bool = False) -> dict[str, Any]:
    done = services.run_retention(now=now, is_dry=is_dry)
    return {} if done is None else done.counts


def test_there_is_one_policy_a_category_without_a_period_and_switched_off():
    held = RetentionPolicy.objects.values_list("category", "months", "is_enabled")
    assert sorted(held) == sorted((category.value, None, False) for category in Category)


def test_nothing_is_erased_until_somebody_says_for_how_long():
    unused()
    old_draft()
    assert (run(), User.objects.filter(is_active=False).count(), Application.objects.count()) == ({}, 0, 1)


def test_a_policy_without_months_cannot_be_switched_on():
    with pytest.raises(IntegrityError), transaction.atomic():
        policy(Category.DRAFT, None)


def test_the_switch_for_all_stops_every_erasure_but_no_trial(settings):
    settings.RETENTION_IS_ON = False
    policy(Category.DRAFT)
    old_draft()
    assert services.run_retention(now=NOW, is_dry=False) is None
    assert run(is_dry=True) == {"DRAFT": {"due": 1}}
    assert Application.objects.count() == 1


def test_a_trial_erases_and_warns_nobody():
    policy(Category.ACCOUNT)
    policy(Category.DRAFT)
    unused()
    old_draft()
    assert run(is_dry=True) == {"ACCOUNT": {"due": 0, "to_warn": 1}, "DRAFT": {"due": 1}}
    assert (RetentionWarning.objects.count(), Letter.objects.count(), Application.objects.count()) == (
        0,
        0,
        1,
    )
    assert RetentionRun.objects.get().is_dry


def test_an_old_draft_goes_with_what_was_typed_and_leaves_a_trace():
    policy(Category.DRAFT)
    draft = old_draft()
    young = make_application(now=NOW - timedelta(days=30))
    assert run() == {"DRAFT": {"erased": 1}}
    assert list(Application.objects.all()) == [young]
    assert AuditRecord.objects.get(verb="erase_draft").object_key == draft.number


def test_an_unused_account_is_warned_then_erased_after_thirty_days():
    policy(Category.ACCOUNT)
    person = unused(email="gone@example.eu", first_names="Anna")
    Motivation.objects.create(user=person, text="I want to serve.", changed_at=LONG_AGO)
    assert run() == {"ACCOUNT": {"erased": 0, "warned": 1}}
    assert "1 July 2026" in Letter.objects.get(event="account_erased_soon").body
    assert run(NOW + timedelta(days=29)) == {"ACCOUNT": {"erased": 0, "warned": 0}}
    assert run(NOW + timedelta(days=31)) == {"ACCOUNT": {"erased": 1, "warned": 0}}

    person.refresh_from_db()
    assert (person.email, person.first_names, person.is_active) == (
        f"erased-{person.pk}@erased.invalid",
        "",
        False,
    )
    assert (Motivation.objects.count(), OutgoingEmail.objects.count()) == (0, 0)
    assert list(Letter.objects.values_list("body", flat=True)) == [""]
    assert run(NOW + timedelta(days=900)) == {"ACCOUNT": {"erased": 0, "warned": 0}}


def test_who_signs_in_after_the_warning_keeps_the_account_and_is_warned_anew():
    policy(Category.ACCOUNT)
    person = unused()
    run()
    back = NOW + timedelta(days=10)
    User.objects.filter(pk=person.pk).update(last_login=back)
    assert run(NOW + timedelta(days=31)) == {"ACCOUNT": {"erased": 0, "warned": 0}}
    assert run(back + timedelta(days=800)) == {"ACCOUNT": {"erased": 0, "warned": 1}}


@pytest.mark.parametrize("why", ["staff", "application", "open request", "signed in"])
def test_an_account_that_is_needed_stays(why):
    policy(Category.ACCOUNT)
    if why == "staff":
        make_staff(date_joined=LONG_AGO)
    elif why == "application":
        make_application(candidate=unused(), now=NOW)
    elif why == "open request":
        services.send_request(person=unused(), kind=RequestKind.ACCESS, text="", now=NOW)
    else:
        unused(last_login=NOW)
    assert run(is_dry=True) == {"ACCOUNT": {"due": 0, "to_warn": 0}}


def test_a_run_that_fails_half_way_is_taken_up_and_erases_each_once(monkeypatch):
    policy(Category.DRAFT)
    for _time in range(3):
        old_draft()
    real = retention.RULES[Category.DRAFT]
    erased = []

    def fail_at_the_second(row: Any, *, now: datetime) -> None:
        if len(erased) == 1:
            raise ConnectionError
        erased.append(row.pk)
        real.erase(row, now=now)

    monkeypatch.setitem(retention.RULES, Category.DRAFT, retention.Rule(real.due, fail_at_the_second))
    with pytest.raises(ConnectionError):
        run()
    assert Application.objects.count() == 2
    monkeypatch.setitem(retention.RULES, Category.DRAFT, real)
    assert run() == {"DRAFT": {"erased": 2}}


def test_erased_letters_leave_the_chain_whole():
    policy(Category.ACCOUNT)
    unused()
    run()
    close_days(now=NOW + timedelta(days=2))
    run(NOW + timedelta(days=31))
    assert verify_chain().erased == 1


def test_an_erasure_that_was_granted_leaves_what_the_plan_says():
    officer = make_staff("data_rights.answer_datarequest")
    person = make_candidate()
    request = services.send_request(person=person, kind=RequestKind.ERASE, text="", now=NOW)
    draft = make_application(candidate=person, now=NOW)
    services.erase_person(request=request, by=officer, now=NOW)
    person.refresh_from_db()
    assert (Application.objects.filter(pk=draft.pk).exists(), person.is_active) == (False, False)
    assert Document.objects.filter(owner=person).count() == 0
    other = services.send_request(person=make_candidate(), kind=RequestKind.ACCESS, text="", now=NOW)
    with pytest.raises(services.NothingToErase):
        services.erase_person(request=other, by=officer, now=NOW)
