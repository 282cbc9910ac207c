"""How migrations write the roles into the database as groups with permissions.

To change a role: change `accounts.roles.PERMISSIONS`, then add a migration to the rightmost app that
depends on the latest migration of every app and calls `set_roles` with a frozen copy of the whole new table.
Never edit a migration that exists.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.management import create_permissions

RoleTable = Mapping[str, Iterable[str]]


def set_roles(apps: Any, table: RoleTable) -> None:
    """Make the groups of `table` ({name: ["app.codename", …]}) exist with exactly these permissions.

    `apps` is the registry of a migration, or the global one. The rows of the permissions are made first:
    Django makes them only after the last migration. Raises LookupError for a permission no model declares.
    """
    create_permission_rows(apps)
    known = _permissions_by_name(apps)
    group_model = apps.get_model("auth", "Group")
    for name, wanted in table.items():
        unknown = sorted(set(wanted) - set(known))
        if unknown:
            raise LookupError(f"The role {name} names permissions that do not exist: {', '.join(unknown)}.")
        group, _created = group_model.objects.get_or_create(name=name)
        group.permissions.set([known[permission] for permission in wanted])


def create_permission_rows(apps: Any) -> None:
    """Create the permissions that the models of `apps` declare and the database does not hold yet."""
    for config in apps.get_app_configs():
        if not getattr(config, "models_module", None):
            # The registry of a migration has no modules of models, and Django passes over an app without.
            config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)


def _permissions_by_name(apps: Any) -> dict[str, Any]:
    rows = apps.get_model("auth", "Permission").objects.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
