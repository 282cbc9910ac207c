"""The catalogue of institutions and vacancies, and the index of opportunities."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from careers.models import Institution, NoticeError, Opportunity, Place, SavedOpportunity, Vacancy
from careers.services import (
    load_institutions,
    load_places,
    load_vacancies,
    publish_vacancy,
    withdraw_opportunity,
)
from careers.services.catalogue import closing_instant
from careers.services.readers import forget_opportunity, handle_error, report_error, save_opportunities
from core.models import AuditRecord
from tests.factories import make_candidate, make_staff

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DATA = Path(__file__).parent.parent.parent / "careers" / "data"


def shipped_vacancies() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((DATA / "vacancies.json").read_text())["vacancies"]
    return entries


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2025-07-08T12:00", "Europe/Warsaw", datetime(2025, 7, 8, 10, 0, tzinfo=UTC)),
        ("2025-07-08T12:00", "Europe/Lisbon", datetime(2025, 7, 8, 11, 0, tzinfo=UTC)),
        ("2025-01-08T12:00", "Europe/Athens", datetime(2025, 1, 8, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_closing_time_is_read_on_the_clock_of_its_zone(local: str, zone: str, instant: datetime) -> None:
    assert closing_instant(local, zone) == instant


def test_everything_shipped_is_in_the_database(shipped: None) -> None:
    assert (Place.objects.count(), Institution.objects.count(), Vacancy.objects.count()) == (35, 71, 13)
    frontex: Any = Institution.objects.get(code="FRONTEX")
    assert (frontex.seat.code, frontex.slug) == ("WARSAW", "frontex")
    vacancy: Any = Vacancy.objects.get(reference="EACEA id 888")
    assert (vacancy.reserve_list_size, vacancy.reserve_list_valid_until) == (10, date(2027, 12, 31))
    salaries = Vacancy.objects.get(reference="PE/307/2024/S/INLO").contracts.values_list(
        "grade", "basic_salary"
    )
    assert [(grade, str(salary)) for grade, salary in salaries] == [("AD5", "5672.78"), ("AD7", "7261.98")]


def test_loading_again_brings_changed_rows_into_line_and_adds_none(shipped: None) -> None:
    Place.objects.filter(code="WARSAW").update(name_en="Changed")
    Vacancy.objects.filter(reference="RCT-2025-00007").update(posts=99)
    before = Opportunity.objects.count()
    places = json.loads((DATA / "places.json").read_text())["places"]
    institutions = json.loads((DATA / "institutions.json").read_text())["institutions"]
    assert load_places(entries=places) == 35
    assert load_institutions(entries=institutions) == 71
    assert load_vacancies(entries=shipped_vacancies()) == 13
    assert Place.objects.values_list("name_en", flat=True).get(code="WARSAW") == "Warsaw"
    assert Vacancy.objects.get(reference="RCT-2025-00007").posts == 1
    assert Vacancy.objects.get(reference="RCT-2025-00007").contracts.count() == 1
    assert Opportunity.objects.count() == before


def test_the_index_follows_a_vacancy(shipped: None) -> None:
    vacancy: Any = Vacancy.objects.get(reference="RCT-2025-00007")
    row: Any = Opportunity.objects.get(path="vacancies/rct-2025-00007/")
    assert (row.kind, row.stage, row.is_closed_early) == ("VACANCY", "CLOSED", True)
    assert (row.grades, row.institutions, row.places) == (["AD6"], ["FRONTEX"], ["WARSAW"])
    assert (row.closes_at, row.time_zone) == (vacancy.closes_at, "Europe/Warsaw")
    vacancy.reference, vacancy.title_nl = "RCT-2025-7", "Ingenieur"
    vacancy.save()
    publish_vacancy(vacancy=vacancy)
    row.refresh_from_db()
    assert (row.reference, row.title_nl) == ("RCT-2025-7", "Ingenieur")
    withdraw_opportunity(of=vacancy)
    assert Opportunity.objects.filter(path="vacancies/rct-2025-00007/").exists() is False


@pytest.mark.parametrize(
    ("published_on", "opens_at"),
    [
        (None, None),
        (date(2025, 6, 1), datetime(2025, 5, 31, 22, 0, tzinfo=UTC)),
        (date(2025, 7, 9), None),
    ],
)
def test_a_vacancy_opens_on_the_day_of_its_notice_where_that_is_known_and_before_it_closes(
    shipped: None, published_on: date | None, opens_at: datetime | None
) -> None:
    vacancy: Any = Vacancy.objects.get(reference="RCT-2025-00007")
    vacancy.published_on = published_on
    assert publish_vacancy(vacancy=vacancy).opens_at == opens_at


def test_what_offers_traineeships_only_is_a_traineeship(shipped: None) -> None:
    vacancy: Any = Vacancy.objects.get(reference="RCT-2025-00007")
    vacancy.contracts.update(contract_type="TRAINEE", function_group="")
    row = publish_vacancy(vacancy=vacancy)
    assert (row.kind, row.function_group) == ("TRAINEESHIP", "")


def test_an_opportunity_whose_words_cannot_be_written_is_not_written_either(
    shipped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_values: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("careers.services.opportunities.write_texts", fail)
    vacancy: Any = Vacancy.objects.get(reference="RCT-2025-00007")
    vacancy.title_en = "Another title"
    with pytest.raises(RuntimeError):
        publish_vacancy(vacancy=vacancy)
    assert Opportunity.objects.get(path="vacancies/rct-2025-00007/").title != "Another title"


# What readers leave


@pytest.fixture
def reported(shipped: None) -> NoticeError:
    row: Any = Opportunity.objects.get(path="vacancies/rct-2025-00007/")
    return report_error(
        opportunity=row, what="DATE", description="It was a day later.", email="", language="nl", now=NOW
    )


def test_who_looked_into_a_reported_error_is_noted(reported: NoticeError) -> None:
    person = make_staff()
    handle_error(error=reported, by=person, now=NOW)
    reported.refresh_from_db()
    assert (reported.handled_at, reported.handled_by) == (NOW, person)
    record = AuditRecord.objects.get(verb="handle error in notice")
    assert (record.by, record.object_key) == (person, "RCT-2025-00007")


def test_an_error_is_not_handled_where_that_cannot_be_written_down(
    reported: NoticeError, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_values: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("careers.services.readers.record_audit", fail)
    with pytest.raises(RuntimeError):
        handle_error(error=reported, by=make_staff(), now=NOW)
    reported.refresh_from_db()
    assert reported.handled_at is None


def test_a_person_keeps_and_forgets_opportunities_that_are_public(shipped: None) -> None:
    one, other = Opportunity.objects.order_by("pk")[:2]
    Opportunity.objects.filter(pk=other.pk).update(is_published=False)
    person = make_candidate()
    assert save_opportunities(user=person, keys=[one.pk, other.pk, 0], now=NOW) == 1
    assert save_opportunities(user=person, keys=[one.pk], now=NOW) == 1
    forget_opportunity(user=person, key=one.pk)
    assert SavedOpportunity.objects.count() == 0


def test_a_row_of_the_index_leads_to_the_page_in_the_active_language(shipped: None) -> None:
    row: Any = Opportunity.objects.get(path="vacancies/rct-2025-00007/")
    assert row.get_absolute_url() == "/en/vacancies/rct-2025-00007/"


@pytest.mark.parametrize(
    ("model", "key", "changes"),
    [
        (Place, {"code": "WARSAW"}, {"name_en": ""}),
        (Place, {"code": "WARSAW"}, {"name_en": None}),
        (Institution, {"code": "EP"}, {"name_en": ""}),
        (Vacancy, {"slug": "rct-2025-00007"}, {"title_en": ""}),
        (Vacancy, {"slug": "rct-2025-00007"}, {"is_indefinite": True, "duration_months": 12}),
        (Vacancy, {"slug": "rct-2025-00007"}, {"status": "OPEN", "closes_at": None}),
        (Opportunity, {"path": "vacancies/rct-2025-00007/"}, {"title_en": ""}),
        (Opportunity, {"path": "vacancies/rct-2025-00007/"}, {"opens_at": datetime(2099, 1, 1, tzinfo=UTC)}),
        (Opportunity, {"path": "vacancies/rct-2025-00007/"}, {"path": "vacancies/eacea-id-888/"}),
    ],
)
def test_the_database_refuses(
    shipped: None, model: Any, key: dict[str, Any], changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(**key).update(**changes)
