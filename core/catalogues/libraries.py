"""Taking over what the libraries' own catalogues, and CLDR, already have for their texts."""

from collections.abc import Iterator
from typing import Final

import polib
from babel.dates import get_day_names, get_month_names
from django.utils import dates, translation

from core.catalogues.checks import allow_same_as_english, entry_faults, has_words, is_same_as_english
from core.catalogues.files import (
    Catalogue,
    entry_key,
    forms_of,
    is_translated,
    numbers_by_form,
    set_forms,
)
from core.catalogues.messages import Key
from core.languages import LANGUAGES, cldr_locale
from core.phrases import LIBRARIES, Library

_CEDILLAS: Final = str.maketrans("ţşŢŞ", "țșȚȘ")
# A longer text that is the same as the English was never translated.
_LONGEST_SAME: Final = 3
# Any whole number every language counts as "many": decides what a form kept for fractions says.
_MANY: Final = 10


def prefill(catalogue: Catalogue, file: polib.POFile) -> int:
    """Fill what is empty from the libraries, and the names of months and days from CLDR; how many.

    A library's text is taken only if it has no fault, its plurals included. Where it is the same as
    the English, its translators meant it so: it is written into the allow-list.
    """
    known = _library_translations(catalogue)
    calendar = _calendar_names(catalogue.code)
    filled = 0
    same: list[Key] = []
    for entry in file:
        is_named_by_cldr = entry_key(entry) in calendar
        if is_translated(entry) and not is_named_by_cldr:
            continue
        forms = [calendar[entry_key(entry)]] if is_named_by_cldr else known.get(entry_key(entry))
        if forms and _accept(entry, forms, catalogue.code, same):
            filled += 1
    allow_same_as_english(catalogue.code, same)
    return filled


def _accept(entry: polib.POEntry, forms: list[str], code: str, same: list[Key]) -> bool:
    if bool(entry.msgid_plural) != (len(forms) > 1):
        return False
    before = forms_of(entry)
    set_forms(entry, forms)
    faults = [fault for fault in entry_faults(entry, code) if "same as the English" not in fault]
    is_same = is_same_as_english(entry)
    if faults or (is_same and len(entry.msgid.split()) > _LONGEST_SAME):
        set_forms(entry, before)
        return False
    if is_same and has_words(entry.msgid):
        same.append(entry_key(entry))
    return forms != before


def _library_translations(catalogue: Catalogue) -> dict[Key, list[str]]:
    """What the libraries have, in our plural forms; of two the later library's text is taken."""
    result = _short_calendar_names(catalogue.code)
    for library in LIBRARIES:
        if library.domain == catalogue.domain:
            result.update(_translations_of(library, catalogue.code))
    return result


def _translations_of(library: Library, code: str) -> Iterator[tuple[Key, list[str]]]:
    path = library.catalogue(code)
    if not path.exists():
        return
    file = polib.pofile(str(path))
    header = file.metadata.get("Plural-Forms", "")
    for entry in filter(is_translated, file):
        forms = _plural_forms(forms_of(entry), header, code) if entry.msgid_plural else forms_of(entry)
        if forms:
            yield entry_key(entry), [form.translate(_CEDILLAS) if code == "ro" else form for form in forms]


def _plural_forms(theirs: list[str], header: str, code: str) -> list[str]:
    """Another catalogue's plural forms in the order of ours; nothing where the two rules cannot agree."""
    if not header.startswith("nplurals=") or "INTEGER" in header:
        return []
    ours = numbers_by_form(LANGUAGES[code].plural_forms)
    by_form = numbers_by_form(header)
    if len(theirs) == 3 and len(by_form) == 2:
        theirs = [
            theirs[0],
            theirs[2],
        ]  # one, many (millions), other under a header of two: known of fr, it, pt
    form_of = {number: form for form, numbers in enumerate(by_form) for number in numbers}
    wanted = [{form_of[number] for number in numbers or (_MANY,)} for numbers in ours]
    if len(theirs) == len(ours) and ours == by_form:
        return theirs
    if len(theirs) != len(by_form) or any(len(forms) != 1 for forms in wanted):
        return []
    return [theirs[forms.pop()] for forms in wanted]


def _calendar_names(code: str) -> dict[Key, str]:
    """Django's months and days as CLDR writes them: alone, and ("alt. month") as part of a date."""
    locale = cldr_locale(code)
    alone = get_month_names("wide", "stand-alone", locale)
    in_dates = get_month_names("wide", "format", locale)
    days = get_day_names("wide", "stand-alone", locale)
    with translation.override(None):
        return {
            **{(None, str(name)): alone[month] for month, name in dates.MONTHS.items()},
            **{("alt. month", str(name)): in_dates[month] for month, name in dates.MONTHS_ALT.items()},
            **{(None, str(name)): days[day] for day, name in dates.WEEKDAYS.items()},
        }


def _short_calendar_names(code: str) -> dict[Key, list[str]]:
    """Abbreviated months and days, for languages whose libraries have none."""
    locale = cldr_locale(code)
    months = get_month_names("abbreviated", "stand-alone", locale)
    days = get_day_names("abbreviated", "stand-alone", locale)
    with translation.override(None):
        return {
            **{(None, str(name)): [months[month]] for month, name in dates.MONTHS_3.items()},
            **{("abbrev. month", str(name)): [months[month]] for month, name in dates.MONTHS_AP.items()},
            **{(None, str(name)): [days[day]] for day, name in dates.WEEKDAYS_ABBR.items()},
        }
