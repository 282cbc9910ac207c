"""The catalogue of institutions and vacancies, and the index of opportunities."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from careers.models import Institution, Opportunity, Place, Vacancy
from careers.services import (
    load_institutions,
    load_places,
    load_vacancies,
    publish_vacancy,
    withdraw_opportunity,
)
from careers.services.catalogue import closing_instant

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
