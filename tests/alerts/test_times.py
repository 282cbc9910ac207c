"""When digests are due, on the Brussels clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.times import BRUSSELS, latest_slot, next_slot


@pytest.mark.parametrize(
    ("now", "weekly", "latest", "following"),
    [
        ("2026-11-23T06:00", False, "2026-11-23T06:00", "2026-11-24T06:00"),
        ("2026-11-23T05:59", False, "2026-11-22T06:00", "2026-11-23T06:00"),
        ("2026-11-23T06:00", True, "2026-11-23T06:00", "2026-11-30T06:00"),
        ("2026-11-23T05:59", True, "2026-11-16T06:00", "2026-11-23T06:00"),
        ("2026-07-01T05:00", False, "2026-07-01T05:00", "2026-07-02T05:00"),
        ("2026-03-28T12:00", False, "2026-03-28T06:00", "2026-03-29T05:00"),
        ("2026-10-24T12:00", False, "2026-10-24T05:00", "2026-10-25T06:00"),
    ],
)
def test_digests_are_due_at_seven_in_brussels_winter_and_summer(now, weekly, latest, following):
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = (latest_slot(instant, weekly=weekly), next_slot(instant, weekly=weekly))
    assert found == (
        datetime.fromisoformat(latest).replace(tzinfo=UTC),
        datetime.fromisoformat(following).replace(tzinfo=UTC),
    )


@given(st.integers(min_value=0, max_value=20 * 366 * 24 * 60), st.booleans())
def test_every_instant_lies_between_two_slots(minutes, weekly):
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    latest, following = latest_slot(now, weekly=weekly), next_slot(now, weekly=weekly)
    assert latest <= now < following
    assert next_slot(latest, weekly=weekly) == following
    days = 7 if weekly else 1
    assert abs(following - latest - timedelta(days=days)) <= timedelta(hours=1)
    assert {each.astimezone(BRUSSELS).hour for each in (latest, following)} == {7}
