"""Inflected queries find the notice they mean, in each of the 24 languages (search_quality.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from careers.models import Opportunity
from careers.search.hits import find
from careers.search.writing import IndexedText, write_texts
from core.languages import CODES

DATA: dict[str, Any] = json.loads((Path(__file__).parent / "search_quality.json").read_text(encoding="utf-8"))


def write_documents(language: str) -> list[int]:
    """Put the documents of a language in the index; return their keys in order."""
    keys = []
    for number, title in enumerate(DATA[language]["documents"]):
        row = Opportunity.objects.create(
            kind="VACANCY", reference=f"Q/{number}", path=f"vacancies/q-{number}/", title_en="-", stage="OPEN"
        )
        write_texts(
            opportunity_id=row.pk,
            reference=row.reference,
            grades=(),
            texts={language: IndexedText(title, "")},
        )
        keys.append(row.pk)
    return keys


def test_the_queries_are_there_for_every_language() -> None:
    assert set(DATA) == set(CODES)
    assert {code: len(data["queries"]) for code, data in DATA.items() if len(data["queries"]) < 10} == {}


@pytest.mark.parametrize("language", CODES)
def test_every_inflected_query_finds_its_notice_first(db: None, language: str) -> None:
    keys = write_documents(language)
    missed = {}
    for asked in DATA[language]["queries"]:
        hits = find(asked["query"], language)
        if list(hits.keys)[:1] != [keys[asked["expected"]]]:
            missed[asked["query"]] = [keys.index(key) for key in hits.keys]
    assert missed == {}, missed
