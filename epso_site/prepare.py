"""What a database needs before the site opens, in one process: ``python -m epso_site.prepare``.

Each step can be repeated at every start and changes nothing when there is nothing to do.
"""

# ruff: noqa: T201 -- it speaks to the person at the terminal

from __future__ import annotations

import io
import os
import sys

import django
from django.conf import settings
from django.core.management import CommandError, call_command

from core import health

STEPS = (
    ("Compiling the catalogues of the 24 languages.", ("compile_catalogues",)),
    ("Bringing the database up to date.", ("migrate", "--no-input", "--verbosity=0")),
    ("Loading institutions, vacancies and notices of competition.", ("load_real_data",)),
    ("Loading articles, questions and answers.", ("load_knowledge",)),
    ("Loading published figures.", ("load_published_figures",)),
)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "epso_site.settings.development")
    django.setup()
    for sentence, command in STEPS:
        print(sentence, flush=True)
        call_command(*command)
    if settings.LOAD_DEMONSTRATION:
        print("Loading demonstration people.", flush=True)
        sign_ins = settings.VAR_DIR / "run" / "sign-ins.txt"  # local.py shows them with the address
        call_command("load_demonstration_people", write_to=sign_ins, stdout=io.StringIO())
    # A worker that was killed left its last word behind, and none runs now.
    health.forget_worker_heartbeat()


if __name__ == "__main__":
    try:
        main()
    except CommandError as error:
        sys.exit(str(error))
