"""Finding words, and the list, with 100 notices and with 100 000 in every language, side by side.

The many notices are multiplied by SQL: texts of 160 words drawn from the words of the shipped notices, made
into vectors by the function the site uses, copied, and given three words of known frequency: one in every
notice, one in every sixteenth, one in every twenty-thousandth.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from django.db import connection
from django.urls import reverse
from django.utils import translation

from careers.search.hits import find
from core.kept import publish
from core.languages import CODES
from epso_site.bench.bare.models import create_notices
from epso_site.bench.figures import ROUNDS, Row, cost_row, limit_row, lowest_of_rounds
from epso_site.bench.pages import LANGUAGE, LIST_AT_MOST, cost_of_requests
from epso_site.bench.processes import cpu_seconds
from epso_site.bench.web import (
    BARE,
    BARE_PAGE,
    SITE,
    WebServer,
    environment_of_bare,
    environment_of_site,
    serving,
)

FEW: Final = 100
MANY: Final = 100_000
DISTINCT_TEXTS: Final = 1000
SOME_LANGUAGES: Final = ("nl", "en", "fr", "bg")
"""Unless `--full` asks for all 24: writing 2.4 million texts takes a quarter of an hour or more."""
FIND_SECONDS: Final = 0.05
MORE_AT_MOST: Final = 1.2
WORDS: Final = {"rare": "zqrare77", "medium": "zqmedium", "common": "zqcommon"}
PAGES: Final = {
    "list": "",
    "list, two filters": "?kind=VACANCY&grade=AD7",
    "search, rare word": "?q=zqrare77",
    "search, medium word": "?q=zqmedium",
    "search, common word": "?q=zqcommon",
}

_OPPORTUNITIES: Final = """
    INSERT INTO careers_opportunity (
        kind, reference, path, title_en, title_nl, function_group, grades, contract_types, domains,
        institutions, places, languages_required, stage, announced_for, opens_at,
        closes_at, has_no_deadline, time_zone, is_closed_early, is_published, is_demonstration,
        number_sought, title
    )
    SELECT CASE n %% 4 WHEN 0 THEN 'COMPETITION' WHEN 1 THEN 'CAST' ELSE 'VACANCY' END,
        'BENCH/' || n || '/26', 'vacancies/bench-' || n || '/', 'Administrator, unit ' || n,
        'Administrateur, eenheid ' || n, 'AD', ARRAY['AD' || 5 + n %% 9], ARRAY['TEMPORARY_AGENT'],
        ARRAY[(ARRAY['LAW', 'ICT', 'AUDIT', 'FINANCE'])[1 + n %% 4]],
        ARRAY[(SELECT code FROM careers_institution ORDER BY code OFFSET n %% 70 LIMIT 1)],
        ARRAY[(SELECT code FROM careers_place ORDER BY code OFFSET n %% 30 LIMIT 1)], '{}', 'OPEN', '',
        now() - interval '40 days' - n * interval '1 hour',
        now() + interval '20 days' - n * interval '1 hour', false, 'Europe/Brussels', false, true, false, 1,
        'Administrator, unit ' || n
    FROM generate_series(%(first)s, %(last)s) AS n
"""
_BASES: Final = """
    CREATE TABLE bench_text AS
    SELECT language, number, string_agg(word, ' ') AS body, careers_vector(
        language, array_agg(word), array_agg((220 + place)::integer), array_agg('D'::text)
    ) AS vector
    FROM (
            SELECT language, array_agg(folded) AS words FROM careers_searchword
            WHERE language = ANY (%(languages)s) GROUP BY language
        ) AS known,
        generate_series(0, %(texts)s - 1) AS number, generate_series(1, 160) AS place,
        LATERAL (
            SELECT words[1 + floor(power(random(), 3) * cardinality(words) + 0 * (number + place))::integer]
                AS word
        ) AS drawn
    GROUP BY language, number
"""
_TEXTS: Final = """
    INSERT INTO careers_opportunitytext (opportunity_id, language, title, body, vector)
    SELECT opportunity.id, language, 'Administrator, unit ' || n, body, vector || (
        careers_lexeme(language, 'zqcommon') || ':1A '
        || careers_lexeme(language, 'zqrare' || n %% 20000) || ':2A'
        || CASE n %% 16 WHEN 0 THEN ' ' || careers_lexeme(language, 'zqmedium') || ':3A' ELSE '' END
    )::tsvector
    FROM careers_opportunity AS opportunity, split_part(reference, '/', 2) AS part, CAST(part AS integer) AS n
    JOIN bench_text ON number = n %% %(texts)s
    WHERE reference LIKE 'BENCH/%%' AND n BETWEEN %(first)s AND %(last)s
    ORDER BY language, n
"""


def measure(
    *,
    is_full: bool,
    many: int = MANY,
    languages: Sequence[str] | None = None,
    round_seconds: float = 0.6,
    rounds: int = ROUNDS,
) -> list[Row]:
    """Rows of the three words at the database, and of each page with few notices and with many."""
    create_notices(connection)
    chosen = languages or (CODES if is_full else SOME_LANGUAGES)
    _run(_BASES, texts=min(DISTINCT_TEXTS, many), languages=list(chosen))
    add_notices(1, FEW)
    few = _costs_of_pages(round_seconds, rounds)
    add_notices(FEW + 1, many)
    found = [_find_row(name, word, many, len(chosen), rounds) for name, word in WORDS.items()]
    rows = [*found, *_page_rows(few, _costs_of_pages(round_seconds, rounds), many)]
    _run("DROP TABLE bench_text")
    return rows


def add_notices(first: int, last: int) -> None:
    """Put notices with these numbers in the index, in every language that has texts to copy."""
    numbers = {"first": first, "last": last, "texts": _count_of_texts()}
    _run("DROP INDEX opportunity_text_words")
    _run(_OPPORTUNITIES, **numbers)
    _run(_TEXTS, **numbers)
    _run("SET maintenance_work_mem = '512MB'")
    _run("CREATE INDEX opportunity_text_words ON careers_opportunitytext USING gin (vector)")
    for table in ("careers_opportunity", "careers_opportunitytext"):
        _run(f"ANALYZE {table}")
    publish()


def _count_of_texts() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(number) + 1 FROM bench_text")
        return int(cursor.fetchone()[0])


def _run(statement: str, **parameters: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)


def _find_row(name: str, word: str, many: int, languages: int, rounds: int) -> Row:
    find(word, LANGUAGE)
    costs = lowest_of_rounds(
        {
            "clock": lambda: _seconds(lambda: find(word, LANGUAGE)),
            "processor": lambda: _processor_seconds(lambda: find(word, LANGUAGE)),
        },
        rounds=rounds,
    )
    seconds = costs["clock"]
    return limit_row(
        f"finding a {name} word among {many} notices in {languages} languages",
        measured=f"{seconds * 1000:.1f} ms, {len(find(word, LANGUAGE).keys)} hits,"
        f" {costs['processor'] * 1000:.1f} ms of processor at the database",
        value=seconds,
        under=FIND_SECONDS,
        aim=f"under {FIND_SECONDS * 1000:.0f} ms",
    )


def _seconds(task: Callable[[], object]) -> float:
    started = time.perf_counter()
    task()
    return time.perf_counter() - started


def _processor_seconds(task: Callable[[], object]) -> float:
    """What the task costs the process of the database that works for this connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    before = cpu_seconds(pid)
    task()
    return cpu_seconds(pid) - before


def _costs_of_pages(round_seconds: float, rounds: int) -> dict[str, float]:
    """Seconds of processor of each page, and of the bare page in the same rounds."""
    with translation.override(LANGUAGE):
        address = reverse("careers:opportunity_list")
    with contextlib.ExitStack() as stack:
        bare = stack.enter_context(serving(BARE, env=environment_of_bare()))
        site = stack.enter_context(serving(SITE, env=environment_of_site(page_seconds=0)))
        tasks = {"bare": _task(bare, BARE_PAGE, round_seconds)}
        tasks |= {name: _task(site, address + query, round_seconds) for name, query in PAGES.items()}
        return lowest_of_rounds(tasks, rounds=rounds)


def _task(server: WebServer, path: str, round_seconds: float) -> Callable[[], float]:
    server.request_often(path, 5, {})
    once = cost_of_requests(server, path, {}, count=3)
    return partial(cost_of_requests, server, path, {}, count=max(3, min(300, round(round_seconds / once))))


def _page_rows(few: dict[str, float], more: dict[str, float], many: int) -> list[Row]:
    rows = []
    for name in PAGES:
        ours, before = more[name] / more["bare"], few[name] / few["bare"]
        rows.append(
            cost_row(
                f"{name}, {many} notices",
                ours=f"{more[name] * 1000:.2f} ms CPU",
                peer=f"bare page {more['bare'] * 1000:.2f} ms CPU",
                ratio=ours,
                at_most=LIST_AT_MOST,
            )
        )
        rows.append(
            cost_row(
                f"{name}, {many} notices against {FEW}",
                ours=f"{more[name] * 1000:.2f} ms CPU",
                peer=f"{few[name] * 1000:.2f} ms CPU",
                ratio=ours / before,
                at_most=MORE_AT_MOST,
            )
        )
    return rows
