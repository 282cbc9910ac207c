"""Texts by language, as the data files have them, and the columns they go to."""

from collections.abc import Mapping

from modeltranslation.utils import build_localized_fieldname

from core.languages import CODES


def text_columns(field: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the value of each of the 24 columns of `field`: its text, or nothing where none is known."""
    return {build_localized_fieldname(field, code): texts.get(code, "") for code in CODES}
