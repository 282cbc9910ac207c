"""Pages, kept and not kept, and the memory of a web worker, against a bare Django on the same server."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from careers.models import Vacancy
from competitions.models import Competition
from epso_site.bench.bare.models import create_notices
from epso_site.bench.figures import ROUNDS, Row, cost_row, lowest_of_rounds
from epso_site.bench.processes import cpu_seconds, resident_mebibytes
from epso_site.bench.scene import make_candidate, make_draft, open_competition
from epso_site.bench.web import (
    BARE,
    BARE_PAGE,
    SITE,
    WebServer,
    environment_of_bare,
    environment_of_site,
    serving,
)

LANGUAGE: Final = "nl"
KEPT_AT_MOST: Final = 0.15
LIST_AT_MOST: Final = 1.0
DETAIL_AT_MOST: Final = 0.9
FORM_AT_MOST: Final = 1.4
MEMORY_AT_MOST: Final = 1.8
PUBLIC_QUERIES: Final = 2
FORM_QUERIES: Final = 3
WARM_UP: Final = 10
MOST_REQUESTS: Final = 1000
UNCHANGED: Final = "home, kept, not changed (304)"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to measure: its aim against the bare page, and how many queries it may make."""

    name: str
    path: str
    at_most: float
    queries: int
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_public(self) -> bool:
        return not self.headers


def find_pages(now: Any) -> list[Page]:
    """The pages of the demonstration competition and of a vacancy, and the first forms of a candidate."""
    competition = open_competition()
    vacancy = Vacancy.objects.in_language().order_by("pk").first()
    applicant, newcomer = make_candidate(language=LANGUAGE), make_candidate(language=LANGUAGE)
    draft = make_draft(candidate=applicant, competition=competition, now=now)
    with translation.override(LANGUAGE):
        competition_path = _detail("competitions:competition", competition)
        return [
            Page("home", reverse("careers:home"), LIST_AT_MOST, PUBLIC_QUERIES),
            Page("job opportunities", reverse("careers:opportunity_list"), LIST_AT_MOST, PUBLIC_QUERIES),
            Page(
                "competition",
                competition_path,
                DETAIL_AT_MOST,
                PUBLIC_QUERIES,
            ),
            Page("vacancy", _detail("careers:vacancy", vacancy), DETAIL_AT_MOST, PUBLIC_QUERIES),
            Page(
                "start of an application",
                reverse("applications:start", args=[competition.slug]),
                FORM_AT_MOST,
                FORM_QUERIES,
                sign_in(newcomer),
            ),
            Page(
                "first step of an application",
                reverse("applications:step", args=[draft.number, "personal"]),
                FORM_AT_MOST,
                FORM_QUERIES,
                sign_in(applicant),
            ),
        ]


def _detail(name: str, subject: Competition | Vacancy | None) -> str:
    assert subject is not None, "the data that ships with the project is loaded"
    return reverse(f"{name}_detail", args=[subject.slug])


def sign_in(user: User) -> dict[str, str]:
    """The header of a browser in which `user` has signed in."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}"}


def count_queries(page: Page) -> int:
    """How often the page asks the database, once what is kept between requests is there."""
    client = Client(headers={"cookie": page.headers["Cookie"]} if page.headers else {})
    with override_settings(PUBLIC_PAGE_SECONDS=0):
        client.get(page.path)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(page.path)
    if response.status_code != 200:
        raise ValueError(f"{page.path} answered {response.status_code}.")
    return len(captured)


def server_pids() -> list[int]:
    """PostgreSQL and Valkey: what they do for a request is part of its cost."""
    postgres = settings.VAR_DIR / "postgres" / "data" / "postmaster.pid"
    files: list[Path] = [postgres, settings.VAR_DIR / "valkey" / "pid"]
    return [int(path.read_text().split()[0]) for path in files if path.exists()]


def cost_of_requests(
    server: WebServer, page: str, headers: Mapping[str, str], *, count: int, status: int = 200
) -> float:
    """Seconds of processor, of web server, database and cache together, for one of `count` requests."""
    server.request_often(page, 1, headers, status=status)
    roots = [server.pid, *server_pids()]
    before = cpu_seconds(*roots)
    server.request_often(page, count, headers, status=status)
    return (cpu_seconds(*roots) - before) / count


def _task(
    server: WebServer, page: str, headers: Mapping[str, str], round_seconds: float
) -> Callable[[], float]:
    """Measure so many requests a round that it takes about `round_seconds`, after some to warm up."""
    server.request_often(page, WARM_UP, headers)
    once = cost_of_requests(server, page, headers, count=WARM_UP)
    count = min(max(round(round_seconds / once), WARM_UP), MOST_REQUESTS)
    return partial(cost_of_requests, server, page, headers, count=count)


def _unchanged(server: WebServer, path: str) -> Callable[[], float]:
    """The same page asked for by who has it: the tag of its content, and the answer 304."""
    known = {"If-None-Match": server.header(path, "ETag")}
    return partial(cost_of_requests, server, path, known, count=MOST_REQUESTS // 2, status=304)


def measure(*, is_full: bool, round_seconds: float = 0.6, rounds: int = ROUNDS) -> list[Row]:
    """Rows of every page, not kept and kept, and of the memory of a worker that has served them."""
    create_notices(connection)
    pages = find_pages(timezone.now())
    queries = {page.name: count_queries(page) for page in pages}
    with contextlib.ExitStack() as stack:
        bare = stack.enter_context(serving(BARE, env=environment_of_bare()))
        fresh = stack.enter_context(serving(SITE, env=environment_of_site(page_seconds=0)))
        kept = stack.enter_context(serving(SITE, env=environment_of_site(page_seconds=10)))
        tasks = {"bare": _task(bare, BARE_PAGE, {}, round_seconds)}
        for page in pages:
            tasks[page.name] = _task(fresh, page.path, page.headers, round_seconds)
            if page.is_public:
                tasks[f"{page.name}, kept"] = _task(kept, page.path, {}, round_seconds)
        tasks[UNCHANGED] = _unchanged(kept, pages[0].path)
        costs = lowest_of_rounds(tasks, rounds=rounds)
        sizes = {page.name: fresh.request_often(page.path, 1, page.headers) for page in pages}
        bare_size = bare.request_often(BARE_PAGE, 1, {})
        memory = _memory_row(fresh, bare)
    rows = [_page_row(page, costs, queries[page.name], sizes[page.name], bare_size) for page in pages]
    rows += [_kept_row(f"{page.name}, kept", costs) for page in pages if page.is_public]
    rows.append(_kept_row(UNCHANGED, costs))
    return [*rows, memory]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms CPU"


def _page_row(page: Page, costs: Mapping[str, float], queries: int, size: int, bare_size: int) -> Row:
    ours, bare = costs[page.name], costs["bare"]
    row = cost_row(
        f"{page.name}, not kept",
        ours=f"{_milliseconds(ours)}, {queries} queries, {size / 1000:.0f} KB",
        peer=f"bare page {_milliseconds(bare)}, 1 query, {bare_size / 1000:.0f} KB",
        ratio=ours / bare,
        at_most=page.at_most,
        also=queries <= page.queries,
    )
    return Row(row.what, row.measured, row.peer, row.ratio, f"{row.aim}, {page.queries} queries", row.is_met)


def _kept_row(name: str, costs: Mapping[str, float]) -> Row:
    ours, bare = costs[name], costs["bare"]
    return cost_row(
        name,
        ours=_milliseconds(ours),
        peer=f"bare page {_milliseconds(bare)}",
        ratio=ours / bare,
        at_most=KEPT_AT_MOST,
    )


def _memory_row(site: WebServer, bare: WebServer) -> Row:
    ours, peer = resident_mebibytes(site.worker_pid), resident_mebibytes(bare.worker_pid)
    return cost_row(
        "memory of a web worker",
        ours=f"{ours:.0f} MiB",
        peer=f"bare worker {peer:.0f} MiB",
        ratio=ours / peer,
        at_most=MEMORY_AT_MOST,
    )
