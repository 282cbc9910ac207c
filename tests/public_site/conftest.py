"""The public site with its real data, as a visitor finds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command


def load_everything() -> None:
    """All data the site starts with, the demonstration included."""
    call_command("load_real_data", verbosity=0)
    call_command("load_knowledge", verbosity=0)
    call_command("load_published_figures", verbosity=0)


@pytest.fixture
def furnished(db: None, settings: Any) -> None:
    """The real data, for tests with the test client; values are kept as in production."""
    settings.LOAD_DEMONSTRATION = True
    load_everything()
    settings.KEEP_VALUES = True


@pytest.fixture
def public_site(live_server: Any, settings: Any) -> str:
    """The site at an address of its own, for a browser."""
    settings.SITE_URL = live_server.url
    settings.LOAD_DEMONSTRATION = True
    load_everything()
    settings.KEEP_VALUES = True
    return str(live_server.url)
