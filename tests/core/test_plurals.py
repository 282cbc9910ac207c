"""Counting in each of the 24, proven through compiled catalogues as Django loads them."""

import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext
from django.utils.translation.trans_real import DjangoTranslation

from core.catalogues.checks import PROVING_NUMBERS
from core.catalogues.files import (
    Catalogue,
    compile_catalogue,
    empty_file,
    forms_of,
    read_catalogue,
    write_catalogue,
)
from core.languages import CODES, LANGUAGES

# Which plural form each language uses for 0, 1, 2, 3, 5, 11, 20, 21, 101.
FORMS = {
    "bg": "1 0 1 1 1 1 1 1 1",
    "es": "2 0 2 2 2 2 2 2 2",
    "cs": "3 0 1 1 3 3 3 3 3",
    "da": "1 0 1 1 1 1 1 1 1",
    "de": "1 0 1 1 1 1 1 1 1",
    "et": "1 0 1 1 1 1 1 1 1",
    "el": "1 0 1 1 1 1 1 1 1",
    "en": "1 0 1 1 1 1 1 1 1",
    "fr": "0 0 1 1 1 1 1 1 1",
    "ga": "2 0 1 2 2 4 4 4 4",
    "hr": "2 0 1 1 2 2 2 0 0",
    "it": "1 0 1 1 1 1 1 1 1",
    "lv": "2 0 1 1 1 1 1 0 0",
    "lt": "3 0 1 1 1 3 3 0 0",
    "hu": "1 0 1 1 1 1 1 1 1",
    "mt": "2 0 1 2 2 3 4 4 4",
    "nl": "1 0 1 1 1 1 1 1 1",
    "pl": "2 0 1 1 2 2 2 2 2",
    "pt": "1 0 1 1 1 1 1 1 1",
    "ro": "1 0 1 1 1 1 2 2 1",
    "sk": "3 0 1 1 3 3 3 3 3",
    "sl": "3 0 1 2 3 3 3 3 0",
    "fi": "1 0 1 1 1 1 1 1 1",
    "sv": "1 0 1 1 1 1 1 1 1",
}
EXPECTED = {code: [int(form) for form in forms.split()] for code, forms in FORMS.items()}


@pytest.mark.parametrize("code", CODES)
def test_each_language_counts_by_its_own_rule(code, tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    file = empty_file(code)
    forms = {index: f"form {index}: %(n)s" for index in range(LANGUAGES[code].plural_count)}
    file.append(polib.POEntry(msgid="%(n)s vote", msgid_plural="%(n)s votes", msgstr_plural=forms))
    write_catalogue(Catalogue(code), file)
    compile_catalogue(Catalogue(code))
    loaded = DjangoTranslation(code)
    texts = [loaded.ngettext("%(n)s vote", "%(n)s votes", n) % {"n": n} for n in PROVING_NUMBERS]
    wanted = zip(EXPECTED[code], PROVING_NUMBERS, strict=True)
    assert texts == [f"form {form}: {n}" for form, n in wanted]


@pytest.mark.parametrize("code", CODES)
def test_every_translated_plural_of_the_catalogue_is_the_right_form_for_each_number(code):
    with_context = "\x04".join
    counted = 0
    for entry in read_catalogue(Catalogue(code)):
        forms = forms_of(entry)
        if not entry.msgid_plural or not all(forms):
            continue
        msgid = with_context([entry.msgctxt, entry.msgid]) if entry.msgctxt else entry.msgid
        with translation.override(code):
            texts = [ngettext(msgid, entry.msgid_plural, n) for n in PROVING_NUMBERS]
        assert texts == [forms[form] for form in EXPECTED[code]], entry.msgid
        counted += 1
    assert counted > 0
