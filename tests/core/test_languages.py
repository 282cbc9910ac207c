"""Names, plural headers and alphabetical orders of the 24."""

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language_info

from core.language_paths import with_path_language
from core.languages import CODES, LANGUAGES, active_code, language_name, sort_key


def test_the_settings_list_the_same_languages_in_protocol_order():
    assert [(each.code, each.autonym) for each in LANGUAGES.values()] == settings.LANGUAGES


@pytest.mark.parametrize("code", CODES)
def test_django_knows_every_autonym_as_the_union_spells_it(code):
    assert get_language_info(code)["name_local"] == LANGUAGES[code].autonym


@pytest.mark.parametrize(
    ("active", "code"),
    [("pt", "pt"), ("pt-pt", "pt"), ("pt-br", "pt"), ("en-gb", "en"), ("mt", "mt"), (None, "en")],
)
def test_any_active_language_counts_as_one_of_the_24(active, code):
    with translation.override(active):
        assert active_code() == code


def test_languages_are_named_in_the_readers_language():
    assert language_name("nl", "fr") == "néerlandais"
    with translation.override("mt"):
        assert language_name("mt") == "Malti"
        assert language_name("is") == "Iżlandiż"
    assert language_name("no such", "fr") == "no such"


@pytest.mark.parametrize("code", CODES)
def test_every_language_is_named_in_every_language(code):
    names = {language_name(other, code) for other in CODES}
    assert len(names) == 24
    assert not names & set(CODES)


# Words of each language in the order of its dictionaries.
ORDERS = {
    "bg": "Австрия Белгия Йордания Куба Ямайка",
    "cs": "cena cukr čas den had hrad chata idea řada sen šest ten zima žena",
    "da": "Abel Zeus Ærø Østrig Aalborg Århus",
    "de": "Ofen öffnen Ort Strasse Straße Strauß Tal",
    "el": "άλλος αλφάβητο Έλλη εμείς ήλιος σοφός σοφότερος",
    "es": "canto chica cuna llama luz nube ñu oso",
    "et": "saar šokk zooloog žanr tamm vesi õun äri öö ülikool",
    "fi": "aita zeniitti åland äiti öljy",
    "fr": "cote coté côte été fer",
    "ga": "áit am éan Éire fear",
    "hr": "cesta čas ćup dan džep đak lampa ljeto mir noć njiva sat šator zub žaba",
    "hu": "cukor csak dal dzseki gomb gyár lap lyuk nap nyár ok öt szó tej tyúk út üveg zár zseb",
    "lt": "cukrus čia Ignas ypač jis sala šalis zona žmogus",
    "lv": "cik četri gads ģimene kas ķermenis logs ļoti nams ņemt sals šeit zeme žogs",
    "mt": "bahar ċavetta dar furketta ġobon gallettina għasel hawn ħobż ikel ieqaf jum xahar żarbun zija",
    "pl": "cena ćma echo ęsi lato łata nos ńa oko ósmy sen śnieg zero źle żaba",
    "ro": "an ăsta bun sat șapte tac țap",
    "sk": "cena čas had chata idea oko ôsmy sen šesť zima žena",
    "sl": "cesta čas sin šal zima žaba",
    "sv": "ark arm zon ål ärta öl",
}


@pytest.mark.parametrize("code", ORDERS)
def test_words_sort_as_in_the_dictionaries_of_the_language(code):
    words = ORDERS[code].split()
    words.reverse()
    assert sorted(words, key=lambda word: sort_key(word, code)) == ORDERS[code].split()


def test_accents_only_break_ties_where_they_make_no_letter():
    words = ["Élan", "elan", "Elbe", "élan"]
    assert sorted(words, key=lambda word: sort_key(word, "fr")) == ["elan", "Élan", "élan", "Elbe"]


@pytest.mark.parametrize(
    ("address", "other"),
    [
        ("/nl/jobs/?a=1", "/sv/jobs/?a=1"),
        ("/pt-pt/", "/sv/"),
        ("/jobs/", "/sv/jobs/"),
        ("/nl", "/sv/"),
        ("/", "/sv/"),
        ("https://x.example/nl/a/?b#c", "https://x.example/sv/a/?b#c"),
    ],
)
def test_an_address_keeps_all_but_its_language(address, other):
    assert with_path_language(address, "sv") == other
