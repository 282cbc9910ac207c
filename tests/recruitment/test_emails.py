"""Letters about reserve lists are whole in each of the 24 languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from core.formats import format_date
from core.languages import CODES
from recruitment import emails
from tests.recruitment.factories import load_competition, make_candidacy, make_list

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "event",
    [
        "reserve_list_entry",
        "reserve_list_extended",
        "reserve_list_removal",
        "reserve_list_ends_soon",
        "reserve_list_ended",
    ],
)
def test_a_letter_names_the_application_and_the_list_in_every_language(event: str) -> None:
    field = load_competition().fields.first()
    assert field is not None
    application = make_candidacy(field)
    reserve_list = make_list(application)
    faulty = [code for code in CODES if not _is_whole(code, event, application, reserve_list)]
    assert faulty == []


def _is_whole(code: str, event: str, application: Any, reserve_list: Any) -> bool:
    reason = ("<Recruited> & gone",) if event == "reserve_list_removal" else ()
    with translation.override(code):
        letter = getattr(emails, event)(application, reserve_list, *reason)
        end = () if reason else (format_date(reserve_list.valid_until),)
    needed = (application.number, "EPSO/DEMO/1/26", f"/{code}/account/applications/", *end, *reason)
    return application.number in letter.subject and all(part in letter.body for part in needed)
