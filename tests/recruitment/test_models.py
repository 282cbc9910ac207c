"""The database refuses nonsense about reserve lists, one constraint at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from recruitment.models import Laureate, ListDownload, ListExtension, ListOpening, Recruiter, ReserveList
from tests.factories import make_candidate
from tests.recruitment.factories import (
    NOW,
    load_competition,
    make_candidacy,
    make_institution,
    make_list,
    make_recruiter,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refused(name: str) -> Iterator[None]:
    """The block breaks this constraint, or the trigger that says this."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


@pytest.fixture
def reserve_list() -> Any:
    return make_list(make_candidacy(load_competition().fields.first()))  # type: ignore[arg-type]


def test_a_field_has_one_list(reserve_list: Any) -> None:
    with refused("reservelist_one_per_field"):
        ReserveList.objects.create(
            field=reserve_list.field, run=reserve_list.run, established_at=NOW,
            valid_from=date(2026, 1, 1), valid_until=date(2027, 1, 1),
        )  # fmt: skip


def test_a_list_does_not_end_before_it_begins(reserve_list: Any) -> None:
    with refused("reservelist_valid_from_before_until"):
        ReserveList.objects.update(valid_until=date(2020, 1, 1))


def test_an_extension_makes_a_list_longer(reserve_list: Any) -> None:
    with refused("listextension_is_longer"):
        ListExtension.objects.create(
            reserve_list=reserve_list, valid_until_before=date(2027, 1, 1),
            valid_until_after=date(2027, 1, 1), reason="Few.", decided_at=NOW,
        )  # fmt: skip


def test_a_list_is_open_to_an_institution_once(reserve_list: Any) -> None:
    institution = make_institution()
    ListOpening.objects.create(reserve_list=reserve_list, institution=institution, opened_at=NOW)
    with refused("listopening_once"):
        ListOpening.objects.create(reserve_list=reserve_list, institution=institution, opened_at=NOW)


def test_a_candidate_is_a_laureate_once(reserve_list: Any) -> None:
    application = Laureate.objects.get().application
    with refused("application_id"):
        Laureate.objects.create(reserve_list=reserve_list, application=application, added_at=NOW)


def test_a_removal_has_a_reason(reserve_list: Any) -> None:
    with refused("laureate_removal_has_reason"):
        Laureate.objects.update(removed_at=NOW)


def make_download(reserve_list: ReserveList, **values: Any) -> ListDownload:
    institution = make_institution()
    download: ListDownload = ListDownload.objects.create(
        reserve_list=reserve_list, user=make_recruiter(institution), institution=institution,
        file_format="CSV", downloaded_at=NOW, laureates=1, **{"purpose": "Vacancy 7", **values},
    )  # fmt: skip
    return download


def test_a_download_has_a_purpose(reserve_list: Any) -> None:
    with refused("listdownload_has_purpose"):
        make_download(reserve_list, purpose="")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_a_download_is_never_changed_or_deleted(reserve_list: Any, change: str) -> None:
    make_download(reserve_list)
    with refused("only added, never changed or deleted"):
        if change == "update":
            ListDownload.objects.update(purpose="Something else")
        else:
            ListDownload.objects.all().delete()


def test_an_extension_is_never_changed(reserve_list: Any) -> None:
    ListExtension.objects.create(
        reserve_list=reserve_list, valid_until_before=date(2027, 1, 1),
        valid_until_after=date(2028, 1, 1), reason="Few.", decided_at=NOW,
    )  # fmt: skip
    with refused("only added, never changed or deleted"):
        ListExtension.objects.update(reason="Many.")


def test_a_person_recruits_for_one_institution() -> None:
    person = make_recruiter(make_institution())
    with refused("user_id"):
        Recruiter.objects.create(user=person, institution=make_institution())


# Reads


@pytest.mark.parametrize(
    "day, expected",
    [
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), True),
        (date(2027, 11, 22), True),
        (date(2027, 11, 23), False),
    ],
)
def test_a_list_is_valid_on_its_first_and_last_day(reserve_list: Any, day: date, expected: bool) -> None:
    assert [row.is_valid for row in ReserveList.objects.valid_first(day)] == [expected]


def test_a_list_is_open_to_whom_it_was_opened(reserve_list: Any) -> None:
    inside, outside = make_institution(), make_institution()
    ListOpening.objects.create(reserve_list=reserve_list, institution=inside, opened_at=NOW)
    assert list(ReserveList.objects.open_to(inside)) == [reserve_list]
    assert list(ReserveList.objects.open_to(outside)) == []
    assert list(ReserveList.objects.visible_to_recruiter(make_recruiter(inside))) == [reserve_list]
    assert list(ReserveList.objects.visible_to_recruiter(make_candidate())) == []
