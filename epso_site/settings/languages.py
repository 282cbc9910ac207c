"""The languages of the site: a schema constant, because every translated field is one column a language.

Adding or removing one is a migration of every translated table, so the list is written out here
and nowhere read from the environment. The order is the protocol order of the European Union.
"""

from typing import Final

from django.conf import locale

LANGUAGES: Final[list[tuple[str, str]]] = [
    ("bg", "български"),
    ("es", "español"),
    ("cs", "čeština"),
    ("da", "dansk"),
    ("de", "Deutsch"),
    ("et", "eesti"),
    ("el", "ελληνικά"),
    ("en", "English"),
    ("fr", "français"),
    ("ga", "Gaeilge"),
    ("hr", "hrvatski"),
    ("it", "italiano"),
    ("lv", "latviešu"),
    ("lt", "lietuvių"),
    ("hu", "magyar"),
    ("mt", "Malti"),
    ("nl", "Nederlands"),
    ("pl", "polski"),
    ("pt", "português"),
    ("ro", "română"),
    ("sk", "slovenčina"),
    ("sl", "slovenščina"),
    ("fi", "suomi"),
    ("sv", "svenska"),
]

LANGUAGE_CODE: Final = "en"

MODELTRANSLATION_LANGUAGES: Final = tuple(code for code, _ in LANGUAGES)
MODELTRANSLATION_DEFAULT_LANGUAGE: Final = LANGUAGE_CODE
MODELTRANSLATION_FALLBACK_LANGUAGES: Final = (LANGUAGE_CODE,)

# Django knows nothing of Maltese and spells several autonyms otherwise than the EU does; both must be
# mended before anything asks for a language's name.
locale.LANG_INFO["mt"] = {"bidi": False, "code": "mt", "name": "Maltese", "name_local": "Malti"}
for _code, _autonym in LANGUAGES:
    locale.LANG_INFO[_code]["name_local"] = _autonym
