"""The minutes before a deadline: many candidates save and submit at once, each is kept once, none is lost.

Everything is checked from outside, as the candidates could: by number, by what the handed-in version says,
and by the SHA-256 of its bytes.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import json
import re
import threading
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.utils import timezone

from competitions.models import Competition
from epso_site.bench.figures import Row
from epso_site.bench.pages import sign_in
from epso_site.bench.scene import make_candidate, make_draft, open_competition
from epso_site.bench.web import SITE, environment_of_site, serving
from epso_site.embedded import LOOPBACK

COUNT: Final = 200
LONGEST_ANSWER: Final = 120
PERSONAL: Final[Mapping[str, str]] = {
    "family_names": "Jansen", "first_names": "Els Maria", "date_of_birth": "1995-04-30",
    "place_of_birth": "Gent", "country_of_birth": "BE", "gender": "NO_ANSWER", "citizenship_1": "BE",
    "street": "Kerkstraat 1", "postcode": "9000", "country": "BE", "phone": "+3291234567", "language": "en",
}  # fmt: skip


@dataclass(slots=True)
class Browser:
    """One candidate's browser: her cookies, and how long she waited for the slowest answer."""

    port: int
    number: str
    headers: dict[str, str]
    slowest: float = 0.0
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, form: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """GET `path`, or POST `form` to it: the status and the bytes of the answer."""
        client = http.client.HTTPConnection(LOOPBACK, self.port, timeout=LONGEST_ANSWER)
        started = time.perf_counter()
        with contextlib.closing(client):
            client.request("POST" if form else "GET", path, urlencode(form or {}), self._headers(form))
            response = client.getresponse()
            body = response.read()
        self.slowest = max(self.slowest, time.perf_counter() - started)
        self._remember(response.msg.get_all("Set-Cookie") or [])
        return response.status, body

    def _headers(self, form: Mapping[str, str] | None) -> dict[str, str]:
        own = [self.headers["Cookie"], *(f"{name}={value}" for name, value in self.cookies.items())]
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        return {**kind, "Cookie": "; ".join(own)}

    def _remember(self, lines: list[str]) -> None:
        for line in lines:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value

    def path(self, rest: str) -> str:
        return f"/en/account/applications/{self.number}/{rest}"

    def hidden(self, page: bytes) -> dict[str, str]:
        """What the forms of a page carry of themselves."""
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.decode()))


def measure(*, is_full: bool, count: int = COUNT) -> list[Row]:
    """One row: how many of `count` candidates were kept exactly once."""
    browsers = _drafts(count)
    barrier = threading.Barrier(count)
    with serving(SITE, env=environment_of_site(page_seconds=10)) as server:
        for browser in browsers:
            browser.port = server.port
        started = time.perf_counter()
        with ThreadPoolExecutor(count) as crowd:
            list(crowd.map(lambda browser: _apply(browser, barrier), browsers))
        seconds = time.perf_counter() - started
        kept = sum(_is_kept_once(browser) for browser in browsers)
    slowest = max(browser.slowest for browser in browsers)
    measured = f"{kept} of {count} kept once, in {seconds:.0f} s, slowest answer {slowest:.1f} s"
    return [Row("candidates saving and submitting at once", measured, aim="all", is_met=kept == count)]


def _drafts(count: int) -> list[Browser]:
    now, competition = timezone.now(), open_competition()
    return list(_browsers(count, now, competition))


def _browsers(count: int, now: datetime, competition: Competition) -> Iterator[Browser]:
    for _ in range(count):
        person = make_candidate(language="en")
        draft = make_draft(candidate=person, competition=competition, now=now)
        yield Browser(0, draft.number, sign_in(person))


def _city(browser: Browser) -> str:
    return f"Gent {browser.number}"


def _apply(browser: Browser, barrier: threading.Barrier) -> None:
    """Open a step, save it as the script does and as the button does, then press "Submit" twice."""
    _status, page = browser.ask(browser.path("personal/"))
    answers = {**PERSONAL, **browser.hidden(page), "city": _city(browser)}
    barrier.wait(LONGEST_ANSWER)
    _status, saved = browser.ask(browser.path("personal/"), {**answers, "autosave": "1"})
    answers["stamp"] = json.loads(saved)["stamp"]
    browser.ask(browser.path("personal/"), answers)
    _status, check = browser.ask(browser.path("check/"))
    barrier.wait(LONGEST_ANSWER)
    for _press in range(2):
        browser.ask(browser.path("submit/"), browser.hidden(check))


def _is_kept_once(browser: Browser) -> bool:
    """Look as the candidate could: one version, hers, with the bytes that its SHA-256 was taken of."""
    status, handed_in = browser.ask(browser.path("versions/1/application.json"))
    twice, _page = browser.ask(browser.path("versions/2/"))
    _status, detail = browser.ask(browser.path(""))
    if (status, twice) != (200, 404):
        return False
    said = json.loads(handed_in)
    is_hers = (said["application_number"], said["answers"]["personal"]["city"]) == (
        browser.number,
        _city(browser),
    )
    return is_hers and hashlib.sha256(handed_in).hexdigest() in detail.decode()
