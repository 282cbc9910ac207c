"""A recorder around gettext: what was asked for in a language and is translated in no catalogue.

A page, mail or letter rendered in Dutch may fall back to English without anybody noticing; with the
fixture `language_recorder` such a test fails and names each text, those of the libraries included.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.utils.translation.trans_real import DjangoTranslation

from core.catalogues.checks import has_words
from core.catalogues.files import all_catalogues, compile_catalogue
from core.languages import CODES, ENGLISH

# Separates a context from its text in what Django looks up.
CONTEXT_MARK = "\x04"

# Asked for by Django and the same in every language: no page shows them as a text of its own.
LANGUAGE_NEUTRAL = frozenset({"EPSO", "EU Careers"})


def pytest_sessionstart() -> None:
    """Tests read the compiled catalogues; make those that are missing or old."""
    for catalogue in all_catalogues():
        if catalogue.po.exists():
            compile_catalogue(catalogue)


class LanguageRecorder:
    """Collects (language, text) of every look-up that no catalogue of that language can answer."""

    def __init__(self) -> None:
        self.missing: set[tuple[str, str]] = set()

    def note(self, translation: Any, text: str, *, is_known: bool) -> None:
        """One look-up; English needs no translation, and a text without words none in any language."""
        code = translation.language()
        message = text.partition(CONTEXT_MARK)[2] or text
        if is_known or code == ENGLISH or code not in CODES:
            return
        if has_words(message) and message not in LANGUAGE_NEUTRAL:
            self.missing.add((code, text.replace(CONTEXT_MARK, " ⇒ ")))

    def report(self) -> str:
        """One line a text: `nl: 'Apply'`."""
        return "\n".join(f"{code}: {text!r}" for code, text in sorted(self.missing))

    def fail_if_any(self) -> None:
        """Fail the test naming every text that was shown in English to a reader of another language."""
        if self.missing:
            pytest.fail(f"{len(self.missing)} texts without translation:\n{self.report()}", pytrace=False)


@contextmanager
def recording(patch: pytest.MonkeyPatch) -> Iterator[LanguageRecorder]:
    """Listen to every look-up of the process, in Python and in templates, until the block ends.

    Django asks its catalogues through two methods only: one text, or one of several by number.
    """
    recorder = LanguageRecorder()
    # Both are looked up on the class: `gettext` is inherited from the standard library.
    one, by_number = DjangoTranslation.gettext, DjangoTranslation.ngettext

    def gettext(self: Any, message: str) -> str:
        recorder.note(self, message, is_known=_knows(self, message))
        return one(self, message)

    def ngettext(self: Any, msgid1: str, msgid2: str, n: int) -> str:
        recorder.note(self, msgid1, is_known=_knows_plural(self, msgid1, n))
        return by_number(self, msgid1, msgid2, n)

    with patch.context() as during:
        during.setattr(DjangoTranslation, "gettext", gettext)
        during.setattr(DjangoTranslation, "ngettext", ngettext)
        yield recorder


@pytest.fixture
def language_recorder(monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageRecorder]:
    """Fails the test at its end if it asked for a text that the language it was in does not have."""
    with recording(monkeypatch) as recorder:
        yield recorder
    recorder.fail_if_any()


def _knows(translation: Any, message: str) -> bool:
    """As gettext looks: the text itself, else the singular of a text with plurals."""
    catalogue = translation._catalog
    return message == "" or _has(catalogue, message) or _has(catalogue, (message, translation.plural(1)))


def _knows_plural(translation: Any, message: str, number: int) -> bool:
    try:
        translation._catalog.plural(message, number)
    except KeyError:
        return False
    return True


def _has(catalogue: Any, key: Any) -> bool:
    missing = object()
    return catalogue.get(key, missing) is not missing
