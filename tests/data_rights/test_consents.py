"""What people agree to is kept word for word, in every language."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, transaction

from core.languages import CODES
from data_rights import services
from data_rights.models import ConsentText
from data_rights.services import consents

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


def test_each_text_is_kept_once_in_every_language():
    assert services.keep_consent_texts(now=NOW) == len(consents.TEXTS)
    assert services.keep_consent_texts(now=NOW) == 0
    statement = ConsentText.objects.get(name="privacy-statement")
    assert sorted(statement.texts) == sorted(CODES)
    assert statement.texts["en"].startswith("Privacy statement\n\nWe use what you write here")


def test_words_that_change_are_kept_beside_the_old_ones(monkeypatch):
    services.keep_consent_texts(now=NOW)
    monkeypatch.setitem(consents.TEXTS, "consents", ("1", lambda: "Other words"))
    assert services.keep_consent_texts(now=NOW) == 1
    assert ConsentText.objects.filter(name="consents").count() == 2


def test_nothing_that_was_agreed_to_can_be_changed():
    services.keep_consent_texts(now=NOW)
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        ConsentText.objects.update(version="2")
