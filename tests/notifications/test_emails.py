"""The e-mail that announces a letter, in all languages."""

from __future__ import annotations

import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import translation

from core.languages import CODES
from notifications.emails import AREAS, announce

ROOMS = (
    "careers",
    "competitions",
    "applications",
    "selection",
    "recruitment",
    "documents",
    "special_needs",
    "complaints",
    "data_rights",
    "enquiries",
)
NUMBER = uuid.UUID("7d8c4a1e-5b2f-4f0c-9f63-0a4f5d7b9a10")


def _events_in_the_code() -> set[str]:
    """Every event that a room gives a letter or a batch."""
    files = [file for room in ROOMS for file in (Path(settings.BASE_DIR) / room).rglob("*.py")]
    sources = [file.read_text(encoding="utf-8") for file in files if "migrations" not in file.parts]
    return {
        event for source in sources for event in re.findall(r'\b(?:event=|EVENT: Final = )"(\w+)"', source)
    }


def test_every_event_of_a_letter_has_a_subject_area() -> None:
    assert sorted(_events_in_the_code() - set(AREAS)) == []


@pytest.mark.parametrize("language", CODES)
def test_an_announcement_names_the_area_and_links_to_the_letter_in_its_language(
    language: str, settings: Any
) -> None:
    settings.SITE_URL = "https://careers.example.eu"
    with translation.override("en"):
        text = announce(event="result", language=language, number=NUMBER)
    with translation.override(language):
        area = str(AREAS["result"])
    link = f"https://careers.example.eu/{language}/account/letters/{NUMBER}/"

    assert (area in text.subject, area in text.body_text, "\n" in text.subject) == (True, True, False)
    assert (text.body_text.count(link), text.body_html.count(f'href="{link}"')) == (1, 1)
    assert text.body_html.count(f'<html lang="{language}">') == 1


def test_laureates_and_others_read_the_same_words() -> None:
    good = announce(event="reserve_list_entry", language="en", number=NUMBER)
    bad = announce(event="result", language="en", number=NUMBER)

    assert good == bad


def test_an_event_without_an_area_is_about_the_account() -> None:
    text = announce(event="unknown", language="en", number=NUMBER)

    assert text.subject == "You have a message in your EU Careers account: Your account"
