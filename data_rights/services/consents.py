"""The words that people agree to, kept word for word: what a version said can be shown years later."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from html import unescape
from typing import Final

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags

from applications.snapshots import sha256_of
from applications.steps import PRIVACY_STATEMENT_VERSION
from core.languages import CODES
from data_rights.models import ConsentText
from notifications.rendering import as_paragraphs
from profiles.models import Consents
from profiles.services import CONSENTS, CONSENTS_VERSION


def _privacy_statement() -> str:
    page = render_to_string("applications/_privacy_statement.html")
    return as_paragraphs(unescape(strip_tags(re.sub(r"</(p|h2)>", "\n\n", page))))


def _consents() -> str:
    fields = [field for field in Consents._meta.concrete_fields if field.name in CONSENTS]
    return "\n".join(str(field.verbose_name) for field in fields)


TEXTS: Final[Mapping[str, tuple[str, Callable[[], str]]]] = {
    "privacy-statement": (PRIVACY_STATEMENT_VERSION, _privacy_statement),
    "consents": (CONSENTS_VERSION, _consents),
}
"""{name: (version that people agree to today, its words in the active language)}."""


def keep_consent_texts(*, now: datetime) -> int:
    """Write down each text as it reads today, unless it is on record; say how many are new.

    Words that were corrected without a new version are a row of their own, with their time.
    """
    kept = 0
    for name, (version, read) in TEXTS.items():
        texts = {}
        for code in CODES:
            with translation.override(code):
                texts[code] = read()
        held = {"version": version, "since": now, "texts": texts}
        sha256 = sha256_of([version, texts])
        kept += ConsentText.objects.get_or_create(name=name, sha256=sha256, defaults=held)[1]
    return kept
