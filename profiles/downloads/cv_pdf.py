"""The CV as PDF/UA-1 in the reader's language, with the Europass XML attached to it."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from core.formats import BRUSSELS, country_name, format_date, format_number
from core.languages import active_code, language_name
from core.pdf import compile_pdf, printable
from profiles.cv import Cv
from profiles.models import PERSONAL_COLUMNS
from profiles.sections import COLUMNS, Section

SOURCE: Final = (Path(__file__).parent / "cv.typ").read_bytes()
COUNTRIES: Final = ("country", "country_of_birth")

Line = tuple[str, str]


def write_pdf(cv: Cv, *, xml: bytes, email: str, now: datetime) -> bytes:
    """The document; a character that no font here can show becomes U+FFFD."""
    data = json.dumps(printable(_document(cv, email, now.astimezone(BRUSSELS).date())))
    return compile_pdf(SOURCE, {"data": data, "xml": xml.decode()})


def _document(cv: Cv, email: str, today: date) -> dict[str, Any]:
    profile = cv.profile
    name = str(profile) if profile else email
    personal = _lines(profile, PERSONAL_COLUMNS) if profile else []
    return {
        "title": _("Curriculum vitae"),
        "name": name,
        "lang": active_code(),
        "day": {"year": today.year, "month": today.month, "day": today.day},
        "today": format_date(today),
        "sections": [
            {"title": _("Personal data"), "entries": [[*personal, (_("E-mail address"), email)]]},
            _section(Section.EXPERIENCE, cv.experience),
            _section(Section.EDUCATION, cv.education),
            _section(Section.LANGUAGES, cv.language_skills),
        ],
    }


def _section(section: Section, rows: Iterable[Any]) -> dict[str, Any]:
    return {"title": str(section.label), "entries": [_lines(row, COLUMNS[section]) for row in rows]}


def _lines(row: Any, columns: Iterable[str]) -> list[Line]:
    lines = ((_label(row, name), _text(row, name)) for name in columns)
    return [(label, text) for label, text in lines if text]


def _label(row: Any, name: str) -> str:
    label = str(row._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _text(row: Any, name: str) -> str:
    value = getattr(row, name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return format_date(value)
    if name in COUNTRIES:
        return country_name(value)
    if name == "citizenships":
        return ", ".join(country_name(code) for code in value)
    if name == "language":
        return language_name(value)
    choices = dict(row._meta.get_field(name).flatchoices)
    return str(choices.get(value, format_number(value) if isinstance(value, int) else value))
