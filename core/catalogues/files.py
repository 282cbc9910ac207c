"""The .po files under locale/ and the .mo files made of them."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from gettext import c2py
from itertools import chain
from pathlib import Path
from typing import Final

import polib
from django.conf import settings

from core.catalogues.messages import DOMAINS, Domain, Key, Message
from core.languages import CODES, ENGLISH, LANGUAGES

# Every residue class that a plural rule of our languages tells apart, and the millions of Spanish.
SAMPLE_NUMBERS: Final = (*range(202), 1_000_000, 2_000_000)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where the translations of one language and domain lie."""

    code: str
    domain: Domain = "django"

    @property
    def po(self) -> Path:
        return locale_folder() / self.code / "LC_MESSAGES" / f"{self.domain}.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")


def locale_folder() -> Path:
    """The folder of the project's catalogues: the first of LOCALE_PATHS."""
    return Path(settings.LOCALE_PATHS[0])


def all_catalogues() -> Iterator[Catalogue]:
    """24 languages, two domains each."""
    for code in CODES:
        for domain in DOMAINS:
            yield Catalogue(code, domain)


def entry_key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid


def forms_of(entry: polib.POEntry) -> list[str]:
    """The translation of an entry: one text, or one a plural form in their order."""
    if entry.msgid_plural:
        return [entry.msgstr_plural[index] for index in sorted(entry.msgstr_plural)]
    return [entry.msgstr]


def set_forms(entry: polib.POEntry, forms: list[str]) -> None:
    if entry.msgid_plural:
        entry.msgstr_plural = dict(enumerate(forms))
    else:
        (entry.msgstr,) = forms


def is_translated(entry: polib.POEntry) -> bool:
    forms = forms_of(entry)
    return bool(forms) and all(forms) and not entry.fuzzy and not entry.obsolete


def read_catalogue(catalogue: Catalogue) -> polib.POFile:
    """The file as it is; an empty one where there is none yet. Raises OSError for one that is no .po file."""
    return polib.pofile(str(catalogue.po)) if catalogue.po.exists() else polib.POFile()


def merged(catalogue: Catalogue, messages: Mapping[Key, Message]) -> polib.POFile:
    """What the file should be: every message of the sources, in their order, with the translations it has.

    Nothing obsolete or fuzzy is carried over. The English catalogue says what the sources say.
    """
    known = {entry_key(entry): entry for entry in read_catalogue(catalogue)}
    result = empty_file(catalogue.code)
    for message in messages.values():
        entry = _new_entry(message, catalogue.code)
        _carry_over(known.get(message.key), entry)
        if catalogue.code == ENGLISH:
            set_forms(entry, [t for t in (entry.msgid, entry.msgid_plural) if t])
        result.append(entry)
    return result


def empty_file(code: str) -> polib.POFile:
    """A catalogue with its header only: no dates, no names, so that it changes only with its texts."""
    file = polib.POFile()
    file.metadata = {
        "Project-Id-Version": "EU Careers",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": LANGUAGES[code].plural_forms,
    }
    return file


def _new_entry(message: Message, code: str) -> polib.POEntry:
    count = LANGUAGES[code].plural_count
    return polib.POEntry(
        msgid=message.msgid,
        msgctxt=message.msgctxt,
        msgid_plural=message.msgid_plural or "",
        msgstr="",
        msgstr_plural=dict.fromkeys(range(count), "") if message.msgid_plural else {},
        comment="\n".join(sorted(message.comments)),
        occurrences=[(location, "") for location in sorted(message.locations)],
        flags=message.flags,
    )


def _carry_over(old: polib.POEntry | None, new: polib.POEntry) -> None:
    if old is None or old.fuzzy or old.obsolete or old.msgid_plural != new.msgid_plural:
        return
    if len(forms_of(old)) == len(forms_of(new)):
        set_forms(new, forms_of(old))


def write_catalogue(catalogue: Catalogue, file: polib.POFile) -> bool:
    """Write the file if it says anything else than before; whether it did."""
    text = f"{file}"
    if catalogue.po.exists() and catalogue.po.read_text(encoding="utf-8") == text:
        return False
    catalogue.po.parent.mkdir(parents=True, exist_ok=True)
    catalogue.po.write_text(text, encoding="utf-8")
    return True


def compile_catalogue(catalogue: Catalogue) -> bool:
    """Make the .mo where it is missing or older than the .po; whether it was made."""
    if catalogue.mo.exists() and catalogue.mo.stat().st_mtime >= catalogue.po.stat().st_mtime:
        return False
    # Written beside and renamed: a server that reads it meanwhile sees the old one or the new one.
    beside = catalogue.mo.with_suffix(f".{os.getpid()}")
    beside.write_bytes(read_catalogue(catalogue).to_binary())
    beside.rename(catalogue.mo)
    return True


@cache
def numbers_by_form(plural_forms: str) -> tuple[tuple[int, ...], ...]:
    """Plural-Forms header → for each form the sample numbers it is used for (fractions: none)."""
    count, rule = plural_forms.removeprefix("nplurals=").split(";", 1)
    choose = c2py(rule.strip().removeprefix("plural=").rstrip(";").strip())
    numbers: list[list[int]] = [[] for _ in range(int(count))]
    for number in SAMPLE_NUMBERS:
        numbers[choose(number)].append(number)
    return tuple(map(tuple, numbers))


def missing_entries(catalogues: Iterable[Catalogue]) -> list[tuple[Catalogue, polib.POEntry]]:
    """Entries without a whole translation."""
    each = ([(catalogue, entry) for entry in read_catalogue(catalogue)] for catalogue in catalogues)
    return [pair for pair in chain.from_iterable(each) if not is_translated(pair[1])]
