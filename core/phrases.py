"""The texts of Django and django-allauth that pages of this site can show.

Their own catalogues are incomplete: Maltese is in neither, Irish not in allauth, and Croatian,
Lithuanian, Romanian, Slovene, Greek, Portuguese and others have gaps. So every text of theirs that a
person can meet here becomes a message of our catalogues, which win over theirs. They are read from the
libraries' English catalogues, so that a new version of a library shows its new texts at once as a
difference in extraction; what is chosen is said here, by the file a text is asked for in.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

import polib


@dataclass(frozen=True, slots=True)
class Library:
    """A library's catalogues and which of the texts in them our pages can show."""

    package: str
    locale: str
    """The folder of its catalogues, inside the package."""
    domain: str = "django"
    shown: tuple[str, ...] = ("*",)
    """Patterns of the files a text is asked for in; one that matches is enough…"""
    hidden: tuple[str, ...] = ()
    """…unless every file it is asked for in matches one of these."""
    locale_names: tuple[tuple[str, str], ...] = ()
    """Our code → the name of its folder, where they differ."""

    def catalogue(self, code: str) -> Path:
        folder = dict(self.locale_names).get(code, code)
        return _package_folder(self.package) / self.locale / folder / "LC_MESSAGES" / f"{self.domain}.po"

    def shows(self, files: set[str]) -> bool:
        visible = {file for file in files if not _matches(file, self.hidden)}
        return any(_matches(file, self.shown) for file in visible)


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One text of a library."""

    msgid: str
    msgctxt: str | None
    msgid_plural: str | None
    comment: str
    locations: frozenset[str]


LIBRARIES: Final = (
    Library(
        "django",
        "conf/locale",
        hidden=(
            "conf/global_settings.py",  # names of languages: they come from CLDR
            "contrib/*/apps.py",
            "views/csrf.py",  # core.views.csrf_failure stands in its place
            "views/generic/dates.py",
            "views/static.py",
            "views/templates/*",
        ),
    ),
    Library("django", "contrib/admin/locale", hidden=("contrib/admin/tests.py",)),
    Library("django", "contrib/admin/locale", domain="djangojs"),
    Library("django", "contrib/auth/locale"),
    Library("django", "contrib/contenttypes/locale", shown=("contrib/contenttypes/models.py",)),
    Library("django", "contrib/postgres/locale", hidden=("contrib/postgres/apps.py", "*hstore*")),
    Library(
        "allauth",
        "locale",
        shown=("account/*",),
        hidden=("*phone*", "*passkey*", "*login_code*", "*password_reset_code*"),
        locale_names=(("pt", "pt_PT"),),
    ),
)

# Descriptions of database columns: only Django's documentation of models shows them.
_COLUMN_FILES: Final = "db/models/fields/"
_COLUMN_DESCRIPTIONS: Final = frozenset(
    {
        "%(from)s-%(to)s relationship",
        "%(from)s-%(to)s relationships",
        "A JSON object",
        "Big (8 byte) integer",
        "Boolean (Either True or False)",
        "Boolean (Either True, False or None)",
        "Comma-separated integers",
        "Date (with time)",
        "Date (without time)",
        "Decimal number",
        "Duration",
        "Field of type: %(field_type)s",
        "File path",
        "Floating point number",
        "Foreign Key (type determined by related field)",
        "IP address",
        "IPv4 address",
        "Integer",
        "Many-to-many relationship",
        "One-to-one relationship",
        "Positive big integer",
        "Positive integer",
        "Positive small integer",
        "Raw binary data",
        "Slug (up to %(max_length)s)",
        "Small integer",
        "String (unlimited)",
        "String (up to %(max_length)s)",
        "Universally unique identifier",
    }
)


def library_entries(domain: str) -> Iterator[LibraryEntry]:
    """The texts of all libraries that pages of this site can show, in the domain "django" or "djangojs"."""
    for library in LIBRARIES:
        if library.domain == domain:
            yield from _shown_entries(library)


def _shown_entries(library: Library) -> Iterator[LibraryEntry]:
    for entry in polib.pofile(str(library.catalogue("en"))):
        files = {file for file, _line in entry.occurrences}
        if library.shows(files) and not _is_column_description(entry, files):
            yield LibraryEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt or None,
                msgid_plural=entry.msgid_plural or None,
                comment=" ".join(entry.comment.split()),
                locations=frozenset(f"{library.package}/{file}" for file in files),
            )


def _is_column_description(entry: polib.POEntry, files: set[str]) -> bool:
    return entry.msgid in _COLUMN_DESCRIPTIONS and all(file.startswith(_COLUMN_FILES) for file in files)


def _matches(file: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(file, pattern) for pattern in patterns)


@cache
def _package_folder(package: str) -> Path:
    return Path(str(import_module(package).__file__)).parent
