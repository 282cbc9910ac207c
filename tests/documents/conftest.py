"""Each test has a store of documents of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _a_store_of_its_own(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.DOCUMENTS_BUCKET = ""
    settings.CLAMD_ADDRESS = ""
