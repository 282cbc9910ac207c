"""The migrations of each of our apps are one line: no forks, no merges."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader


def _our_apps() -> list[str]:
    return sorted(
        config.label
        for config in apps.get_app_configs()
        if config.path.startswith(str(settings.BASE_DIR)) and "site-packages" not in config.path
    )


def test_the_project_has_migrations_to_look_at() -> None:
    assert len(_our_apps()) == 21


@pytest.mark.parametrize("app", _our_apps() if apps.ready else [])
def test_the_migrations_of_an_app_are_one_line(app: str) -> None:
    migrations = {key: value for key, value in MigrationLoader(None).disk_migrations.items() if key[0] == app}
    parents = Counter(
        parent for migration in migrations.values() for parent in migration.dependencies if parent[0] == app
    )

    assert [key for key, children in parents.items() if children > 1] == []
    assert len(migrations) - len(parents) == min(1, len(migrations))
