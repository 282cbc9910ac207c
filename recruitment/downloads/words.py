"""The words of a file: headers, and the stamp that says whose it is, in the active language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from careers.models import Institution
from core.formats import format_date, format_datetime_brussels
from recruitment.models import ReserveList


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the attribute of a row it shows, its header, its width in characters."""

    name: str
    label: Promise
    width: int
    is_number: bool = False


COLUMNS: Final = (
    Column("number", gettext_lazy("application number"), 14),
    Column("family_names", gettext_lazy("family names"), 24),
    Column("first_names", gettext_lazy("first names"), 20),
    Column("email", gettext_lazy("e-mail address"), 32),
    Column("phone", gettext_lazy("telephone number"), 18),
    Column("country", gettext_lazy("country of residence"), 18),
    Column("language_1", gettext_lazy("language 1"), 14),
    Column("language_2", gettext_lazy("language 2"), 14),
    Column("languages", gettext_lazy("languages (listening/reading/speaking/writing)"), 44),
    Column("diploma_level", gettext_lazy("highest diploma: level (EQF)"), 16, is_number=True),
    Column("diploma_title", gettext_lazy("highest diploma: title"), 36),
    Column("months", gettext_lazy("months of professional experience"), 16, is_number=True),
)


def headers() -> list[str]:
    """The headers, in the order of COLUMNS."""
    return [header(column) for column in COLUMNS]


def header(column: Column) -> str:
    """The header of one column, with a capital letter."""
    return capfirst(str(column.label))


def mother_tongue(language: str) -> str:
    """ "Dutch C2 (mother tongue)"."""
    return _("%(language)s (mother tongue)") % {"language": language}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who downloaded which list, when, for whom and what for; `lines` are (label, value) for the reader."""

    title: str
    by: str
    purpose: str
    at: datetime
    language: str
    lines: list[tuple[str, str]]
    note: str


def make_stamp(
    *,
    reserve_list: ReserveList,
    user: User,
    institution: Institution,
    purpose: str,
    counted_until: Any,
    language: str,
    now: datetime,
) -> Stamp:
    """The stamp of one download; `counted_until` is the last day of experience in the figures."""
    competition, field = reserve_list.field.competition, reserve_list.field
    by = f"{user.get_full_name()} <{user.email}>"
    return Stamp(
        title=_("Reserve list %(reference)s") % {"reference": competition.reference},
        by=by,
        purpose=purpose,
        at=now,
        language=language,
        lines=[
            (_("Competition"), f"{competition.reference} {competition.title}"),
            (_("Field"), f"{field.title} ({field.grade})"),
            (_("Valid from"), format_date(reserve_list.valid_from)),
            (_("Valid until"), format_date(reserve_list.valid_until)),
            (_("Downloaded by"), by),
            (_("Institution or body"), str(institution.name)),
            (_("Downloaded on"), format_datetime_brussels(now)),
            (pgettext("of a download", "Purpose"), purpose),
            (_("Experience counted until"), format_date(counted_until)),
        ],
        note=_note(),
    )


def _note() -> str:
    return _(
        "The laureates stand in the order of their application numbers, which says nothing of merit. Use "
        "this file for the purpose stated only, and delete it when that is served or the list ends."
    )
