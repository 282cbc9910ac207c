"""One table of a hundred made-up notices."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import models

TABLE: Final = "bench_notice"
CREATE: Final = f"""
    create table {TABLE} (
        id bigserial primary key, slug varchar(100) unique, title varchar(200), institution varchar(200),
        place varchar(100), grade varchar(10), summary text, opens timestamptz, deadline timestamptz
    )
"""
SUMMARY: Final = (
    "The successful candidate drafts briefings, prepares meetings with the Member States, follows the work "
    "of the committees and answers questions of Parliament, in a team of twelve people from nine countries. "
)


class Notice(models.Model):
    """A notice as a bare page shows it."""

    slug = models.SlugField(max_length=100)
    title = models.CharField(max_length=200)
    institution = models.CharField(max_length=200)
    place = models.CharField(max_length=100)
    grade = models.CharField(max_length=10)
    summary = models.TextField()
    opens = models.DateTimeField()
    deadline = models.DateTimeField()

    class Meta:
        app_label = "bare"
        managed = False
        db_table = TABLE

    def __str__(self) -> str:
        return self.title


def create_notices(connection: Any, *, count: int = 100) -> None:
    """Make the table anew, with `count` notices, over a connection of Django."""
    opens = datetime(2026, 11, 1, 8, tzinfo=UTC)
    rows = [
        (f"notice-{n}", f"Administrator, unit {n}", f"Directorate-General {n % 40}", "Brussels", "AD7",
         SUMMARY * 2, opens, opens + timedelta(days=20 + n))
        for n in range(count)
    ]  # fmt: skip
    insert = (
        f"insert into {TABLE} (slug, title, institution, place, grade, summary, opens, deadline)"  # noqa: S608
        " values (%s, %s, %s, %s, %s, %s, %s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists {TABLE}")
        cursor.execute(CREATE)
        cursor.executemany(insert, rows)
