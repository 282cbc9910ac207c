"""What makes a translation unfit to be shown, said so that a translator can mend it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from typing import Final

import polib

from core.catalogues.files import (
    Catalogue,
    entry_key,
    forms_of,
    locale_folder,
    merged,
    numbers_by_form,
    read_catalogue,
)
from core.catalogues.messages import Key, Message
from core.languages import ENGLISH, LANGUAGES

PROVING_NUMBERS: Final = (0, 1, 2, 3, 5, 11, 20, 21, 101)

_PLACEHOLDER = re.compile(r"%%|%(?:\(\w+\))?[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")
_BRACES = re.compile(r"\{\w*\}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_WORD = re.compile(r"[^\W\d_]+")
_FORBIDDEN_CHARACTERS: Final = {
    "ţ": "Romanian letter with a cedilla instead of a comma below",
    "ş": "Romanian letter with a cedilla instead of a comma below",
    "\ufffd": "replacement character",
    "\u200b": "invisible character",
    "\ufeff": "invisible character",
}
_OWN_SCRIPT: Final = {"bg": "CYRILLIC", "el": "GREEK"}
_SCRIPTS: Final = ("LATIN", "GREEK", "CYRILLIC")


def entry_faults(entry: polib.POEntry, code: str) -> Iterator[str]:
    """Every fault of one translated entry, as sentences."""
    if entry.fuzzy:
        yield "is marked fuzzy"
    if entry.obsolete:
        yield "is obsolete"
    forms = forms_of(entry)
    expected = LANGUAGES[code].plural_count if entry.msgid_plural else 1
    if len(forms) != expected:
        yield f"has {len(forms)} plural forms, {expected} are needed"
    elif not all(forms):
        yield "is not translated" if not any(forms) else "has an empty plural form"
    else:
        for index, form in enumerate(forms):
            yield from _form_faults(entry, index, form, code)
        if _is_suspiciously_english(entry, code):
            yield "is the same as the English (if that is right, add it to locale/same_as_english.txt)"


def _form_faults(entry: polib.POEntry, index: int, form: str, code: str) -> Iterator[str]:
    source = entry.msgid_plural or entry.msgid
    yield from _placeholder_faults(entry, index, form, code)
    if Counter(_TAG.findall(form)) != Counter(_TAG.findall(source)):
        yield f"has other HTML tags than the English: {form!r}"
    if _edges(form) != _edges(entry.msgid):
        yield f"begins or ends with other spaces or line breaks than the English: {form!r}"
    for fault in text_faults(form, code):
        yield f"{fault}: {form!r}"


def _placeholder_faults(entry: polib.POEntry, index: int, form: str, code: str) -> Iterator[str]:
    needed = set(_placeholders(entry.msgid_plural or entry.msgid))
    optional: set[str] = set()
    if entry.msgid_plural:
        # A form that is used for one number only may write it as a word.
        numbers = numbers_by_form(LANGUAGES[code].plural_forms)[index]
        optional = needed if len(numbers) == 1 else set()
    found = set(_placeholders(form))
    missing, foreign = needed - found - optional, found - needed - set(_placeholders(entry.msgid))
    if missing:
        yield f"lacks {', '.join(sorted(missing))}: {form!r}"
    if foreign:
        yield f"has a placeholder the English has not, {', '.join(sorted(foreign))}: {form!r}"
    if needed and "%" in _PLACEHOLDER.sub("", form) and "python-format" in entry.flags:
        yield f"has a percent sign that is no placeholder (write %%): {form!r}"


def _placeholders(text: str) -> list[str]:
    return _PLACEHOLDER.findall(text) + _BRACES.findall(text)


def _edges(text: str) -> tuple[str, str]:
    """Spaces at both ends; one that must not break, as French has before a colon, is a letter here."""
    breaking = " \t\r\n"
    return text[: len(text) - len(text.lstrip(breaking))], text[len(text.rstrip(breaking)) :]


def text_faults(text: str, code: str) -> Iterator[str]:
    """Faults of spelling that no reader should have to see, whatever the text says."""
    if text != unicodedata.normalize("NFC", text):
        yield "is not in Unicode normal form C"
    for character, fault in _FORBIDDEN_CHARACTERS.items():
        if character in text.lower():
            yield f"has a {fault}"
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in text):
        yield "has a control character"
    for word in _WORD.findall(text):
        scripts = {_script(letter) for letter in word} - {""}
        if len(scripts) > 1:
            yield f"mixes alphabets in the word {word!r}"
        elif scripts - {"LATIN", _OWN_SCRIPT.get(code, "LATIN")}:
            yield f"has a word in a foreign alphabet, {word!r}"


@cache
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in _SCRIPTS if name.startswith(script)), "")


def _is_suspiciously_english(entry: polib.POEntry, code: str) -> bool:
    if code == ENGLISH or not has_words(entry.msgid) or not is_same_as_english(entry):
        return False
    return entry_key(entry) not in same_as_english(code)


def is_same_as_english(entry: polib.POEntry) -> bool:
    """Whether the translation, in all its plural forms, only repeats the source."""
    return set(forms_of(entry)) <= {entry.msgid, entry.msgid_plural}


def has_words(text: str) -> bool:
    """Whether anything is left to translate beside placeholders, tags, digits and signs."""
    for pattern in (_TAG, _PLACEHOLDER, _BRACES):
        text = pattern.sub(" ", text)
    return _WORD.search(text) is not None


def same_as_english(code: str) -> frozenset[Key]:
    """What the allow-list lets stay English in that language."""
    path = locale_folder() / "same_as_english.txt"
    return _read_allow_list(path.read_text(encoding="utf-8") if path.exists() else "")[code]


@cache
def _read_allow_list(text: str) -> dict[str, frozenset[Key]]:
    allowed: dict[str, set[Key]] = {code: set() for code in LANGUAGES}
    for line in filter(lambda line: line and not line.startswith("#"), text.splitlines()):
        codes, message = line.split("|", 1)
        context, mark, msgid = message.strip().replace("\\n", "\n").partition("⇒")
        key = (context.strip(), msgid.strip()) if mark else (None, context)
        for code in LANGUAGES if codes.strip() == "*" else codes.split():
            allowed[code].add(key)
    return {code: frozenset(keys) for code, keys in allowed.items()}


def allow_same_as_english(code: str, keys: list[Key]) -> None:
    """Add texts to the allow-list, one line a text with every language it holds for."""
    path = locale_folder() / "same_as_english.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    comments = [line for line in lines if line.startswith("#")]
    known = [line.split("|", 1) for line in lines if "|" in line and not line.startswith("#")]
    by_message = {message.strip(): codes.split() for codes, message in known}
    for context, msgid in keys:
        message = (f"{context} ⇒ {msgid}" if context else msgid).replace("\n", "\\n").strip()
        codes = by_message.setdefault(message, [])
        if codes != ["*"] and code not in codes:
            by_message[message] = sorted([*codes, code])
    rows = [f"{' '.join(codes)} | {message}" for message, codes in sorted(by_message.items())]
    path.write_text("\n".join([*comments, *rows, ""]), encoding="utf-8")


def catalogue_faults(catalogue: Catalogue, messages: dict[Key, Message]) -> Iterator[str]:
    """Every fault of one catalogue: the file against the sources, its header, its entries, its plurals."""
    if not catalogue.po.exists():
        yield "there is no such file: run make_messages"
        return
    file = read_catalogue(catalogue)
    yield from _extraction_faults(catalogue, file, messages)
    if file.metadata.get("Plural-Forms") != LANGUAGES[catalogue.code].plural_forms:
        yield f"header: Plural-Forms is not {LANGUAGES[catalogue.code].plural_forms!r}"
    if file.metadata.get("Language") != catalogue.code:
        yield f"header: Language is not {catalogue.code!r}"
    for entry in file:
        for fault in entry_faults(entry, catalogue.code):
            yield f"{_named(entry)} {fault}"
    yield from _loading_faults(file)


def _named(entry: polib.POEntry) -> str:
    return f"{entry.msgid!r} ({entry.msgctxt})" if entry.msgctxt else repr(entry.msgid)


def _extraction_faults(
    catalogue: Catalogue, file: polib.POFile, messages: dict[Key, Message]
) -> Iterator[str]:
    present = {entry_key(entry) for entry in file}
    for _context, msgid in messages.keys() - present:
        yield f"{msgid!r} is in the sources but not here: run make_messages"
    for _context, msgid in present - messages.keys():
        yield f"{msgid!r} is no longer in the sources: run make_messages"
    is_same = catalogue.po.read_text(encoding="utf-8") == f"{merged(catalogue, messages)}"
    if not is_same and present == messages.keys():
        yield "is not as make_messages writes it (places, comments, order or header): run make_messages"


def _loading_faults(file: polib.POFile) -> Iterator[str]:
    try:
        loaded = GNUTranslations(BytesIO(file.to_binary()))
    except (ValueError, UnicodeError) as error:
        yield f"cannot be loaded: {error}"
        return
    for entry in file:
        if entry.msgid_plural and all(forms_of(entry)):
            yield from _counting_faults(loaded, entry)


def _counting_faults(loaded: GNUTranslations, entry: polib.POEntry) -> Iterator[str]:
    for number in PROVING_NUMBERS:
        if entry.msgctxt:
            text = loaded.npgettext(entry.msgctxt, entry.msgid, entry.msgid_plural, number)
        else:
            text = loaded.ngettext(entry.msgid, entry.msgid_plural, number)
        if text not in forms_of(entry):
            yield f"{_named(entry)} gives {text!r} for {number}"
