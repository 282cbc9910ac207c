"""The register in memory says the same as the database."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from careers.listing import Listing, build_register
from careers.models import Opportunity
from careers.search.criteria import Criteria
from careers.search.register import bits, highest, lowest

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
STAGES = ("UPCOMING", "OPEN", "IN_PROGRESS", "RESERVE_LIST", "CLOSED")


def make_opportunities(count: int) -> None:
    """Opportunities of every stage, kind and pattern of dates; the same at each call."""
    chance = random.Random(1)
    rows: list[Any] = []
    for number in range(count):
        opens = chance.choice([None, NOW - timedelta(days=chance.randint(1, 90)), NOW + timedelta(days=2)])
        closes = chance.choice([None, NOW + timedelta(days=chance.choice([-60, -1, 0, 3, 10, 20, 60]))])
        if opens and closes and opens >= closes:
            opens = None
        rows.append(
            Opportunity(
                kind=chance.choice(["COMPETITION", "CAST", "VACANCY", "TRAINEESHIP"]),
                reference=f"R/{number:04}",
                path=f"vacancies/r-{number}/",
                title_en="-",
                stage=chance.choice(STAGES),
                opens_at=opens,
                closes_at=closes,
                has_no_deadline=closes is None and chance.random() < 0.5,
                is_closed_early=chance.random() < 0.2,
                is_published=chance.random() < 0.9,
                grades=chance.sample(["AD5", "AD7", "AST3"], chance.randint(0, 2)),
                domains=chance.sample(["LAW", "ICT"], chance.randint(0, 2)),
            )
        )
    Opportunity.objects.bulk_create(rows)


@pytest.mark.parametrize(
    "shift", [timedelta(0), timedelta(days=2), timedelta(days=3, seconds=1), timedelta(days=99)]
)
def test_statuses_follow_the_clock_as_in_the_database(db: None, shift: timedelta) -> None:
    make_opportunities(300)
    register, now = build_register(), NOW + shift
    expected = dict(Opportunity.objects.published().with_status(now).values_list("pk", "status_now"))
    found = {
        register.pks[rank]: status
        for status, rows in register.statuses(now).items()
        for rank in lowest(rows, 0, register.count)
    }
    assert found == expected


def test_the_order_is_that_of_the_database_by_status_and_deadline(db: None) -> None:
    make_opportunities(300)
    rows = Opportunity.objects.published().with_status(NOW).by_deadline()
    expected = [
        (row.status_now if row.status_now in {"OPEN", "UPCOMING"} else "", row.closes_at) for row in rows
    ]
    listing = Listing(Criteria(), now=NOW)
    by_key = {row.pk: row for row in rows}
    found = [by_key[key] for key in listing.keys(0)]
    assert [row.closes_at for row in found if row.status_now == "OPEN"] == [
        closes for status, closes in expected if status == "OPEN"
    ]
    assert [row.status_now if row.status_now in {"OPEN", "UPCOMING"} else "" for row in found] == [
        status for status, _closes in expected
    ]
    assert [row.pk for row in found if row.status_now not in {"OPEN", "UPCOMING"}] == [
        row.pk for row in rows if row.status_now not in {"OPEN", "UPCOMING"}
    ]


@pytest.mark.parametrize("sort", ["", "newest"])
def test_pages_put_together_are_the_whole(db: None, sort: str) -> None:
    make_opportunities(700)
    listing = Listing(Criteria(sort=sort), now=NOW)
    whole = listing.keys()
    assert len(set(whole)) == len(whole) == listing.count()
    assert [key for start in range(0, len(whole), 20) for key in listing.keys(start, start + 20)] == whole


def test_counts_of_a_filter_are_what_choosing_it_would_find(db: None) -> None:
    make_opportunities(300)
    chosen = {"kind": ("VACANCY",), "domain": ("LAW",)}
    listing = Listing(Criteria(chosen=chosen), now=NOW)
    for name in ("kind", "grade", "status", "domain"):
        for value, count in listing.selection.counts(name).items():
            alone = Listing(Criteria(chosen={**chosen, name: (value,)}), now=NOW)
            assert (name, value, count) == (name, value, alone.count())


def test_values_of_one_filter_are_alternatives(db: None) -> None:
    make_opportunities(300)
    both = Listing(Criteria(chosen={"kind": ("CAST", "VACANCY")}), now=NOW).count()
    assert both == sum(
        Listing(Criteria(chosen={"kind": (kind,)}), now=NOW).count() for kind in ("CAST", "VACANCY")
    )


def test_bits_are_taken_from_either_end() -> None:
    rows = bits([3, 5, 64, 200], 300)
    assert (lowest(rows, 0, 9), lowest(rows, 1, 3)) == ([3, 5, 64, 200], [5, 64])
    assert (highest(rows, 0, 2), highest(rows, 2, 9)) == ([200, 64], [5, 3])
    assert lowest(0, 0, 5) == []
