"""The shipped data in the database, once for all the tests of a module; each test sees it unchanged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings


@pytest.fixture(scope="module")
def _shipped_for_the_module(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(LOAD_DEMONSTRATION=True):
        call_command("load_real_data", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def shipped(_shipped_for_the_module: None, db: None) -> None:
    """Places, institutions, vacancies, notices, amendments and the demonstration competition."""
