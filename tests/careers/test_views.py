"""The public pages: what they show, to whom, and with how many queries."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped(settings: object) -> None:
    settings.LOAD_DEMONSTRATION = True  # type: ignore[attr-defined]
    call_command("load_real_data", verbosity=0)


@pytest.mark.parametrize("code", ["en", "nl", "de", "el", "mt"])
@pytest.mark.parametrize("path", ["", "job-opportunities/", "institutions/", "institutions/frontex/", "institutions/ep/", "vacancies/rct-2025-00007/", "competitions/epso-ad-427-26/", "competitions/epso-ast-sc-10-20/", "competitions/epso-demo-1-26/"])
def test_every_page_renders(client: Client, shipped: None, code: str, path: str) -> None:
    r = client.get(f"/{code}/{path}")
    assert r.status_code == 200
    if code == "nl":
        open("/tmp/comp_" + (path.replace("/", "_") or "home") + ".html", "w").write(r.content.decode())
