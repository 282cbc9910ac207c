"""The front cache of deploy/nginx.conf against a static file of the same size from the same nginx.

What counts is the processor time of nginx: a client that could keep it busy needs more than this machine.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.utils import timezone

from epso_site.bench.figures import ROUNDS, Row, lowest_of_rounds
from epso_site.bench.pages import cost_of_requests, find_pages
from epso_site.bench.web import SITE, WebServer, answers, environment_of_site, serving
from epso_site.embedded import LOOPBACK, PROJECT, free_port

CONFIGURATION: Final = PROJECT / "deploy" / "nginx.conf"
AT_LEAST: Final = 0.6
COUNT: Final = 1500
PLACES: Final = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def measure(*, is_full: bool, rounds: int = ROUNDS) -> list[Row]:
    """One row; without nginx on this machine it says so."""
    what = "home behind the front cache, against a static file of nginx"
    aim = f"at least {AT_LEAST:g}×"
    if PLACES is None:
        return [Row(what, "not measured: nginx is not installed here", aim=aim)]
    home = find_pages(timezone.now())[0].path
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-nginx-")))
        site = stack.enter_context(serving(SITE, env=environment_of_site(page_seconds=600)))
        front = stack.enter_context(serving_front(folder, site.port))
        size = front.request_often(home, 2, {})
        (folder / "static" / "page.html").write_bytes(b"x" * size)
        if front.header(home, "X-Cache") != "HIT":
            raise ValueError("The front cache did not keep the page.")
        costs = lowest_of_rounds(
            {
                name: lambda path=path: cost_of_requests(front, path, {}, count=COUNT)  # type: ignore[misc]
                for name, path in (("cached", home), ("static", "/static/page.html"))
            },
            rounds=rounds,
        )
    ratio = costs["static"] / costs["cached"]
    return [
        Row(
            what,
            f"{costs['cached'] * 1e6:.0f} µs CPU, {size / 1000:.0f} KB",
            f"static {costs['static'] * 1e6:.0f} µs CPU",
            ratio,
            aim,
            ratio >= AT_LEAST,
        )
    ]


@contextlib.contextmanager
def serving_front(folder: Path, site_port: int) -> Iterator[WebServer]:
    """Run nginx with the configuration that is deployed, without its certificates, before the site."""
    assert PLACES is not None
    port = free_port()
    (folder / "static").mkdir()
    file = folder / "nginx.conf"
    file.write_text(configuration(CONFIGURATION.read_text(), folder, port, site_port))
    with subprocess.Popen(  # noqa: S603 -- a path of this machine's own programs
        [PLACES, "-p", str(folder), "-e", str(folder / "error.log"), "-c", str(file), "-g", "daemon off;"],
        stdin=subprocess.DEVNULL,
    ) as process:
        try:
            deadline = time.monotonic() + 10
            while not answers(port, "/static/none"):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("nginx does not start.")
                time.sleep(0.05)
            yield WebServer(port, process.pid)
        finally:
            process.terminate()
            process.wait()


def configuration(deployed: str, folder: Path, port: int, site_port: int) -> str:
    """The configuration as deployed, with addresses and folders of this machine and plain HTTP."""
    text = re.sub(r"    server \{\n        listen 80;.*?\n    \}\n", "", deployed, count=1, flags=re.DOTALL)
    text = re.sub(r"\n *(?:ssl_certificate\w*|http2) [^\n]*", "", text)
    for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
        text = text.replace("http {\n", f"http {{\n    {name}_temp_path {folder}/{name};\n", 1)
    for before, after in (
        ("listen 443 ssl;", f"listen {LOOPBACK}:{port};"),
        ("include mime.types;", "types { text/html html; }"),
        ("/var/cache/nginx/pages", f"{folder}/pages"),
        ("/srv/eu-careers/static/", f"{folder}/static/"),
        ("server 127.0.0.1:8000;", f"server {LOOPBACK}:{site_port};"),
        ("http {\n", "http {\n    access_log off;\n"),
    ):
        if before not in text:
            raise ValueError(f"{CONFIGURATION.name} has no {before!r} any more.")
        text = text.replace(before, after, 1)
    user = "user root;\n" if os.geteuid() == 0 else ""
    return f"{user}pid {folder}/pid;\n{text}"
