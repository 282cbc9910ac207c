"""From a template to the text of a letter."""

import re
from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string


def render_letter(event: str, values: Mapping[str, Any]) -> str:
    """The text of `templates/letters/<event>.txt` in the active language, as paragraphs of one line each."""
    return as_paragraphs(render_to_string(f"letters/{event}.txt", dict(values)))


def as_paragraphs(text: str) -> str:
    """Put each paragraph of `text` on one line, with one empty line between two; lists keep a line an item.

    Spaces that must not break, as in dates and numbers, stay as they are.
    """
    paragraphs = (_one_line(part) for part in re.split(r"\n\s*\n", text))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _one_line(paragraph: str) -> str:
    items = re.split(r"\n\s*(?=[-–] )", paragraph.strip())
    return "\n".join(re.sub(r"[ \t\n]+", " ", item).strip() for item in items)
