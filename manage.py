#!/usr/bin/env python
"""Django's commands: ``.venv/bin/python manage.py help``."""

import os
import sys


def main() -> None:
    """Run the command; where it needs a database and the local one is not running, say how to start it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "epso_site.settings.development")
    try:
        from django.core.management import execute_from_command_line
        from django.db import OperationalError
    except ModuleNotFoundError:
        sys.exit("Django is not installed here. Run `make run` once, then use .venv/bin/python manage.py.")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        if _local_database_is_running():
            raise
        sys.exit(
            "The local database is not running. Start the site with `make run`, or the servers alone with "
            "`.venv/bin/python -m epso_site.embedded start`."
        )


def _local_database_is_running() -> bool:
    from django.conf import settings

    from epso_site.embedded import NOT_STARTED
    from epso_site.settings.environment import database_from_url

    not_started = database_from_url(NOT_STARTED.database_url)
    return bool(settings.DATABASES["default"]["PORT"] != not_started["PORT"])


if __name__ == "__main__":
    main()
