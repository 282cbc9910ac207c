"""A notice of competition goes into the database whole, once, and changes only through amendments."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from competitions.models import Competition
from competitions.notice import read_notice
from competitions.services import load_notice

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_every_shipped_file_loads_and_loading_again_changes_nothing(capsys: Any) -> None:
    call_command("load_real_data")
    call_command("load_real_data")
