"""The hour before a deadline: submissions, saved drafts and page views at their own pace, answered or not.

Each person has a connection and an address of her own, as the limits of deploy/nginx.conf expect. Being late
counts: a request takes from the instant it was due.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import User
from applications.models import Application
from epso_site.bench.figures import Row
from epso_site.bench.front import PLACES, serving_front
from epso_site.bench.pages import LANGUAGE, find_pages, server_pids, sign_in
from epso_site.bench.processes import cpu_seconds
from epso_site.bench.scene import make_candidate, make_draft, open_competition
from epso_site.bench.web import SITE, WebServer, environment_of_site, serving

SUBMISSIONS, DRAFTS, PAGES = 10, 50, 300
"""A second."""
MULTIPLES: Final = (1, 3)
CORES_AT_MOST: Final = 0.5
LATE_AT_MOST: Final = 1.0
"""Seconds that the slowest hundredth may take before we call it falling behind."""
WRITERS: Final = 60
READERS: Final = 12
SECRET: Final = "a" * 32

Draft = tuple[User, Application]


@dataclass(frozen=True, slots=True)
class Request:
    """One request: when it is due, in seconds from the start, and what it asks."""

    due: float
    path: str
    status: int
    cookie: str = ""
    body: str = ""


@dataclass(slots=True)
class Person:
    """Sends what is hers one after the other, each as soon as it is due."""

    address: str
    requests: list[Request] = field(default_factory=list)
    took: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def act(self, port: int, start: float) -> None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(self.address, 0))
        with contextlib.closing(client):
            for request in self.requests:
                time.sleep(max(0.0, start + request.due - time.monotonic()))
                self._send(client, request)
                kind = "write" if request.body else "page"
                self.took.append((kind, time.monotonic() - start - request.due))

    def _send(self, client: http.client.HTTPConnection, request: Request) -> None:
        headers = {"Cookie": request.cookie} if request.cookie else {}
        if request.body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            client.request("POST" if request.body else "GET", request.path, request.body or None, headers)
            response = client.getresponse()
            response.read()
        except (OSError, http.client.HTTPException) as error:
            client.close()
            self.errors.append(f"{request.path}: {error}")
        else:
            if response.status != request.status:
                self.errors.append(f"{request.path} answered {response.status}")


def measure(*, is_full: bool, seconds: int | None = None) -> list[Row]:
    """A row for the mix and one for three times the mix."""
    length = seconds or (30 if is_full else 8)
    now = timezone.now()
    pages = [page.path for page in find_pages(now) if page.is_public]
    drafts = _drafts(sum(SUBMISSIONS * length * each for each in MULTIPLES) + DRAFTS)
    saved = list(itertools.islice(drafts, DRAFTS))
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(serving(SITE, env=environment_of_site(page_seconds=10)))
        front = site
        if PLACES is not None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-nginx-")))
            front = stack.enter_context(serving_front(folder, site.port))
        for path in pages:
            front.request_often(path, 5, {})
        return [
            _measure(front, site, _people(multiple, length, pages, saved, drafts), multiple, length)
            for multiple in MULTIPLES
        ]


def _drafts(count: int) -> Iterator[Draft]:
    competition, now = open_competition(), timezone.now()
    people = [make_candidate(language=LANGUAGE) for _ in range(count)]
    return iter([(who, make_draft(candidate=who, competition=competition, now=now)) for who in people])


def _measure(front: WebServer, site: WebServer, people: Sequence[Person], multiple: int, length: int) -> Row:
    roots = list(dict.fromkeys([front.pid, site.pid, *server_pids()]))
    before, start = cpu_seconds(*roots), time.monotonic() + 0.5
    threads = [threading.Thread(target=person.act, args=(front.port, start)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cores = (cpu_seconds(*roots) - before) / length
    errors = [error for person in people for error in person.errors]
    writes = _slowest_hundredth(people, "write")
    is_met = not errors and (cores <= CORES_AT_MOST if multiple == 1 else writes <= LATE_AT_MOST)
    said = f"{len(errors)} errors{f' ({errors[0]})' if errors else ''}"
    mix = " + ".join(str(each * multiple) for each in (SUBMISSIONS, DRAFTS, PAGES))
    return Row(
        f"deadline hour, {mix} a second{'' if PLACES else ', no front cache'}",
        f"{cores:.2f} of a core, {said}, p99 of writes {writes * 1000:.0f} ms,"
        f" of pages {_slowest_hundredth(people, 'page') * 1000:.0f} ms",
        aim=f"no error, at most {CORES_AT_MOST} of a core"
        if multiple == 1
        else "no error, does not fall behind",
        is_met=is_met,
    )


def _slowest_hundredth(people: Sequence[Person], kind: str) -> float:
    took = sorted(seconds for person in people for each, seconds in person.took if each == kind)
    return took[int(len(took) * 0.99)]


def _people(
    multiple: int, length: int, pages: Sequence[str], saved: Sequence[Draft], drafts: Iterator[Draft]
) -> list[Person]:
    """Who sends what; `saved` are saved again and again, `drafts` submitted once each."""
    writers = [Person(f"127.0.1.{number + 1}") for number in range(WRITERS)]
    readers = [Person(f"127.0.2.{number + 1}") for number in range(READERS)]
    submitting = (_submission(*next(drafts)) for _ in range(SUBMISSIONS * multiple * length))
    saves = itertools.cycle([_save(*draft) for draft in saved])
    views = ((path, 200, "", "") for path in itertools.cycle(pages))
    for group, makers in (
        (writers, ((submitting, SUBMISSIONS), (saves, DRAFTS))),
        (readers, ((views, PAGES),)),
    ):
        wanted = [
            Request(number / (rate * multiple), *next(made))
            for made, rate in makers
            for number in range(rate * multiple * length)
        ]
        for person, request in zip(itertools.cycle(group), sorted(wanted, key=_due), strict=False):
            person.requests.append(request)
    return [*writers, *readers]


def _due(request: Request) -> float:
    return request.due


def _post(user: User, path: str, **values: object) -> tuple[str, int, str, str]:
    cookie = f"{sign_in(user)['Cookie']}; csrftoken={SECRET}"
    return path, 302, cookie, urlencode({"csrfmiddlewaretoken": SECRET, **values})


def _submission(user: User, draft: Application) -> tuple[str, int, str, str]:
    with translation.override(LANGUAGE):
        path = reverse("applications:submit", args=[draft.number])
    return _post(user, path, revision=draft.revision)


def _save(user: User, draft: Application) -> tuple[str, int, str, str]:
    with translation.override(LANGUAGE):
        path = reverse("applications:step", args=[draft.number, "motivation"])
    return _post(user, path, motivation=draft.motivation)
