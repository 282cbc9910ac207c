"""Handing missing texts to translators, people or programs, and taking their work back, as JSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polib

from core.catalogues.checks import allow_same_as_english, entry_faults
from core.catalogues.files import (
    Catalogue,
    entry_key,
    forms_of,
    missing_entries,
    numbers_by_form,
    read_catalogue,
    set_forms,
    write_catalogue,
)
from core.catalogues.messages import DOMAINS, Key
from core.languages import LANGUAGES

_EXAMPLES = 8


def export_missing(code: str) -> dict[str, Any]:
    """What is not translated yet in a language: its plural rule by example, and one object an entry."""
    language = LANGUAGES[code]
    catalogues = [Catalogue(code, domain) for domain in DOMAINS]
    return {
        "language": code,
        "name": language.english_name,
        "plural_forms": language.plural_forms,
        "numbers_of_each_plural_form": [
            list(numbers[:_EXAMPLES]) or "fractions" for numbers in numbers_by_form(language.plural_forms)
        ],
        "entries": [_as_object(catalogue, entry) for catalogue, entry in missing_entries(catalogues)],
    }


def _as_object(catalogue: Catalogue, entry: polib.POEntry) -> dict[str, Any]:
    found: dict[str, Any] = {
        "domain": catalogue.domain,
        "msgctxt": entry.msgctxt or None,
        "msgid": entry.msgid,
    }
    if entry.comment:
        found["comment"] = entry.comment
    found["locations"] = [file for file, _line in entry.occurrences]
    if entry.msgid_plural:
        return {**found, "msgid_plural": entry.msgid_plural, "msgstr_plural": forms_of(entry)}
    return {**found, "msgstr": entry.msgstr}


def fill_from(code: str, document: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Write each faultless entry of the document into the catalogues: (how many, the faults of the others).

    An entry with `"same_as_english": true` is let stay English and noted in the allow-list; one whose
    translation is still empty is passed over.
    """
    filled, faults = 0, list[str]()
    for domain in DOMAINS:
        catalogue = Catalogue(code, domain)
        rows = [row for row in document["entries"] if row.get("domain", "django") == domain]
        file = read_catalogue(catalogue)
        by_key = {entry_key(entry): entry for entry in file}
        for row in filter(_given_forms, rows):
            row_faults = list(_fill_entry(code, by_key, row))
            faults += [f"{row['msgid']!r} {fault}" for fault in row_faults]
            filled += not row_faults
        write_catalogue(catalogue, file) if rows else None
    return filled, faults


def _fill_entry(code: str, by_key: Mapping[Key, polib.POEntry], row: Mapping[str, Any]) -> Iterator[str]:
    """Put the row's translation into its entry; on any fault leave the entry as it was and say the faults."""
    entry = by_key.get((row.get("msgctxt") or None, row["msgid"]))
    if entry is None:
        yield "is not in the catalogue"
        return
    before, forms = forms_of(entry), _given_forms(row)
    if bool(entry.msgid_plural) != ("msgstr_plural" in row):
        yield 'needs "msgstr_plural"' if entry.msgid_plural else 'needs "msgstr"'
        return
    set_forms(entry, forms)
    faults = list(_without_english(entry_faults(entry, code), row))
    if faults:
        set_forms(entry, before)
    elif row.get("same_as_english"):
        allow_same_as_english(code, [entry_key(entry)])
    yield from faults


def _given_forms(row: Mapping[str, Any]) -> list[str]:
    forms = list(row.get("msgstr_plural") or [row.get("msgstr") or ""])
    return forms if any(forms) else []


def _without_english(faults: Iterable[str], row: Mapping[str, Any]) -> Iterator[str]:
    for fault in faults:
        if not (row.get("same_as_english") and fault.startswith("is the same as the English")):
            yield fault
